"""What the page around a line says of it: columns, neighbours, likeness, words in common."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.segment import cues
from pipeline.segment.chars import pairs, unbalanced
from pipeline.segment.lines import Column, Strip, column_widths
from pipeline.segment.wording import Wording

_LONGEST_HEAD = 46
_WINDOW = 4
_REACH = 240


@dataclass(frozen=True)
class Evidence:
    """A line and what speaks from around it.

    ``column`` is the column around the line (None: the page shows none), ``shift`` how far the
    widths of the columns before and after differ, ``kin`` how many other lines of the page are
    built like this one, ``pull`` by how many pairs of characters it has more in common with the
    text after it than with that before it. ``dashed`` says that it begins with a dash.
    """

    row: Strip
    column: Column | None
    shift: float
    kin: int
    pull: int
    first: bool
    before_credit: bool
    before_date: bool
    dashed: bool

    @cached_property
    def wide(self) -> bool:
        """Whether the line runs on unbroken where the column would have broken it."""
        if self.column is None or self.row.halves or self.set_in_column:
            return False
        row = self.row
        if row.spaced_words:
            return self.column.excess(row.width, sum(b - a for a, b in row.runs)) > 2.5
        return any(self.column.excess(*size) > 2.5 for size in row.run_sizes)

    @cached_property
    def full(self) -> bool:
        """Whether the line is a single print line that fills its column."""
        return len(self.row.runs) == 1 and self.filled

    @cached_property
    def filled(self) -> bool:
        """Whether the line's last print line fills the column: it may be cut by its end."""
        if self.column is None:
            return self.row.width >= 20
        return abs(self.column.excess(*self.row.last_size)) <= 1.5

    @cached_property
    def set_in_column(self) -> bool:
        """Whether the line's breaks are those of its column."""
        column, inner = self.column, self.row.run_sizes[:-1]
        if not inner or column is None:
            return False
        return sum(abs(column.excess(*size)) <= 3 for size in inner) * 2 >= len(inner)

    @cached_property
    def head_like(self) -> float:
        """How much the line alone looks like a head (log-odds)."""
        row = self.row
        text = row.text
        if row.width > _LONGEST_HEAD or row.dateline or row.furniture or row.credit or row.runs_on:
            return -8.0
        score = 0.5
        if row.closed:
            score -= 1.0 if text[-1] in '!！?？"”》' else 4.0
            score += 2.0 if self.wide else 0.0
        elif text[-1] in ",，、;；:：":
            score -= 6.0
        elif row.width < 4:
            score -= 2.5
        if row.halves:
            score += 1.5 if not row.closed else 0.0
        elif self.set_in_column:
            score -= 4.0
        elif self.wide:
            score += 3.5
        elif self.full and self.column:
            score -= 2.0
        if unbalanced(text):
            score -= 2.0
        return score + (1.5 if self.dashed else 0.0)


def _short_open(row: Strip) -> bool:
    return row.width <= 24 and not row.closed


def _alike(a: Strip, b: Strip) -> bool:
    """Whether two short lines are built alike, as the subheads of one story are."""
    same_start = a.text[:2] == b.text[:2] or (
        cues.LISTED.match(a.text) is not None and cues.LISTED.match(b.text) is not None
    )
    near = abs(len(a.text) - len(b.text)) <= 2
    return same_start and near


def gather(rows: Sequence[Strip], wording: Wording) -> list[Evidence]:
    """Return the evidence for each line. Takes time linear in the page."""
    columns = column_widths(rows)
    after: list[Column | None] = [None] * len(rows)
    following: Column | None = None
    for index in range(len(rows) - 1, -1, -1):
        after[index] = following
        following = rows[index].column or following
    heads = [index for index, row in enumerate(rows) if _short_open(row)]
    kin = _count_kin(rows, heads)
    found = []
    for index, row in enumerate(rows):
        before = columns[index - 1] if index else None
        following = after[index]
        shift = abs(before.excess(*following)) if before and following else 0.0
        found.append(
            Evidence(
                row=row,
                column=columns[index],
                shift=shift,
                kin=kin.get(index, 0),
                pull=_pull(rows, index) if row.width <= _LONGEST_HEAD else 0,
                first=index == 0,
                before_credit=index + 1 < len(rows) and rows[index + 1].credit,
                before_date=index + 1 < len(rows) and rows[index + 1].dated,
                dashed=wording.leads_with_dash(row.head),
            )
        )
    return found


def _count_kin(rows: Sequence[Strip], heads: list[int]) -> dict[int, int]:
    """Count for each short line how many of its near short neighbours are built like it."""
    kin: dict[int, int] = {}
    for place, index in enumerate(heads):
        near = heads[max(0, place - 8) : place] + heads[place + 1 : place + 9]
        kin[index] = sum(
            abs(other - index) > 1 and _alike(rows[index], rows[other]) for other in near
        )
    return kin


def _pull(rows: Sequence[Strip], index: int) -> int:
    after = "\n".join(row.text[:_REACH] for row in rows[index + 1 : index + 1 + _WINDOW])
    before = "\n".join(row.text[-_REACH:] for row in rows[max(0, index - _WINDOW) : index])
    return sum((pair in after) - (pair in before) for pair in pairs(rows[index].head))
