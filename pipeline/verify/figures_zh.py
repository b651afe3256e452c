"""What a number looks like in a Chinese text, and the quantity it stands for."""

import re
from typing import Final

from pipeline.verify.numbers_zh import FIGURES, NUMERAL, NotANumeralError, value
from pipeline.verify.quantity import Kind, Quantity, Tier, last_place, spot

# 千 before these letters belongs to the unit: 3千克 is 3 kg, not 3,000 g.
_KILO: Final = "(?![克米瓦卡焦帕赫伏兆])"
_SCALED: Final = (
    rf"(?<![\d.])(?:{FIGURES})(?:\s?[余多几]?(?:[十百千]?[万亿]+|[百千]{_KILO}))?"
    rf"(?:(?<=[万亿千])\d{{1,4}}(?:\.\d+)?[百千万]{_KILO})?"
)
# Bounded, and never begun inside a run of numerals: a page of them is read in linear time.
WORDS: Final = (
    rf"(?<![{NUMERAL}])[{NUMERAL}]{{1,40}}+(?:[余多几][万亿]+)?"
    r"(?:点[零一二三四五六七八九]+[万亿]*)?"
)
NUMBER: Final = rf"(?:{_SCALED}|{WORDS})"
"""A regular expression for one number: figures with scales (75万7千), or numerals."""

JOIN: Final = r"\s?(?:至|到|-{1,2}|~|或)\s?"
"""What stands between the two ends of a range."""

_INNER: Final = re.compile(r"[余多几]")
_MAX_LENGTH: Final = 40


def number(match: re.Match[str], group: int | str, kind: Kind = "number") -> Quantity | None:
    """Return the quantity at ``group`` of ``match``; None where it has no single value.

    Arabic figures are hard, longer numerals firm, a single numeral (一, 三, 十) soft: Chinese uses
    those in too many ways for English to repeat each.
    """
    text = match[group]
    if len(text) > _MAX_LENGTH:
        return None
    bare, vague = _INNER.subn("", text)
    try:
        low = value(bare)
    except NotANumeralError:
        return None
    high = low
    if vague:  # 20多万: the last digit before 多 may grow by one
        at = _INNER.search(text)
        head = value(text[: at.start()]) if at else low
        high = low * (head + last_place(head)) / head if head else low
    return spot(match, low, _tier(bare, low), kind, high=high, group=group)


def _tier(text: str, number: float) -> Tier:
    if any(c.isdigit() and c.isascii() for c in text):
        return "soft" if number in (0.0, 1.0) else "hard"
    if len(text) == 1 or all(c in "十百千万亿" for c in text) or number < 11:
        return "soft"
    return "firm"
