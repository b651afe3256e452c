"""Pages with their truth, as a sequence model learns from them: signs and states."""

from typing import NamedTuple

from pipeline.evaluate.lines import OUTSIDE, holders
from pipeline.evaluate.truth import Specimen
from pipeline.segment.borders import set_aside
from pipeline.segment.evidence import gather
from pipeline.segment.lines import strips
from pipeline.segment.standing import signs
from pipeline.segment.states import (
    BODY,
    BYLINE,
    CAPTION,
    CREDIT,
    DATED,
    DECK,
    FURNITURE,
    HEADLINE,
    KICKER,
    MORE,
    SIGNED,
    SUBHEAD,
    TEXT,
    UNDER,
)
from pipeline.segment.wording import Wording

_FIRST = {
    "kicker": KICKER, "headline": HEADLINE, "deck": HEADLINE, "subhead": HEADLINE,
    "caption": CAPTION,
}  # fmt: skip
"""The states of roles on the first line of an item; any other is body."""
_LATER = {
    "kicker": UNDER, "headline": UNDER, "deck": DECK, "subhead": SUBHEAD, "dateline": DATED,
    "body": TEXT, "caption": MORE,
}  # fmt: skip
"""The states of roles below it, but for bylines: what they are depends on where they stand."""


class Lesson(NamedTuple):
    """A page: for each line that the segmenter reads, its signs and its true state."""

    signs: list[list[str]]
    states: list[str]


def lesson(specimen: Specimen) -> Lesson:
    """Return what there is to learn from a page; nothing where all of it is set aside."""
    page = specimen.page()
    rows = strips(page)
    around = set_aside(rows)
    rows = tuple(row for row in rows if row.number not in around)
    if not rows:
        return Lesson([], [])
    shown = signs(gather(rows, Wording(rows)))
    return Lesson(shown, _states(specimen, [row.number for row in rows]))


def _states(specimen: Specimen, lines: list[int]) -> list[str]:
    held = holders(specimen.page(), specimen.truth)
    begun: set[int] = set()
    in_text: set[int] = set()
    found = []
    for number in lines:
        item, role = held[number]
        if item == OUTSIDE:
            found.append(FURNITURE)
            continue
        if item not in begun:
            found.append(_FIRST.get(role, BODY))
        elif role in _LATER:
            found.append(_LATER[role])
        elif specimen.truth.articles[item].kind == "caption":
            found.append(CREDIT)
        else:
            found.append(SIGNED if item in in_text else BYLINE)
        begun.add(item)
        if role in ("body", "caption"):
            in_text.add(item)
    return found
