"""What the reader of a text knows of its time: the date it appeared, the months it speaks of."""

import re
from dataclasses import dataclass, field
from typing import Final

from pipeline.verify.quantity import Quantity

_ISO: Final = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?")
_RELATIVE_YEAR: Final = re.compile(
    r"[今去明前当本后上同翌次]年|年(?:内|初|末|底|中)|[本上这一]年度|近.{0,3}年|目前|截至|截止|[本上下]月|[\x00日号]"
)
_RELATIVE_MONTH: Final = re.compile(
    r"[本上下当次同这]个?月|月(?:初|末|底|中)|[本上下]周|[今昨明前后当次同]日|[今昨明前]天"
)
_OTHER_YEAR: Final = re.compile(r"[今去明前当本后上同翌次]年|同比|上年")


@dataclass(frozen=True, slots=True)
class Setting:
    """Where in time a text stands. ``year`` and ``month`` are 0 where unknown.

    ``months`` and ``years`` are those that its neighbours (dateline, other paragraphs) name.
    """

    year: int = 0
    month: int = 0
    months: frozenset[float] = frozenset()
    years: frozenset[float] = field(default=frozenset())

    @classmethod
    def of(cls, date: str | None, neighbours: tuple[Quantity, ...] = ()) -> "Setting":
        """Return the setting of a text that appeared on ``date`` (ISO; else unknown)."""
        match = _ISO.match(date or "")
        return cls(
            year=int(match["year"]) if match else 0,
            month=int(match["month"]) if match else 0,
            months=frozenset(q.low for q in neighbours if q.kind == "month"),
            years=frozenset(q.low for q in neighbours if q.kind == "year"),
        )

    def explains_month(self, month: float, source: str, read: tuple[Quantity, ...]) -> bool:
        """Whether a month that ``source`` does not name may be supplied from its time.

        A bare day ("26日") or "this month" calls for one; which one is known where the date or a
        neighbour tells, and cannot be judged where nothing does.
        """
        called_for = any(q.kind == "day" for q in read) or _RELATIVE_MONTH.search(source)
        own = {q.low for q in read if q.kind == "month" and q.tier != "soft"}
        if own and not _RELATIVE_MONTH.search(source):
            return False  # a bare day beside a named month is of that month
        if month in self.months:
            return True
        if self.month:
            # What is reported on the 2nd may have happened on the 30th, and be announced ahead.
            near = {(self.month - 1 + step) % 12 + 1 for step in (-1, 0, 1)}
            return bool(called_for) and month in near
        return bool(called_for) and not self.months

    def explains_year(self, year: float, source: str, read: tuple[Quantity, ...]) -> bool:
        """Whether a year that ``source`` does not name may be supplied from its time."""
        own = {q.low for q in read if q.kind == "year"}
        if own:  # "last year" beside a named one
            relative = _OTHER_YEAR.search(source) is not None
            return relative and any(abs(year - named) == 1 for named in own)
        if year in self.years:
            return True
        called_for = bool(_RELATIVE_YEAR.search(source)) or "月" in source
        if self.year:
            return called_for and abs(year - self.year) <= _YEARS_NEAR
        return called_for


_YEARS_NEAR: Final = 2
