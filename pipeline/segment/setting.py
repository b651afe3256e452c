"""How a page is set: whether paragraphs are indented, and what a mark of punctuation measures."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice
from statistics import median

from pipeline.segment.chars import Size, size
from pipeline.segment.columns import Block

_MARKS = (0.5, 0.6, 1.0)
_NARROW = 0.5
_NEAR = 3.0
"""A print line that is further off its column (in ems) is none of its own."""
_MOST = 1.5
_FEW = 3


def indented(texts: Sequence[Sequence[Block]]) -> bool | None:
    """Return whether the page's paragraphs are indented; None where too few show it.

    ``texts`` has the body lines of each article.
    """
    shown = [
        block.indented
        for blocks in texts
        for place, block in enumerate(blocks)
        if block.measurable and (place == 0 or blocks[place - 1].row.closed)
    ]
    return sum(shown) * 2 >= len(shown) if len(shown) >= _FEW else None


class Ruler:
    """Measures print in ems as the page is set: in the way that makes its print lines most even.

    A mark of punctuation is cast half, squeezed or full; or nothing but characters was counted.
    """

    def __init__(self, texts: Sequence[Sequence[Block]]) -> None:
        self._texts = texts
        self._columns: dict[tuple[int, int], float | None] = {}
        self._widths: dict[tuple[int, int], list[float]] = {}

    def measure(self, text: str) -> float:
        """Return the width of ``text``, blanks left out."""
        return _width(size("".join(text.split())), self._mark)

    def column(self, item: int, line: int) -> float | None:
        """Return the width of the column of a block, by its own print lines and its neighbours'."""
        place = (item, line)
        if place not in self._columns:
            near = range(max(0, line - 1), min(line + 2, len(self._texts[item])))
            widths = [width for one in near for width in self._print_lines(item, one)]
            self._columns[place] = median(widths) if widths else None
        return self._columns[place]

    def _print_lines(self, item: int, line: int) -> list[float]:
        place = (item, line)
        if place not in self._widths:
            block = self._texts[item][line]
            self._widths[place] = [self.measure(text) for text, _ in _full(block)]
        return self._widths[place]

    @cached_property
    def _mark(self) -> float | None:
        blocks = (block for blocks in self._texts for block in blocks)
        lines = [[counted for _, counted in _full(block)] for block in blocks]
        return min((*_MARKS, None), key=lambda mark: _uneven(lines, mark))


def _width(size: Size, mark: float | None) -> float:
    length, narrow, marks = size
    return length if mark is None else length - narrow * (1 - _NARROW) - marks * (1 - mark)


def _uneven(lines: Sequence[Sequence[Size]], mark: float | None) -> float:
    total = 0.0
    for found in lines:
        if len(found) > 1:
            widths = [_width(size, mark) for size in found]
            usual = median(widths)
            total += sum([min(abs(width - usual), _MOST) for width in widths])
    return total


def _full(block: Block) -> Iterator[tuple[str, Size]]:
    """Yield the print lines of a block that fill its column, and what they count."""
    row, column = block.row, block.column
    if column is None:
        return
    last = len(row.runs) - 1 if row.closed else len(row.runs)
    lines = zip(row.runs, row.run_counts, row.run_sizes, strict=False)
    for (start, end), counted, measured in islice(lines, 1, last):
        if abs(column.excess(*measured)) < _NEAR:
            yield row.line.text[start:end], counted
