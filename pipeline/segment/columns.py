"""How body lines make paragraphs: columns joined across cut sentences, lost print found.

A line that ends without a stop was cut by the column's end. It goes on in the next line – unless
that line opens a paragraph: then what stood between is lost.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from pipeline.segment import cues
from pipeline.segment.chars import PAUSES
from pipeline.segment.lines import Column, Strip
from pipeline.segment.pieces import Piece
from pipeline.segment.wording import Wording

_INDENT = 1.3
"""A first print line this many ems short of its column is indented: it opens a paragraph."""
_DEEPEST = 4.0
_FULL = 3.0
"""A last print line within this many ems of its column was filled, and cut by the column's end."""
_EXPECTING = "的地得和与及或在对为将把被从向于以并而等其是了"
"""What a paragraph hardly ends with: it wants something behind it."""


@dataclass
class Block:
    """A body line and the pieces it is read as; ``onto`` says that it surely goes on from before.

    ``column`` is what it is set in, None where the page shows no columns.
    """

    row: Strip
    column: Column | None
    pieces: list[Piece] = field(default_factory=list)
    onto: bool = False

    def __post_init__(self) -> None:
        if not self.pieces:
            self.pieces.append(Piece(self.row.number, self.row.start, self.row.end))

    @property
    def filled(self) -> bool:
        """Whether the last print line reaches its column's end."""
        last = self.row.last_size
        return last[0] >= 12 if self.column is None else self.column.excess(*last) >= -_FULL

    @property
    def indented(self) -> bool:
        """Whether the first print line is set in from the column's left edge."""
        if len(self.row.runs) < 2:
            return False
        return self.column is not None and (
            _INDENT <= self.column.ems - self.row.run_widths[0] <= _DEEPEST
        )


def measure(blocks: Sequence[Block]) -> None:
    """Sharpen the column widths of an article's body lines, each by its own and its neighbours'.

    First print lines are left out, for they may be indented; last ones too, unless they were cut.
    """
    inner = [_inner(block.row) for block in blocks]
    for place, block in enumerate(blocks):
        own = block.row.column or block.column
        pool = [
            one
            for near in inner[max(0, place - 1) : place + 2]
            for one in near
            if own is None or abs(own.excess(*one)) <= _DEEPEST
        ]
        if pool:
            block.column = Column(median(one[0] for one in pool), median(one[1] for one in pool))


def _inner(row: Strip) -> tuple[tuple[float, int], ...]:
    return row.run_sizes[1:-1] if row.closed else row.run_sizes[1:]


@dataclass
class Passage:
    """A paragraph in the making: its blocks, and whether print is lost behind it."""

    blocks: list[Block]
    gap_after: bool = False

    @property
    def pieces(self) -> list[Piece]:
        """All pieces in reading order."""
        return [piece for block in self.blocks for piece in block.pieces]


def opens(before: Strip, block: Block, wording: Wording) -> bool:
    """Whether ``block`` opens a paragraph although the line before it is open."""
    row = block.row
    if row.runs_on:
        return False
    score = 1.0 if block.indented else 0.0
    score += 1.0 if cues.OPENING.match(row.head) else 0.0
    score += 2.0 if row.dateline else 0.0
    end = before.text[-1]
    score -= 1.0 if end in PAUSES or end in _EXPECTING else 0.0
    score -= 1.5 if wording.joins(before.text, row.text) else 0.0
    return score >= 1.0


def passages(blocks: Sequence[Block], wording: Wording) -> list[Passage]:
    """Join the body lines of one article into paragraphs."""
    found: list[Passage] = []
    for block in blocks:
        before = found[-1].blocks[-1] if found else None
        if before is None:
            found.append(Passage([block]))
        elif block.onto:
            found[-1].blocks.append(block)
        elif before.row.closed:
            found.append(Passage([block]))
        elif opens(before.row, block, wording):
            found[-1].gap_after = before.filled
            found.append(Passage([block]))
        elif before.filled or block.row.runs_on or before.row.text[-1] in PAUSES:
            found[-1].blocks.append(block)
        else:
            found.append(Passage([block]))
    if found:
        last = found[-1].blocks[-1]
        found[-1].gap_after = not last.row.closed and last.filled and last.row.width > 12
    return found
