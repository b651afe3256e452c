"""The table of confusions: where a character of Chinese print can only be a misread one.

``confusions.txt`` says how its lines are written. A form is a word with one misread character; a
context is what stands on both sides of a misread character. Neither says anything about a place
that has another reading. A form of two characters is no evidence, as any two can meet where one
word ends and the next begins, unless the misread one is rare: print has it in a few words only.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pipeline.segment.chars import HAN, pair_number, pairs

_FORM = re.compile(r"^(\w) for (\w): (.+)$", re.MULTILINE)
_RARE = re.compile(r"^(\w) only in (.+)$", re.MULTILINE)
_CONTEXT = re.compile(r"^(\w) for (\w) between (\S+) and (\S+)$", re.MULTILINE)
_EDGE = "·"
"""In a context: whatever is no Chinese character."""
_END = "\0"
"""Beyond the ends of a text nothing is known: print may be lost there, or stand elsewhere."""
_NO_HAN = re.compile(f"[^{HAN}]")


class Confusion(NamedTuple):
    """What stands at ``start``..``end`` of a text without blanks, what was printed, and why."""

    start: int
    end: int
    printed: str
    why: str


class _Form(NamedTuple):
    """A word, and the place of its misread character."""

    right: str
    place: int


class _Context(NamedTuple):
    """What a character can be read as after one of ``left`` and before one of ``behind``."""

    right: str
    left: frozenset[str]
    behind: frozenset[str]


class _Table(NamedTuple):
    """Forms by their text, and the sizes they have.

    Contexts by their misread character; for a rare character the pairs that it has in its words.
    ``pairs`` has the numbers of two characters of each form and context, ``edges`` finds a
    character that is read otherwise at an edge: clean print has next to none of them.
    """

    forms: dict[str, _Form]
    sizes: tuple[int, ...]
    contexts: dict[str, list[_Context]]
    rare: dict[str, frozenset[str]]
    pairs: frozenset[int]
    edges: re.Pattern[str]

    def suspects(self, text: str) -> bool:
        """Whether ``text`` has anything of the table's, at a first look."""
        return not self.pairs.isdisjoint(pairs(text)) or self.edges.search(text) is not None

    def at_home(self, text: str, place: int) -> bool:
        """Whether the character at ``place`` is a rare one that stands, or may, in its own words.

        At an end of ``text`` it may.
        """
        own = self.rare.get(text[place])
        return own is not None and (
            place in (0, len(text) - 1)
            or text[place - 1 : place + 1] in own
            or text[place : place + 2] in own
        )


@cache
def _table() -> _Table:
    file = Path(__file__).with_suffix(".txt").read_text("utf-8")
    seen: set[str] = set()
    forms: dict[str, _Form] = {}
    for wrong, right, words in _FORM.findall(file):
        for word in words.split():
            place = word.index(right)
            text = word.replace(right, wrong)
            forms[text] = _Form(word, place)
            seen.add(text[max(place - 1, 0) :][:2])
    contexts: dict[str, list[_Context]] = {}
    for wrong, right, left, behind in _CONTEXT.findall(file):
        context = _Context(right, frozenset(left), frozenset(behind))
        contexts.setdefault(wrong, []).append(context)
        seen.update(one + wrong for one in left)
    rare = {one: frozenset(own.split()) for one, own in _RARE.findall(file)}
    sizes = tuple(sorted({len(form) for form in forms}))
    numbers = frozenset(pair_number(*pair) for pair in seen)
    edges = re.compile(f"[{''.join(pair[1] for pair in seen if pair[0] == _EDGE)}]")
    return _Table(forms, sizes, contexts, rare, numbers, edges)


def _found(text: str) -> Iterator[tuple[int, str, Confusion]]:
    """Yield (place, printed character, confusion) for all that the table has of ``text``."""
    table = _table()
    if not table.suspects(text):
        return
    padded = _END + _NO_HAN.sub(_EDGE, text) + _END
    for size in table.sizes:
        for start in range(len(text) - size + 1):
            form = table.forms.get(text[start : start + size])
            if form and not table.at_home(text, start + form.place):
                place, printed = start + form.place, form.right[form.place]
                why = (
                    f"{text[start : start + size]} is no word; "
                    f"the scan's reader took {text[place]} for {printed}."
                )
                yield place, printed, Confusion(start, start + size, form.right, why)
    for place, read in enumerate(text):
        for context in table.contexts.get(read, ()):
            left, behind = padded[place], padded[place + 2]
            if left in context.left and behind in context.behind:
                why = (
                    f"{read} is at home neither behind nor before its neighbours; "
                    f"the scan's reader took {read} for {context.right}."
                )
                yield place, context.right, Confusion(place, place + 1, context.right, why)


def confusions(text: str) -> Iterator[Confusion]:
    """Yield the certain confusions of ``text``, which has no blanks; none overlaps another.

    Of those that overlap the longest of the first counts. A character that can be read in two ways
    is not certain and left alone.
    """
    found = list(_found(text))
    readings: dict[int, set[str]] = {}
    for place, printed, _ in found:
        readings.setdefault(place, set()).add(printed)
    done = 0
    for place, _, one in sorted(found, key=lambda item: (item[2].start, -item[2].end)):
        if one.start >= done and len(readings[place]) == 1:
            yield one
            done = one.end
