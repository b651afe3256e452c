"""Numbers as people say them: 四块八, 3块5毛, 两毛, 八十有三, 民国二十三年, 十二年零六个月."""

import re
from dataclasses import replace
from typing import Final

from pipeline.verify.figures_zh import NUMBER, number
from pipeline.verify.numbers_zh import NUMERAL, value
from pipeline.verify.quantity import Quantity, spot
from pipeline.verify.scan import Scan

_ONE: Final = r"[一二两三四五六七八九\d]"
# 四块八, 3块5毛, 一块二毛钱; 三块地 and 一块 have no figure behind them.
_KUAI: Final = re.compile(
    rf"(?P<a>{NUMBER})块(?:(?P<b>{_ONE})(?![{NUMERAL}\d个块])[毛角]?|(?=钱))钱?"
)
_MAO: Final = re.compile(
    rf"(?<![{NUMERAL}\d.])(?P<a>{_ONE})(?:毛钱?|角钱|(?<=\d)角(?=[，。；]|$))(?![发衣线笔巾皮病孩不细])"
)
_TALL: Final = re.compile(r"(?P<a>[一二两三12])米(?P<b>[一二三四五六七八九]{1,2})(?![米十百千])")
_AND: Final = re.compile(
    rf"(?<![{NUMERAL}])(?P<a>[二三四五六七八九]?十)有(?P<b>[一二三四五六七八九])(?![{NUMERAL}个])"
)
_REPUBLIC: Final = re.compile(rf"民国(?P<a>{NUMBER})年")
_HALF_A_YEAR_MORE: Final = re.compile(rf"(?P<a>{NUMBER})年(?:零|又)?(?P<b>6|六)个月")
_REPUBLIC_BEFORE: Final = 1911
"""民国元年 is 1912."""


def read_spoken(scan: Scan) -> None:
    """Read what the other patterns would take for two numbers, or for another one."""
    scan.take(_KUAI, _kuai, "块")
    scan.take(_MAO, _mao, "毛", "角")
    scan.take(_TALL, _tall, "米")
    scan.take(_AND, _and, "十有")
    scan.take(_REPUBLIC, _republic, "民国")
    scan.take(_HALF_A_YEAR_MORE, _years_and_a_half, "个月")


def _kuai(match: re.Match[str]) -> list[Quantity] | None:
    whole = number(match, "a")
    if whole is None:
        return None
    tenths = _digit(match["b"]) / 10 if match["b"] else 0.0
    return [replace(spot(match, round(whole.low + tenths, 2), "firm"), unit="yuan")]


def _mao(match: re.Match[str]) -> list[Quantity]:
    tenths = round(_digit(match["a"]) / 10, 2)
    fen = _digit(match["a"]) * 10
    return [replace(spot(match, tenths, "firm", others=(fen,)), unit="yuan")]


def _tall(match: re.Match[str]) -> list[Quantity]:
    """Read 一米七五, which is 1.75 metres."""
    decimals = "".join(str(int(_digit(one))) for one in match["b"])
    return [replace(spot(match, _digit(match["a"]) + float(f".{decimals}"), "firm"), unit="metre")]


def _and(match: re.Match[str]) -> list[Quantity]:
    return [spot(match, value(match["a"]) + value(match["b"]), "firm")]


def _republic(match: re.Match[str]) -> list[Quantity] | None:
    year = number(match, "a")
    if year is None:
        return None
    return [spot(match, year.low + _REPUBLIC_BEFORE, "firm", "year", others=(year.low,))]


def _years_and_a_half(match: re.Match[str]) -> list[Quantity] | None:
    years = number(match, "a")
    if years is None:
        return None
    months = spot(match, 6.0, "soft", group="b")
    half = replace(years, others=(years.low + 0.5, years.low * 12 + 6), unit="year")
    return [half, replace(months, unit="month")]


def _digit(text: str) -> float:
    return float(text) if text.isdigit() else value(text)
