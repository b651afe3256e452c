"""A number as a text gives it: its value, how sharply it is stated, and what it counts."""

import re
from dataclasses import dataclass, replace
from typing import Final, Literal

Kind = Literal[
    "number", "percent", "points", "fraction", "times", "year", "month", "day", "weekday", "clock"
]
Tier = Literal["hard", "firm", "soft"]

DATE_KINDS: frozenset[Kind] = frozenset(("year", "month", "day", "weekday", "clock"))
_VULGAR = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}
_LONGEST_NAME = 200
EXACT = 1e-12
"""Relative difference below which two values are the same: only float noise is smaller."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity at ``start``..``end`` of a text (code points, end exclusive).

    ``low`` and ``high`` are equal where the text is exact and bound what it may mean where it is
    vague (``数十`` is 10 to 100). ``others`` are further readings of the same words: in
    ``1200至1400万`` the first is 1,200 or 12 million. ``tier``: *hard* must have a counterpart,
    *firm* should have one, *soft* only explains a counterpart on the other side. ``rounded`` says
    that the words admit rounding ("about", "1.2 million"). ``unit`` is a canonical unit or empty;
    ``code`` the bare digits of a number that is copied and never read (telephone, serial number).
    Parts of one date share a ``phrase``, which is where it begins.
    """

    kind: Kind
    low: float
    high: float
    text: str
    start: int
    end: int
    tier: Tier
    unit: str = ""
    others: tuple[float, ...] = ()
    rounded: bool = False
    code: str = ""
    phrase: int = -1

    @property
    def vague(self) -> bool:
        """Whether the text gives bounds and no value."""
        return self.low != self.high

    @property
    def readings(self) -> tuple[float, ...]:
        """Every value the words may have."""
        return (self.low, *self.others)


def same(left: float, right: float) -> bool:
    """Whether two values are equal but for float noise."""
    return abs(left - right) <= EXACT * max(abs(left), abs(right))


def is_year(quantity: Quantity) -> bool:
    """Whether an English number reads as a year: four plain figures without a unit."""
    return (
        quantity.kind == "number"
        and not quantity.unit
        and quantity.text.strip().isdigit()
        and (1000 <= quantity.low <= 2100)
    )


def is_date(quantity: Quantity) -> bool:
    """Whether a quantity is part of a date or a time, or reads as a year."""
    return quantity.kind in DATE_KINDS or is_year(quantity)


def last_place(number: float) -> float:
    """Return the worth of the last digit that is not a trailing zero: 3,600 → 100, 0.25 → 0.01."""
    shown = f"{number:.15g}"
    if "e" in shown:
        return number
    whole, _, part = shown.partition(".")
    if part:
        return float(10.0 ** -len(part))
    return float(10.0 ** (len(whole) - len(whole.rstrip("0")))) if whole.strip("-0") else 1.0


def significant(number: float) -> str:
    """Return the significant digits of a value: 56,100 → ``561``, 0.5 → ``5``."""
    mantissa = f"{number:.14e}".partition("e")[0]
    return mantissa.replace(".", "").replace("-", "").strip("0")


def hours(hour: float, half: str = "") -> tuple[float, tuple[float, ...]]:
    """Return an hour of the 24-hour clock, and what else it may be called.

    ``half`` is ``am`` or ``pm`` where the text tells which half of the day it is, else empty:
    "9 o'clock" is 9 or 21, "9 p.m." is 21.
    """
    if hour in (0.0, 24.0) or (hour == 12 and not half):
        return hour, (0.0, 12.0, 24.0)
    if hour == 12:
        return (12.0, ()) if half == "pm" else (0.0, (24.0,))
    if half:
        return (hour + 12 if half == "pm" and hour < 12 else hour), ()
    return hour, (hour + 12,) if hour < 12 else ()


def in_phrase(match: re.Match[str], found: list["Quantity"]) -> list["Quantity"]:
    """Mark the quantities as parts of the one date that ``match`` is."""
    return [replace(quantity, phrase=match.start()) for quantity in found]


def figures_within(match: re.Match[str]) -> list["Quantity"]:
    """Read the figures inside a name, a version or an address: they explain, and ask nothing."""
    figures = dict.fromkeys(re.findall(r"\d{1,15}", match[0][:_LONGEST_NAME]))
    return [spot(match, float(figure), "soft") for figure in figures]


YEAR_SPAN: Final = re.compile(
    r"(?<![\d./-])(?P<first>(?:19|20)\d\d)[-/](?P<last>\d\d)(?![\d/-]|\.\d|月)"
)
"""Years of which the last is cut short: ``2021-23``."""


def read_year_span(match: re.Match[str]) -> list["Quantity"] | None:
    """Read what :data:`YEAR_SPAN` matched; None where the last is no later year, but a month."""
    first, last = int(match["first"]), int(match["last"])
    if last <= first % 100:
        return None
    whole = float(first // 100 * 100 + last)
    return [
        spot(match, float(first), "hard", group="first"),
        spot(match, whole, "hard", others=(float(last),), group="last"),
    ]


def read_vulgar(match: re.Match[str]) -> list["Quantity"]:
    """Read what :data:`pipeline.verify.normal.VULGAR` matched: ``14½``."""
    whole = float(match["whole"] or 0)
    part = _VULGAR[match["glyph"]]
    return [spot(match, whole + part, "firm", "number" if whole else "fraction")]


def spot(
    match: re.Match[str],
    low: float,
    tier: Tier,
    kind: Kind = "number",
    *,
    high: float | None = None,
    others: tuple[float, ...] = (),
    group: int | str = 0,
) -> Quantity:
    """Return the quantity that stands at ``group`` of ``match``."""
    start, end = match.span(group)
    return Quantity(
        kind, low, low if high is None else high, match[group], start, end, tier, others=others
    )
