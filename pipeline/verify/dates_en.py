"""Years, months, days, weekdays and times of day in an English text."""

import re
from typing import Final

from pipeline.verify.quantity import (
    YEAR_SPAN,
    Quantity,
    hours,
    in_phrase,
    read_year_span,
    spot,
)
from pipeline.verify.scan import Scan

MONTHS: Final = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_SHORT: Final = {month[:3].lower(): float(n) for n, month in enumerate(MONTHS, 1)}
_MONTH: Final = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_MONTH_NAMES: Final = tuple(month[:3] for month in MONTHS)
_DAY: Final = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_YEAR: Final = r"(?:1[5-9]|20)\d\d"
_TO: Final = r"(?:\s?(?:-|to|and|&|through|until|till|or|,)\s?(?:the )?)"
DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_NUMERIC: Final = re.compile(
    r"(?<![\d./-])(?P<year>(?:19|20)\d\d)(?P<mark>[-/.])(?P<month>1[0-2]|0?[1-9])(?P=mark)(?P<day>3[01]|[12]\d|0?[1-9])(?!\d)"
)
_MONTH_FIRST: Final = re.compile(
    rf"\b(?P<month>{_MONTH})\s?(?:the )?(?P<day>{_DAY})(?![\d,.:]*\d{{3}}|\d|[:%]|\.\d)"
    rf"(?P<more>(?:{_TO}{_DAY}(?![\d:%]|\.\d| {_MONTH})){{0,4}})"
)
_DAY_FIRST: Final = re.compile(
    rf"(?<![\d.,:])(?P<more>(?:{_DAY}{_TO}){{0,4}})(?P<day>{_DAY})(?: day)?(?: of)? "
    rf"(?P<month>{_MONTH})(?![a-z])"
)
_DAY_THEN_MONTH: Final = re.compile(rf"\d(?:st|nd|rd|th)?(?: day)?(?: of)? {_MONTH}")
_MONTH_ALONE: Final = re.compile(
    rf"\b(?P<month>{_MONTH})(?![a-z])(?=(?P<year>,? (?:of )?{_YEAR}\b)?)"
)
_WEEKDAY: Final = re.compile(rf"\b(?P<day>{'|'.join(DAYS)})s?\b", re.IGNORECASE)
_CLOCK: Final = re.compile(
    r"(?<![\d.:,])(?P<hour>2[0-4]|[01]?\d)(?:[:.](?P<minute>[0-5]\d))?(?::(?P<second>[0-5]\d))?\s?(?:(?P<am>a\.?m\b\.?)|(?P<pm>p\.?m\b\.?)|o'?clock)"
    r"(?P<night> (?:in the evening|at night))?",
    re.IGNORECASE,
)
_CLOCK_MARK: Final = re.compile(r"\d\s?(?:[ap]\.?m|o'?clock)", re.IGNORECASE)
_COLON: Final = re.compile(
    r"(?<![\d.:,])(?P<hour>2[0-4]|[01]?\d):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?(?![\d:])(?:\s?(?:hours|hrs))?"
)
_NAMED_HOUR: Final = re.compile(r"\b(?P<hour>noon|midday|midnight)\b", re.IGNORECASE)


def read_dates(scan: Scan) -> None:
    """Read every date and time."""
    scan.take(_NUMERIC, _numeric, "19", "20")
    scan.take(YEAR_SPAN, read_year_span, "19", "20")
    scan.take(_CLOCK, _clock, _CLOCK_MARK)
    scan.take(_COLON, _clock, ":")
    scan.take(_NAMED_HOUR, _named_hour, "noon", "midday", "midnight")
    scan.take(_DAY_FIRST, _day_and_month, _DAY_THEN_MONTH)
    scan.take(_MONTH_FIRST, _day_and_month, *_MONTH_NAMES)
    scan.take(_MONTH_ALONE, _month_alone, *_MONTH_NAMES)
    scan.take(_WEEKDAY, _weekday, *DAYS)


def month_number(word: str) -> float:
    """Return 1–12 for the name of a month or its abbreviation."""
    return _SHORT[word[:3].lower()]


def _numeric(match: re.Match[str]) -> list[Quantity]:
    found = [
        spot(match, float(match["year"]), "hard", "year", group="year"),
        spot(match, float(match["month"]), "hard", "month", group="month"),
        spot(match, float(match["day"]), "hard", "day", group="day"),
    ]
    return in_phrase(match, found)


def _day_and_month(match: re.Match[str]) -> list[Quantity]:
    found = [
        spot(match, month_number(match["month"]), "hard", "month", group="month"),
        spot(match, _figure(match["day"]), "hard", "day", group="day"),
    ]
    for day in re.findall(r"\d{1,2}", match["more"] or ""):
        found.append(spot(match, float(day), "hard", "day", group="more"))
    return in_phrase(match, found)


def _figure(text: str) -> float:
    return float(re.sub(r"\D", "", text))


def _month_alone(match: re.Match[str]) -> list[Quantity] | None:
    word = match["month"]
    # "may", "march", "sec" are words; a month's name stands after a preposition or before a year.
    if (
        word in ("May", "March", "Mar", "Jan", "Jun", "Dec", "Mar.", "Nov", "Oct")
        and not match["year"]
    ):
        before = match.string[max(0, match.start() - 12) : match.start()].lower()
        if not re.search(
            r"\b(?:in|of|on|since|by|until|from|to|last|this|next|late|early|mid|and|during|between|-)"
            r"[ -]$",
            before,
        ):
            return None
    return [spot(match, month_number(word), "hard", "month")]


def _weekday(match: re.Match[str]) -> list[Quantity]:
    return [spot(match, DAYS.index(match["day"].lower()) + 1.0, "firm", "weekday")]


def _clock(match: re.Match[str]) -> list[Quantity]:
    fields = match.groupdict()
    half = "pm" if fields.get("pm") or fields.get("night") else "am" if fields.get("am") else ""
    hour, others = hours(float(match["hour"]), half)
    found = [spot(match, hour, "firm", "clock", others=others)]
    for name in ("minute", "second"):
        if match[name] and int(match[name]):
            found.append(spot(match, float(match[name]), "firm", group=name))
    return found


def _named_hour(match: re.Match[str]) -> list[Quantity]:
    return [spot(match, 12.0, "soft", "clock", others=(0.0, 24.0))]
