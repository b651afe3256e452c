"""What is measured: our checks, and the plain ones that they must be better than.

A checker is ``(source, target) -> flags``: whatever it says of the pair, hashable. An error counts
as caught if there is a flag that the right translation did not have.
"""

import re
from collections import Counter
from collections.abc import Callable, Hashable
from importlib.util import find_spec
from typing import Final

from pipeline.verify import check_pair

Checker = Callable[[str, str], frozenset[Hashable]]

OURS: Final = "broadsheet"
_DIGITS: Final = re.compile(r"\d+(?:[.,]\d+)*")
_RATIO: Final = (1.4, 7.2)


def ours(source: str, target: str) -> frozenset[Hashable]:
    """Return what Broadsheet finds."""
    return frozenset((f.check, f.source, f.target) for f in check_pair(source, target))


def digits(source: str, target: str) -> frozenset[Hashable]:
    """Compare the figures as strings of digits: what most translation tools do."""
    left, right = _figures(source), _figures(target)
    return frozenset(("missing", *one) for one in (left - right).items()) | frozenset(
        ("added", *one) for one in (right - left).items()
    )


def _figures(text: str) -> Counter[str]:
    return Counter(m[0].replace(",", "") for m in _DIGITS.finditer(text))


def length(source: str, target: str) -> frozenset[Hashable]:
    """Compare lengths: 1.4 to 7.2 English characters for one of the source are usual."""
    ratio = len(target) / max(len(source), 1)
    return frozenset() if _RATIO[0] <= ratio <= _RATIO[1] else frozenset(["length"])


def _toolkit() -> Checker:
    from translate.filters.checks import FilterFailure, StandardChecker

    checker = StandardChecker()

    def numbers(source: str, target: str) -> frozenset[Hashable]:
        try:
            checker.numbers(source, target)
        except FilterFailure:
            return frozenset(["numbers"])
        return frozenset()

    return numbers


def checkers() -> dict[str, Checker]:
    """Return the checkers by name; translate-toolkit's only where it is installed."""
    found: dict[str, Checker] = {OURS: ours, "digit strings": digits, "length ratio": length}
    if find_spec("translate"):
        found["translate-toolkit numbers"] = _toolkit()
    return found
