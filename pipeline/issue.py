"""When a paper appeared, where the page or the name of its file says so for certain."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

_HAN_DIGITS: Final[dict[str, int]] = dict(
    zip("〇○零一二三四五六七八九", (0, 0, *range(10)), strict=True)
)
_NUMBER: Final = re.compile(r"\d+|[〇○零一二三四五六七八九十]+")
# 2023081602 is a date with a page behind it, or something else: not certain.
_IN_NAME: Final = re.compile(
    r"(?<!\d)(?:(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)"
    r"|(?P<year>(?:19|20)\d\d)(?:(?P<sign>[-_. ])(?P<month>\d{1,2})(?P=sign)|年(?P<mon>\d{1,2})月)"
    r"(?P<day>\d{1,2})日?)(?!\d)"
)


def issue_date(printed: str, file: str) -> str | None:
    """Return when a page appeared (ISO), or None where nothing says it for certain.

    ``printed`` is the date as the page's head has it (empty if it has none); it counts before the
    name of the ``file``, which counts only if one day stands in it.
    """
    return _read(printed) or _named(file)


def _read(printed: str) -> str | None:
    numbers = [_value(word) for word in _NUMBER.findall(printed)[:3]]
    return _iso(*numbers) if len(numbers) == 3 else None


def _named(file: str) -> str | None:
    days = set(_days(file))
    return days.pop() if len(days) == 1 else None


def _days(file: str) -> Iterator[str]:
    for found in _IN_NAME.finditer(file):
        year, month, day = (
            found["y"] or found["year"],
            found["m"] or found["month"] or found["mon"],
            found["d"] or found["day"],
        )
        iso = _iso(int(year), int(month), int(day))
        if iso:
            yield iso


def _value(word: str) -> int:
    """Return the value of a number: in figures, in digits (二〇二三) or up to 99 (二十一)."""
    if word.isdecimal():
        return int(word)
    tens, ten, ones = word.rpartition("十")
    if not ten:
        return int("".join(str(_HAN_DIGITS[digit]) for digit in word))
    return 10 * _HAN_DIGITS.get(tens, 1) + _HAN_DIGITS.get(ones, 0)


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except (ValueError, OverflowError):
        return None
