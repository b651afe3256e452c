"""What can be decided of a page line by line: which item a line belongs to, and in what role.

This is the joint between deciding and building. The rules decide an outline
(:mod:`pipeline.segment.borders`), a referee may decide another; :mod:`pipeline.segment.build`
makes the articles of either.
"""

from typing import Final, Literal, NamedTuple

CONFIDENT: Final = 0.9
"""A page, or a border, that the rules are less sure of than this is in doubt (0–1)."""
CONFIDENT_PAGE: Final = 0.96
"""A page that the rules are as sure of as this is reported confident (0–1).

Of 128 such pages of tuning stories, read with weights that were fitted without these, 126 had all
borders right (98 %; 95 % interval 94–100 %).
"""

LineRole = Literal[
    "kicker", "headline", "deck", "subhead", "byline", "dateline", "body", "caption", "credit",
    "furniture", "unassigned",
]  # fmt: skip


class Label(NamedTuple):
    """A line's place: its ``role``, and as ``item`` the number of the line its item starts with.

    ``item`` is 0 for furniture and unassigned lines. ``confidence`` (0–1) is how sure the border
    is, for a line that starts an item.
    """

    line: int
    item: int
    role: LineRole
    confidence: float = 1.0


Outline = tuple[Label, ...]
