"""Years, months, days, weekdays and times of day in a Chinese text."""

import re
from dataclasses import replace
from typing import Final

from pipeline.verify.numbers_zh import NotANumeralError, value
from pipeline.verify.quantity import (
    YEAR_SPAN,
    Kind,
    Quantity,
    Tier,
    hours,
    in_phrase,
    read_year_span,
    spot,
)
from pipeline.verify.scan import Scan

_BETWEEN: Final = r"\s?(?:[、,，-]|至|到|~|和|及|与|或)\s?"
_MONTH: Final = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY: Final = r"(?:3[01]|[12]\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_WEEK: Final = "一二三四五六日天"

_NUMERIC: Final = re.compile(
    r"(?<![\d.])(?P<year>(?:19|20)\d\d)(?P<mark>[-/.])(?P<month>1[0-2]|0?[1-9])(?P=mark)(?P<day>3[01]|[12]\d|0?[1-9])(?![\d])"
)
_YEAR: Final = re.compile(
    rf"(?<![\d.])(?P<first>\d{{4}})?(?P<sep>{_BETWEEN})?(?P<year>\d{{4}}|[一二][〇零一二三四五六七八九]{{3}})\s?年(?!代)"
)
_YEAR_LIST: Final = re.compile(
    rf"(?<![\d.])(?:(?:19|20)\d\d{_BETWEEN}){{1,8}}(?=(?:19|20)\d\d\s?年)"
)
_MONTHS: Final = re.compile(
    rf"(?=[0-9一二三四五六七八九十])(?<![\d.一二三四五六七八九十几数])(?:(?P<first>{_MONTH})月?(?:份)?{_BETWEEN})?(?P<last>{_MONTH})\s?月(?P<lunar>初[一二三四五六七八九十]|[十廿][一二三四五六七八九])?(?!日)(?![球亮牙饼嫂])"
)
_DAYS: Final = re.compile(
    rf"(?<![\d.第])(?:(?P<list>(?:{_DAY}日?{_BETWEEN}){{1,6}}))?(?P<day>{_DAY})\s?(?P<mark>日|号)(?![线楼院馆井机厅桥门台厂店公路房船坑矿文令])"
)
_WEEKDAY: Final = re.compile(
    rf"(?P<every>每)?(?:星期|礼拜|周)(?P<day>[{_WEEK}])(?P<more>(?:[、,和及至到~-][{_WEEK}](?=[、，。；,;和及至到~早中晚上下)\s-]|$)){{1,6}})?(?![个次场期篇个轮届大本小边岁遍圈流]|天(?![气津空]))"
)
_PART: Final = (
    r"(?P<part>凌晨|清晨|早[上晨]?|[上中下]午|午[间后]|傍晚|晚[上间]?|夜[间里]|[今当]晚)?"
)
_CLOCK: Final = re.compile(
    rf"{_PART}(?:当地时间|北京时间)?(?<![\d.])(?P<hour>2[0-4]|[01]?\d|十[一二]?|二十[一二三]?|[一二三四五六七八九两])"
    rf"(?:时(?!间|代|节|期|刻|任|不|而)|点(?=[0-5]?\d分(?!之|钱|球))|点(?!多?[名个种条项半]?[要建击评赞燃五]|\d))(?:(?P<half>半)|(?P<minute>[0-5]?\d|[一二三四五]?十[一二三四五六七八九]?)分|(?P<quarter>[一三])刻|整|许|左右|钟)?"
)
_COLON: Final = re.compile(
    rf"{_PART}(?<![\d.:])(?P<hour>2[0-4]|[01]?\d):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?(?![\d:])"
)
WEEKDAYS: Final = {c: float(n) for n, c in enumerate("一二三四五六", 1)} | {"日": 7.0, "天": 7.0}


def read_dates(scan: Scan) -> None:
    """Read every date and time."""
    scan.take(_NUMERIC, _numeric, "19", "20")
    scan.take(_COLON, _clock, ":")
    scan.take(YEAR_SPAN, read_year_span, "19", "20")
    scan.take(_YEAR_LIST, _years, "年")
    scan.take(_YEAR, _year, "年")
    scan.take(_MONTHS, _months, "月")
    scan.take(_DAYS, _days, "日", "号")
    scan.take(_WEEKDAY, _weekday, "星期", "礼拜", "周")
    scan.take(_CLOCK, _clock, "时", "点")


def _numeric(match: re.Match[str]) -> list[Quantity]:
    return in_phrase(match, [_part(match, "year"), _part(match, "month"), _part(match, "day")])


def _read(text: str) -> float:
    return float(text) if text.isdigit() else value(text)


def _part(match: re.Match[str], kind: Kind, group: str = "") -> Quantity:
    return spot(match, _read(match[group or kind]), "hard", kind, group=group or kind)


def _years(match: re.Match[str]) -> list[Quantity]:
    return [spot(match, float(year), "hard", "year") for year in re.findall(r"\d{4}", match[0])]


def _year(match: re.Match[str]) -> list[Quantity] | None:
    if match["first"] and not match["sep"]:
        return None
    try:
        found = [_part(match, "year")]
        if match["first"]:
            found.append(_part(match, "year", "first"))
    except NotANumeralError:
        return None
    return found


def _months(match: re.Match[str]) -> list[Quantity]:
    tier: Tier = "hard" if match["last"].isdigit() else "firm"
    found = [replace(_part(match, "month", "last"), tier=tier, text=match[0], end=match.end())]
    if match["first"]:
        found.append(replace(_part(match, "month", "first"), tier=tier))
    if match["lunar"]:  # 农历十一月十一
        day = match["lunar"].removeprefix("初").replace("廿", "二十")
        found = [replace(month, tier="soft") for month in found]
        found.append(spot(match, _read(day), "soft", "day", group="lunar"))
    return found


def _days(match: re.Match[str]) -> list[Quantity] | None:
    written = match["day"]
    if match["mark"] == "号" and not _after_month(match):
        return None  # 3号 alone numbers a house, a mine, a player
    if not written.isdigit() and not _after_month(match):
        return None  # 一日, 十日 may count days
    tier: Tier = "hard" if written.isdigit() else "firm"
    found = [replace(_part(match, "day"), tier=tier, text=match[0], end=match.end())]
    for day in re.findall(_DAY, match["list"] or ""):
        found.append(spot(match, _read(day), "firm", "day", group="list"))
    return in_phrase(match, found)


def _after_month(match: re.Match[str]) -> bool:
    return match.start() > 0 and match.string[match.start() - 1] == "\x00"


def _weekday(match: re.Match[str]) -> list[Quantity]:
    tier: Tier = "soft" if match["every"] else "firm"
    more = [day for day in match["more"] or "" if day in WEEKDAYS]
    return [spot(match, WEEKDAYS[day], tier, "weekday") for day in (match["day"], *more)]


def _clock(match: re.Match[str]) -> list[Quantity] | None:
    if match["hour"] is None:
        return None
    hour = _read(match["hour"])
    fields = match.groupdict()
    numeral = not match["hour"].isdigit()
    if numeral and not (fields["part"] or fields.get("half") or fields.get("minute")):
        return None  # 三点 is a time, three points, or three o'clock
    midnight = hour in (0.0, 24.0)  # "0 to 24 o'clock" is the whole day
    tier: Tier = "soft" if midnight else "firm"
    hour, others = hours(hour, _half_of_day(fields["part"] or "", hour))
    found = [spot(match, hour, tier, "clock", others=others)]
    if fields.get("half"):
        found.append(spot(match, 30.0, "soft"))
    if fields.get("quarter"):
        found.append(spot(match, _read(fields["quarter"]) * 15, "soft"))
    for name in ("minute", "second"):
        if fields.get(name) and _read(fields[name]):
            found.append(spot(match, _read(fields[name]), "firm", group=name))
    return found


def _half_of_day(part: str, hour: float) -> str:
    """Return ``am`` or ``pm`` where the part of the day tells; the night belongs to both."""
    if part[:1] in ("早", "凌", "清") or part == "上午":
        return "am"
    if part[:1] in ("下", "傍", "午") or (part[:1] == "晚" and 5 <= hour < 12):
        return "pm"
    return ""
