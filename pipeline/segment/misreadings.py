"""Misreadings that are certain enough to be mended, each with the reason.

Only what leaves no other reading is mended; a doubtful place stays as the page has it.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from pipeline.segment import bylines
from pipeline.segment.chars import HAN
from pipeline.segment.confusions import confusions
from pipeline.segment.pieces import Edit
from pipeline.segment.wording import Wording

_GAP = re.compile(r"\s+")
_HAN_RUN = rf"[{HAN}]+"
_CONTEXT = 2
"""How many characters either side of a mended mark a correction shows."""

_YEAR = re.compile(r"(?<![0-9A-Za-z.,])(?:1[89]|2[0Oo])[0-9OoIl]{2}(?=\s?年)")
_DIGITS = str.maketrans("OoIl", "0011")


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

    A blank of a print-line break may stand in them. Bylines within the text are left alone: a name
    may have any character.
    """
    found = _misread_years(text)
    for one in confusions("".join(text.split())):
        first, last = _places(text, one.start, one.end - 1)
        within = [len(gap) for gap in _GAP.findall(text[first : last + 1])]
        if max(within, default=1) == 1 and not _in_byline(text, first, last):
            found.append(Edit(first, last + 1, one.printed, one.why))
    return found


def _in_byline(text: str, first: int, last: int) -> bool:
    return any(
        byline.start("byline") <= last and first < byline.end("byline")
        for byline in bylines.INLINE_BYLINE.finditer(text)
    )


def _places(text: str, *squeezed: int) -> Iterator[int]:
    """Yield where the characters of ``text`` without its blanks stand in ``text``."""
    gaps = [gap.end() - gap.start() for gap in _GAP.finditer(text)]
    starts = list(accumulate(map(len, _GAP.split(text)), initial=0))[:-1]
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
