"""What the reader of a text knows of its time: the date it appeared, the months it speaks of."""

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from pipeline.verify.quantity import Quantity, is_year

_ISO: Final = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?")
_RELATIVE_YEAR: Final = re.compile(
    r"[今去明前当本后上同翌次]年|年(?:内|初|末|底|中)|[本上这一]年度|近.{0,3}年|目前|截至|截止|[本上下]月|[\x00日号]"
)
_RELATIVE_DAY: Final = re.compile(
    r"[今昨明前后当次同]日|[今昨明前当][天晚晨]|[本上下]周|近日|日前|星期|周[一二三四五六日]"
)
_RELATIVE_MONTH: Final = re.compile(
    rf"[本上下当次同这]个?月|月(?:初|末|底|中)|{_RELATIVE_DAY.pattern}"
)
_OWN_MONTH: Final = re.compile(r"[当同]日|当[天晚月]|次[日月]|同月")
"""What points at a date of the text itself, not at the day of the paper."""
_STEPS: Final = (
    (re.compile(r"[今本当]年|年(?:内|初|末|底|中)|目前|截至|[本上下]月"), (0,)),
    (re.compile(r"[去上]年|同比|同期"), (-1,)),
    (re.compile(r"前年"), (-2, -1)),
    (re.compile(r"[明次来翌]年|后年"), (1, 2)),
)
"""How far from the year of the paper, or from a year that the text names, a word points."""
_RECENT: Final = re.compile(r"近.{0,3}年|年以?来")
_YEARS_BACK: Final = 10
_SPANS: Final = {
    "上半年": (1, 6), "下半年": (7, 12), "一季度": (1, 3), "二季度": (4, 6), "三季度": (7, 9),
    "四季度": (10, 12), "年初": (1, 1), "年底": (12, 12), "年末": (12, 12), "元旦": (1, 1),
    "国庆": (10, 10), "全年": (1, 12),
}  # fmt: skip
_NAMED_MONTHS: Final = re.compile("|".join(_SPANS))
_DAYS: Final = {
    "今天": 0, "今日": 0, "今晨": 0, "今早": 0, "今晚": 0, "昨天": -1, "昨日": -1, "昨晚": -1,
    "昨夜": -1, "前天": -2, "前日": -2, "明天": 1, "明日": 1, "后天": 2,
}  # fmt: skip
_NEAR: Final = 20
"""Days between a bare day ("26日") and the paper: what is farther off is named with its month."""
_FEW: Final = 1  # months between those that one text may supply


@dataclass(frozen=True, slots=True)
class Setting:
    """Where in time a text stands: when the paper appeared, 0 where unknown.

    ``months`` and ``years`` are those that its neighbours (dateline, other paragraphs) name.
    """

    year: int = 0
    month: int = 0
    day: int = 0
    months: frozenset[float] = frozenset()
    years: frozenset[float] = field(default=frozenset())

    @classmethod
    def of(cls, date: str | None, neighbours: tuple[Quantity, ...] = ()) -> "Setting":
        """Return the setting of a text that appeared on ``date`` (ISO; else unknown)."""
        year, month, day = _read(date or "")
        return cls(
            year=year,
            month=month,
            day=day,
            months=frozenset(q.low for q in neighbours if q.kind == "month"),
            years=frozenset(q.low for q in neighbours if q.kind == "year"),
        )

    def explains(
        self,
        added: Quantity,
        shown: Sequence[Quantity],
        source: str,
        given: Sequence[Quantity],
    ) -> bool:
        """Whether ``source`` and its time call for a date that the English supplies.

        ``added`` is one of ``shown``, the quantities of the English; ``given`` are the source's.
        """
        if added.kind == "month":
            return self._explains_month(added, shown, source, given)
        if added.kind == "day":
            return self._explains_day(added.low, source, given)
        if added.kind == "weekday":
            return self._explains_weekday(added, source, given)
        return is_year(added) and self._explains_year(added.low, source, given)

    def dates_told(self, source: str) -> list[date]:
        """Return the days that ``source`` calls today, yesterday or the like, as far as known."""
        if not self.day:
            return []
        paper = date(self.year, self.month, self.day)
        return [paper + timedelta(days=step) for word, step in _DAYS.items() if word in source]

    def weekdays(self, given: Sequence[Quantity]) -> set[float]:
        """Return the days of the week, 1 to 7, that the bare days of a text fall on."""
        days = {q.low for q in given if q.kind == "day"}
        return {when.isoweekday() for when in self._days_around() if when.day in days}

    def _days_around(self) -> Iterator[date]:
        if self.day:
            paper = date(self.year, self.month, self.day)
            yield from (paper + timedelta(days=step) for step in range(-_NEAR, _NEAR + 1))

    def _explains_month(
        self, added: Quantity, shown: Sequence[Quantity], source: str, given: Sequence[Quantity]
    ) -> bool:
        """Whether a month that ``source`` does not name may be supplied from its time.

        A bare day ("26日") or "this month" calls for one; which one is known where the date or a
        neighbour tells, and cannot be judged where nothing does.
        """
        month = added.low
        before = {(q.low - 2) % 12 + 1 for q in given if q.kind == "month"}
        if "环比" in source and month in before:  # on the month before the one reported on
            return True
        own = {q.low for q in given if q.kind == "month" and q.tier != "soft"}
        for name in _NAMED_MONTHS.findall(source):
            if month in _SPANS[name]:
                return True
        relative = _RELATIVE_MONTH.search(source)
        if own and not relative:
            return False  # a bare day beside a named month is of that month
        if own and not _RELATIVE_MONTH.search(_OWN_MONTH.sub("", source)):
            return any(_apart(month, named) <= _FEW for named in own)
        if month in self.months:
            return True
        called_for = bool(relative) or any(q.kind == "day" for q in given)
        if self.month:
            return called_for and self._is_near(month, _days_of(added, shown))
        return called_for and not self.months and _agree_in_time(shown)

    def _is_near(self, month: float, days: set[float]) -> bool:
        """Whether ``month`` is that of the paper, or next to it and its ``days`` are close."""
        if month == self.month:
            return True
        if not self.day or not days:
            return _apart(month, self.month) <= _FEW
        return any(when.month == month and when.day in days for when in self._days_around())

    def _explains_day(self, day: float, source: str, given: Sequence[Quantity]) -> bool:
        """Whether a day renders "yesterday", 下周一 and the like."""
        weekdays = {q.low for q in given if q.kind == "weekday"}
        if not self.day:
            return any(word in source for word in _DAYS)
        return any(told.day == day for told in self.dates_told(source)) or any(
            when.day == day and when.isoweekday() in weekdays for when in self._days_around()
        )

    def _explains_weekday(self, added: Quantity, source: str, given: Sequence[Quantity]) -> bool:
        """Whether a day of the week renders a bare day or "yesterday"."""
        if any(q.kind == "weekday" for q in given):
            return False
        named = any(q.kind == "day" for q in given)
        if not self.day:
            return named or _RELATIVE_DAY.search(source) is not None
        return added.low in self.weekdays(given) or (
            not named and _RELATIVE_DAY.search(source) is not None
        )

    def _explains_year(self, year: float, source: str, given: Sequence[Quantity]) -> bool:
        """Whether a year that ``source`` does not name may be supplied from its time."""
        own = {q.low for q in given if q.kind == "year"}
        if own:  # "last year" beside a named one; which "this year" is, nothing tells
            steps = {step for words, steps in _STEPS if words.search(source) for step in steps}
            steps |= {-1, 1} if 0 in steps else set()
            return any(year - named in steps for named in own)
        if year in self.years:
            return True
        called_for = bool(_RELATIVE_YEAR.search(source)) or "月" in source
        if not called_for or not self.year:
            return called_for
        return year - self.year in self._steps(source)

    def _steps(self, source: str) -> set[float]:
        """Return how many years from the paper's a text may speak of."""
        steps = {step for words, steps in _STEPS if words.search(source) for step in steps}
        if _RECENT.search(source):
            steps |= set(range(-_YEARS_BACK, 1))
        if not steps or "月" in source or "日" in source:
            steps.add(0)
            if self.month in (1, 2):
                steps.add(-1)  # 12月 in a paper of January
            if self.month in (11, 12):
                steps.add(1)
        return {float(step) for step in steps}


def _read(iso: str) -> tuple[int, int, int]:
    """Return year, month and day of an ISO date, 0 for what is not there or is no date."""
    match = _ISO.match(iso)
    if match is None or not 1000 < int(match["year"]) < 3000 or not 1 <= int(match["month"]) <= 12:
        return 0, 0, 0
    year, month, day = int(match["year"]), int(match["month"]), int(match["day"] or 0)
    return year, month, day if 1 <= day <= monthrange(year, month)[1] else 0


def _apart(month: float, other: float) -> float:
    """Return how many months lie between two of them, the shorter way round the year."""
    return min((month - other) % 12, (other - month) % 12)


def _days_of(month: Quantity, shown: Sequence[Quantity]) -> set[float]:
    """Return the days that stand with ``month`` in one date."""
    return {q.low for q in shown if q.kind == "day" and q.phrase == month.phrase >= 0}


def _agree_in_time(shown: Sequence[Quantity]) -> bool:
    """Whether the months of a text lie side by side, as days without a month do."""
    months = {q.low for q in shown if q.kind == "month"}
    return all(_apart(one, other) <= _FEW for one in months for other in months)
