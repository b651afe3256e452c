"""Where a sure reading is often wrong all the same, and what its certainty is worth there.

A reading is only as sure as the signs it was taught to weigh. Some places look like one thing by
every sign and are, now and then, another: a short paragraph that tells of one day or one scene,
read as the end of a story, may be the description of a picture that names no photographer. There
a border is believed no more than it has held: the shares are of lines that were read with 0.85 or
more, on pages of the tuning stories, with weights fitted without these (``tools/fit_weights.py``).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from pipeline.segment import cues
from pipeline.segment.cohesion import Bond
from pipeline.segment.lines import Strip
from pipeline.segment.outline import Label, Outline
from pipeline.segment.signs import SHORT

_CAPTION: Final = 0.82
"""Of 178 last paragraphs that tell of a day or a scene so many described no picture."""
_STRANGE: Final = 0.85
"""Of 22 short paragraphs with no word of the story they stand in so many were part of it."""
_OWN_PICTURE: Final = 0.5
"""Of 133 pictures that were read into the story whose head stands above so many were its own."""
_HEADLESS: Final = 0.65
"""Of 83 items without a head, one alone on its page, so many were items."""
_NO_HEAD: Final = 0.2
"""Of 5 dates and telephone numbers that were read as heads none was one."""
_TWO_PARTS: Final = 0.5
"""Of few lines of two parts below a stop that were read as a story's only subhead some were heads
of another; all were on pages that were sure."""
_BACK: Final = 0.85
"""Of the pages where a story goes on behind another's text hardly half are right, though most
first lines are."""
_PICTURED = 120
"""A picture's description has at most so many ems."""
_LEAST, _SHORT_TEXT = 20, 60
"""A short paragraph has so many ems."""
_NOTHING = 0.01
"""A paragraph with a smaller share of its words in other text has nothing in common with it."""
_HEADS = ("kicker", "headline")
_ABOVE_TEXT = (*_HEADS, "deck", "byline")

_Lines = Sequence[tuple[Strip, Label]]


def limits(outline: Outline, rows: Sequence[Strip], bonds: Mapping[int, Bond]) -> dict[int, float]:
    """Return for lines that could be misread how sure (0–1) their borders are at the most.

    ``rows`` are those of the outline; ``bonds`` says by line number what ties a line to the text
    around it. Takes time linear in the page.
    """
    lines = [
        (row, label)
        for row, label in zip(rows, outline, strict=True)
        if label.role not in ("furniture", "unassigned")
    ]
    pictures = {label.item for _, label in lines if label.role == "caption"}
    told = {label.item for _, label in lines if label.role == "body"}
    subheads = Counter(label.item for _, label in lines if label.role == "subhead")
    found = dict.fromkeys(_without_head(lines), _HEADLESS)
    for place, (row, label) in enumerate(lines):
        above = lines[place - 1][1] if place else None
        below = lines[place + 1][1] if place + 1 < len(lines) else None
        if label.role in _HEADS and (row.dated or row.ends_field):
            found[label.line] = _NO_HEAD
        elif label.role == "caption" and label.item != label.line and label.item in told:
            found[label.line] = _OWN_PICTURE
        elif _ends_story(label, above, below) and _could_be_caption(row):
            found[label.line] = _CAPTION
        elif _is_short(row) and (
            (_ends_story(label, above, below) and bonds[label.line].above < _NOTHING)
            or (_opens_story(label, above, below) and bonds[label.line].below < _NOTHING)
        ):
            found[label.line] = _STRANGE
        elif label.role == "subhead" and subheads[label.item] == 1 and len(row.runs) > 1:
            if lines[place - 1][0].closed:
                found[label.line] = _TWO_PARTS
        elif above and label.item < above.item and above.item not in pictures:
            found[label.line] = _BACK
    return found


def _without_head(lines: _Lines) -> list[int]:
    """Return the line that starts the one item without a head; in a round-up there are more."""
    bare = [label.line for _, label in lines if label.item == label.line and label.role == "body"]
    return bare if len(bare) == 1 else []


def _ends_story(label: Label, above: Label | None, below: Label | None) -> bool:
    """Whether the line is the last of a story's paragraphs, and not the only one."""
    if label.role != "body" or above is None or above.role != "body" or above.item != label.item:
        return False
    return below is None or below.item != label.item


def _opens_story(label: Label, above: Label | None, below: Label | None) -> bool:
    """Whether the line is the first paragraph below a story's head, and not the only one."""
    if label.role != "body" or above is None or below is None or above.role not in _ABOVE_TEXT:
        return False
    return above.item == label.item == below.item and below.role == "body"


def _is_short(row: Strip) -> bool:
    return row.closed and not row.dateline and _LEAST < row.width <= _SHORT_TEXT


def _could_be_caption(row: Strip) -> bool:
    """Whether the paragraph could describe a picture: it is short, and tells of a day or scene."""
    if row.dateline or not SHORT < row.width <= _PICTURED or not row.closed:
        return False
    return (cues.DAY.match(row.head) or cues.SCENE.search(row.head)) is not None
