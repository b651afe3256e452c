"""The value of an English number in words: ``three thousand six hundred and twenty-two``."""

import re
from typing import Final

_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = [
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
]
UNITS: Final = {word: float(n) for n, word in enumerate(_ONES)} | {
    word: 20.0 + 10 * n for n, word in enumerate(_TENS)
}
SCALES: Final = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
    "dozen": 12.0, "mn": 1e6, "bn": 1e9, "tn": 1e12, "mln": 1e6, "m": 1e6, "bln": 1e9, "lakh": 1e5,
    "crore": 1e7, "score": 20.0,
}  # fmt: skip
ORDINALS: Final = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13,
    "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18,
    "nineteenth": 19, "twentieth": 20, "thirtieth": 30, "fortieth": 40, "fiftieth": 50,
    "sixtieth": 60, "seventieth": 70, "eightieth": 80, "ninetieth": 90, "hundredth": 100,
}  # fmt: skip
_ORDINAL_SCALES = {"hundredth": 100.0, "thousandth": 1e3, "millionth": 1e6}
_WORD: Final = re.compile(r"[a-z]+")


class NotANumberError(ValueError):
    """The words are no number."""


def value(text: str) -> float:
    """Return the value of number words, cardinal or ordinal ("twenty-fifth", "a hundred").

    Raises :class:`NotANumberError` where they are none.
    """
    total = current = 0.0
    seen = False
    for word in _WORD.findall(text.lower()):
        if word in ("and", "a", "an"):
            continue
        seen = True
        if word in UNITS:
            current += _added(UNITS[word], current, text)
        elif word in _ORDINAL_SCALES:
            current = (current or 1.0) * _ORDINAL_SCALES[word]
        elif word in ORDINALS:
            current += _added(ORDINALS[word], current, text)
        elif word in SCALES:
            scale = SCALES[word]
            if scale < 1e3:
                current = (current or 1.0) * scale
            else:
                # A greater scale after a smaller one takes it along: "two hundred thousand million"
                total = total + (current or 1.0) * scale if current or not total else total * scale
                current = 0.0
        else:
            raise NotANumberError(text)
    if not seen:
        raise NotANumberError(text)
    return total + current


def _added(number: float, current: float, text: str) -> float:
    """Return ``number`` if it may follow what was read: "twenty-five", not "two first" prizes."""
    tens = current % 100
    if tens and (tens % 10 or tens < 20 or number >= 10):
        raise NotANumberError(text)
    return number
