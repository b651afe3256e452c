"""The splice: a print line of the next column, read into this one, cut out and put back.

Where two columns stand on one baseline, a reader may run across the gutter: the first print line
of the next column ends up behind the first of this one. The print line is then about twice as wide
as the column, reads wrong at its own seams, and is missing elsewhere: in the same story, or at the
top of its neighbour. A line as wide that merely lost a blank is as common. So each way to cut and
to put back is weighed against leaving the line alone, and print is moved only where that is
clearly the better reading.
"""

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.segment import cues
from pipeline.segment.chars import NEVER_FIRST, OPENERS, closed, unbalanced
from pipeline.segment.columns import Block, opens
from pipeline.segment.pieces import Piece
from pipeline.segment.seams import bond
from pipeline.segment.setting import Ruler
from pipeline.segment.wording import Wording

_WIDER = (1.55, 2.45)
_PLAIN = (0.75, 1.15)
"""Shares of a column that print before a blank fills if it is a plain print line."""
_WORN = (-5.0, 3.0)
"""By so many ems a part may be narrower or wider than its column, indent and all."""
_INDENT = 2.0
_AHEAD = 12
"""So many lines further on the print is looked for where it belongs."""
_LEAST = 4
_HANGING = frozenset(",，。、;；:：!！?？)）》”")
_SURE = 0.85
"""Print is moved where the way to move it is at least so probable."""

# Log-odds of a way to move print against leaving it: a conditional logit, fitted on composed pages.
# Set by hand, not fitted: _DATELINE, for no print line has a dateline in its middle.
_BIAS = -1.6
_MADE, _BROKEN, _OFF = 1.1, -1.1, -1.5
_FOREIGN, _CLOSED, _OPEN = -1.2, -1.7, 1.2
_DATELINE, _OPENING = 3.5, 1.8
_KEEPS_INDENT, _LOST_INDENT = -1.7, 1.3
_TOP, _SKIPPED = 1.8, -2.2
_BALANCED, _BALANCED_THERE = 3.8, 1.1


class Place(NamedTuple):
    """A block: the ``line`` of an article's text, both counted from 0."""

    item: int
    line: int


class Splice(NamedTuple):
    """What to cut: ``piece`` of the line of block ``source`` goes before block ``target``."""

    source: Place
    target: Place
    piece: Piece


class _Cut(NamedTuple):
    """A wide print line cut in two: ``right``, so many ems wide, goes elsewhere.

    ``leads`` scores how well it opens a paragraph, ``unbalanced`` says that it leaves a bracket
    open.
    """

    right: str
    width: float
    unbalanced: bool
    leads: float
    piece: Piece
    score: float


def mend(texts: Sequence[Sequence[Block]], wording: Wording, indents: bool | None) -> list[Splice]:
    """Mend the splices among the body lines of a page's articles in place; return what was moved.

    ``texts`` has the body lines of each article, in the order of the articles; ``indents`` says
    whether the page's paragraphs are indented.
    """
    mender = _Mender(texts, wording, indents)
    done = []
    for item, blocks in enumerate(texts):
        for line in range(len(blocks)):
            found = mender.find(Place(item, line))
            if found is not None:
                _move(texts, found)
                done.append(found)
    return done


def _move(texts: Sequence[Sequence[Block]], splice: Splice) -> None:
    cut, text = splice.piece, texts[splice.target.item]
    source, target = texts[splice.source.item][splice.source.line], text[splice.target.line]
    whole = source.pieces.pop()
    source.pieces += [whole._replace(end=cut.start), whole._replace(start=cut.end)]
    target.pieces.insert(0, cut)
    target.onto = splice.target.line > 0 and not text[splice.target.line - 1].row.closed


class _Mender:
    """Weighs the ways to mend a print line."""

    def __init__(
        self, texts: Sequence[Sequence[Block]], wording: Wording, indents: bool | None
    ) -> None:
        self._texts = texts
        self._wording = wording
        self._indents = indents
        self._indent = _INDENT if indents else 0.0
        self._ruler = Ruler(texts)

    def find(self, source: Place) -> Splice | None:
        """Return the splice in the first print line of a block, if there surely is one."""
        wide = _wide_line(self._texts[source.item][source.line])
        if wide is None:
            return None
        cuts = list(self._cuts(source, *wide))
        if not cuts:
            return None
        ways: list[tuple[float, Splice]] = []
        targets = [(place, self._between(source, place)) for place in self._targets(source)]
        for cut in cuts:
            for target, between in targets:
                score = self._fits(cut, target, foreign=target.item != source.item)
                if score is not None:
                    score += cut.score + between
                    ways.append((score, Splice(source, target, cut.piece)))
        score, best = max(ways, default=(0.0, None))
        total = 1 + sum(math.exp(one) for one, _ in ways)
        return best if math.exp(score) >= _SURE * total else None

    def _before(self, place: Place) -> Block | None:
        return self._texts[place.item][place.line - 1] if place.line else None

    def _targets(self, source: Place) -> Iterator[Place]:
        """Yield where what was cut could stand: before later lines, or its neighbours' first."""
        size = len(self._texts[source.item])
        for line in range(source.line + 1, min(size, source.line + 1 + _AHEAD)):
            yield Place(source.item, line)
        for item in (source.item - 1, source.item + 1):
            if 0 <= item < len(self._texts) and self._texts[item]:
                yield Place(item, 0)

    def _cuts(self, source: Place, start: int, end: int, after: int) -> Iterator[_Cut]:
        """Yield the ways to cut the print line at ``start``..``end``; the next is at ``after``."""
        block, before = self._texts[source.item][source.line], self._before(source)
        text, column = block.row.line.text, self._ruler.column(*source)
        if column is None:
            return
        fresh = before is None or before.row.closed
        top = _TOP if before is None or not before.row.closed else 0.0
        onward = text[after : after + 1]
        shortest = max(_LEAST, math.floor(column + _WORN[0]))  # no character is wider than an em
        for at in range(start + shortest, end - _LEAST + 1):
            left, right = text[start:at].rstrip(), text[at:end].lstrip()
            off = self._ruler.measure(left) - column
            if off > _WORN[1]:
                break
            if off < _WORN[0] or not _can_part(left, right):
                continue
            score = _BIAS + top + _OFF * abs(off + (self._indent if fresh else 0.0))
            score += _MADE * bond(left, onward, self._wording)
            score += _BROKEN * bond(left, right, self._wording, own=1)
            score += _BROKEN * bond(right, onward, self._wording, own=1)
            mended = text[:at] + text[end:]
            score += _BALANCED * (block.row.unbalanced - unbalanced(mended))
            piece = Piece(block.row.number, at, end)
            width = self._ruler.measure(right)
            yield _Cut(right, width, unbalanced(right), _leads(right), piece, score)

    def _fits(self, cut: _Cut, target: Place, *, foreign: bool) -> float | None:
        """Score how well what was cut stands before ``target``; None where it cannot."""
        after, before = self._texts[target.item][target.line], self._before(target)
        column = self._ruler.column(*target)
        if after.row.dateline or column is None:
            return None
        off = cut.width - column
        goes_on = before is not None and not before.row.closed
        if not _WORN[0] <= off <= _WORN[1] or (cut.right[0] in NEVER_FIRST and not goes_on):
            return None
        score = _MADE * bond(cut.right, after.row.text, self._wording)
        score += _OFF * abs(off + (0.0 if goes_on else self._indent))
        if cut.unbalanced:
            mended = unbalanced(cut.right + after.row.text)
            score += _BALANCED_THERE * (after.row.unbalanced - mended)
        if self._indent and after.indented:
            score += _KEEPS_INDENT
        if before is not None and goes_on:
            score += _MADE * bond(before.row.text, cut.right, self._wording)
            score += _BROKEN * bond(before.row.text, after.row.text, self._wording)
            return score + _OPEN
        score += cut.leads
        if self._indent and not after.indented:
            score += _LOST_INDENT
        return score + (_FOREIGN if foreign else _CLOSED)

    def _between(self, source: Place, target: Place) -> float:
        """Score that ``target`` is the next column's top: no other one stands before it."""
        if source.item != target.item:
            return 0.0
        text = self._texts[source.item]
        tops = sum(
            not text[line - 1].row.closed
            and not opens(text[line - 1].row, text[line], self._wording, self._indents)
            for line in range(source.line + 1, target.line)
        )
        return _SKIPPED * tops


def _wide_line(block: Block) -> tuple[int, int, int] | None:
    """Return where a first print line about twice as wide as its column starts and ends.

    Third is where the next one starts. Blanks within a print line are passed over.
    """
    runs = block.row.runs
    if block.column is None or len(block.pieces) != 1:
        return None
    ems = 0.0
    for (_, end), (after, _), size in zip(runs, runs[1:], block.row.run_sizes, strict=False):
        ems += size[0]
        share = ems / block.column.ems
        if share > _WIDER[1] or _PLAIN[0] <= share <= _PLAIN[1]:
            return None
        if share >= _WIDER[0]:
            return runs[0][0], end, after
    return None


def _leads(text: str) -> float:
    if cues.DATELINE.match(text):
        return _DATELINE
    return _OPENING if cues.OPENING.match(text) else 0.0


def _can_part(left: str, right: str) -> bool:
    """Whether a print line can end and the next one begin here; words and marks forbid it."""
    if left[-1] in OPENERS or right[0] in _HANGING or closed(right):
        return False
    return not (left[-1].isascii() and left[-1].isalnum() and right[0].isascii())
