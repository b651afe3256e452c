"""Percentages, fractions and multiples in a Chinese text."""

import re
from dataclasses import replace
from typing import Final

from pipeline.verify.figures_zh import JOIN, NUMBER, WORDS, number
from pipeline.verify.numbers_zh import NotANumeralError, value
from pipeline.verify.quantity import Kind, Quantity, spot
from pipeline.verify.scan import Scan

_PERCENT: Final = re.compile(
    rf"(?P<a>{NUMBER})[%]?(?:{JOIN}(?P<b>{NUMBER}))?[余多]?\s?(?:(?P<percent>%)|(?P<mille>‰)|个?(?P<points>百分点))"
)
_PARTS: Final = re.compile(
    rf"(?P<whole>{WORDS}|\d+)\s?分之\s?(?P<a>{NUMBER}|几)(?:{JOIN}(?:(?:{WORDS}|\d+)分之)?(?P<b>{NUMBER}))?"
)
_SLASH: Final = re.compile(r"(?<![\d/.])(\d{1,2})/(\d{1,3})(?![\d/])")
_TENTHS_RANGE: Final = re.compile(
    rf"(?<![第十\d.])(?P<a>[一二三四五六七八九\d]){JOIN}(?P<b>[一二三四五六七八九\d])成(?!立)"
)
_TENTHS: Final = re.compile(
    r"(?<![第一二三四五六七八九十\d.])(?P<a>[一二三四五六七八九两]|\d(?:\.\d)?)成(?:(?P<half>半)|(?P<tail>[一二三四五六七八九])(?![一二三四五六七八九十个名人]))?"
    r"(?![立本功员果为长年人分熟语就交份效品型都绩因色])"
)
_DISCOUNT: Final = re.compile(
    r"(?<![\d.第曲])(?P<a>[一二三四五六七八九]|\d(?:\.\d)?)(?P<tail>五)?折(?![扣磨腾叠线])"
)
_FOLD: Final = re.compile(rf"(?P<a>{NUMBER})(?:{JOIN}(?P<b>{NUMBER}))?[多余]?倍")
_IS_TIMES: Final = re.compile(r"[的到至达为][约近超逾]{0,2}\s?$")
_DOUBLING: Final = re.compile(r"翻了?(?P<a>[一二两三四五\d])?[番倍]|加倍|倍增")
_HALF_CENTURY: Final = re.compile("半个?世纪")
_HALF_YEAR: Final = re.compile("(?<![上下大小前后头个年多])半年")
_HALF: Final = re.compile(r"(?<![个年])半(?=年|个|天|小时|月|数|价|程|场|日)|[一过折减大多对]半")


def read_shares(scan: Scan) -> None:
    """Read what is stated as a part or a multiple of something."""
    scan.take(_PARTS, _parts, "分之")
    scan.take(_PERCENT, _percent, "%", "‰", "百分点")
    scan.take(_SLASH, _slash, "/")
    scan.take(_TENTHS_RANGE, _tenths_range, "成")
    scan.take(_DISCOUNT, lambda match: _tenfold(match, "discount"), "折")
    scan.take(_TENTHS, lambda match: _tenfold(match, "tenths"), "成")
    scan.take(_FOLD, _fold, "倍")
    scan.take(_DOUBLING, _doubling, "翻", "加倍", "倍增")
    scan.take(_HALF_CENTURY, _half_century, "半")
    scan.take(_HALF_YEAR, _half_year, "半")
    scan.take(_HALF, lambda match: [spot(match, 0.5, "soft", "fraction")], "半")


def _half_century(match: re.Match[str]) -> list[Quantity]:
    return [replace(spot(match, 50.0, "soft"), unit="year"), spot(match, 0.5, "soft", "fraction")]


def _half_year(match: re.Match[str]) -> list[Quantity]:
    return [replace(spot(match, 6.0, "firm", others=(0.5,)), unit="month")]


def _percent(match: re.Match[str]) -> list[Quantity] | None:
    kind: Kind = "points" if match["points"] else "percent"
    per = 0.1 if match["mille"] else 1.0
    found = []
    for group in ("a", "b"):
        if match[group]:
            read = number(match, group, kind)
            if read is None:
                return None
            end = match.end() if group == "b" or not match["b"] else read.end
            found.append(
                replace(
                    read,
                    low=read.low * per,
                    high=read.high * per,
                    tier="hard",
                    end=end,
                    text=match.string[read.start : end],
                )
            )
    return found


def _parts(match: re.Match[str]) -> list[Quantity] | None:
    try:
        whole = value(match["whole"])
    except NotANumeralError:
        return None
    if not whole:
        return None
    if match["a"] == "几":
        return []
    found = []
    for group in ("a", "b"):
        if match[group]:
            read = number(match, group)
            if read is None:
                return None
            if whole >= 100:
                found.append(spot(match, read.low * 100 / whole, "hard", "percent"))
            else:
                found.append(spot(match, read.low / whole, "firm", "fraction"))
    return found


def _slash(match: re.Match[str]) -> list[Quantity] | None:
    part, whole = float(match[1]), float(match[2])
    if not 0 < part < whole:
        return None
    return [spot(match, part / whole, "firm", "fraction")]


def _tenfold(match: re.Match[str], what: str) -> list[Quantity] | None:
    read = number(match, "a")
    if read is None:
        return None
    ratio = read.low / 10
    if what == "tenths" and match["half"]:
        ratio += 0.05
    if match["tail"]:  # 九成五, 九五折
        ratio += value(match["tail"]) / 100
    others = (1 - ratio,) if what == "discount" else ()
    return [spot(match, ratio, "firm", "fraction", others=others)]


def _tenths_range(match: re.Match[str]) -> list[Quantity] | None:
    first, last = number(match, "a"), number(match, "b")
    if first is None or last is None:
        return None
    return [
        spot(match, one.low / 10, "firm", "fraction", group=group)
        for one, group in ((first, "a"), (last, "b"))
    ]


def _fold(match: re.Match[str]) -> list[Quantity] | None:
    found = []
    for group in ("a", "b"):
        if match[group]:
            read = number(match, group)
            if read is None:
                return None
            # "Is 3 times" is exact; "grew 2 times" is "grew to 3 times" as well, and mixed up.
            others = () if _IS_TIMES.search(match.string[: match.start()][-6:]) else (read.low + 1,)
            found.append(replace(read, kind="times", others=others))
    return found


def _doubling(match: re.Match[str]) -> list[Quantity]:
    word = match.groupdict().get("a")
    n = value(word) if word and not word.isdigit() else float(word or 1)
    grown = 2.0**n if match[0].endswith("番") else n + 1
    others = (n,) if n <= 1 or match[0].endswith("倍") else ()
    return [spot(match, grown, "firm", "times", others=others)]
