"""What the page around a line says of it: columns, neighbours, likeness, words in common."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.segment import cues
from pipeline.segment.chars import unbalanced
from pipeline.segment.lines import Strip, column_widths
from pipeline.segment.wording import Wording

_WINDOW = 4
_REACH = 240


@dataclass(frozen=True)
class Evidence:
    """A line and what speaks from around it.

    ``column`` is the column width in ems around the line (None: the page shows none), ``shift``
    how far the widths of the columns before and after differ, ``kin`` how many other lines of the
    page are built like this one, ``pull`` by how many pairs of characters it has more in common
    with the text after it than with that before it. ``dashed`` says that it begins with a dash.
    """

    row: Strip
    column: float | None
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
        whole = self.row.width if self.row.spaced_words else max(self.row.run_widths)
        return whole > self.column + 2.5

    @cached_property
    def full(self) -> bool:
        """Whether the line is a single print line that fills its column."""
        row = self.row
        return (
            self.column is not None and len(row.runs) == 1 and abs(row.width - self.column) <= 1.5
        )

    @cached_property
    def set_in_column(self) -> bool:
        """Whether the line's breaks are those of its column."""
        inner = self.row.run_widths[:-1]
        if not inner or self.column is None:
            return False
        return sum(abs(w - self.column) <= 3 for w in inner) * 2 >= len(inner)

    @cached_property
    def head_like(self) -> float:
        """How much the line alone looks like a head (log-odds)."""
        row = self.row
        text = row.text
        if row.width > 46 or row.dateline or row.furniture or row.credit or row.runs_on:
            return -8.0
        score = 0.5
        if row.closed:
            score -= 1.0 if text[-1] in '!！?？"”》' else 4.0
            score += 3.0 if self.wide else 0.0
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
        elif self.full:
            score -= 2.5
        if unbalanced(text):
            score -= 2.0
        return score + (1.5 if self.dashed else 0.0)


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1) if text[i] > "\u3400" < text[i + 1]}


def _shape(row: Strip) -> tuple[int, tuple[int, ...]] | None:
    return (len(row.text), row.halves or ()) if row.width <= 24 and not row.closed else None


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
    after: list[float | None] = [None] * len(rows)
    following: float | None = None
    for index in range(len(rows) - 1, -1, -1):
        after[index] = following
        following = rows[index].column or following
    heads = [index for index, row in enumerate(rows) if _shape(row) is not None]
    kin = _count_kin(rows, heads)
    found = []
    for index, row in enumerate(rows):
        before = columns[index - 1] if index else None
        following = after[index]
        shift = abs(before - following) if before and following else 0.0
        found.append(
            Evidence(
                row=row,
                column=columns[index],
                shift=shift,
                kin=kin.get(index, 0),
                pull=_pull(rows, index) if row.short else 0,
                first=index == 0,
                before_credit=index + 1 < len(rows) and rows[index + 1].credit,
                before_date=index + 1 < len(rows) and rows[index + 1].dated,
                dashed=wording.leads_with_dash(row.head),
            )
        )
    return found


def _count_kin(rows: Sequence[Strip], heads: Sequence[int]) -> dict[int, int]:
    """Count for each short line how many of its near short neighbours are built like it."""
    kin: dict[int, int] = {}
    for place, index in enumerate(heads):
        near = heads[max(0, place - 8) : place] + heads[place + 1 : place + 9]
        kin[index] = sum(
            abs(other - index) > 1 and _alike(rows[index], rows[other]) for other in near
        )
    return kin


def _pull(rows: Sequence[Strip], index: int) -> int:
    own = _pairs(rows[index].head)
    after = "".join(row.text[:_REACH] for row in rows[index + 1 : index + 1 + _WINDOW])
    before = "".join(row.text[-_REACH:] for row in rows[max(0, index - _WINDOW) : index])
    return len(own & _pairs(after)) - len(own & _pairs(before))
