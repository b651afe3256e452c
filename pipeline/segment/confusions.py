"""The table of confusions: where a character of Chinese print can only be a misread one.

``confusions.txt`` says how its lines are written. A form is a word with one misread character; a
context is what stands on both sides of a misread character. Neither says anything about a place
that has another reading. A form of two characters is no evidence, as any two can meet where one
word ends and the next begins, unless the misread one is rare: print has it in a few words only.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import compress, count
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
    """Forms by two of their characters, of which the misread one is one, and where those stand.

    Contexts by two characters, too: the misread one, and one that can stand beside it; with them
    is where the misread one stands of the two. For a rare character the pairs that it has in its
    words. ``pairs`` has the numbers of all two characters: clean print has next to none of them.
    """

    forms: dict[str, list[tuple[int, str, _Form]]]
    contexts: dict[str, list[tuple[int, _Context]]]
    rare: dict[str, frozenset[str]]
    pairs: frozenset[int]

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
    forms: dict[str, list[tuple[int, str, _Form]]] = {}
    for wrong, right, words in _FORM.findall(file):
        for word in words.split():
            place = word.index(right)
            text = word.replace(right, wrong)
            first = max(place - 1, 0)
            forms.setdefault(text[first : first + 2], []).append((first, text, _Form(word, place)))
    contexts: dict[str, list[tuple[int, _Context]]] = {}
    for wrong, right, left, behind in _CONTEXT.findall(file):
        context = _Context(right, frozenset(left), frozenset(behind))
        for char in context.behind - {_EDGE}:
            contexts.setdefault(wrong + char, []).append((0, context))
        if _EDGE in context.behind:  # with no Chinese character on either side it is a cry
            for char in context.left - {_EDGE}:
                contexts.setdefault(char + wrong, []).append((1, context))
    rare = {one: frozenset(own.split()) for one, own in _RARE.findall(file)}
    numbers = frozenset(pair_number(*pair) for pair in (*forms, *contexts))
    return _Table(forms, contexts, rare, numbers)


def _found(text: str) -> Iterator[tuple[int, str, Confusion]]:
    """Yield (place, printed character, confusion) for all that the table has of ``text``."""
    known = _table().pairs
    if known.isdisjoint(pairs(text)):
        return
    for place in compress(count(), map(known.__contains__, pairs(text))):
        yield from _forms(text, place)
        yield from _contexts(text, place)


def _forms(text: str, place: int) -> Iterator[tuple[int, str, Confusion]]:
    table = _table()
    for first, wrong, form in table.forms.get(text[place : place + 2], ()):
        start = place - first
        at = start + form.place
        if start < 0 or not text.startswith(wrong, start) or table.at_home(text, at):
            continue
        printed = form.right[form.place]
        why = f"{wrong} is no word; the scan's reader took {text[at]} for {printed}."
        yield at, printed, Confusion(start, start + len(wrong), form.right, why)


def _contexts(text: str, place: int) -> Iterator[tuple[int, str, Confusion]]:
    for second, context in _table().contexts.get(text[place : place + 2], ()):
        at = place + second
        left, behind = _neighbour(text, at - 1), _neighbour(text, at + 1)
        if left in context.left and behind in context.behind and left + behind != _EDGE * 2:
            why = (
                f"{text[at]} is at home neither behind nor before its neighbours; "
                f"the scan's reader took {text[at]} for {context.right}."
            )
            yield at, context.right, Confusion(at, at + 1, context.right, why)


def _neighbour(text: str, place: int) -> str:
    if not 0 <= place < len(text):
        return _END
    return _EDGE if _NO_HAN.match(text[place]) else text[place]


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
