"""Percentages per mille, fractions and multiples in an English text."""

import re
from dataclasses import replace
from typing import Final

from pipeline.verify import normal
from pipeline.verify.numbers_en import SCALES, UNITS, value
from pipeline.verify.quantity import Quantity, Tier, read_vulgar, spot
from pipeline.verify.scan import Scan, longest_of

_MULTIPLE: Final = re.compile(
    r"\b(?:(?P<four>doubl(?:e[sd]?|ing) twice|quadrupl(?:e[sd]?|ing)|fourfold)"
    r"|(?P<two>doubl(?:e[sd]?|ing)|twofold|twice)"
    r"|(?P<three>tripl(?:e[sd]?|ing)|threefold|trebled?|thrice)|(?P<ten>tenfold))\b",
    re.IGNORECASE,
)
_PARTS: Final = re.compile(
    r"(?<!and )(?<!and-)\b(?P<a>an?|one|two|three|four|five|six|seven|eight|nine|\d+)[ -]"
    r"(?P<whole>half|halves|thirds?|quarters?|fourths?|fifths?|sixths?|sevenths?|eighths?|ninths?"
    r"|tenths?|hundredths?|thousandths?)(?![a-z])"
    r"(?! (?:time|day|year|prize|place|batch|phase|round|quarter|person|part(?:y|ies)|wave"
    r"|largest))",
    re.IGNORECASE,
)
_OUT_OF: Final = re.compile(
    r"\b(?P<a>one|two|three|four|five|six|seven|eight|nine|\d{1,2}) (?:in|out of)(?: every)? "
    r"(?P<whole>ten thousand|an? (?:hundred|thousand|million)|three|four|five|six|seven|eight|nine"
    r"|ten|twenty|\d{1,3}(?:,000)?|\d{4})\b(?! (?:19|20)\d\d)",
    re.IGNORECASE,
)
_PER_MILLE: Final = re.compile(
    rf"(?<![\d.,])(?P<a>\d{{1,3}}(?:\.\d{{1,4}})?|\b{longest_of(UNITS)}) ?"
    r"(?:‰|per (?:thousand|mille?)\b)",
    re.IGNORECASE,
)
_PART_NAMES: Final = (
    "half", "halves", "third", "quarter", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
    "tenth", "hundredth", "thousandth",
)  # fmt: skip
_MULTIPLE_NAMES: Final = (
    "doubl", "twofold", "twice", "tripl", "threefold", "treble", "thrice", "quadrupl", "fourfold",
    "tenfold",
)  # fmt: skip
_ONE_TO_NINE: Final = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_FIGURE_IN: Final = re.compile(r"\d (?:in|out of)", re.IGNORECASE)
_SMALL_IN: Final = tuple(f"{word} in" for word in _ONE_TO_NINE)
_SMALL_OUT: Final = tuple(f"{word} out of" for word in _ONE_TO_NINE)
_SLASH: Final = re.compile(
    r"(?<![\d/.,])(?:(?P<n>\d+)[ -])?(?P<a>\d{1,2})/(?P<whole>\d{1,3})(?![\d/])"
)
_HALF: Final = re.compile(
    r"(?<!and )(?<!and a )(?<!and-)(?<!and-a-)\b(?:half an?|half-|half|a half)(?: of)? ?"
    r"(?P<scale>(?:hundred|thousand|million|billion|trillion|dozen)\b)?"
    r"(?P<points>(?:percentage|percent|per cent)[ -]point\b)?"
    r"(?P<unit>[ -]?(?:year|century|decade|month|day)s?\b)?",
    re.IGNORECASE,
)
_AND_A_HALF: Final = re.compile(
    rf"\b(?P<a>an?|\d{{1,3}}|{longest_of(UNITS)})[ -](?P<unit>year|month|week|day|hour|decade)s?"
    r" and a half\b",
    re.IGNORECASE,
)
_WHOLES: Final = {
    "hal": 2, "thi": 3, "qua": 4, "fou": 4, "fif": 5, "six": 6, "sev": 7, "eig": 8, "nin": 9,
    "ten": 10, "hun": 100, "tho": 1000,
}  # fmt: skip


def read_shares(scan: Scan) -> None:
    """Read what is stated as a part or a multiple of something."""
    scan.take(normal.VULGAR, read_vulgar, *normal.GLYPHS)
    scan.take(_SLASH, _slash, "/")
    scan.take(_PARTS, _parts, *_PART_NAMES)
    scan.take(_PER_MILLE, _per_mille, "‰", "per thousand", "per mil")
    scan.take(_OUT_OF, _out_of, _FIGURE_IN, *_SMALL_IN, *_SMALL_OUT)
    scan.take(_AND_A_HALF, _and_a_half, "half")
    scan.take(_HALF, _half, "half")
    scan.take(_MULTIPLE, _multiple, *_MULTIPLE_NAMES)


def _slash(match: re.Match[str]) -> list[Quantity] | None:
    part, whole = float(match["a"]), float(match["whole"])
    if not 0 < part < whole:
        return None
    if match["n"]:
        return [spot(match, float(match["n"]) + part / whole, "firm")]
    return [spot(match, part / whole, "firm", "fraction", others=(part, whole))]


def _count(word: str) -> float:
    if word[0].isdigit():
        return float(word.replace(",", ""))
    return 1.0 if word.lower() in ("a", "an") else value(word)


def _parts(match: re.Match[str]) -> list[Quantity] | None:
    whole = _WHOLES[match["whole"][:3].lower()]
    part = _count(match["a"])
    if not 0 < part <= whole:
        return None
    tier: Tier = "soft" if match["a"].lower() in ("a", "an", "one") else "firm"
    return [spot(match, part / whole, tier, "fraction", others=(part,))]


def _out_of(match: re.Match[str]) -> list[Quantity] | None:
    part, whole = _count(match["a"]), _count(match["whole"])
    if not 0 < part < whole:
        return None
    return [
        spot(match, part / whole, "soft", "fraction"),
        spot(match, part, "soft", group="a"),
        spot(match, whole, "soft", group="whole"),
    ]


def _per_mille(match: re.Match[str]) -> list[Quantity]:
    share = float(match["a"]) if match["a"][0].isdigit() else value(match["a"])
    return [spot(match, share / 10, "hard", "percent")]


def _half(match: re.Match[str]) -> list[Quantity]:
    if match["scale"]:
        return [spot(match, SCALES[match["scale"].lower()] / 2, "firm")]
    if match["points"]:
        return [spot(match, 0.5, "hard", "points")]
    if match["unit"] and match["unit"].strip(" -").lower().startswith("year"):
        return [
            spot(match, 0.5, "soft", "fraction"),
            replace(spot(match, 6.0, "soft"), unit="month"),
        ]
    return [spot(match, 0.5, "soft", "fraction")]


def _and_a_half(match: re.Match[str]) -> list[Quantity]:
    unit = match["unit"].lower()
    return [replace(spot(match, _count(match["a"]) + 0.5, "firm"), unit=unit)]


def _multiple(match: re.Match[str]) -> list[Quantity]:
    name = match.lastgroup or "two"
    return [spot(match, value(name), "soft", "times")]
