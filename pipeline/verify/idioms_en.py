"""English words that stand for a number: a decade, the fifties, a trio, around the clock."""

import re
from dataclasses import replace
from typing import Final

from pipeline.verify.numbers_en import value
from pipeline.verify.quantity import Quantity, spot
from pipeline.verify.scan import Scan, longest_of

GROUPS: Final = {
    "both": 2, "couple": 2, "pair": 2, "pairs": 2, "twin": 2, "twins": 2, "dual": 2, "twice": 2,
    "duo": 2, "bilateral": 2, "trio": 3, "triplets": 3, "quartet": 4, "quintet": 5, "sextet": 6,
}  # fmt: skip
_ALL_DAY: Final = re.compile(r"\b(?:a?round[ -]the[ -]clock|day and night)\b", re.IGNORECASE)
_GROUP: Final = re.compile(rf"\b{longest_of(GROUPS)}\b", re.IGNORECASE)
SPANS: Final[dict[str, tuple[float, str]]] = {
    "decade": (10, "year"), "centenary": (100, "year"), "centennial": (100, "year"),
    "century": (100, "year"), "half-century": (50, "year"), "half century": (50, "year"),
    "quarter-century": (25, "year"), "quarter century": (25, "year"),
    "bicentenary": (200, "year"), "bicentennial": (200, "year"), "millennium": (1000, "year"),
    "centenarian": (100, "year"), "nonagenarian": (90, "year"), "octogenarian": (80, "year"),
    "septuagenarian": (70, "year"), "fortnight": (2, "week"), "half-dozen": (6, ""),
    "half dozen": (6, ""),
}  # fmt: skip
_SPAN: Final = re.compile(rf"\b{longest_of(SPANS)}\b", re.IGNORECASE)
_TENS_OF_YEARS: Final = re.compile(
    r"\b(twen|thir|for|fif|six|seven|eigh|nine)ties\b", re.IGNORECASE
)
_ALL: Final = re.compile(
    r"\b(?:all|every|full|fully|entire|entirely|complete|completely|whole)\b", re.IGNORECASE
)
_DECADE: Final = re.compile(r"(?<![\d.,])'?(?P<a>(?:1[5-9]|20)\d0|\d0)'?s\b")


def read_decades(scan: Scan) -> None:
    """Read decades in figures, before their figures are read as years."""
    scan.take(_DECADE, _decade, "0s", "0's")


def read_idioms(scan: Scan) -> None:
    """Read words that stand for a number, once all numbers are read."""
    scan.take(_ALL_DAY, _all_day, "clock", "day and night")
    scan.take(_SPAN, _span, *SPANS)
    scan.take(_TENS_OF_YEARS, _tens_of_years, "ties")
    scan.take(_ALL, _all, "all", "every", "ful", "entire", "complete", "whole")
    scan.take(_GROUP, _group, *GROUPS)


def _all_day(match: re.Match[str]) -> list[Quantity]:
    return [replace(spot(match, 24.0, "soft"), unit="hour")]


def _tens_of_years(match: re.Match[str]) -> list[Quantity]:
    year = value(match[1] + "ty")
    return [spot(match, year, "soft", others=(1900 + year, 2000 + year))]


def _all(match: re.Match[str]) -> list[Quantity]:
    return [spot(match, 100.0, "soft", "percent")]


def _group(match: re.Match[str]) -> list[Quantity]:
    return [spot(match, float(GROUPS[match[0].lower()]), "soft")]


def _span(match: re.Match[str]) -> list[Quantity]:
    size, unit = SPANS[match[0].lower()]
    return [replace(spot(match, size, "soft"), unit=unit)]


def _decade(match: re.Match[str]) -> list[Quantity]:
    year = float(match["a"])
    others = (1900 + year, 2000 + year) if year < 100 else (year % 100,)
    return [spot(match, year, "firm", others=others)]
