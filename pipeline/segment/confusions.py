"""The table of confusions: where a character of Chinese print can only be a misread one.

``confusions.txt`` says how its lines are written. A form is a word with one misread character; a
context is what stands on both sides of a misread character. Neither says anything about a place
that has another reading.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import compress, count
from pathlib import Path
from typing import NamedTuple

from pipeline.segment.chars import HAN, pair_number, pairs

_FORM = re.compile(r"^(\w) for (\w)( between strangers)?: (.+)$", re.MULTILINE)
_HOME = re.compile(r"^(\w) (follows|precedes) (\w+)$", re.MULTILINE)
_CONTEXT = re.compile(r"^(\w) for (\w) between (\S+) and (\S+)$", re.MULTILINE)
_EDGE = "·"
"""In a context: whatever is no Chinese character."""
_END = "\0"
"""Beyond the ends of a text nothing is known: print may be lost there, or stand elsewhere."""
_NO_HAN = re.compile(f"[^{HAN}]")
_NOTHING: frozenset[str] = frozenset()


class Confusion(NamedTuple):
    """What stands at ``start``..``end`` of a text without blanks, what was printed, and why."""

    start: int
    end: int
    printed: str
    why: str


class _Form(NamedTuple):
    """A word with one misread character, and what must not stand beside it.

    Where something must not, something else must: beyond the end of a text it may.
    """

    text: str
    right: str
    place: int
    before: frozenset[str]
    after: frozenset[str]

    def stands(self, text: str, start: int) -> bool:
        """Whether ``text`` has the form at ``start``, beside nothing that speaks against it."""
        end = start + len(self.text)
        return (
            start >= 0
            and text.startswith(self.text, start)
            and (not self.before or (start > 0 and text[start - 1] not in self.before))
            and (not self.after or (end < len(text) and text[end] not in self.after))
        )

    def confusion(self, start: int) -> Confusion:
        """Return the form's reading at ``start``."""
        read, printed = self.text[self.place], self.right[self.place]
        why = f"{self.text} is no word; the scan's reader took {read} for {printed}."
        return Confusion(start, start + len(self.text), self.right, why)


class _Table(NamedTuple):
    """Forms by a pair of their characters and its place; contexts by their left pair.

    ``contexts`` has for a character behind its left neighbour what it can be read as, and before
    what. ``pairs`` has the numbers of the pairs of both, ``edges`` finds a character that is read
    otherwise at an edge: clean print has next to none of them.
    """

    forms: dict[str, list[tuple[int, _Form]]]
    contexts: dict[str, list[tuple[str, frozenset[str]]]]
    pairs: frozenset[int]
    edges: re.Pattern[str]

    def suspects(self, text: str) -> bool:
        """Whether ``text`` has anything of the table's, at a first look."""
        return not self.pairs.isdisjoint(pairs(text)) or self.edges.search(text) is not None


@cache
def _table() -> _Table:
    file = Path(__file__).with_suffix(".txt").read_text("utf-8")
    home = {(one, side): frozenset(others) for one, side, others in _HOME.findall(file)}
    forms: dict[str, list[tuple[int, _Form]]] = {}
    for wrong, right, strangers, words in _FORM.findall(file):
        for word in words.split():
            place = word.index(right)
            text = word[:place] + wrong + word[place + 1 :]
            before = after = _NOTHING
            if strangers and place == 0:
                before = home[wrong, "follows"]
            elif strangers:
                after = home[wrong, "precedes"]
            pair = max(place - 1, 0)
            form = _Form(text, word, place, before, after)
            forms.setdefault(text[pair : pair + 2], []).append((pair, form))
    contexts: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for wrong, right, left, behind in _CONTEXT.findall(file):
        reading = (right, frozenset(behind))
        for one in left:
            contexts.setdefault(one + wrong, []).append(reading)
    numbers = frozenset(pair_number(*pair) for pair in (*forms, *contexts))
    edges = re.compile(f"[{''.join(pair[1] for pair in contexts if pair[0] == _EDGE)}]")
    return _Table(forms, contexts, numbers, edges)


def _found(text: str) -> Iterator[tuple[int, str, Confusion]]:
    """Yield (place, printed character, confusion) for all that the table has of ``text``."""
    table = _table()
    if not table.suspects(text):
        return
    padded = _END + _NO_HAN.sub(_EDGE, text) + _END
    for place in compress(count(), map(table.pairs.__contains__, pairs(padded))):
        pair = padded[place : place + 2]  # pair[1] is text[place]
        for within, form in table.forms.get(pair, ()):
            start = place - 1 - within
            if form.stands(text, start):
                yield start + form.place, form.right[form.place], form.confusion(start)
        for printed, behind in table.contexts.get(pair, ()):
            if padded[place + 2] in behind:
                why = (
                    f"{pair[1]} is at home neither behind nor before its neighbours; "
                    f"the scan's reader took {pair[1]} for {printed}."
                )
                yield place, printed, Confusion(place, place + 1, printed, why)


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
