"""One spelling of digits, punctuation and numerals, so that offsets stay those of the text.

Every replacement is one character for one character.
"""

import re
from typing import Final

GLYPHS: Final = "½¼¾⅓⅔"
VULGAR: Final = re.compile(rf"(?<![\d.,])(?P<whole>\d{{1,15}})?\s?(?P<glyph>[{GLYPHS}])")
"""A vulgar fraction, and the whole number before it."""

_TRADITIONAL = dict(
    zip(
        "萬億兩點餘幾數個約來號時週歲幣圓畝噸間層條項隻臺戶雙輛場種屆級師門員應過聯黨紀開關鐘後達",
        "万亿两点余几数个约来号时周岁币元亩吨间层条项只台户双辆场种届级师门员应过联党纪开关钟后达",
        strict=True,
    )
)
_WIDTH = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
# A full-width comma or colon separates clauses; read as ASCII it would join two numbers.
_WIDTH.pop("，")
_MARKS = {
    "　": " ",
    "\u00a0": " ",
    "\u2009": " ",
    "\u202f": " ",
    "﹪": "%",
    "–": "-",
    "—": "-",
    "‐": "-",
    "‑": "-",
    "−": "-",
    "〜": "~",
    "’": "'",
    "‘": "'",
    "○": "〇",
    "◯": "〇",
    "﹒": ".",
    "\t": " ",
    "\n": " ",
    "\r": " ",
}
# What re.IGNORECASE takes for a plain letter: a long s, a Turkish i, the sign of the kelvin.
_LETTERS = {"ſ": "s", "ı": "i", "İ": "I", "\u212a": "K"}
_ENGLISH = str.maketrans(_WIDTH | _MARKS | _LETTERS)
_CHINESE = str.maketrans(_WIDTH | _MARKS | _TRADITIONAL)


def chinese(text: str) -> str:
    """Return ``text`` with ASCII digits and simplified numerals; as long as it was."""
    return text.translate(_CHINESE)


def english(text: str) -> str:
    """Return ``text`` with ASCII digits, letters, hyphens and apostrophes; as long as it was."""
    return text.translate(_ENGLISH)
