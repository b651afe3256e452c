"""The quantities of an English text."""

import re
from dataclasses import replace
from functools import lru_cache
from typing import Final

from pipeline.verify import normal, units
from pipeline.verify.dates_en import MONTHS, read_dates
from pipeline.verify.numbers_en import ORDINALS, SCALES, UNITS, NotANumberError, value
from pipeline.verify.quantity import Kind, Quantity, Tier, figures_within, read_vulgar, spot
from pipeline.verify.scan import FIGURE, GLUED_FIGURE, Need, Scan, longest_of

_GROUPS: Final = {
    "both": 2, "couple": 2, "pair": 2, "pairs": 2, "twin": 2, "twins": 2, "dual": 2, "twice": 2,
    "duo": 2, "bilateral": 2, "trio": 3, "triplets": 3, "quartet": 4, "quintet": 5, "sextet": 6,
}  # fmt: skip
_MAY_HOLD: Final[tuple[Need, ...]] = (
    FIGURE, *normal.GLYPHS, "first", "second", "the clock", "one", "two", "three", "four", "five",
    "six", "seven", "eight", "nine", "ten", "eleven", "twel", "teen", "hundred", "thousand",
    "illion", "dozen", "half", "third", "quarter", "fifth", "double", "triple", "quadrupl",
    "twice", "day", "noon", "night", "score", "crore", "lakh", "decade", "cent", "millennium",
    "ties", "genarian",
    "all", "every", "ful", "entire", "complete", "whole", *_GROUPS,
    *(month[:3] for month in MONTHS), re.compile(r"ty(?:-|\b)", re.IGNORECASE),
)  # fmt: skip
_FIGURES: Final = r"(?:\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|(?<![\w.])\.\d+)"
_SCALE: Final = (
    r"(?i:hundred|thousand|million|billion|trillion|dozen|lakh|crore|mln|bln|mn|bn|tn)s?\b"
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
    r"|(?<![A-Za-z])(?=[A-Za-z]{1,13}-?\d)(?!(?:mid|post|pre|sub|non|late|early|under|over|top|age|aged|about|of|the|to|and|USD|RMB|CNY|HKD|EUR|MOP|NTD|SGD|GBP|JPY|US|HK|NT|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-?\d)"
    r"[A-Za-z][A-Za-z]{0,12}-?\d[A-Za-z0-9-]*"
    rf"|(?<![\d.,])\d+(?:\.\d+)?(?!{_UNIT_LETTERS})[A-Za-z][A-Za-z0-9-]*"
    r"|(?<![\d.])(?!(?:19|20)\d\d\.\d\d?\.\d\d?(?![\d.]))\d+(?:\.\d+){2,}"
)
_CODE: Final = re.compile(
    r"(?<![\d.,-])(?:\(?0\d{2,3}\)?[ -]\d{3,4}[ -]?\d{4}"
    r"|\d{3,4}-\d{3,4}-\d{3,4}|0?1[3-9]\d{9}|0\d{6,14}|\d{16,})(?![\d,]|\.\d)"
)
_LONG_FIGURE: Final = re.compile(r"\d(?:\d{5}|\d\d\d?-|(?<=0)\d\d\d?[) ])")
_DECADE: Final = re.compile(r"(?<![\d.,])'?(?P<a>(?:1[5-9]|20)\d0|\d0)'?s\b")
_VAGUE: Final = re.compile(
    r"\b(?=[abdfhmst])"
    r"(?:(?P<lead>tens|dozens|scores|hundreds|thousands|several|a few|some|few|many)(?: of)?"
    r"(?: (?P<middle>hundreds?|thousands?|millions?|dozens?))?"
    r"(?: of)? )?"
    r"(?P<last>tens|scores|hundreds?|thousands?|millions?|billions?|trillions?|dozens?)\b",
    re.IGNORECASE,
)
_MULTIPLE: Final = re.compile(
    r"\b(?:(?P<two>doubl(?:e[sd]?|ing)|twofold|twice)|(?P<three>tripl(?:e[sd]?|ing)|threefold|trebled?|thrice)"
    r"|(?P<four>quadrupl(?:e[sd]?|ing)|fourfold)|(?P<ten>tenfold))\b",
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
    rf"(?<![\d.,])(?P<a>\d{{1,3}}(?:\.\d{{1,4}})?|\b{_CARDINAL}) ?(?:‰|per (?:thousand|mille?)\b)",
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
_WORDS: Final = re.compile(
    rf"\b(?=[abdefhmnostz])(?:an? (?={_SCALE}))?"
    rf"(?P<words>{_CARDINAL}(?:{_AND}{_CARDINAL}){{0,12}}(?:[ -]{_ORDINAL})?|{_ORDINAL})"
    rf"(?P<half>(?:[ -]and[ -]a[ -]half)(?: (?P<scale>{_SCALE}))?)?",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(
    rf"(?=[\d.{units.SIGN_STARTS}])(?P<sign>{units.SIGN}\s?)?(?<!\d)(?<!\d\.)(?P<figures>{_FIGURES})(?P<ordinal>(?:st|nd|rd|th)\b)?"
    rf"(?P<half>[ -]and[ -]a[ -]half)?(?:[ -]?(?P<scale>{_SCALE}|[kK]\b))?"
    rf"(?: (?P<scale2>{_SCALE}))?(?P<letter>(?:m|mn|bn|tn)\b)?"
)
_ALL_DAY: Final = re.compile(r"\b(?:a?round[ -]the[ -]clock|day and night)\b", re.IGNORECASE)
_GROUP: Final = re.compile(rf"\b{longest_of(_GROUPS)}\b", re.IGNORECASE)
_SPANS: Final[dict[str, tuple[float, str]]] = {
    "decade": (10, "year"), "centenary": (100, "year"), "centennial": (100, "year"),
    "century": (100, "year"), "half-century": (50, "year"), "half century": (50, "year"),
    "quarter-century": (25, "year"), "quarter century": (25, "year"),
    "bicentenary": (200, "year"), "bicentennial": (200, "year"), "millennium": (1000, "year"),
    "centenarian": (100, "year"), "nonagenarian": (90, "year"), "octogenarian": (80, "year"),
    "septuagenarian": (70, "year"), "fortnight": (2, "week"), "half-dozen": (6, ""),
    "half dozen": (6, ""),
}  # fmt: skip
_SPAN: Final = re.compile(rf"\b{longest_of(_SPANS)}\b", re.IGNORECASE)
_TENS_OF_YEARS: Final = re.compile(
    r"\b(twen|thir|for|fif|six|seven|eigh|nine)ties\b", re.IGNORECASE
)
_ALL: Final = re.compile(
    r"\b(?:all|every|full|fully|entire|entirely|complete|completely|whole)\b", re.IGNORECASE
)
_ROUGHLY: Final = re.compile(
    r"\b(?:about|around|approximately|roughly|nearly|almost|over|some|(?:more|less|fewer) than"
    r"|at least|up to|as many as|as much as|close to|an estimated|below|above|under|upwards of"
    r"|exceed(?:s|ed|ing)?|in excess of|surpass(?:es|ed|ing)?|beyond)"
    r"(?: the)?(?: an?)? ?(?:[A-Z]{1,3}\$|[$€£¥]|RMB ?)?$",
    re.IGNORECASE,
)
_WHOLES: Final = {
    "hal": 2, "thi": 3, "qua": 4, "fou": 4, "fif": 5, "six": 6, "sev": 7, "eig": 8, "nin": 9,
    "ten": 10, "hun": 100, "tho": 1000,
}  # fmt: skip
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
    scan.take(_DECADE, _decade, "0s", "0's")
    read_dates(scan)
    _read_shares(scan)
    scan.take(_NUMBER, _number, FIGURE)
    scan.take(_WORDS, _words)
    scan.take(_VAGUE, _vague, "tens", "scores", "hundred", "thousand", "illion", "dozen")
    scan.take(_ALL_DAY, _all_day, "clock", "day and night")
    scan.take(_SPAN, _span, *_SPANS)
    scan.take(_TENS_OF_YEARS, _tens_of_years, "ties")
    scan.take(_ALL, _all, "all", "every", "ful", "entire", "complete", "whole")
    scan.take(_GROUP, _group, *_GROUPS)
    return _tied(scan)


def _read_shares(scan: Scan) -> None:
    scan.take(normal.VULGAR, read_vulgar, *normal.GLYPHS)
    scan.take(_SLASH, _slash, "/")
    scan.take(_PARTS, _parts, *_PART_NAMES)
    scan.take(_PER_MILLE, _per_mille, "‰", "per thousand", "per mil")
    scan.take(_OUT_OF, _out_of, _FIGURE_IN, *_SMALL_IN, *_SMALL_OUT)
    scan.take(_HALF, _half, "half")
    scan.take(_MULTIPLE, _multiple, *_MULTIPLE_NAMES)


def _code(match: re.Match[str]) -> list[Quantity]:
    return [replace(spot(match, 0.0, "hard"), code=re.sub(r"\D", "", match[0]))]


def _all_day(match: re.Match[str]) -> list[Quantity]:
    return [replace(spot(match, 24.0, "soft"), unit="hour")]


def _tens_of_years(match: re.Match[str]) -> list[Quantity]:
    year = value(match[1] + "ty")
    return [spot(match, year, "soft", others=(1900 + year, 2000 + year))]


def _all(match: re.Match[str]) -> list[Quantity]:
    return [spot(match, 100.0, "soft", "percent")]


def _group(match: re.Match[str]) -> list[Quantity]:
    return [spot(match, float(_GROUPS[match[0].lower()]), "soft")]


def _span(match: re.Match[str]) -> list[Quantity]:
    size, unit = _SPANS[match[0].lower()]
    return [replace(spot(match, size, "soft"), unit=unit)]


def _decade(match: re.Match[str]) -> list[Quantity]:
    year = float(match["a"])
    others = (1900 + year, 2000 + year) if year < 100 else (year % 100,)
    return [spot(match, year, "firm", others=others)]


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


def _multiple(match: re.Match[str]) -> list[Quantity]:
    name = match.lastgroup or "two"
    return [spot(match, value(name), "soft", "times")]


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
    sign = match.groupdict().get("sign")
    if sign:
        unit = units.sign(sign) if unit in ("", "dollar") else unit
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
    return [spot(match, low, "soft", high=low * 10)]


def _tied(scan: Scan) -> tuple[Quantity, ...]:
    """Give the first end of a range what only its last end states: "12 to 14 million"."""
    found = list(scan.result())
    for n in range(len(found) - 1):
        first, last = found[n], found[n + 1]
        if first.end > last.start or last.start - first.end > 12:
            continue
        if not _TIE.fullmatch(scan.whole, first.end, last.start) or first.kind != "number":
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
