"""Reading a text in passes: what one pattern has read is blanked, so that none reads it twice."""

import re
from collections.abc import Callable, Iterable

from pipeline.verify.quantity import Quantity

Reader = Callable[[re.Match[str]], Iterable[Quantity] | None]
"""Turns a match into quantities; None leaves the text for the next pattern."""

BLANK = "\x00"


class Scan:
    """A text being read. ``text`` is what no pattern has claimed yet, offsets unchanged."""

    def __init__(self, text: str) -> None:
        self.whole = text
        self.text = text
        self.found: list[Quantity] = []

    def take(self, pattern: re.Pattern[str], read: Reader) -> None:
        """Read every match of ``pattern`` in what is left of the text."""

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
