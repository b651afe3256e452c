"""The quantities of an English text."""

import re
from dataclasses import replace
from functools import lru_cache
from typing import Final

from pipeline.verify import normal, units
from pipeline.verify.dates_en import MONTHS, read_dates
from pipeline.verify.idioms_en import GROUPS, read_decades, read_idioms
from pipeline.verify.numbers_en import ORDINALS, SCALES, UNITS, NotANumberError, value
from pipeline.verify.quantity import Kind, Quantity, Tier, figures_within, is_year, spot
from pipeline.verify.scan import FIGURE, GLUED_FIGURE, Need, Scan, longest_of
from pipeline.verify.shares_en import read_shares

_MAY_HOLD: Final[tuple[Need, ...]] = (
    FIGURE, *normal.GLYPHS, "first", "second", "the clock", "one", "two", "three", "four", "five",
    "six", "seven", "eight", "nine", "ten", "eleven", "twel", "teen", "hundred", "thousand",
    "illion", "dozen", "half", "third", "quarter", "fifth", "double", "triple", "quadrupl",
    "twice", "day", "noon", "night", "score", "crore", "lakh", "decade", "cent", "millennium",
    "ties", "genarian",
    "all", "every", "ful", "entire", "complete", "whole", *GROUPS,
    *(month[:3] for month in MONTHS), re.compile(r"ty(?:-|\b)", re.IGNORECASE),
)  # fmt: skip
_FIGURES: Final = r"(?:\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|(?<![\w.])\.\d+)"
_SCALE: Final = (
    r"(?:(?i:hundred|thousand|million|billion|trillion|dozen|lakh|crore|mln|bln|mn|bn|tn)s?\b"
    r"|m(?= (?:yuan|dollars|euros|pounds|yen)\b))"
)
_GREAT: Final = ("hundred", "thousand", "million", "billion", "trillion", "dozen")
_CARDINAL: Final = longest_of([*UNITS, *_GREAT]) + r"(?![a-z])"
_ORDINAL: Final = longest_of(ORDINALS) + r"(?![a-z])"
_AND: Final = r"(?:\s+and\s+|[ -]+)"
_PER_CENT: Final = r"\s?(?:%|per ?cent\b(?!age)|pct\b|percent\b)"
_POINTS: Final = r"[ -]?(?:percentage|percent|per cent|%)[ -]points?\b|\s?pp\b"
_UNIT_LETTERS: Final = (
    r"(?:km|kg|cm|mm|ml|mg|m|g|t|k|K|kWh?|MW|GW|bn|mn|tn|st|nd|rd|th|s|am|pm|x|ha|C|F)"
    r"(?![A-Za-z0-9])"
)
_IDENTIFIER: Final = re.compile(
    r"https?://\S+|www\.\S+"
    r"|(?<![A-Za-z])(?=[A-Za-z]{1,13}-?\d)(?![A-Z]{1,3}[\d.,]{1,15}\s?(?:[mbtr]+illion|bn|m)\b)(?!(?:magnitude|mid|post|pre|sub|non|late|early|under|over|top|age|aged|about|of|the|to|and|USD|RMB|RM|CNY|HKD|EUR|MOP|NTD|SGD|GBP|JPY|US|HK|NT|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-?\d)"
    r"[A-Za-z][A-Za-z]{0,12}-?\d[A-Za-z0-9-]*"
    rf"|(?<![\d.,])\d+(?:\.\d+)?(?!{_UNIT_LETTERS})[A-Za-z][A-Za-z0-9-]*"
    r"|(?<![\d.])(?!(?:19|20)\d\d\.\d\d?\.\d\d?(?![\d.]))\d+(?:\.\d+){2,}"
)
_CODE: Final = re.compile(
    r"(?<![\d.,-])(?:\(?0\d{2,3}\)?[ -]\d{3,4}[ -]?\d{4}"
    r"|\d{3,4}-\d{3,4}-\d{3,4}|0?1[3-9]\d{9}|0\d{6,14}|\d{16,})(?![\d,]|\.\d)"
)
_LONG_FIGURE: Final = re.compile(r"\d(?:\d{5}|\d\d\d?-|(?<=0)\d\d\d?[) ])")
_VAGUE: Final = re.compile(
    r"\b(?=[abdfhmst])"
    r"(?:(?P<lead>tens|dozens|scores|hundreds|thousands|several|a few|some|few|many)(?: of)?"
    r"(?: (?P<middle>hundreds?|thousands?|millions?|dozens?))?"
    r"(?: of)? )?"
    r"(?P<last>tens|scores|hundreds?|thousands?|millions?|billions?|trillions?|dozens?)\b",
    re.IGNORECASE,
)
_WORDS: Final = re.compile(
    rf"\b(?=[abdefhmnostz])(?:an? (?={_SCALE}))?"
    rf"(?P<words>{_CARDINAL}(?:{_AND}{_CARDINAL}){{0,20}}(?:[ -]{_ORDINAL})?|{_ORDINAL})"
    rf"(?P<half>(?:[ -]and[ -]a[ -]half)(?: (?P<scale>{_SCALE}))?)?",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(
    rf"(?=[\d.{units.SIGN_STARTS}])(?P<sign>{units.SIGN}\s?)?(?<!\d)(?<!\d\.)(?P<figures>{_FIGURES})(?P<ordinal>(?:st|nd|rd|th)\b)?"
    rf"(?P<half>[ -]and[ -]a[ -]half)?(?:[ -]?(?P<scale>{_SCALE}|[kK]\b))?"
    rf"(?: (?P<scale2>{_SCALE}))?(?P<letter>(?:m|mn|bn|tn)\b)?"
)
_ROUGHLY: Final = re.compile(
    r"\b(?:about|around|approximately|roughly|nearly|almost|over|some|(?:more|less|fewer) than"
    r"|at least|up to|as many as|as much as|close to|an estimated|below|above|under|upwards of"
    r"|exceed(?:s|ed|ing)?|in excess of|surpass(?:es|ed|ing)?|beyond)"
    r"(?: the)?(?: an?)? ?(?:[A-Z]{1,3}\$|[$€£¥]|RMB ?)?$",
    re.IGNORECASE,
)
_TIE: Final = re.compile(
    r"\s?(?:-|~|to|or|and|through|until)\s?(?:about |nearly |around )?", re.IGNORECASE
)
SMALL: Final = 12.0
"""Number words up to this are soft: English uses "one", "two", "a dozen" without counting."""


@lru_cache(maxsize=128)  # a summary asks about the same paragraph many times
def quantities(text: str) -> tuple[Quantity, ...]:
    """Return every quantity of ``text`` in text order; offsets are those of ``text``."""
    scan = Scan(normal.english(text))
    if not scan.has(_MAY_HOLD):
        return ()
    scan.take(_CODE, _code, _LONG_FIGURE)
    scan.take(_IDENTIFIER, figures_within, GLUED_FIGURE, "http", "www.")
    read_decades(scan)
    read_dates(scan)
    read_shares(scan)
    scan.take(_NUMBER, _number, FIGURE)
    scan.take(_WORDS, _words)
    scan.take(_VAGUE, _vague, "tens", "scores", "hundred", "thousand", "illion", "dozen")
    read_idioms(scan)
    return _tied(scan)


def _code(match: re.Match[str]) -> list[Quantity]:
    return [replace(spot(match, 0.0, "hard"), code=re.sub(r"\D", "", match[0]))]


def _kind_after(text: str, at: int) -> tuple[Kind, int]:
    match = _POINTS_AT.match(text, at)
    if match:
        return "points", match.end()
    match = _PER_CENT_AT.match(text, at)
    if match:
        return "percent", match.end()
    match = _TIMES_AT.match(text, at)
    if match:
        return "times", match.end()
    return "number", at


_POINTS_AT: Final = re.compile(_POINTS, re.IGNORECASE)
_PER_CENT_AT: Final = re.compile(_PER_CENT, re.IGNORECASE)
_TIMES_AT: Final = re.compile(r"(?: times|-fold|x|-times)\b", re.IGNORECASE)


def _finished(match: re.Match[str], number: float, tier: Tier, *, rounded: bool) -> Quantity:
    """Return the quantity with what stands around it: percent, unit, "about"."""
    text = match.string
    kind, end = _kind_after(text, match.end())
    unit, end = units.after_english(text, end) if kind == "number" else ("", end)
    unit = units.below_zero(unit, text[max(0, match.start() - 10) : match.start()])
    sign = match.groupdict().get("sign")
    if sign:
        unit = units.with_sign(units.sign(sign), unit)
    before = text[max(0, match.start() - 24) : match.start()]
    return Quantity(
        kind,
        number,
        number,
        text[match.start() : end],
        match.start(),
        end,
        "hard" if kind in ("percent", "points") else tier,
        unit=unit,
        rounded=rounded or bool(_ROUGHLY.search(before)),
    )


def _words(match: re.Match[str]) -> list[Quantity] | None:
    try:
        number = value(match["words"])
    except NotANumberError:
        return _one_by_one(match)
    if match["half"]:
        scale = SCALES[match["scale"].lower().rstrip("s")] if match["scale"] else _last_scale(match)
        number = (number + 0.5) * scale if match["scale"] else number + 0.5 * scale
    ordinal = _ORDINAL_END.search(match["words"]) is not None
    tier: Tier = "soft" if number <= SMALL else "firm"
    # "A million" may be rounded; a bare "million" has lost its figure.
    scaled = _SCALED.search(match[0]) is not None
    if ordinal:
        return [spot(match, number, tier)]
    read = _finished(match, number, tier, rounded=scaled)
    if tier == "soft" and 1 < number < SMALL and read.unit:
        read = replace(read, tier="firm")
    return [read]


_SCALED: Final = re.compile(r"[a-z][ -]+(?:hundred|thousand|[a-z]*illion)", re.IGNORECASE)
_ORDINAL_END: Final = re.compile(rf"{_ORDINAL}$", re.IGNORECASE)


def _last_scale(match: re.Match[str]) -> float:
    last = re.split(r"[ -]", match["words"].lower())[-1]
    return SCALES.get(last, 1.0)


def _one_by_one(match: re.Match[str]) -> list[Quantity]:
    """Read words that make no number together ("two three-day events") each by itself."""
    found = []
    for word in re.finditer(r"[A-Za-z]+", match["words"]):
        name = word[0].lower()
        number = UNITS.get(name) or float(ORDINALS.get(name, 0)) or SCALES.get(name)
        if number:
            found.append(spot(match, number, "soft"))
    return found


def _number(match: re.Match[str]) -> list[Quantity]:
    figures = match["figures"].replace(",", "")
    number = float(figures)
    scale = match["scale"]
    if match["half"]:
        number += 0.5
    letter = {"m": "million"}.get(match["letter"] or "", match["letter"])
    for name in (scale, match["scale2"], letter if match["sign"] else None):
        if name:
            key = name.lower()
            number *= 1e3 if key == "k" else SCALES[key if key in SCALES else key.rstrip("s")]
    number = round(number, 6)
    tier: Tier = "soft" if number in (0.0, 1.0) and not match["sign"] else "hard"
    if match["ordinal"]:
        return [spot(match, number, tier)]
    # A 4-digit figure may be a year; either way it is the same value.
    read = _finished(match, number, tier, rounded=bool(scale))
    # 4K may be a thousand times 4, or the name of a screen.
    return [replace(read, others=(float(figures),)) if scale in ("k", "K") else read]


def _vague(match: re.Match[str]) -> list[Quantity]:
    low = 1.0
    for name in ("lead", "middle", "last"):
        word = (match[name] or "").lower().rstrip("s")
        if word in ("several", "a few", "few", "some", "many", ""):
            continue
        low *= 10.0 if word in ("ten", "dozen") else SCALES[word]
    return [spot(match, low, "soft", high=low * 10 - 1)]


def _tied(scan: Scan) -> tuple[Quantity, ...]:
    """Give the first end of a range what only its last end states: "12 to 14 million"."""
    found = list(scan.result())
    for n in range(len(found) - 1):
        first, last = found[n], found[n + 1]
        if first.end > last.start or last.start - first.end > 12:
            continue
        if not _TIE.fullmatch(scan.whole, first.end, last.start) or first.kind != "number":
            continue
        if is_year(first) and not is_year(last):  # "12% in 2015 to 15%": a year has no unit
            continue
        if last.kind in ("percent", "points") and not first.unit:
            first = replace(first, kind=last.kind)
        scale = _scale_shown(last.text)
        if scale > 1 and not _scale_shown(first.text) > 1:
            first = replace(first, others=(*first.others, first.low * scale), rounded=last.rounded)
        found[n] = replace(first, unit=first.unit or last.unit)
    return tuple(found)


def _scale_shown(text: str) -> float:
    words = re.findall(r"[a-z]+", text.lower())
    scale = 1.0
    for word in words:
        scale *= SCALES.get(word, 1.0)
    return scale
