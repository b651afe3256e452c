"""The value of a written Chinese numeral: ``三千六百二十二``, ``75万7千``, ``二〇二三``.

Grammar: a numeral is a row of digits or figures, each followed by its scales; a scale of 万 or 亿
multiplies all that stands before it since the last greater one.
"""

import re
from typing import Final

DIGITS: Final = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
SCALES: Final = {"十": 10.0, "百": 100.0, "千": 1e3, "万": 1e4, "亿": 1e8}
NUMERAL: Final = "零〇一二三四五六七八九两十百千万亿"
FIGURES: Final = r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"

_ATOM: Final = re.compile(rf"({FIGURES})|([{NUMERAL}])")
_GREAT = 1e4


class NotANumeralError(ValueError):
    """The text is no Chinese numeral that has one value."""


def value(text: str) -> float:
    """Return the value of ``text`` (spaces are ignored).

    Raises :class:`NotANumeralError` where it is none, or has no single value (``三五``).
    """
    bare = text.replace(" ", "")
    whole, point, fraction = bare.partition("点")
    if point:
        return _with_point(whole, fraction)
    if len(bare) > 1 and all(c in DIGITS and c != "两" for c in bare):
        return _positional(bare)
    return _scaled(bare)


def _positional(text: str) -> float:
    """Read ``二〇二三``: digits by place. ``三五`` is "three to five" and has no value."""
    if len(text) == 2 and "〇" not in text and "零" not in text:
        raise NotANumeralError(text)
    return float("".join(str(DIGITS[c]) for c in text))


def _with_point(whole: str, fraction: str) -> float:
    digits = re.match(r"[零〇一二三四五六七八九]+", fraction)
    if digits is None or not whole:
        raise NotANumeralError(f"{whole}点{fraction}")
    part = "".join(str(DIGITS[c]) for c in digits[0])
    scale = 1.0
    for c in fraction[digits.end() :]:
        if c not in SCALES:
            raise NotANumeralError(f"{whole}点{fraction}")
        scale *= SCALES[c]
    exact = f"{value(whole):.0f}.{part}"
    return round(float(exact) * scale, 6)


def _scaled(text: str) -> float:
    total = section = 0.0  # what 亿 and 万 have closed; what stands since
    pending: float | None = None  # a digit or figure whose scale is still to come
    place = float("inf")  # a section's scales must fall
    at = 0
    last_scale = 0.0
    for atom in _ATOM.finditer(text):
        if atom.start() != at:
            raise NotANumeralError(text)
        at = atom.end()
        word = atom[0]
        if atom[1] or word in DIGITS:
            if pending:  # two digits without a scale between them
                raise NotANumeralError(text)
            pending = float(word.replace(",", "")) if atom[1] else float(DIGITS[word])
            continue
        scale = SCALES[word]
        if scale < _GREAT:
            if scale >= place:
                raise NotANumeralError(text)
            section += (1.0 if pending is None else pending or 1.0) * scale
            place = scale
        else:
            held = section + (pending or 0.0)
            if not held and total and last_scale >= _GREAT:  # 万亿
                total *= scale
            else:
                total = (
                    (total + held) * scale
                    if total and total < scale
                    else total + (held or 1.0) * scale
                )
            section, place = 0.0, float("inf")
        pending, last_scale = None, scale
    if at != len(text) or not text:
        raise NotANumeralError(text)
    # 一万五, 三百六: a last bare digit takes the next lower scale; after 零 it is itself.
    short = pending and last_scale > 10 and text[-2:-1] in SCALES and text[-1] in DIGITS
    tail = (pending or 0.0) * (last_scale / 10 if short else 1.0)
    return round(total + section + tail, 6)
