"""One error put into a right translation: in a figure, a date, a unit.

An error is ``(pair, rng, other) -> English | None``: None where the text has no place for it.
``other`` is an English sentence from elsewhere. What is changed is found by patterns of its own,
not by the checks that are measured.
"""

import re
from collections.abc import Callable, Sequence
from random import Random
from typing import Final

from pipeline.evaluate.pairs.corpora import Pair

Error = Callable[[Pair, Random, str], str | None]

MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
FIGURE: Final = re.compile(r"(?<![\w.,-])\d[\d,]*(?:\.\d+)?(?![\w.,]*\d)(?!\w)")
_SCALE: Final = re.compile(r"\b(?:million|billion|thousand|trillion)\b")
_MONTH: Final = re.compile(rf"\b(?:{'|'.join(m for m in MONTHS if m != 'May')})\b")
_DAY: Final = re.compile(
    rf"\b(?:{'|'.join(MONTHS)}) (\d{{1,2}})\b|\b(\d{{1,2}})(?=(?:st|nd|rd|th)\b)"
)
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
_ADDED: Final = (" about 350", " 47", " 8.3 million", " some 2,600", " 15%")

Swap = tuple[str, str]
_UNITS: Final[tuple[Swap, ...]] = (
    (r"(?<=\d )(?:kilometers|kilometres|km)\b", "miles"),
    (r"(?<=\d )(?:meters|metres)\b", "feet"),
    (r"(?<=\d )hectares\b", "acres"),
    (r"(?<=\d )mu\b", "hectares"),
    (r"(?<=\d )(?:tons|tonnes)\b", "kilograms"),
    (r"(?<=\d )hours\b", "days"),
    (r"(?<=\d )years\b", "months"),
    (r"(?<=\d )days\b", "weeks"),
)
_CURRENCIES: Final[tuple[Swap, ...]] = (
    (r"(?<=\d )yuan\b", "dollars"),
    (r"(?<=ion )yuan\b", "US dollars"),
    (r"RMB ?(?=\d)", "US$"),
    (r"US\$ ?(?=\d)", "RMB "),
    (r"(?<=\d )(?:US |U\.S\. )?dollars\b", "yuan"),
    (r"(?<=ion )euros\b", "yuan"),
)
_PERCENTS: Final[tuple[Swap, ...]] = (
    (r"(?<=\d)(?:%| percent\b| per cent\b)", " percentage points"),
    (r"(?<=\d)(?:%| percent\b| per cent\b)", " "),
    (r"(?<=\d) percentage points\b", "%"),
)


def digit(pair: Pair, rng: Random, _: str) -> str | None:
    """Change one digit of a figure of two digits or more."""
    found = [m for m in FIGURE.finditer(pair.target) if sum(c.isdigit() for c in m[0]) >= 2]
    if not found:
        return None
    match = rng.choice(found)
    at = match.start() + rng.choice([n for n, c in enumerate(match[0]) if c.isdigit()])
    new = rng.choice([c for c in "123456789" if c != pair.target[at]])
    return pair.target[:at] + new + pair.target[at + 1 :]


def scale(pair: Pair, rng: Random, _: str) -> str | None:
    """Change the scale of a figure: million to billion, 5,600 to 56,000."""
    words = list(_SCALE.finditer(pair.target))
    if words and rng.random() < 0.6:
        match = rng.choice(words)
        new = rng.choice([w for w in ("thousand", "million", "billion") if w != match[0]])
        return _put(pair.target, match, new)
    figures = [m for m in FIGURE.finditer(pair.target) if _worth(m) >= 100 and not _is_year(m)]
    if not figures:
        return None
    match = rng.choice(figures)
    value = _worth(match) * rng.choice([10, 0.1, 100])
    return _put(pair.target, match, f"{value:,.0f}" if value == int(value) else f"{value:,.2f}")


def _worth(match: re.Match[str]) -> float:
    return float(match[0].replace(",", ""))


def _is_year(match: re.Match[str]) -> bool:
    return 1900 <= _worth(match) < 2100


def drop(pair: Pair, rng: Random, _: str) -> str | None:
    """Leave a figure out."""
    found = list(FIGURE.finditer(pair.target))
    if not found:
        return None
    match = rng.choice(found)
    before, after = pair.target[: match.start()], pair.target[match.end() :]
    return f"{before.rstrip()} {after.lstrip('%')}"


def add(pair: Pair, rng: Random, _: str) -> str | None:
    """Put a figure in."""
    places = [m.start() for m in re.finditer(" ", pair.target)]
    if not places:
        return None
    at = rng.choice(places)
    return pair.target[:at] + rng.choice(_ADDED) + pair.target[at:]


def swap(pair: Pair, rng: Random, _: str) -> str | None:
    """Let two figures change places."""
    found = list(FIGURE.finditer(pair.target))
    if len(found) < 2:
        return None
    first, second = sorted(rng.sample(found, 2), key=lambda m: m.start())
    if first[0] == second[0]:
        return None
    text = pair.target
    between = text[first.end() : second.start()]
    return text[: first.start()] + second[0] + between + first[0] + text[second.end() :]


def month(pair: Pair, rng: Random, _: str) -> str | None:
    """Name another month."""
    found = list(_MONTH.finditer(pair.target))
    if not found:
        return None
    match = rng.choice(found)
    return _put(pair.target, match, rng.choice([m for m in MONTHS if m != match[0]]))


def day(pair: Pair, rng: Random, _: str) -> str | None:
    """Give another day of the month."""
    found = list(_DAY.finditer(pair.target))
    if not found:
        return None
    match = rng.choice(found)
    group = 1 if match[1] else 2
    new = rng.choice([n for n in range(1, 29) if n != int(match[group])])
    start, end = match.span(group)
    return pair.target[:start] + str(new) + pair.target[end:]


def year(pair: Pair, rng: Random, _: str) -> str | None:
    """Give another year, up to ten off."""
    found = list(_YEAR.finditer(pair.target))
    if not found:
        return None
    match = rng.choice(found)
    return _put(pair.target, match, str(int(match[0]) + rng.choice([-10, -2, -1, 1, 2, 3, 10])))


def _put(text: str, match: re.Match[str], new: str) -> str:
    return text[: match.start()] + new + text[match.end() :]


def replacing(swaps: Sequence[Swap]) -> Error:
    """Return the error that replaces the first match of one of the patterns that match."""

    def error(pair: Pair, rng: Random, _: str) -> str | None:
        fitting = [(pattern, new) for pattern, new in swaps if re.search(pattern, pair.target)]
        if not fitting:
            return None
        pattern, new = rng.choice(fitting)
        return re.sub(pattern, new, pair.target, count=1)

    return error


FIGURE_ERRORS: Final[dict[str, Error]] = {
    "digit": digit,
    "scale": scale,
    "drop": drop,
    "add": add,
    "swap": swap,
    "unit": replacing(_UNITS),
    "currency": replacing(_CURRENCIES),
    "percent": replacing(_PERCENTS),
    "month": month,
    "day": day,
    "year": year,
}
"""By what is wrong."""
