"""What the page around a line says of it: columns, neighbours, likeness, words in common."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from statistics import median

from pipeline.segment.cohesion import Bond, bonds, shared_words
from pipeline.segment.lazy import lazy
from pipeline.segment.lines import Column, Strip, column_widths
from pipeline.segment.seams import bond as seam
from pipeline.segment.wording import Wording

_AROUND = 2
_CAPTION = 6
"""A caption has at most so many lines."""
_EVEN = 1.2
"""Lines whose widths differ by no more ems are equally wide."""


@dataclass(frozen=True)
class Evidence:
    """A line and what speaks from around it.

    ``column`` is the column around the line (None: the page shows none), ``shift`` how far the
    widths of the columns before and after differ, ``kin`` how many other lines of the page are
    built like this one, ``words`` its words that the page has on other lines too, ``bond`` how they
    tie it to its surroundings. ``around`` is the usual width of the lines around it, where each is
    a single print line (else None). ``joins`` is how well it reads on from the line before, if that
    is open (log-odds). ``dashed`` says that it begins with a dash, ``leads_to_credit`` that the
    text that begins with it ends with a photographer's credit. ``parts`` is how well the line
    before reads on in the one after it (log-odds; a credit below it is passed over).
    """

    row: Strip
    column: Column | None
    shift: float
    kin: int
    words: Set[int]
    bond: Bond
    around: float | None
    joins: float
    dashed: bool
    leads_to_credit: bool
    parts: float

    @lazy
    def wide(self) -> bool:
        """Whether the line runs on unbroken where the column would have broken it."""
        if self.column is None or self.row.halves or self.set_in_column:
            return False
        row = self.row
        if row.spaced_words:
            return self.column.excess(row.width, sum(b - a for a, b in row.runs)) > 2.5
        return any(self.column.excess(*size) > 2.5 for size in row.run_sizes)

    @lazy
    def full(self) -> bool:
        """Whether the line is a single print line that fills its column."""
        return len(self.row.runs) == 1 and self.filled

    @lazy
    def filled(self) -> bool:
        """Whether the line's last print line fills the column: it may be cut by its end."""
        if self.column is None:
            return self.row.width >= 20
        return abs(self.column.excess(*self.row.last_size)) <= 1.5

    @lazy
    def set_in_column(self) -> bool:
        """Whether the line's breaks are those of its column."""
        column, inner = self.column, self.row.run_sizes[:-1]
        if not inner or column is None:
            return False
        return sum([abs(column.excess(*size)) <= 3 for size in inner]) * 2 >= len(inner)


def gather(rows: Sequence[Strip], wording: Wording) -> list[Evidence]:
    """Return the evidence for each line. Takes time near linear in the page."""
    columns = column_widths(rows)
    after: list[Column | None] = [None] * len(rows)
    following: Column | None = None
    for index in range(len(rows) - 1, -1, -1):
        after[index] = following
        following = rows[index].column or following
    kin = _count_kin(rows)
    bare = [row.bare for row in rows]
    words = shared_words(bare, wording.repeated)
    bond = bonds(words, [len(text) for text in bare])
    found = []
    for index, row in enumerate(rows):
        before = columns[index - 1] if index else None
        following = after[index]
        found.append(
            Evidence(
                row=row,
                column=columns[index],
                shift=abs(before.excess(*following)) if before and following else 0.0,
                kin=kin.get(index, 0),
                words=words[index],
                bond=bond[index],
                around=_around(rows, index),
                joins=_joins(rows[index - 1], row, wording) if index else 0.0,
                dashed=wording.leads_with_dash(row.head),
                leads_to_credit=_leads_to_credit(rows, index),
                parts=_parts(rows, index, wording),
            )
        )
    return found


def _joins(above: Strip, row: Strip, wording: Wording) -> float:
    return 0.0 if above.closed else seam(above.text, row.text, wording)


def _parts(rows: Sequence[Strip], index: int, wording: Wording) -> float:
    below = index + 1
    if below < len(rows) and rows[below].credit:
        below += 1
    if not index or below >= len(rows):
        return 0.0
    return _joins(rows[index - 1], rows[below], wording)


def _around(rows: Sequence[Strip], index: int) -> float | None:
    """Return the usual width of a line's neighbours, where they are equally wide print lines."""
    rows = [*rows[max(0, index - _AROUND) : index], *rows[index + 1 : index + _AROUND + 1]]
    near = [row.width for row in rows if len(row.runs) == 1 and row.width >= 6]
    if len(near) <= _AROUND:
        return None
    usual = median(near)
    even = sum(abs(width - usual) <= _EVEN for width in near)
    return usual if even * 2 > len(near) else None


def _leads_to_credit(rows: Sequence[Strip], index: int) -> bool:
    """Whether the lines from ``index`` on are open until one has a photographer's credit."""
    for place, row in enumerate(rows[index : index + _CAPTION]):
        if row.dateline or (place and row.picture):
            return False  # news, or another caption
        if row.credited:
            return True
        if row.closed:
            below = rows[index + place + 1 : index + place + 2]
            return any(row.credit for row in below)
    return False


def _short_open(row: Strip) -> bool:
    return row.width <= 24 and (not row.closed or _asks(row))


def _alike(a: Strip, b: Strip) -> bool:
    """Whether two short lines are built alike, as the subheads of one story are."""
    if _asks(a) or _asks(b):
        return _asks(a) and _asks(b)
    if a.halves and b.halves:
        return len(a.halves) == len(b.halves)
    if a.text[0] == b.text[0] and len(a.runs) > 1 and _first_run(a) == _first_run(b):
        return True
    if abs(len(a.text) - len(b.text)) > 2:
        return False
    return a.text[:2] == b.text[:2] or (a.listed and b.listed)


def _asks(row: Strip) -> bool:
    return row.text[-1] in "?？"


def _first_run(row: Strip) -> int:
    start, end = row.runs[0]
    return end - start


def _count_kin(rows: Sequence[Strip]) -> dict[int, int]:
    """Count for each short line how many of its near short neighbours are built like it."""
    heads = [index for index, row in enumerate(rows) if _short_open(row)]
    kin = dict.fromkeys(heads, 0)
    for place, index in enumerate(heads):
        for other in heads[place + 1 : place + 9]:
            if other - index > 1 and _alike(rows[index], rows[other]):
                kin[index] += 1
                kin[other] += 1
    return kin
