"""Reading a text in passes: what one pattern has read is blanked, so that none reads it twice."""

import re
from collections.abc import Callable, Iterable

from pipeline.verify.quantity import Quantity

Reader = Callable[[re.Match[str]], Iterable[Quantity] | None]
"""Turns a match into quantities; None leaves the text for the next pattern."""

Need = str | re.Pattern[str]

BLANK = "\x00"
FIGURE = "\\d"
"""Among what a pattern needs: any digit."""
GLUED_FIGURE = re.compile(r"\d(?:(?<=[A-Za-z]\d)|(?<=[A-Za-z]-\d)|(?=[A-Za-z])|(?=\.\d+\.\d))")
"""A digit beside a Latin letter, or in a figure of several parts."""
_DIGIT = re.compile(r"\d")


class Scan:
    """A text being read. ``text`` is what no pattern has claimed yet, offsets unchanged.

    Most patterns match nowhere in most texts, and to find that out is most of the work. So a
    pattern comes with what it needs: literals, one of which stands in everything it matches, in
    the text's case or in lower case, or simpler patterns, which begin with a set of characters so
    that they are found at once.
    """

    def __init__(self, text: str) -> None:
        self.whole = text
        self.text = text
        self.found: list[Quantity] = []
        self._stock = f"{text}\n{text.lower()}{FIGURE if _DIGIT.search(text) else ''}"

    def has(self, needs: Iterable[Need]) -> bool:
        """Whether one of ``needs`` stands in the text."""
        stock = self._stock
        for need in needs:
            if need in stock if isinstance(need, str) else need.search(self.whole):
                return True
        return False

    def take(self, pattern: re.Pattern[str], read: Reader, *needs: Need) -> None:
        """Read every match of ``pattern`` in what is left of the text.

        Every match must hold one of ``needs``; without any, all texts are searched.
        """
        if needs and not self.has(needs):
            return

        def blank(match: re.Match[str]) -> str:
            quantities = read(match)
            if quantities is None:
                return match[0]
            self.found.extend(quantities)
            return BLANK * (match.end() - match.start())

        self.text = pattern.sub(blank, self.text)

    def result(self) -> tuple[Quantity, ...]:
        """Return what was read, in text order."""
        return tuple(sorted(self.found, key=lambda quantity: quantity.start))


def longest_of(words: Iterable[str]) -> str:
    """Return a regular expression for any of ``words``, longer ones first.

    It goes letter by letter, where an alternation would try word after word at every place.
    """
    tails: dict[str, list[str]] = {}
    for word in dict.fromkeys(words):
        tails.setdefault(word[:1], []).append(word[1:])
    ends = tails.pop("", None) is not None
    if not tails:
        return ""
    branches = "|".join(re.escape(first) + longest_of(rest) for first, rest in tails.items())
    return f"(?:{branches}){'?' if ends else ''}"
