"""How body lines make paragraphs: columns joined across cut sentences, lost print found.

A line that ends without a stop was cut by the column's end. It goes on in the next line – unless
that line opens a paragraph: then what stood between is lost.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.segment import cues
from pipeline.segment.chars import PAUSES
from pipeline.segment.lines import Column, Strip, usual
from pipeline.segment.pieces import Piece
from pipeline.segment.seams import bond
from pipeline.segment.wording import Wording

_INDENT = 1.3
"""A first print line this many ems short of its column is indented: it opens a paragraph."""
_DEEPEST = 4.0
_FULL = 3.0
"""A last print line within this many ems of its column was filled, and cut by the column's end."""
_EVEN = 1.0
"""A print line within this many ems of its column fills it."""
_LONE = 5
"""So many lines, or more, may each be a single print line."""
_PROSE = re.compile("[,，。！？!?；;]")
_GIVEN = re.compile("(?:供图|提供|图)$")
"""What a caption may end with: who gave the picture."""
_EXPECTING = "的地得和与及或在对为将把被从向于以并而等其是了"
"""What a paragraph hardly ends with: it wants something behind it."""


@dataclass
class Block:
    """A body line and the pieces it is read as; ``onto`` says that it surely goes on from before.

    ``column`` is what it is set in, None where the page shows no columns; ``fresh`` says that a
    subhead stands above it, ``lone`` that it is one of many that are a single print line each.
    """

    row: Strip
    column: Column | None
    fresh: bool = False
    lone: bool = False
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
    def measurable(self) -> bool:
        """Whether the first print line is one of its column, perhaps indented."""
        return self._short is not None and abs(self._short) <= _DEEPEST

    @property
    def indented(self) -> bool:
        """Whether the first print line is set in from the column's left edge."""
        return self._short is not None and _INDENT <= self._short <= _DEEPEST

    @property
    def _short(self) -> float | None:
        """By how many ems the first print line is short of its column.

        None where it shows no column, or ends a paragraph.
        """
        if self.column is None or (len(self.row.runs) < 2 and not self.lone):
            return None
        if self.row.first_closed:
            return None
        ems, chars = self.row.run_sizes[0]
        # Digits and marks make single print lines uneven: there both measures must agree.
        return -self.column.excess(ems, chars) if self.lone else self.column.ems - ems


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
            block.column = usual(pool)
    single = [block for block in blocks if len(block.row.runs) == 1]
    if len(single) >= _LONE and len(single) * 2 > len(blocks):
        column = usual([block.row.run_sizes[0] for block in single])
        for block in single:
            block.column, block.lone = column, True


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


def opens(before: Strip, block: Block, wording: Wording, indents: bool | None) -> bool:
    """Whether ``block`` opens a paragraph although the line before it is open.

    ``indents`` says whether the page's paragraphs are indented (None: not known).
    """
    row = block.row
    if row.runs_on:
        return False
    score = 2.0 if row.dateline else 0.0
    score += 1.0 if cues.OPENING.match(row.head) else 0.0
    if indents and block.measurable:
        score += 2.5 if block.indented else -1.0
    elif indents is None and block.indented:
        score += 1.0
    end = before.text[-1]
    score -= 1.0 if end in PAUSES or end in _EXPECTING else 0.0
    score -= 1.5 if bond(before.text, row.text, wording) > 0 else 0.0
    return score >= 2.0 - (0.5 if indents else 0.0)


def passages(blocks: Sequence[Block], wording: Wording, indents: bool | None) -> list[Passage]:
    """Join the body lines, or the lines of a caption, of one article into paragraphs."""
    found: list[Passage] = []
    for block in blocks:
        before = found[-1].blocks[-1] if found else None
        if before is not None and _goes_on(before, block, wording, indents):
            found[-1].blocks.append(block)
            continue
        if before is not None and _cut(before):
            opened = opens(before.row, block, wording, indents)
            found[-1].gap_after = opened or (block.fresh and before.row.text[-1] not in ":：")
        found.append(Passage([block]))
    if found:
        found[-1].gap_after = _breaks_off(found[-1].blocks[-1])
    return found


def _goes_on(before: Block, block: Block, wording: Wording, indents: bool | None) -> bool:
    if block.onto:
        return True
    if before.row.closed:
        return not block.fresh and _continues_column(before, block, indents)
    if block.row.runs_on:
        return True
    if before.row.tabular or block.row.tabular:
        return False
    if block.fresh or opens(before.row, block, wording, indents):
        return False
    return before.filled or before.row.text[-1] in PAUSES


def _cut(block: Block) -> bool:
    """Whether the line may have been cut: it is open and full, no row of a table, no field."""
    row = block.row
    return block.filled and not (row.closed or row.tabular or row.ends_field)


def _continues_column(before: Block, block: Block, indents: bool | None) -> bool:
    """Whether a paragraph goes on although its print line, cut by the column, ends a sentence."""
    if block.row.dateline or before.row.credited or before.column is None or block.column is None:
        return False
    if not (indents or (before.lone and block.lone)) or not block.measurable:
        return False
    full = block.column.excess(*block.row.run_sizes[0]) >= -_EVEN
    return full and abs(before.column.excess(*before.row.last_size)) <= _EVEN


def _breaks_off(last: Block) -> bool:
    """Whether an article's last body line was cut: it is prose, and ends full without a stop."""
    row = last.row
    if not _cut(last) or row.width <= 12 or _GIVEN.search(row.tail):
        return False
    return _PROSE.search(row.text) is not None
