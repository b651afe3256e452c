"""Which words of a Chinese text and of its English stand for one another, as far as is known.

A word of the source and one of the English may be *linked* where the dictionary gives one for
the other. Stems are compared by their first five letters, so that ``develop`` and ``developed``,
``economy`` and ``economic`` meet. Of its links each word takes one, those with the fewest first,
each the one nearest to its own place in the text: a word that is said once in English does not
speak for two of the source.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pipeline.verify import lexicon
from pipeline.verify.renderings_zh import RENDERINGS, WITHOUT_TRACE

_CLAUSE_END: Final = re.compile(
    r"[。！？；，：…!?;—｜|︱\n]|(?<!\d)[,:]|[,:](?!\d)|\s[-－–]|[-－–]\s|\s{2}"
)
_LATIN: Final = re.compile(r"[A-Za-z]{2,}")
_ENGLISH: Final = re.compile(r"[a-z]+", re.IGNORECASE)
_KEY: Final = 5
# How often a word of 1, 2, 3 or more characters has a link where its text is translated in full;
# measured on human translations of news.
_EXPECTED: Final = (0.33, 0.67, 0.85)


@dataclass(slots=True)
class Clause:
    """A clause of the source at ``start``..``end``.

    ``weight`` is how many of its words should have a link, ``met`` how many of these took one;
    ``words`` are the longer ones that took none.
    """

    start: int
    end: int
    weight: float
    met: float
    words: list[str]


@dataclass(frozen=True, slots=True)
class Token:
    """A content word of the English at ``start``.

    ``clauses`` are the clauses with a link to it, ``taken`` the one whose word took it, or -1.
    """

    start: int
    clauses: frozenset[int]
    taken: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """The clauses of a source and the content words of its English, and how they hang together."""

    clauses: tuple[Clause, ...]
    tokens: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class _Word:
    clause: int
    text: str
    place: float  # where in the English it would stand if both texts ran alike
    links: list[int]
    weight: float


def weigh(source: str, target: str) -> Evidence:
    """Divide ``source`` into clauses and link their words to those of ``target``."""
    english = [m for m in _ENGLISH.finditer(target) if lexicon.has_content(m[0].lower())]
    places: dict[str, list[int]] = defaultdict(list)
    for n, match in enumerate(english):
        places[_key(lexicon.stem(match[0].lower()))].append(n)
    clauses = _clauses(source)
    linked: list[set[int]] = [set() for _ in english]
    words: list[_Word] = []
    scale = len(english) / max(1, len(source))
    for clause, start, text, keys in _words(source, clauses):
        links = [n for key in keys for n in places.get(key, ())]
        if len(text) > 1:
            for n in links:
                linked[n].add(clause)
        if keys and text not in WITHOUT_TRACE:
            words.append(_Word(clause, text, start * scale, links, _weight(text)))
    taken = _take(words, clauses, target)
    for n, clause in taken.items():
        linked[n].add(clause)
    tokens = (
        Token(match.start(), frozenset(linked[n]), taken.get(n, -1))
        for n, match in enumerate(english)
    )
    return Evidence(tuple(clauses), tuple(tokens))


def _take(words: list[_Word], clauses: list[Clause], target: str) -> dict[int, int]:
    """Let each word take a link; count it in its clause; return the clause by English word."""
    taken: dict[int, int] = {}
    for word in sorted(words, key=lambda word: len(word.links)):
        clause = clauses[word.clause]
        clause.weight += word.weight
        free = [n for n in word.links if n not in taken]
        if free:
            taken[min(free, key=lambda n: abs(n - word.place))] = word.clause
        if free or word.text in target:
            clause.met += word.weight
        elif len(word.text) > 1:
            clause.words.append(word.text)
    return taken


def _clauses(source: str) -> list[Clause]:
    ends = [(m.start(), m.end()) for m in _CLAUSE_END.finditer(source)]
    starts = [0, *(end for _, end in ends)]
    stops = [*(start for start, _ in ends), len(source)]
    return [Clause(a, b, 0.0, 0.0, []) for a, b in zip(starts, stops, strict=True) if a < b]


def _words(source: str, clauses: list[Clause]) -> list[tuple[int, int, str, frozenset[str]]]:
    """Return clause, place, text and what may stand for it, word by word in their order."""
    found = [(word.start, word.text, _keys(word.text)) for word in lexicon.words(source)]
    found += [
        (match.start(), match[0], frozenset([_key(lexicon.stem(match[0].lower()))]))
        for match in _LATIN.finditer(source)
    ]
    placed: list[tuple[int, int, str, frozenset[str]]] = []
    n = 0
    for start, text, keys in sorted(found, key=lambda word: word[0]):
        while n < len(clauses) - 1 and clauses[n].end <= start:
            n += 1
        placed.append((n, start, text, keys))
    return placed


def _weight(text: str) -> float:
    return _EXPECTED[-1] if text.isascii() else _EXPECTED[min(len(text), len(_EXPECTED)) - 1]


def _key(stem: str) -> str:
    return stem[:_KEY]


@lru_cache(maxsize=65536)
def _keys(word: str) -> frozenset[str]:
    said = {lexicon.stem(english) for english in RENDERINGS.get(word, ())}
    return frozenset(map(_key, lexicon.meanings(word) | said))
