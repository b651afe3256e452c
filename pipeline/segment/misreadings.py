"""Misreadings that are certain enough to be mended, each with the reason.

Only what leaves no other reading is mended; a doubtful place stays as the page has it.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate
from operator import add
from pathlib import Path
from typing import NamedTuple

from pipeline.segment import bylines
from pipeline.segment.chars import HAN
from pipeline.segment.pieces import Edit
from pipeline.segment.wording import Wording

_ENTRY = re.compile(r"^(\w) for (\w)( between strangers)?: (.+)$", re.MULTILINE)
_HOME = re.compile(r"^(\w) (follows|precedes) (\w+)$", re.MULTILINE)
_GAP = re.compile(r"\s+")
_HAN_RUN = rf"[{HAN}]+"
_CONTEXT = 2
"""How many characters either side of a mended mark a correction shows."""

_YEAR = re.compile(r"(?<![0-9A-Za-z.,])(?:1[89]|2[0Oo])[0-9OoIl]{2}(?=\s?年)")
_DIGITS = str.maketrans("OoIl", "0011")


class _Form(NamedTuple):
    """A word with one misread character, and what must not stand beside it."""

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
            and text[start - 1 : start] not in self.before
            and text[end : end + 1] not in self.after
        )


@cache
def _forms() -> dict[str, list[tuple[int, _Form]]]:
    """Return the forms by a pair of characters in them, and where in the form the pair stands.

    They are read from ``misreadings.txt``, which says how its lines are written.
    """
    file = Path(__file__).with_suffix(".txt").read_text("utf-8")
    home = {(one, side): frozenset(others) for one, side, others in _HOME.findall(file)}
    nothing: frozenset[str] = frozenset()
    found: dict[str, list[tuple[int, _Form]]] = {}
    for wrong, right, strangers, words in _ENTRY.findall(file):
        for word in words.split():
            place = word.index(right)
            text = word[:place] + wrong + word[place + 1 :]
            before = after = nothing
            if strangers and place == 0:
                before = home[wrong, "follows"]
            elif strangers:
                after = home[wrong, "precedes"]
            pair = max(place - 1, 0)
            form = _Form(text, word, place, before, after)
            found.setdefault(text[pair : pair + 2], []).append((pair, form))
    return found


def _matches(text: str) -> Iterator[tuple[int, _Form]]:
    """Yield where forms stand in ``text``, which has no blanks: the longest of those that overlap.

    Where forms that overlap read a character in two ways, none of them is certain.
    """
    forms = _forms()
    pairs = list(map(add, text, text[1:]))
    if forms.keys().isdisjoint(pairs):
        return
    readings: dict[int, set[str]] = {}
    matches = []
    for place, pair in enumerate(pairs):
        for within, form in forms.get(pair, ()):
            start = place - within
            if form.stands(text, start):
                matches.append((start, form))
                readings.setdefault(start + form.place, set()).add(form.right[form.place])
    done = 0
    for start, form in sorted(matches, key=lambda match: (match[0], -len(match[1].text))):
        if start >= done and len(readings[start + form.place]) == 1:
            yield start, form
            done = start + len(form.text)


def _misread_years(text: str) -> list[Edit]:
    """Return the years of ``text`` in which letters were read for digits.

    No other number is touched: 1O may be a size, O2O is a trade, 10l are litres.
    """
    found: list[Edit] = []
    if not any(letter in text for letter in "OoIl"):
        return found
    for match in _YEAR.finditer(text):
        year = match.group().translate(_DIGITS)
        if year != match.group():
            why = f"{match.group()} stands before 年; the scan's reader took letters for digits."
            found.append(Edit(match.start(), match.end(), year, why))
    return found


def misread_words(text: str) -> list[Edit]:
    """Return the misread words and years of ``text``.

    A blank of a print-line break may stand in them. Bylines within the text are left
    alone: a name may have any character.
    """
    parts = _GAP.split(text)
    squeezed = "".join(parts)
    found = _misread_years(text)
    for start, form in _matches(squeezed):
        first, last = _places(text, parts, start, start + len(form.text) - 1)
        if not re.fullmatch(r"\s?".join(form.text), text[first : last + 1]) or any(
            byline.start("byline") <= last and first < byline.end("byline")
            for byline in bylines.INLINE_BYLINE.finditer(text)
        ):
            continue
        printed, read = form.right[form.place], form.text[form.place]
        why = f"{form.text} is no word; the scan's reader took {read} for {printed}."
        found.append(Edit(first, last + 1, form.right, why))
    return found


def _places(text: str, parts: Sequence[str], *squeezed: int) -> Iterator[int]:
    """Yield where the characters of ``text`` without its blanks stand in ``text``."""
    gaps = [gap.end() - gap.start() for gap in _GAP.finditer(text)]
    starts = list(accumulate(map(len, parts), initial=0))[:-1]
    shifts = list(accumulate(gaps, initial=0))
    for place in squeezed:
        yield place + shifts[bisect_right(starts, place) - 1]


def misread_dash(text: str, wording: Wording) -> list[Edit]:
    """Return the mending of a deck's leading dash that was read as 一."""
    if text[:1] != "一" or not wording.leads_with_dash(text):
        return []
    name = text[1 : 1 + _CONTEXT]
    why = f"The dash that leads a deck was read as 一: 一{name} is no word, {name} is."
    return [Edit(0, 1 + _CONTEXT, "——" + name, why)]


def misread_separator(text: str, siblings: Sequence[str]) -> list[Edit]:
    """Return the mending of a two-part subhead's separator, judged by its siblings.

    ``siblings`` are the other subheads of the same article. The separator is mended where a
    sibling of the same build – halves of the same length, the same beginning – has a plain gap at
    the same place.
    """
    for sibling in siblings:
        gap = re.fullmatch(rf"({_HAN_RUN})\s({_HAN_RUN})", sibling)
        if not gap or len(text) != len(sibling) or text[:2] != sibling[:2]:
            continue
        place = len(gap[1])
        mark = text[place]
        if mark in "一—–-:：" and re.fullmatch(_HAN_RUN, text[:place] + text[place + 1 :]):
            start, end = max(0, place - _CONTEXT), place + 1 + _CONTEXT
            after = text[start:place] + " " + text[place + 1 : end]
            why = f"Its parallel subhead ({sibling}) has a gap where {mark} was read."
            return [Edit(start, min(end, len(text)), after, why)]
    return []
