"""Which day belongs to which month: two dates whose parts changed places."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from pipeline.verify.quantity import Quantity

Pair = tuple[float, float]

# "On July" and ", July" lack a day; "in July", "July 2020" and "July and August" do not.
_ALONE: Final = re.compile(r"(?:^|\b(?:on|the)|[,;:.()-])\s*$", re.IGNORECASE)
_WIDER: Final = re.compile(r"\s?(?:(?:of )?\d|and\b|to\b|through\b|until\b|or\b|[-/&'])")
_SHORT: Final = 12  # characters before a month that may show it is alone


def month_days(quantities: Sequence[Quantity]) -> dict[Pair, Quantity]:
    """Return the (month, day) pairs of a text, each with the quantity that is its day.

    A day belongs to the month of its own phrase ("15 August", ``2023-08-15``) or, in Chinese, to
    the one that stands right before it.
    """
    months = [q for q in quantities if q.kind == "month"]
    by_phrase = {q.phrase: q.low for q in months if q.phrase >= 0}
    by_end = {q.end: q.low for q in months}
    found: dict[Pair, Quantity] = {}
    for q in quantities:
        if q.kind == "day":
            month = by_phrase.get(q.phrase) or by_end.get(q.phrase)
            if month:
                found[month, q.low] = q
    return found


def exchanged(source: Sequence[Quantity], target: Sequence[Quantity]) -> Iterator[Quantity]:
    """Yield each English day whose month the source gives to other days only.

    Days that the source gives without a month, and months it does not name, are judged elsewhere.
    """
    given = month_days(source)
    if len(given) < 2:
        return
    months = {month for month, _ in given}
    paired = {id(q) for q in given.values()}
    free = {
        value
        for q in source
        if id(q) not in paired and q.kind in ("day", "number")
        for value in q.readings
    }
    for (month, day), quantity in month_days(target).items():
        known = (month, day) in given or day in free or month not in months
        if not known and any(day == other for _, other in given):
            yield quantity


def dayless(
    source: Sequence[Quantity], target: Sequence[Quantity], english: str
) -> Iterator[tuple[Quantity, Quantity]]:
    """Yield each month that lost its day, as the day of the source and the month of ``english``.

    Only a month that the source never names without a day, and that stands where English needs
    one, is sure to have lost it.
    """
    named = {month: day for (month, _), day in reversed(month_days(source).items())}
    begun = {q.phrase for q in source if q.kind == "day"}
    bare = {q.low for q in source if q.kind == "month" and q.phrase < 0 and q.end not in begun}
    for month in target:
        if month.kind != "month" or month.phrase >= 0 or month.low not in named.keys() - bare:
            continue
        before = english[max(0, month.start - _SHORT) : month.start]
        if _ALONE.search(before) and not _WIDER.match(english, month.end):
            yield named[month.low], month
