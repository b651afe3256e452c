"""Which quantities of a source have no counterpart in the English, and the reverse.

A value counts as rendered if it stands anywhere in the other text: languages repeat figures at
different places ("26日 … 26日" is "on the 26th" once). Only what is left over on one side is
reported, and what is left over on both sides is paired first.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.verify import units
from pipeline.verify.quantity import (
    DATE_KINDS,
    Kind,
    Quantity,
    last_place,
    same,
    significant,
)

# What one text may state as the one and the other as the other kind, and by what factor.
_FACTORS: Final[dict[tuple[Kind, Kind], float]] = {
    ("percent", "fraction"): 0.01, ("fraction", "percent"): 100.0,
    ("times", "percent"): 100.0, ("percent", "times"): 0.01,
    ("times", "number"): 1.0, ("number", "times"): 1.0,
    ("times", "fraction"): 1.0, ("fraction", "times"): 1.0,
    ("number", "fraction"): 1.0, ("fraction", "number"): 1.0,
    ("year", "number"): 1.0, ("number", "year"): 1.0,
    ("month", "number"): 1.0,
    ("day", "number"): 1.0, ("number", "day"): 1.0,
    ("clock", "number"): 1.0, ("number", "clock"): 1.0,
}  # fmt: skip
_LASTING: Final[dict[Kind, str]] = {"clock": "hour"}
_FRACTION_SLACK: Final = 0.05  # "a third" for 32 %
_CONVERSION_SLACK: Final = 0.04
_MOST_ROUNDING: Final = 0.25
_VAGUE_SLACK: Final = 1e-9
_MOST_PAIRS: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Difference:
    """Something left over. ``source`` or ``target`` is None where it stands on one side only.

    ``why`` is ``missing``, ``added``, ``changed`` or ``unit`` (the figure is right, and what it
    measures is not).
    """

    why: str
    source: Quantity | None
    target: Quantity | None


def agree(source: Quantity, target: Quantity) -> bool:
    """Whether the two may state the same quantity, its unit included."""
    if _plainly_apart(source, target) or not _same_value(source, target):
        return False
    return not units.conflict(source.unit, target.unit)


def _plainly_apart(source: Quantity, target: Quantity) -> bool:
    """Whether the two are bare figures of one kind, and differ: so do most, which saves time."""
    return (
        source.kind == target.kind
        and not (source.others or target.others or target.rounded or source.code or target.code)
        and source.low == source.high
        and target.low == target.high
        and not same(source.low, target.low)
    )


def _same_value(source: Quantity, target: Quantity) -> bool:
    if source.code or target.code:
        return source.code == target.code
    if source.kind == target.kind:
        factor = 1.0
    else:
        found = _FACTORS.get((source.kind, target.kind))
        if found is None or _measures_else(source, target) or _measures_else(target, source):
            return False
        factor = found
    loose = source.kind != target.kind and "fraction" in (source.kind, target.kind)
    rights = _values(target, source.kind)
    for left in _values(source, target.kind):
        for right in rights:
            if same(left * factor, right):
                return True
            if loose and abs(left * factor - right) <= _FRACTION_SLACK * abs(right):
                return True
    return _within_bounds(source, target, factor) or _rounds(source, target, factor)


def _values(quantity: Quantity, beside: Kind) -> tuple[float, ...]:
    """Return the readings of a quantity beside one of another kind: 15:00 is also "three"."""
    readings = quantity.readings
    if quantity.kind == "clock" and beside == "number" and quantity.low > 12:
        return (*readings, quantity.low - 12)
    return readings


def _measures_else(date: Quantity, number: Quantity) -> bool:
    """Whether a number beside part of a date counts something: 23 degrees are not 23:00."""
    unit = number.unit
    return date.kind in DATE_KINDS and unit not in ("", date.kind, _LASTING.get(date.kind))


def _within_bounds(source: Quantity, target: Quantity, factor: float) -> bool:
    """Whether one side is vague ("数十", "dozens") and the other lies within its bounds."""
    if not target.vague and not (source.vague and target.tier == "soft"):
        return False  # 30余 is "over 30" and not 34: a figure must be the one given
    low, high = source.low * factor, source.high * factor
    slack = _VAGUE_SLACK * max(abs(high), 1.0)
    return low <= target.high + slack and target.low <= high + slack


def _rounds(source: Quantity, target: Quantity, factor: float) -> bool:
    """Whether the English is the source with fewer digits: 5,612万 as "about 56 million"."""
    if not target.rounded:
        return False
    return any(
        _is_rounding(left * factor, right) for left in source.readings for right in target.readings
    )


def _is_rounding(exact: float, shown: float) -> bool:
    """Whether ``shown`` is ``exact`` with fewer digits: rounded to the nearest, or cut off."""
    step, off = last_place(shown), abs(exact - shown)
    if off >= min(step, _MOST_ROUNDING * abs(exact)):
        return False
    if len(significant(shown)) >= len(significant(exact)):
        return False
    return off <= step / 2 or shown <= exact


def converted(source: Quantity, target: Quantity) -> bool:
    """Whether the English gives the source's quantity in another unit: 15亩 as "1 hectare"."""
    if not source.unit or not target.unit or source.unit == target.unit:
        return False
    for left in source.readings:
        value = units.converted(left, source.unit, target.unit)
        if value is not None and any(
            abs(value - right) <= _CONVERSION_SLACK * abs(value) for right in target.readings
        ):
            return True
    return False


def differences(
    source: Sequence[Quantity], target: Sequence[Quantity], *, both_ways: bool = True
) -> tuple[Difference, ...]:
    """Return what is left over, in text order of the source, then of the target.

    With ``both_ways`` false only what the target adds is looked for (a summary leaves things out).
    """
    source, target = _distinct(source), _distinct(target)
    if not both_ways:
        firm = [t for t in target if t.tier != "soft"]
        return tuple(Difference("added", None, t) for t in _not_given(source, firm))
    left, right = _left_over(source, target)
    found: list[Difference] = []
    lost = [s for s in left if s.tier != "soft" or _is_other_unit(s, right)]
    added = [t for t in right if t.tier != "soft" or _is_other_unit(t, left)]
    if not lost and not added:
        found += _other_scale([s for s in left if s.vague], [t for t in right if t.vague])
    for s in lost:
        partner = _partner(s, added)
        if partner is not None:
            added.remove(partner)
        found.append(Difference(_why(s, partner), s, partner))
    return (*found, *(Difference("added", None, t) for t in added))


def _other_scale(source: Sequence[Quantity], target: Sequence[Quantity]) -> Iterator[Difference]:
    """Pair "hundreds" with 数十 where nothing else is left over that could explain either."""
    if len(source) == len(target) == 1:
        yield Difference("changed", source[0], target[0])


def _is_other_unit(soft: Quantity, others: Sequence[Quantity]) -> bool:
    """Whether a small number stands on the other side with a unit that it cannot have."""
    return any(
        units.conflict(soft.unit, other.unit)
        and soft.kind == other.kind
        and same(soft.low, other.low)
        for other in others
    )


def _left_over(
    source: Sequence[Quantity], target: Sequence[Quantity]
) -> tuple[list[Quantity], list[Quantity]]:
    """Return the quantities of either side that none of the other agrees with."""
    if len(source) * len(target) > _MOST_PAIRS:
        return _no_value_of(target, source), _no_value_of(source, target)
    matched = [[agree(s, t) or converted(s, t) for t in target] for s in source]
    _keep_to_the_exact(matched, source, target)
    left = [s for s, row in zip(source, matched, strict=True) if not any(row)]
    columns = zip(*matched, strict=True) if source else ((),) * len(target)
    return left, [t for t, column in zip(target, columns, strict=True) if not any(column)]


def _keep_to_the_exact(
    matched: list[list[bool]], source: Sequence[Quantity], target: Sequence[Quantity]
) -> None:
    """Unmatch what agrees loosely with a figure that has its exact counterpart elsewhere.

    Beside 5时 and 17时 "5 p.m." is 5 o'clock, and "7.0" is no rounding of 6.9961 beside 7.0.
    """
    exact = {
        k
        for n, row in enumerate(matched)
        for k, found in enumerate(row)
        if found and source[n].kind == target[k].kind and source[n].low == target[k].low
    }
    for k in exact:
        for n, row in enumerate(matched):
            if source[n].low != target[k].low and not source[n].vague:
                row[k] = False


def _not_given(source: Sequence[Quantity], target: Sequence[Quantity]) -> list[Quantity]:
    """Return the quantities of ``target`` that none of ``source`` agrees with."""
    if len(source) * len(target) > _MOST_PAIRS:
        return _no_value_of(source, target)
    return [t for t in target if not any(agree(s, t) or converted(s, t) for s in source)]


def _no_value_of(some: Sequence[Quantity], others: Sequence[Quantity]) -> list[Quantity]:
    """Compare bare values only, where there are too many pairs: a book, not a paragraph."""
    known = {value for one in some for value in one.readings}
    return [one for one in others if known.isdisjoint(one.readings)]


def _why(source: Quantity, partner: Quantity | None) -> str:
    if partner is None:
        return "missing"
    return "unit" if _same_figure(source, partner) else "changed"


def _same_figure(source: Quantity, target: Quantity) -> bool:
    """Whether only the unit or the kind can be what is wrong."""
    if source.code:
        return False
    return any(same(left, right) for left in source.readings for right in target.readings)


def _distinct(quantities: Sequence[Quantity]) -> list[Quantity]:
    seen: set[tuple[object, ...]] = set()
    kept = []
    for q in quantities:
        key = (q.kind, q.low, q.high, q.unit, q.code)
        if key not in seen:
            seen.add(key)
            kept.append(q)
    return kept


def _partner(source: Quantity, targets: Sequence[Quantity]) -> Quantity | None:
    """Return the left-over English quantity that most likely stands for ``source``."""
    scored = [(likeness(source, target), -n) for n, target in enumerate(targets)]
    best = max(scored, default=(0, 0))
    return targets[-best[1]] if best[0] > 0 else None


def likeness(source: Quantity, target: Quantity) -> int:
    """Return how much ``target`` looks like a wrong rendering of ``source``; 0 for not at all."""
    if source.code or target.code:
        return 1 if source.code and target.code else 0
    if source.kind in DATE_KINDS or target.kind in DATE_KINDS:
        return 4 if source.kind == _date_kind(source.kind, target) else 0
    if _same_figure(source, target):
        return 6  # the value is right: its unit or kind is not
    if off_by_ten(source, target):
        return 5
    if _one_digit(source.low, target.low):
        return 4
    if source.kind != target.kind:
        return 0
    if source.unit and source.unit == target.unit:
        return 3
    return 2 if _near(source.low, target.low) else 0


def _date_kind(wanted: Kind, target: Quantity) -> Kind:
    """Return what part of a date an English number may be: "2019" a year, "the 26th" a day."""
    if target.kind != "number" or target.unit or target.vague:
        return target.kind
    if wanted == "year" and 1000 <= target.low <= 2100:
        return "year"
    if wanted == "day" and target.low <= 31:
        return "day"
    return "number"


def off_by_ten(source: Quantity, target: Quantity) -> int:
    """Return by how many powers of ten the English is too great (negative: too small), else 0."""
    if source.low <= 0 or target.low <= 0 or source.vague or target.vague:
        return 0
    if significant(source.low) != significant(target.low):
        return 0
    ratio, power = target.low / source.low, 0
    while ratio > 5 and power < 18:
        ratio, power = ratio / 10, power + 1
    while ratio < 0.5 and power > -18:
        ratio, power = ratio * 10, power - 1
    return power


def _one_digit(left: float, right: float) -> bool:
    """Whether two values differ in one digit, or by two digits changing places."""
    a, b = f"{left:.12g}", f"{right:.12g}"
    if len(a) != len(b):
        return False
    off = [n for n, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
    if len(off) == 1:
        return True
    return len(off) == 2 and a[off[0]] == b[off[1]] and a[off[1]] == b[off[0]]


def _near(left: float, right: float) -> bool:
    return bool(left and right) and 0.5 <= left / right <= 2
