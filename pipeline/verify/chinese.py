"""The quantities of a Chinese text."""

import re
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from typing import Final

from pipeline.verify import idioms_zh, normal, units
from pipeline.verify.dates_zh import read_dates
from pipeline.verify.figures_zh import JOIN, NUMBER, number
from pipeline.verify.numbers_zh import DIGITS, NUMERAL, SCALES, NotANumeralError, value
from pipeline.verify.quantity import Quantity, figures_within, last_place, read_vulgar, spot
from pipeline.verify.scan import FIGURE, GLUED_FIGURE, Scan
from pipeline.verify.shares_zh import read_shares
from pipeline.verify.spoken_zh import read_spoken

_MAY_HOLD: Final = re.compile(rf"[\d{NUMERAL}双俩半几数周星翻倍夫礼世千旬甲稀耋{normal.GLYPHS}]")
_UNIT_LETTERS: Final = r"(?:km|kg|cm|mm|ml|mg|m|g|t|kW|MW|GW)(?![A-Za-z])"
_IDENTIFIER: Final = re.compile(
    r"https?://\S+|www\.\S+"
    r"|(?<![A-Za-z])[A-Za-z][A-Za-z]{0,12}-?\d[A-Za-z0-9-]*"
    rf"|(?<![\d.])\d+(?:\.\d+)?(?!{_UNIT_LETTERS})[A-Za-z][A-Za-z0-9-]*"
    r"|(?<![\d.])(?!(?:19|20)\d\d\.\d\d?\.\d\d?(?![\d.]))\d+(?:\.\d+){2,}"
)
_CODE: Final = re.compile(
    r"(?<![\d.,-])(?:0\d{2,3}-\d{7,8}|\d{3,4}-\d{3,4}-\d{3,4}|0?1[3-9]\d{9}|0\d{6,14}|\d{16,})(?![\d.,])"
)
_LONG_NAME: Final = 100.0
_LIST_MARK: Final = re.compile(r"(?:^|(?<=[。;；:： ]))(?:\(\d{1,2}\)|\d{1,2}[.、)](?!\d))")
_MARKED_FIGURE: Final = re.compile(r"\d[.、)]")
_DECADE: Final = re.compile(r"(?<!\d)(?P<a>\d{4}|\d0|[二三四五六七八九]十)\s?年代")
_CENTURY_DECADE: Final = re.compile(
    r"(?:\d{2}|[一二]十[一]?|上个?|本)世纪\s?(?P<first>[一二三四五六七八九])?(?P<a>\d0|[二三四五六七八九]十)\s?年代"
)
_THIS_CENTURY: Final = re.compile(r"本世纪|新世纪|世纪之交|千禧")
_TITLE: Final = re.compile(r"《[^《》]{1,60}》")
_COHORT: Final = re.compile(r"(?<!\d)(?P<a>\d[05])后(?!\d)")
_AGES: Final = {"花甲": 6.0, "古稀": 7.0, "耄耋": 8.0}
_AGE: Final = re.compile(r"(?P<tens>[三四五六七八九])旬(?=老|的|高|[^月]|$)|花甲|古稀|耄耋")
_VAGUE: Final = re.compile(
    r"(?:好几|数以|数|几|上|成|近|超|逾|过|这)(?P<scale>[十百千万亿]{1,2})(?P<plan>计)?"
)
_TEENS: Final = re.compile(r"(?P<tens>[二两三四五六七八九]?十)几")
_NEIGHBOURS: Final = re.compile(
    r"(?<![第二三四五六七八九十百千万\d])(?P<head>(?:[一二两三四五六七八九][十百千万亿]){1,4}|十)?(?P<a>[一二两三四五六七八九])(?P<b>[二三四五六七八九])(?P<scale>十?[百千]?[万亿]?)"
    r"(?![一二三四五六七八九十百千万亿\d])"
)
_TWO_NUMERALS: Final = re.compile("[一二两三四五六七八九][二三四五六七八九]")
_RANGE: Final = re.compile(rf"(?P<a>{NUMBER}){JOIN}(?P<b>{NUMBER})")
_SCORE: Final = re.compile(r"(?<![\d.])(?P<a>\d{1,3})\s?[比:]\s?(?P<b>\d{1,3})(?![\d.:])")
_RACE_TIME: Final = re.compile(r"(?<![\d.])(?P<a>\d{1,2})秒(?P<b>\d{1,2})(?![\d.])")
_PLAIN: Final = re.compile(
    rf"(?P<ordinal>第)?(?P<a>{NUMBER})(?P<more>[余多几来])?(?P<half>年半|个?半(?=[年月小]))?"
)
_RUN: Final = re.compile(rf"[{NUMERAL}]{{2,}}|[百千万亿]")
_KILO_UNITS: Final = frozenset("克米瓦卡焦帕赫伏")
# Beside these units even a single numeral is a figure: 三年, 五天.
_LASTING: Final = frozenset(("year", "month", "week", "day", "hour", "minute"))
_NOT_LASTING: Final = re.compile(r"[级制生]")
_PAIR: Final = re.compile(r"[双俩]|夫[妇妻]")


@lru_cache(maxsize=128)  # a summary asks about the same paragraph many times
def quantities(text: str) -> tuple[Quantity, ...]:
    """Return every quantity of ``text`` in text order; offsets are those of ``text``."""
    scan = Scan(normal.chinese(text))
    if not _MAY_HOLD.search(scan.text):
        return ()
    scan.take(_CODE, _code, FIGURE)
    scan.take(_IDENTIFIER, _identifier, GLUED_FIGURE, "http", "www.")
    scan.take(_LIST_MARK, figures_within, _MARKED_FIGURE)
    for pattern, needed in idioms_zh.NAMED:
        scan.take(pattern, _named, *needed)
    scan.take(idioms_zh.DAY_NAME, _day_name, "·", "•")
    scan.take(_RACE_TIME, _race_time, "秒")
    scan.take(_CENTURY_DECADE, _decade, "年代")
    scan.take(_DECADE, _decade, "年代")
    scan.take(_THIS_CENTURY, _this_century, "世纪", "千禧")
    scan.take(idioms_zh.EVENT, _event)
    scan.take(idioms_zh.YEAR_NAME, _year_name, "九二共")
    scan.take(normal.VULGAR, read_vulgar, *normal.GLYPHS)
    scan.take(_COHORT, _decade, "后")
    read_spoken(scan)
    scan.take(_AGE, _age, "旬", "花甲", "古稀", "耄耋")
    read_dates(scan)
    read_shares(scan)
    scan.take(idioms_zh.SET_PHRASE, _numerals_within)
    scan.take(_SCORE, _score, "比", ":")
    scan.take(_TEENS, _teens, "几")
    scan.take(_VAGUE, _vague, *"十百千万亿")
    scan.take(_NEIGHBOURS, _neighbours, _TWO_NUMERALS)
    scan.take(_RANGE, _range, *"至到-~或")
    scan.take(_PLAIN, _plain)
    scan.take(_PAIR, lambda match: [spot(match, 2.0, "soft")], *"双俩夫")
    return _outside_titles(scan)


def _outside_titles(scan: Scan) -> tuple[Quantity, ...]:
    """Return what was read; numerals inside 《》 name a work, whose English may have none."""
    inside = bytearray(len(scan.whole))
    for match in _TITLE.finditer(scan.whole):
        inside[match.start() : match.end()] = b"\x01" * (match.end() - match.start())
    return tuple(
        replace(q, tier="soft") if q.tier == "firm" and inside[q.start] else q
        for q in scan.result()
    )


def _numerals_within(match: re.Match[str]) -> list[Quantity]:
    """Read what numerals a set phrase has: an English that spells them out may show them."""
    found = [spot(match, float(DIGITS[c]), "soft") for c in match[0] if c in DIGITS]
    for run in _RUN.findall(match[0]):
        with suppress(NotANumeralError):
            found.append(spot(match, value(run), "soft"))
    return found


def _code(match: re.Match[str]) -> list[Quantity]:
    return [replace(spot(match, 0.0, "hard"), code=re.sub(r"\D", "", match[0]))]


def _identifier(match: re.Match[str]) -> list[Quantity]:
    """Read the figures of a name: a type (737MAX) keeps its number, a short one may be dropped."""
    return [
        replace(figure, tier="firm") if figure.low >= _LONG_NAME and "." not in match[0] else figure
        for figure in figures_within(match)
    ]


def _named(match: re.Match[str]) -> list[Quantity]:
    words = [word for word in match.groups() if word]
    found = [spot(match, value(word), "soft") for word in words]
    years = idioms_zh.years_of(match[0])
    return found + [spot(match, float(year), "soft", "year") for year in years]


def _day_name(match: re.Match[str]) -> list[Quantity]:
    month, day = float(match[1]), float(match[2])
    return [
        spot(match, month, "soft"),
        spot(match, day, "soft"),
        spot(match, month, "soft", "month"),
        spot(match, day, "soft", "day"),
    ]


def _decade(match: re.Match[str]) -> list[Quantity]:
    word = match["a"]
    year = float(word) if word.isdigit() else value(word)
    found = [spot(match, year, "firm", others=_centuries(year))]
    first = match.groupdict().get("first")
    if first:  # 六七十年代
        before = value(first) * 10
        found.append(spot(match, before, "firm", others=_centuries(before)))
    return found


def _centuries(year: float) -> tuple[float, ...]:
    return (1900 + year, 2000 + year, 1800 + year) if year < 100 else (year % 100,)


def _this_century(match: re.Match[str]) -> list[Quantity]:
    return [spot(match, number, "soft") for number in (2000.0, 21.0)]


def _score(match: re.Match[str]) -> list[Quantity]:
    return [spot(match, float(match[group]), "hard", group=group) for group in "ab"]


def _race_time(match: re.Match[str]) -> list[Quantity]:
    """Read 12秒36, which is 12.36 seconds."""
    return [replace(spot(match, float(f"{match['a']}.{match['b']}"), "hard"), unit="second")]


def _event(match: re.Match[str]) -> list[Quantity]:
    return [spot(match, float(number), "soft", kind) for kind, number in idioms_zh.EVENTS[match[0]]]


def _year_name(match: re.Match[str]) -> list[Quantity]:
    year = value(match[1][0]) * 10 + value(match[1][1])
    return [spot(match, 1900 + year, "firm", "year", others=(year,))]


def _age(match: re.Match[str]) -> list[Quantity]:
    tens = value(match["tens"]) if match["tens"] else _AGES[match[0]]
    return [spot(match, tens * 10, "soft", high=tens * 10 + 9)]


def _teens(match: re.Match[str]) -> list[Quantity]:
    low = value(match["tens"])
    return [spot(match, low, "soft", high=low + 9)]


def _vague(match: re.Match[str]) -> list[Quantity]:
    low = 1.0
    for c in match["scale"]:
        low *= SCALES[c]
    return [spot(match, low, "soft", high=low * 10 - 1)]


def _neighbours(match: re.Match[str]) -> list[Quantity] | None:
    low, high = DIGITS[match["a"]], DIGITS[match["b"]]
    if high != low + 1 and (low, high) != (3, 5):
        return None
    scale = 1.0
    for c in match["scale"]:
        scale *= SCALES[c]
    head = value(match["head"]) if match["head"] else 0.0
    great = SCALES.get(match["scale"][-1:], 1.0)
    if great >= SCALES["万"]:  # 一千二三百万
        head *= great
    if head and not match["scale"] and not match["head"].endswith("十"):
        scale = SCALES[match["head"][-1]] / 10  # 一万五六 is 15,000 to 16,000
    first, last = head + low * scale, head + high * scale
    return [spot(match, first, "soft", high=last, others=(last,))]


def _range(match: re.Match[str]) -> list[Quantity] | None:
    first, last = number(match, "a"), number(match, "b")
    if first is None or last is None:
        return None
    unit, end = units.after_chinese(match.string, match.end())
    own, _ = units.after_chinese(match.string, match.end("a"))
    last = replace(last, end=end, text=match.string[last.start : end])
    scale = _scale_of(match["b"], last.low)
    if scale > 1 and first.low < last.low and match["a"].replace(".", "").isdigit():
        first = replace(first, others=(first.low * scale,))
    return [replace(first, unit=own or unit), replace(last, unit=unit)]


def _scale_of(text: str, number: float) -> float:
    figures = re.match(r"[\d.,]+", text)
    if figures is None:
        return 1.0
    bare = float(figures[0].replace(",", "").rstrip(".") or 1)
    return number / bare if bare else 1.0


def _plain(match: re.Match[str]) -> list[Quantity] | None:
    read = number(match, "a")
    if read is None:
        return None
    text = match.string
    if match["a"] == "千" and text[match.end("a") : match.end("a") + 1] in _KILO_UNITS:
        return []
    unit, end = units.after_chinese(text, match.end())
    if match["half"]:
        unit, end = _after_half(match, unit, end)
    if match["ordinal"]:
        return [replace(read, start=match.start(), text=match[0])]
    if match["more"]:
        read = replace(read, high=max(read.high, read.low + last_place(read.low)))
    if match["half"]:
        read = replace(read, low=read.low + 0.5, high=read.high + 0.5)
    if unit == "century":  # the 19th century is the 1800s
        read = replace(read, others=((read.low - 1) * 100,))
    unit = units.below_zero(unit, text[: match.start()][-4:])
    unit = units.of_the_name_before(unit, text[: match.start()][-4:])
    if read.low == 1.0 and units.measure(unit) == "money":
        read = replace(read, tier="hard")
    if read.tier == "soft" and 2 < read.low < 10 and unit in _LASTING:
        read = read if _NOT_LASTING.match(text, end) else replace(read, tier="firm")
    return [replace(read, unit=unit, end=end, text=text[match.start() : end])]


def _after_half(match: re.Match[str], unit: str, end: int) -> tuple[str, int]:
    """Return the unit of 一年半, 两个半月 and 一个半小时, and where it ends."""
    if match["half"].startswith("年"):
        return "year", match.end()
    return ("month", end + 1) if match.string.startswith("月", end) else (unit, end)
