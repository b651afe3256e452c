"""The figures and dates of a Chinese text in English, each with the place it stands at.

What a figure means is read with the verifier's own parser: this server exists to test our client,
and an answer that kept other figures than the verifier reads would only test the two readings.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.verify.chinese import quantities
from pipeline.verify.dates_en import DAYS, MONTHS
from pipeline.verify.figures import amount
from pipeline.verify.quantity import DATE_KINDS, Quantity

_PLURALS = {
    "person": "people", "visit": "visits", "century": "centuries", "foot": "feet",
    "inch": "inches", "degree Celsius": "degrees Celsius",
    "degree Fahrenheit": "degrees Fahrenheit", "jin": "jin", "mu": "mu", "li": "li",
    "liang": "liang", "zhang": "zhang", "chi": "chi", "yuan": "yuan", "yen": "yen", "won": "won",
    "baht": "baht", "dong": "dong", "pound weight": "pounds", "pound": "pounds sterling",
    "franc": "Swiss francs",
}  # fmt: skip
_CHAIN = 2
"""How many characters (年, a blank) may stand between two parts of one date."""


@dataclass(frozen=True, slots=True)
class Piece:
    """English for what stands at ``start``..``end`` (code points, end exclusive) of a source."""

    start: int
    end: int
    text: str


def figure_pieces(source: str) -> list[Piece]:
    """Return every figure and date that an English of ``source`` has to give back, in order."""
    found: list[Piece] = []
    read = [q for q in quantities(source) if q.tier != "soft" or _half_hour(q)]
    at = 0
    while at < len(read):
        group = _group(read, at)
        if group[0].tier != "soft":
            found.append(Piece(group[0].start, max(q.end for q in group), _english(group, read)))
        at += len(group)
    return found


def in_words(quantity: Quantity) -> str:
    """Return one number, share or multiple in English, with its unit."""
    value = quantity.low
    if quantity.kind == "percent":
        shown = f"{amount(value)} percent"
    elif quantity.kind == "points":
        shown = f"{amount(value)} percentage points"
    elif quantity.kind == "fraction":
        shown = f"{amount(round(value * 100, 1))} percent"
    elif quantity.kind == "times":
        shown = f"{amount(value)} times"
    else:
        shown = _number(quantity)
    return f"more than {shown}" if quantity.vague else shown


def _number(quantity: Quantity) -> str:
    value, unit = quantity.low, quantity.unit
    if quantity.code:
        return quantity.text.strip()
    if unit == "century":
        return f"the {ordinal(int(value))} century"
    if quantity.text.startswith("第"):
        return f"the {ordinal(int(value))}" if value == int(value) else f"number {amount(value)}"
    if quantity.text.endswith(("后", "年代")):
        return f"the {int(value)}s"
    if quantity.others:  # 1200至1400万: what the last end says of the first
        value = quantity.others[0]
    if not unit:
        return f"{amount(value)} cases"
    return f"{amount(value)} {_PLURALS.get(unit, unit + 's')}"


def ordinal(number: int) -> str:
    """Return ``1st``, ``22nd``, ``113th``."""
    teen = number % 100 in (11, 12, 13)
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def _half_hour(quantity: Quantity) -> bool:
    return quantity.kind == "number" and "半" in quantity.text


def _group(read: Sequence[Quantity], at: int) -> list[Quantity]:
    """Return the quantities from ``at`` on that make one date or one time of day."""
    group = [read[at]]
    for q in read[at + 1 :]:
        if not _joins(group[-1], q):
            break
        group.append(q)
    return group


def _joins(last: Quantity, q: Quantity) -> bool:
    if last.kind == "clock" or (last.kind == "number" and q.start < last.end):
        return q.kind == "number" and q.start < last.end
    near = 0 <= q.start - last.end <= _CHAIN
    if (last.kind, q.kind) in (("year", "month"), ("month", "day")):
        return near
    return last.kind == q.kind == "day" and last.phrase == q.phrase


def _english(group: Sequence[Quantity], read: Sequence[Quantity]) -> str:
    first = group[0]
    if first.kind == "clock":
        return _clock(group)
    if first.kind == "weekday":
        return f"on {DAYS[int(first.low) - 1].capitalize()}"
    if first.kind not in DATE_KINDS:
        return " with ".join(in_words(q) for q in group)
    year = next((f" {q.low:.0f}" for q in group if q.kind == "year"), "")
    month = next((MONTHS[int(q.low) - 1] for q in group if q.kind == "month"), "")
    days = sorted({int(q.low) for q in group if q.kind == "day"})
    if days and month:
        return f"on {' and '.join(map(str, days))} {month}{year}"
    if days:
        return "on " + " and ".join(f"the {ordinal(day)}" for day in days)
    return f"in {month}{year}" if month else f"in{year}"


def _clock(group: Sequence[Quantity]) -> str:
    hour = f"{group[0].low:.0f}"
    if len(group) == 1:
        return f"at {hour} o'clock"
    return f"at {hour}:" + ":".join(f"{q.low:02.0f}" for q in group[1:])
