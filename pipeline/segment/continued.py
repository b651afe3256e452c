"""Stories that are continued elsewhere on the page: 下转第3版 here, 上接第1版 there."""

from collections.abc import Sequence

from pipeline.segment import cues
from pipeline.segment.lines import Strip
from pipeline.segment.outline import Label

_NOTE = 40
"""A note has at most so many characters."""


def link(rows: Sequence[Strip], labels: dict[int, Label]) -> None:
    """Give the text behind each 上接 to the story that breaks off with the 下转 that it answers.

    ``rows`` are all lines of the page, ``labels`` (changed in place) has one for each. Where both
    notes of a pair are on the page the text below the second, up to the next head, goes on with
    the story of the first. A note that has no partner here points to another page: nothing is
    linked.
    """
    waiting: list[tuple[str, int]] = []
    story = 0
    for place, row in enumerate(rows):
        label = labels[row.number]
        if label.item:
            story = label.item
        said = row.line.text.strip()
        arriving = cues.CONTINUED_FROM.match(said)
        if arriving and (home := _answered(waiting, arriving["page"])):
            _move(rows[place:], labels, home)
            story = home
        if leaving := cues.continued_on(said[-_NOTE:]):
            waiting.append((leaving["page"], story))


def _answered(waiting: list[tuple[str, int]], page: str) -> int:
    """Take from ``waiting`` the story that a note of ``page`` answers; 0 for none."""
    for place, (number, _) in enumerate(waiting):
        if number == page or len(waiting) == 1:
            return waiting.pop(place)[1]
    return 0


def _move(rows: Sequence[Strip], labels: dict[int, Label], home: int) -> None:
    """Give the text at the beginning of ``rows`` to the story ``home``.

    A continuation has no headline of its own: what was read as one there is a subhead.
    """
    taken: set[int] = set()
    for row in rows:
        label = labels[row.number]
        if label.role in ("furniture", "caption", "credit"):
            continue
        if label.item == label.line and taken:
            break
        taken.add(label.item)
        role = "subhead" if label.role in ("kicker", "headline", "deck") else label.role
        labels[row.number] = label._replace(item=home, role=role)
