"""The splice: a print line of the next column, read into this one, cut out and put back.

Where two columns stand on one baseline, a reader may run across the gutter: the first print line
of the next column ends up behind the first of this one. The print line is then about twice as wide
as the column, reads wrong at its own seam, and is missing elsewhere. It is cut only where that
makes both places read on.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.segment.chars import NEVER_FIRST, PAUSES, closed, width
from pipeline.segment.columns import Block
from pipeline.segment.lines import Column
from pipeline.segment.pieces import Piece
from pipeline.segment.wording import Wording

_WIDER = (1.6, 2.4)
_SLACK = 2.0
_INDENT = 2.0
_WORD_CUT = re.compile("[A-Za-z]{2}|[0-9]{2}")
_AHEAD = 12
_ENOUGH = 3.0


class Splice(NamedTuple):
    """What to cut: ``piece`` of the line of block ``source`` goes before block ``target``."""

    source: int
    target: int
    piece: Piece
    score: float


def mend(blocks: Sequence[Block], wording: Wording) -> list[Splice]:
    """Mend the splices among an article's body lines in place; return what was moved."""
    done = []
    for source in range(len(blocks)):
        found = max(_candidates(source, blocks, wording), key=lambda one: one.score, default=None)
        if found is not None and found.score >= _ENOUGH:
            _move(blocks, found)
            done.append(found)
    return done


def _move(blocks: Sequence[Block], splice: Splice) -> None:
    cut, source, target = splice.piece, blocks[splice.source], blocks[splice.target]
    whole = source.pieces.pop()
    source.pieces += [whole._replace(end=cut.start), whole._replace(start=cut.end)]
    target.pieces.insert(0, cut)
    before = blocks[splice.target - 1]
    target.onto = not before.row.closed


def _candidates(source: int, blocks: Sequence[Block], wording: Wording) -> Iterator[Splice]:
    block = blocks[source]
    column = block.column
    if column is None or len(block.pieces) != 1 or len(block.row.runs) < 2:
        return
    text = block.row.line.text
    (start, end), following = block.row.runs[0], block.row.runs[1]
    if not _WIDER[0] * column.ems <= width(text[start:end]) <= _WIDER[1] * column.ems:
        return
    onward = text[following[0] : following[1]]
    for cut in range(start + 4, end - 3):
        left, right = text[start:cut], text[cut:end]
        misfit = _misfit(left, column) + _misfit(right, column)
        if misfit > _SLACK or _splits_word(left, right):
            continue
        here = _seam(left, onward, wording) - _seam(left, right, wording, own=1)
        here -= _seam(right, onward, wording, own=1)
        for target in range(source + 1, min(len(blocks), source + 1 + _AHEAD)):
            there = _fits(right, blocks[target - 1], blocks[target], wording)
            if there is not None:
                piece = Piece(block.row.number, cut, end)
                yield Splice(source, target, piece, here + there - misfit)


def _misfit(text: str, column: Column) -> float:
    """Return by how many ems a print line is off its column; an indent is no misfit."""
    excess = column.excess(width(text), len(text))
    return max(excess, -_INDENT - excess, 0.0)


def _splits_word(left: str, right: str) -> bool:
    return (left[-1].isascii() and left[-1].isalnum() and right[0].isascii()) or (
        right[0] in NEVER_FIRST and right[0] in ",，。、;；:：!！?？)）》”"
    )


def _seam(left: str, right: str, wording: Wording, own: int = 0) -> float:
    """Score how well ``left`` reads on into ``right``."""
    if _WORD_CUT.fullmatch(left[-1:] + right[:1]):
        return 2.0
    return 2.0 if wording.joins(left, right, own) else 0.0


def _fits(piece: str, before: Block, after: Block, wording: Wording) -> float | None:
    """Score how well ``piece`` reads between two body lines; None where it cannot stand there."""
    if closed(piece) or after.row.dateline:
        return None
    score = _seam(piece, after.row.text, wording)
    score += 0.5 if piece[-1] in PAUSES else 0.0
    if before.row.closed:
        return None if piece[0] in NEVER_FIRST or after.indented else score
    score += _seam(before.row.text, piece, wording)
    return score - _seam(before.row.text, after.row.text, wording)
