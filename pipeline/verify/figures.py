"""Findings on the figures and dates of a text and its English."""

import re
from typing import Final

from pipeline.model import Finding
from pipeline.model.answer import Severity
from pipeline.verify import chinese, english, units
from pipeline.verify.compare import Difference, differences, off_by_ten
from pipeline.verify.dates import dayless, exchanged
from pipeline.verify.dates_en import DAYS, MONTHS
from pipeline.verify.findings import finding
from pipeline.verify.periods import changed_periods
from pipeline.verify.quantity import DATE_KINDS, Quantity, is_year
from pipeline.verify.setting import Setting
from pipeline.verify.swapped import Rendering, changed_places

MOST: Final = 200
"""Findings reported of one text: more say no more than that it is the wrong text."""
_TOLD: Final = frozenset(("money", "length", "area", "mass", "volume"))
_INVARIABLE: Final = frozenset(
    ("yuan", "yen", "won", "baht", "dong", "mu", "jin", "li", "liang", "zhang", "chi")
)
_RELATIVE_DAY: Final = re.compile(
    r"\b(?:next|following|previous) (?:day|morning|evening|night)|\bthe day (?:after|before)\b",
    re.IGNORECASE,
)
_SMALL_COUNT: Final = 10


def check_figures(
    source: str, target: str, setting: Setting, paragraph: str | None = None
) -> list[Finding]:
    """Compare the figures and dates of a Chinese ``source`` and its English ``target``."""
    given = chinese.quantities(source)
    shown = english.quantities(target)
    found = [
        _told(difference, paragraph)
        for difference in differences(given, shown)
        if not _explained(difference, shown, source, given, setting)
        and not _next_day(difference, given, target)
        and not _by_weekday(difference, shown, setting)
    ]
    moved = list(exchanged(given, shown))
    found += [
        finding(
            "date.changed",
            "error",
            f"the English gives the day {quoted(day)} to one month, the source to another",
            paragraph=paragraph,
            target=day.text,
        )
        for day in moved
    ]
    found += [
        finding(
            "date.missing",
            "error",
            f"the source has the day {quoted(day)}; the English has {quoted(month)} without one",
            paragraph=paragraph,
            source=day.text,
            target=month.text,
        )
        for day, month in dayless(given, shown, target)
    ]
    found += [
        finding(
            "date.changed",
            "warning",
            f"the source has “{other.source}” ({other.meaning}); the English has “{other.target}”",
            paragraph=paragraph,
            source=other.source,
            target=other.target,
        )
        for other in changed_periods(source, target)
    ]
    rest = [quantity for quantity in shown if quantity not in moved]
    found += [
        _exchange_told(left, right, paragraph)
        for left, right in changed_places(source, target, given, rest)
    ]
    return found[:MOST]


def _explained(
    difference: Difference,
    shown: tuple[Quantity, ...],
    source: str,
    given: tuple[Quantity, ...],
    setting: Setting,
) -> bool:
    target = difference.target
    if difference.why != "added" or target is None:
        return False
    return setting.explains(target, shown, source, given)


def _by_weekday(difference: Difference, shown: tuple[Quantity, ...], setting: Setting) -> bool:
    """Whether a day is rendered by the weekday that it was: 15日 as "on Tuesday"."""
    day = difference.source
    if difference.why != "missing" or day is None or day.kind != "day":
        return False
    weekdays = setting.weekdays([day])
    return any(q.kind == "weekday" and q.low in weekdays for q in shown)


def _next_day(difference: Difference, given: tuple[Quantity, ...], target: str) -> bool:
    """Whether a day is rendered by its distance from another: 25日至26日 as "to the next day"."""
    day = difference.source
    if difference.why != "missing" or day is None or day.kind != "day":
        return False
    near = any(q.kind == "day" and abs(q.low - day.low) == 1 for q in given)
    return near and _RELATIVE_DAY.search(target) is not None


def _told(difference: Difference, paragraph: str | None) -> Finding:
    source, target, why = difference.source, difference.target, difference.why
    about = _subject(source, target)
    severity: Severity = "error" if _sure(difference) else "warning"
    return finding(
        "unit.changed" if why == "unit" else f"{about}.{why}",
        severity,
        _message(why, source, target),
        paragraph=paragraph,
        source=source.text if source else "",
        target=target.text if target else "",
    )


def _subject(source: Quantity | None, target: Quantity | None) -> str:
    kind = source.kind if source else target.kind if target else "number"
    if kind in DATE_KINDS or (source is None and target is not None and is_year(target)):
        return "date"
    return "number"


def _sure(difference: Difference) -> bool:
    """Whether the difference is certain: both sides state figures, not a way of speaking."""
    for side in (difference.source, difference.target):
        if side is not None and (side.tier != "hard" or side.kind == "clock"):
            return False
    source, target = difference.source, difference.target
    if target is None:
        # English drops a small count where it lists what is counted: "these 4 people".
        return source is not None and (source.kind != "number" or source.low >= _SMALL_COUNT)
    return source is not None or not is_year(target)


def _message(why: str, source: Quantity | None, target: Quantity | None) -> str:
    if source is None and target is not None:
        return f"the English has {quoted(target)}, which the source does not give"
    if source is None:
        raise ValueError("a difference has at least one side")
    meant = f"the source has {quoted(source)}{_gloss(source)}"
    if target is None:
        return f"{meant}; the English does not give it"
    if why == "unit":
        return f"{meant}; the English has {quoted(target)}: the same figure in another unit"
    return f"{meant}; the English has {quoted(target)}{_scale(source, target)}"


def _exchange_told(left: Rendering, right: Rendering, paragraph: str | None) -> Finding:
    return finding(
        "number.swapped",
        "warning",
        f"the English has {quoted(right.target)} where the source has {quoted(left.source)}, and "
        f"{quoted(left.target)} where it has {quoted(right.source)}: they seem to have changed "
        "places",
        paragraph=paragraph,
        source=f"{left.source.text} … {right.source.text}",
        target=f"{left.target.text} … {right.target.text}",
    )


def quoted(quantity: Quantity) -> str:
    """Return the words of a quantity in quotation marks."""
    return f"“{quantity.text.strip(' ,;、及和与至到或-~')}”"


def _gloss(quantity: Quantity) -> str:
    """Say in English what a Chinese quantity is, where its words do not show it."""
    n = int(quantity.low) if quantity.low == int(quantity.low) else 0
    if quantity.kind == "month" and 1 <= n <= 12:
        return f" ({MONTHS[n - 1]})"
    if quantity.kind == "weekday" and 1 <= n <= 7:
        return f" ({DAYS[n - 1].capitalize()})"
    if quantity.kind == "fraction":
        return f" ({amount(round(100 * quantity.low, 1))} percent)"
    if quantity.kind == "points":
        return f" ({amount(quantity.low)} percentage points)"
    if quantity.kind in ("number", "times") and not quantity.code:
        return _value(quantity)
    return ""


def _value(quantity: Quantity) -> str:
    """Say what a number is worth in figures, and what unit it has."""
    shown = amount(quantity.low)
    unit = quantity.unit if units.measure(quantity.unit) in _TOLD else ""
    if not unit and shown.replace(",", "") in quantity.text.replace(",", ""):
        return ""
    if quantity.vague:
        shown += f" to {amount(quantity.high)}"
    if quantity.kind == "times":
        unit = "times as much"
    elif shown != "1":
        unit = _plural(unit)
    return f" ({shown} {unit}".rstrip() + ")"


def _plural(unit: str) -> str:
    if not unit or unit in _INVARIABLE:
        return unit
    for ending, plural in (("foot", "feet"), ("inch", "inches"), ("pound weight", "pounds")):
        if unit.endswith(ending):
            return unit.removesuffix(ending) + plural
    return f"{unit}s"


def amount(value: float) -> str:
    """Return a value with thousands separators and no needless decimals."""
    return f"{value:,.6f}".rstrip("0").rstrip(".")


def _scale(source: Quantity, target: Quantity) -> str:
    power = off_by_ten(source, target) if source.kind == target.kind else 0
    if not power:
        return ""
    factor = f"{10 ** abs(power):,}"
    return f", too {'great' if power > 0 else 'small'} by a factor of {factor}"
