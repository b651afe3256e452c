"""What a summary may work out: figures rounded, added up, subtracted, set in relation.

A summary is shorter than its source, and need not repeat its figures. What follows from two of
them by plain arithmetic is no invention.
"""

import re
from collections.abc import Sequence
from itertools import combinations
from typing import Final

from pipeline.verify import units
from pipeline.verify.quantity import Kind, Quantity, is_year, last_place, same, significant

_MOST_ROUNDING: Final = 0.02
_MOST: Final = 40
"""Figures that are combined; of more, any sum could be made."""
_SMALL: Final = 100
"""Below this, bare counts add up to each other by chance."""
_ADDS: Final[tuple[Kind, ...]] = ("number", "percent", "points")
_ORDINAL: Final = re.compile(r"\d(?:st|nd|rd|th)\b")


def follows(target: Quantity, given: Sequence[Quantity]) -> bool:
    """Whether ``target`` follows from ``given``."""
    if target.code or target.vague or target.kind not in (*_ADDS, "times") or is_year(target):
        return False
    if _ORDINAL.search(target.text):
        return False
    firm = [q for q in given if q.tier == "hard" and not q.code and not q.vague][:_MOST]
    return _is_rounded(target, firm) or _is_sum(target, firm) or _is_relation(target, firm)


def _is_rounded(target: Quantity, given: Sequence[Quantity]) -> bool:
    """Whether a figure is given with fewer digits: 3,622 as 3,600, 37.6 % as 38 %."""
    return any(
        q.kind == target.kind
        and not units.conflict(q.unit, target.unit)
        and len(significant(target.low)) < len(significant(q.low))
        and _near(q.low, target)
        for q in given
    )


def _is_sum(target: Quantity, given: Sequence[Quantity]) -> bool:
    """Whether two figures of one kind and unit, or all, make it as sum, or two as difference."""
    if target.unit == "year" or (target.unit == "" and target.low < _SMALL):
        years = [q.low for q in given if q.kind == "year"]  # an age, a duration
        if any(same(abs(a - b), target.low) for a, b in combinations(years, 2)):
            return True
    alike = [q for q in given if _adds_to(q, target)]
    for unit in {q.unit for q in alike}:
        values = [q.low for q in alike if q.unit == unit]
        if not unit and target.kind == "number" and target.low < _SMALL:
            continue
        pairs = combinations(values, 2)
        made = [sum(values), *(one for a, b in pairs for one in (a + b, abs(a - b)))]
        if len(values) > 1 and any(_is_or_rounds(value, target) for value in made):
            return True
    return False


def _adds_to(part: Quantity, whole: Quantity) -> bool:
    if part.kind == "percent" and whole.kind == "points":
        return True
    alike = part.kind == whole.kind and part.kind in _ADDS
    return alike and not units.conflict(part.unit, whole.unit)


def _is_relation(target: Quantity, given: Sequence[Quantity]) -> bool:
    """Whether it is the ratio or the change of the only two figures of a unit: 100 to 150 元."""
    if target.kind not in ("percent", "times"):
        return False
    scale = 100.0 if target.kind == "percent" else 1.0
    counts = [q for q in given if q.kind == "number" and q.low > 0]
    for unit in {q.unit for q in counts}:
        values = sorted(q.low for q in counts if q.unit == unit)
        if len(values) != 2:
            continue
        part = values[0] / values[1]
        if any(_near(ratio * scale, target) for ratio in (part, 1 / part, 1 / part - 1, 1 - part)):
            return True
    return False


def _is_or_rounds(value: float, target: Quantity) -> bool:
    return same(value, target.low) or (target.rounded and _near(value, target))


def _near(value: float, target: Quantity) -> bool:
    """Whether ``target`` is ``value`` to the last digit that it shows."""
    off = abs(value - target.low)
    return off <= min(last_place(target.low) / 2, _MOST_ROUNDING * abs(value))
