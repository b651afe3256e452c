"""What the reader of a text knows of its time: the date it appeared, the months it speaks of."""

import datetime
import re
from contextlib import suppress
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


_DAYS: Final = {
    "今天": 0, "今日": 0, "今晨": 0, "今早": 0, "昨天": -1, "昨日": -1, "昨晚": -1, "昨夜": -1,
    "前天": -2, "前日": -2, "明天": 1, "明日": 1, "后天": 2,
}  # fmt: skip
_AROUND: Final = datetime.timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Setting:
    """Where in time a text stands. ``year`` and ``month`` are 0 where unknown.

    ``months`` and ``years`` are those that its neighbours (dateline, other paragraphs) name;
    ``today`` is the day it appeared, where that is known to the day.
    """

    year: int = 0
    month: int = 0
    months: frozenset[float] = frozenset()
    years: frozenset[float] = field(default=frozenset())
    today: datetime.date | None = None

    @classmethod
    def of(cls, date: str | None, neighbours: tuple[Quantity, ...] = ()) -> "Setting":
        """Return the setting of a text that appeared on ``date`` (ISO; else unknown)."""
        match = _ISO.match(date or "")
        today = None
        with suppress(ValueError, OverflowError):  # no day given, or the last of all days
            day = datetime.date.fromisoformat(date or "")
            today = day if day - _AROUND < day < day + _AROUND else None
        return cls(
            year=int(match["year"]) if match else 0,
            month=int(match["month"]) if match else 0,
            months=frozenset(q.low for q in neighbours if q.kind == "month"),
            years=frozenset(q.low for q in neighbours if q.kind == "year"),
            today=today,
        )

    def dates_told(self, source: str) -> list[datetime.date]:
        """Return the days that ``source`` calls today, yesterday or the like, as far as known."""
        if self.today is None:
            return []
        named = [off for word, off in _DAYS.items() if word in source]
        return [self.today + datetime.timedelta(days=off) for off in named]

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
