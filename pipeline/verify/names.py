"""Whether the English has the people of a Chinese text right."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from pipeline.model import Finding
from pipeline.verify.findings import finding
from pipeline.verify.people import begins_with_surname, byline_names, people_named
from pipeline.verify.pinyin import (
    HAN_NAME,
    common_surnames,
    folded,
    initials,
    is_pinyin,
    parts,
    pinyin_name,
    places_spelled,
    spellings,
)

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’`-][^\W\d_]+)*")
_POSSESSIVE: Final = re.compile(r"['’]s\b")
_CAPITAL: Final = re.compile(r"[A-Z][A-Za-zÀ-ÿ]*(?:['’`-][A-Za-zÀ-ÿ]+)*")
_ENGLISH_WORDS: Final = (
    "a an bang can china chinese dang gang hang he long made me men pan pin sang she song sun you"
)
_WORDS: Final = frozenset(_ENGLISH_WORDS.split())
"""English words that are pinyin, too."""

_EnglishName = tuple[str, str, str]  # surname and given name, folded, and the name as it stands


def check_names(
    names: Sequence[str], target: str, paragraph: str | None = None
) -> Iterator[Finding]:
    """Check that every one of ``names`` (Chinese, as printed) stands in ``target`` in pinyin."""
    words = _Words.of(target)
    for name in dict.fromkeys("".join(n.split()) for n in names):
        if not HAN_NAME.fullmatch(name) or name in target:
            continue
        order = _order(name, words)
        if order == "surname first":
            continue
        expected = pinyin_name(name)
        if order == "given name first":
            yield finding(
                "name.order",
                "warning",
                f"{name} is {expected}: the surname comes first",
                paragraph=paragraph,
                source=name,
                target=expected,
            )
            continue
        others = "\n".join(other for other in names if other != name)
        english = [e for e in _english_names(target) if not _read(e, others)]
        instead = _instead(name, english)
        if instead:
            yield finding(
                "name.changed",
                "error" if begins_with_surname(name) else "warning",
                f"{name} is {expected}; the English has “{instead[0]}”",
                paragraph=paragraph,
                source=name,
                target=instead[0],
            )
        else:
            yield finding(
                "name.missing",
                "error" if begins_with_surname(name) else "warning",
                f"{name} ({expected}) is named in the source; the English does not name them",
                paragraph=paragraph,
                source=name,
            )


def check_people(
    source: str, target: str, paragraph: str | None = None, known: Sequence[str] = ()
) -> Iterator[Finding]:
    """Look for another name where the English should have a person of the running text.

    ``known`` are names in it that need not be looked for.
    That a name is missing is not said: English often has "he" or an office in its place. Nor is
    one that is not in pinyin: people of Taiwan, Hong Kong and abroad have spellings of their own.
    """
    authors = byline_names(source)
    named = dict.fromkeys((*people_named(source), *known))
    people = [name for name in named if name not in authors]
    for name, instead, certain in renamed(people, "".join(source.split()), target):
        yield finding(
            "name.changed",
            "error" if certain else "warning",
            f"{name} is {pinyin_name(name)}; the English has “{instead}”",
            paragraph=paragraph,
            source=name,
            target=instead,
        )


def renamed(people: Sequence[str], source: str, target: str) -> Iterator[tuple[str, str, bool]]:
    """Yield each of ``people`` that ``target`` calls otherwise: who, how, and whether for certain.

    What it calls otherwise may be nothing that ``source`` (no blanks in it) reads as.
    """
    if not people:
        return
    words = _Words.of(target)
    english = [name for name in dict.fromkeys(_english_names(target)) if not _read(name, source)]
    for name in people:
        instead = None if _order(name, words) else _instead(name, english)
        if instead:
            yield name, *instead


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of an English text, folded: runs of up to three joined, and pairs of neighbours."""

    runs: frozenset[str]
    pairs: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, target: str) -> "_Words":
        words = [folded(word) for word in _WORD.findall(_POSSESSIVE.sub("", target))]
        runs = ("".join(words[n : n + k]) for n in range(len(words)) for k in (1, 2, 3))
        return cls(frozenset(runs), frozenset(pairwise(words)))


def _order(name: str, words: _Words) -> str:
    """Find the name in the words: given names may be joined, hyphenated, in parts or initials."""
    surname, given = parts(name)
    families, rests = spellings(surname, surname=True), spellings(given)
    if any(family + rest in words.runs for family in families for rest in rests):
        return "surname first"
    short = initials(given)
    for family in families:
        if any((family, s) in words.pairs or (s, family) in words.pairs for s in short):
            return "surname first"
    turned = any(rest + family in words.runs for family in families for rest in rests)
    return "given name first" if turned else ""


def _instead(name: str, english: Sequence[_EnglishName]) -> tuple[str, bool] | None:
    """Return a name in pinyin that stands in place of ``name``, and whether that is certain.

    It shares the surname or the given name with it. It is certain where it shares a given name of
    two syllables, or the surname and one of two syllables.
    """
    surname, given = parts(name)
    families, rests = spellings(surname, surname=True), spellings(given)
    firsts, lasts = tuple(spellings(given[:1])), tuple(spellings(given[1:] or given))
    found: tuple[str, bool] | None = None
    for family, rest, printed in english:
        if rest in rests and len(given) > 1:
            return printed, True
        if family in families and (rest.startswith(firsts) or rest.endswith(lasts)):
            return printed, True
        if family in families or (rest in rests and family in common_surnames()):
            found = found or (printed, False)
    return found


def _read(name: _EnglishName, chinese: str) -> bool:
    """Whether some characters read as the English name does."""
    family, rest, _ = name
    return bool(places_spelled(family + rest, chinese) or places_spelled(rest + family, chinese))


def _english_names(target: str) -> Iterator[_EnglishName]:
    """Yield what may be a Chinese name in English: surname and given name, folded; as it stands.

    Longer names come first: “Xia Li Yun” before “Xia Li”.
    """
    target = _POSSESSIVE.sub("", target)
    found = list(_CAPITAL.finditer(target))
    for n in range(len(found)):
        for k in (3, 2):
            english = target[found[n].start() : found[min(n + k, len(found)) - 1].end()]
            letters = [folded(word) for word in english.split(" ")]
            if len(letters) != k or not _CAPITAL.fullmatch(english.replace(" ", "-")):
                continue
            first, rest = letters[0], "".join(letters[1:])
            if is_pinyin(first) and is_pinyin(rest):
                if rest not in _WORDS:
                    yield first, rest, english
                if k == 2:  # or the other way about
                    yield rest, first, english
