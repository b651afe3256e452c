"""Classes of characters that carry layout or sentence information, and the width of print."""

import re
from collections.abc import Iterable
from itertools import chain
from struct import unpack_from

HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3007\U00020000-\U000323af"
"""Inside of a regular expression's class: Chinese characters."""

STOPS = "。.!！?？…"
"""What ends a sentence."""
CLOSERS = "\"'”’」』】》〉)）]］〕"
"""What may follow a sentence's stop. Straight quotes close at the end of a line."""
OPENERS = "“‘「『【《〈(（[［〔"
PAUSES = ",，、;；:："
"""What can end a print line but no sentence."""
DASHES = "—–―─-－"

NEVER_FIRST = set("。.,，、;；:：!！?？…)）]］〕》〉」』】”’%％了的们吗呢吧")
"""No sentence of news prose starts with one of these: what starts so goes on from before."""

_BRACKETS = ("()", "（）", "《》", "“”", "「」", "『』", "【】")
_BRACKET = re.compile(r"[()（）《》“”「」『』【】\"]")
_NARROW = r"[A-Za-z0-9%$.+\-/]"
_SQUEEZED = r"[,，、;；:：。!！?？…\"'“”‘’「」『』【】《》〈〉()（）\[\]·]"
_THIN = re.compile(f"({_SQUEEZED})|{_NARROW}")
_MEASURED = 400
_BEFORE_HAN = 0x3400
_PIECE = 10_000


Size = tuple[int, int, int]
"""How many characters a text has, how many of them are narrow (digits, Latin letters), and marks.
"""


def size(text: str) -> Size:
    """Return the size of ``text``.

    Narrow characters and marks are counted to ``_MEASURED`` characters; no print line is longer.
    """
    thin = _THIN.findall(text, 0, _MEASURED)
    narrow = thin.count("")
    return len(text), narrow, len(thin) - narrow


def width(size: Size) -> float:
    """Return the printed width in ems.

    A Chinese character is 1, a digit or Latin letter 0.5. A mark of punctuation is 0.6: it is cast
    on a full body, but setters squeeze marks to justify a line.
    """
    length, narrow, marks = size
    return length - 0.5 * narrow - 0.4 * marks


def is_han(char: str) -> bool:
    """Whether ``char`` is one of the common Chinese characters."""
    return "\u4e00" <= char <= "\u9fff"


def closed(text: str) -> bool:
    """Whether ``text`` ends a sentence: a stop, with or without closing quotes behind it.

    A closing bracket alone also closes, as behind a signature, unless a pause stands before it.
    """
    bare = text.rstrip()
    inner = bare.rstrip(CLOSERS)
    if inner and inner[-1] in STOPS:
        return True
    return bool(inner) and bare[-1:] in ")）」』】]］" and inner[-1] not in PAUSES


def unbalanced(text: str) -> bool:
    """Whether a bracket or quote of ``text`` is opened and not closed, or closed and not opened."""
    if not _BRACKET.search(text):
        return False
    return text.count('"') % 2 == 1 or any(
        text.count(pair[0]) != text.count(pair[1]) for pair in _BRACKETS
    )


def pair_number(left: str, right: str) -> int:
    """Return the number that stands for two characters side by side."""
    return ord(left) | ord(right) << 32


def pairs(text: str) -> Iterable[int]:
    """Return the :func:`pair_number` of each two neighbouring characters, in order.

    Pages have thousands; as numbers they are had in one go, and counted faster than strings. Those
    of an endless line would fill the memory, so they come piece by piece.
    """
    if len(text) <= _PIECE:
        return _pairs(text)
    pieces = (text[at : at + _PIECE + 1] for at in range(0, len(text), _PIECE))
    return chain.from_iterable(map(_pairs, pieces))


def _pairs(text: str) -> list[int]:
    encoded, size = text.encode("utf-32-le", "surrogatepass"), max(1, len(text))
    found = [0] * (size - 1)
    found[::2] = unpack_from(f"<{size // 2}Q", encoded)
    found[1::2] = unpack_from(f"<{(size - 1) // 2}Q", encoded[4:])
    return found


def is_word(number: int) -> bool:
    """Whether a pair is one of Chinese characters."""
    return number >> 32 > _BEFORE_HAN < number & 0xFFFFFFFF
