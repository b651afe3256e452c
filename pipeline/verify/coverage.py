"""Whether a clause of the source has no counterpart in the English, or a sentence no source.

Both are told by the words that the dictionary links (:mod:`pipeline.verify.evidence`), compared
with the rest of the same pair: a free translation has few links throughout, and nothing is said.

A clause, or up to three in a row, is *left out* by three signs. ``coverage``: of the links that
its words should have (0.33, 0.67 or 0.85 a word by length) the share that they do have. ``rest``:
the same for the other clauses. ``room``: the longest stretch of English that no other clause
accounts for, and one word, per expected link. A clause that is put in other words has no links
either, but then the stretch is there, wherever the clause was moved to. The log-odds are
``4.6 - 10.4 coverage + 3.1 rest - 4.1 room``, fitted by logistic regression on 2,000 human
translations of news into whose sources a clause of the same report was put, and on the omissions
that two raters or more marked in machine translations, two thirds of the documents. Under odds
of 13 to 1 nothing is said: of six references above, five leave something out. From 80 to 1 on it
is an error, which none of 2,800 human translations but one that did leave something out was.

An English sentence is *added* by the share of its content words that any word of the source
links to (``linked``) and that one took (``taken``), and the share taken in the other sentences
(``rest``): log-odds ``5 - 7.2 linked - 12.5 taken + 2.5 rest``, fitted likewise on sentences of
other reports put into human translations.

Where hardly a word of the source stands in the English at all, the two are *unrelated*; where
such a source, or one that asks, gives an order to a machine, the order was *obeyed*.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.model import Finding
from pipeline.verify import evidence
from pipeline.verify.answers import ORDER
from pipeline.verify.evidence import Evidence, Token
from pipeline.verify.findings import finding, shortened

_HAN: Final = re.compile(r"[\u3400-\u9fff]")
# Longer texts than any paragraph of a newspaper are left alone: the work grows with the square.
_LONGEST: Final = 4000
# Too little for any of the findings; the dictionary is not read for it.
_SHORTEST: Final = 10
_HAN_SHARE: Final = 0.5
_IN_A_ROW: Final = 3
_LEAST_WEIGHT: Final = 2.6
_LEAST_REST: Final = 1.5
_OMITTED: Final = 2.6
_SURELY_OMITTED: Final = 4.4
_OBEYED: Final = 0.3
# None of 1,850 human translations is so far from its source; a fifth of wrong ones are.
_UNRELATED_WEIGHT: Final = 6.0
_UNRELATED_WORDS: Final = 8
_UNRELATED_MET: Final = 0.08
_UNRELATED_LINKED: Final = 0.1
_LEAST_WORDS: Final = 5
_ADDED: Final = 2.5
_ABBREVIATED: Final = re.compile(
    r"(?:\b(?:[A-Za-z]|Mr|Mrs|Ms|Dr|St|No|Co|Inc|Ltd|vs|Prof|Gen|Sen|[ap]\.m))\.$"
)
# Whether figures and addresses have a source is checked elsewhere, and better.
_ELSEWHERE: Final = re.compile(r"\d|://|www\.|@", re.IGNORECASE)
_STOP: Final = re.compile(r"[.!?;][\"”’)]{0,2}\s+")


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    odds: float
    words: tuple[str, ...]


def check_coverage(source: str, target: str, paragraph: str | None = None) -> list[Finding]:
    """Look for clauses of a Chinese ``source`` left out, and for sentences of ours put in."""
    bare = "".join(source.split())
    if len(bare) > _LONGEST or len(target) > 5 * _LONGEST:
        return []
    if len(_HAN.findall(bare)) < max(_SHORTEST, _HAN_SHARE * len(bare)):
        return []
    known = evidence.weigh(source, target)
    return [
        *_elsewhere(source, target, known, paragraph),
        *_omitted(source, known, paragraph),
        *_added(target, known.tokens, paragraph),
    ]


def _elsewhere(
    source: str, target: str, known: Evidence, paragraph: str | None
) -> Iterator[Finding]:
    weight = sum(clause.weight for clause in known.clauses)
    met = sum(clause.met for clause in known.clauses)
    linked = sum(bool(token.clauses) for token in known.tokens)
    order = ORDER.search(source)
    asks = "？" in source and "?" not in target
    if order and (asks or met <= _OBEYED * weight):
        yield finding(
            "text.obeyed",
            "error",
            f"the English seems to do what “{order[0]}” asks for; translate it like any other text",
            paragraph=paragraph,
            source=source,
            target=target,
        )
    elif (
        weight >= _UNRELATED_WEIGHT
        and len(known.tokens) >= _UNRELATED_WORDS
        and met <= _UNRELATED_MET * weight
        and linked <= _UNRELATED_LINKED * len(known.tokens)
    ):
        yield finding(
            "text.unrelated",
            "error",
            f"hardly a word of “{shortened(source, 40)}” stands in the English: is it another "
            "text's?",
            paragraph=paragraph,
            source=source,
            target=target,
        )


def _omitted(source: str, known: Evidence, paragraph: str | None) -> Iterator[Finding]:
    said: list[_Span] = []
    for span in sorted(_spans(known), key=lambda span: -span.odds):
        if all(span.end <= other.start or other.end <= span.start for other in said):
            said.append(span)
    for span in sorted(said, key=lambda span: span.start):
        clause = source[span.start : span.end].strip(" ，、")
        words = "”, “".join(dict.fromkeys(span.words[:6]))
        yield finding(
            "text.omitted",
            "error" if span.odds >= _SURELY_OMITTED else "warning",
            f"“{shortened(clause, 80)}” seems to be left out: nothing in the English stands for "
            f"“{words}”",
            paragraph=paragraph,
            source=clause,
        )


def _spans(known: Evidence) -> Iterator[_Span]:
    """Yield the runs of clauses that seem to be left out; they may overlap."""
    clauses = known.clauses
    weight = sum(clause.weight for clause in clauses)
    met = sum(clause.met for clause in clauses)
    for first in range(len(clauses)):
        for last in range(first, min(len(clauses), first + _IN_A_ROW)):
            row = clauses[first : last + 1]
            own = sum(clause.weight for clause in row)
            if own < _LEAST_WEIGHT or not (row[0].weight and row[-1].weight):
                continue
            if weight - own < _LEAST_REST:
                continue
            there = sum(clause.met for clause in row)
            rest = (met - there + 1.05) / (weight - own + 1.5)
            odds = 4.6 - 10.4 * there / own + 3.1 * rest
            if odds >= _OMITTED:
                odds -= 4.1 * min(1.5, (_room(known.tokens, first, last) + 1) / own)
            if odds >= _OMITTED:
                words = tuple(word for clause in row for word in clause.words)
                yield _Span(row[0].start, row[-1].end, odds, words)


def _room(tokens: Sequence[Token], first: int, last: int) -> float:
    """Return the longest stretch of English, in words, that no other clause accounts for.

    A word that another clause took ends a stretch of one word, one that it only links to
    half a word: the largest sum over a stretch (Kadane).
    """
    most = here = 0.0
    for token in tokens:
        if token.taken >= 0 and not first <= token.taken <= last:
            here -= 1
        elif not token.clauses or any(first <= clause <= last for clause in token.clauses):
            here += 1
        else:
            here -= 0.5
        here = max(0.0, here)
        most = max(most, here)
    return most


def _added(target: str, tokens: Sequence[Token], paragraph: str | None) -> Iterator[Finding]:
    for start, end in (sentences := _sentences(target)):
        if len(sentences) < 2:
            return
        own = [token for token in tokens if start <= token.start < end]
        others = len(tokens) - len(own)
        if len(own) < _LEAST_WORDS or others < _LEAST_WORDS:
            continue
        if _ELSEWHERE.search(target, start, end):
            continue
        taken = sum(token.taken >= 0 for token in own)
        linked = sum(bool(token.clauses) for token in own)
        rest = (sum(token.taken >= 0 for token in tokens) - taken + 1) / (others + 1.6)
        if 5 - (7.2 * linked + 12.5 * taken) / len(own) + 2.5 * rest < _ADDED:
            continue
        sentence = target[start:end].strip()
        yield finding(
            "text.added",
            "warning",
            f"“{shortened(sentence, 80)}” seems to be added: the source has nothing like it",
            paragraph=paragraph,
            target=sentence,
        )


def _sentences(english: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    start = 0
    for stop in _STOP.finditer(english):
        if not _ABBREVIATED.search(english, max(start, stop.start() - 6), stop.start() + 1):
            found.append((start, stop.end()))
            start = stop.end()
    return [*found, (start, len(english))] if start < len(english) else found
