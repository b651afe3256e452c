"""The signs a line gives of what it is: named, so that a decision can be explained by them.

A sign is there or not. What each is worth for each state of a line stands in ``weights.tsv``
(:mod:`pipeline.segment.weights`); a sign that is not weighed there counts for nothing.
"""

import re
from collections.abc import Iterator
from itertools import compress
from operator import attrgetter

from pipeline.segment import bylines, cues
from pipeline.segment.chars import DASHES, PAUSES
from pipeline.segment.evidence import Evidence
from pipeline.segment.ladder import Ladder
from pipeline.segment.lines import Strip

_HEAD = 28
SHORT = 46
"""Wider lines are no heads."""
READS_ON = 1.5
"""From these log-odds up a line is said to read on from another."""
LITTLE = 0.02
"""A paragraph with less in common with the text above it speaks of something else."""

_WIDTHS = Ladder("{}+ ems", 3, 4, 7, 10, 13, 17, 21, 24, 30, 38, 46, 60)
_PRINT_LINES = Ladder("{}+ print lines", 2, 3, 4, 6)
_SHIFTS = Ladder("the column shifts by {}+ ems", 1.0, 1.5, 2.5, 4.0)
_KIN = Ladder("{}+ short lines are built alike", 1, 2)
_PULLS = Ladder("names {}+ more words of the text below", -4, -2, 0, 1, 2, 3, 4, 5, 7, 10)
_LEANS = Ladder("leans to the text below by {}+", -12, -6, -2, 0, 3, 6, 10, 15, 22, 30)
_UPS = Ladder("is bound to the text above by {}+", 3, 8, 15)
_SHARES = (0.01, LITTLE, 0.03, 0.045, 0.065, 0.09)
_ABOVE = Ladder("{:.1%} of it or more is in the text above", *_SHARES)
_BELOW = Ladder("{:.1%} of it or more is in the text below", *_SHARES)
_ACROSS = Ladder(
    "the text before and from it have {}+ in common", 0.01, 0.03, 0.06, 0.1, 0.15, 0.2, 0.3, 0.4
)
_NEARBY = Ladder("the lines just before and from it have {}+ in common", 0.02, 0.06, 0.12, 0.2, 0.3)
_OWN = {
    "tabular": "is a row of a table", "people": "could be nothing but names",
    "signs_off": "ends with a name",
    "dateline": "begins with a dateline", "byline": "is a byline", "credit": "is a credit",
    "credited": "ends with a credit", "signature": "is a signature", "dated": "is a date",
    "listed": "begins with a number of a list", "names_kind": "names a kind of item",
    "picture": "says it describes a picture", "runs_on": "can only go on from a sentence before",
    "halves": "is set in two or three parts", "masthead": "could be a masthead",
    "rounds_up": "names a round-up", "spaced_words": "has blanks only beside letters and digits",
}  # fmt: skip
"""A line's own features, and how they are called as signs."""
_features = attrgetter(*_OWN)
_FUNCTION = re.compile("[了的着过是在和也都就]")
_Q_AND_A = re.compile(r"^(?:问|答|[QA])\s*[:：]")
_ASKS = re.compile(r"^(?:问|答|记者|[\u4e00-\u9fff]{2,4})\s*[:：]")
_STOPS = re.compile("[。!！?？]")
_INNER = re.compile("[,，;；]")
_STOP_WITHIN = re.compile(r"[。;；].|(?<=[\u4e00-\u9fff])\.[\u4e00-\u9fff]")
_MARKS = "▲▼△◆◇■□●○★☆·•"
_SALUTES = re.compile(
    r"^(?:编辑(?:同志|部)|尊敬的|[\u4e00-\u9fff]{1,6}(?:编辑|先生|女士|同志|老师))[^。]{0,6}[:：]$"
)
_CONTACT = re.compile(r"(?:电话|热线|地址|网址|传真|联系人)\s*[:：]|\d{3,4}[-—]\d{7,8}|1\d{10}")
_DIGIT = re.compile(r"\d")


def own_signs(one: Evidence) -> list[str]:
    """Return the signs that a line gives by itself, and by what its evidence says."""
    return [
        *compress(_OWN.values(), _features(one.row)),
        *_ending(one),
        *_measures(one),
        *_wording(one),
        *_reads_on(one),
        *(_bond(one) if one.row.width <= SHORT else _share(one)),
        *_SHIFTS.up_to(one.shift),
        *_ACROSS.up_to(one.bond.across),
        *_NEARBY.up_to(one.bond.nearby),
    ]


def _reads_on(one: Evidence) -> Iterator[str]:
    if one.joins:
        yield f"{'reads' if one.joins > READS_ON else 'does not read'} on from the line before"


def _ending(one: Evidence) -> Iterator[str]:
    end = one.row.text[-1]
    if one.row.closed:
        yield from _stopped(one.row.text, one.row.width)
    elif end in PAUSES:
        yield "ends with a colon" if end in ":：" else "ends with a pause"
    elif one.row.width <= SHORT:
        yield "could be a head"
        if len(one.row.runs) == 1:
            yield "could be a head of one part"
    if one.row.unbalanced:
        yield "leaves a bracket open"
    if end in ")）" and bylines.signature(one.row.tail):
        yield "ends with a signature"
    if one.leads_to_credit and not one.row.credited:
        yield "runs on to a credit"


def _stopped(text: str, width: float) -> Iterator[str]:
    yield "ends with a stop"
    if text[-1] in "。.":
        yield "ends with a full stop"
    if text[-1] in '!！?？"”》':
        yield "ends with ! ? or a quote"
    if text[-1] in "?？!！" and width <= _HEAD and not _STOPS.search(text[:-1]):
        yield "is one short question or call"


def _measures(one: Evidence) -> Iterator[str]:
    row = one.row
    yield from _WIDTHS.up_to(row.width)
    yield from _PRINT_LINES.up_to(len(row.runs))
    if row.indented:
        yield "is set in"
    if one.wide:
        yield "is wider than its column"
    if one.filled:
        yield "fills its column"
    if one.full:
        yield "is one print line that fills its column"
    if one.set_in_column:
        yield "is broken as its column is"
    if one.column is None:
        yield "has no column around it"
    elif one.column.excess(*row.last_size) < -1.5:
        yield "falls short of its column"
    if one.around is not None and len(row.runs) <= 2:
        yield "is one print line of a column of them"
        off = row.width - one.around
        yield (
            "is as wide as the lines around it"
            if abs(off) <= 1.2
            else f"is {'wider' if off > 0 else 'narrower'} than the lines around it"
        )


def _wording(one: Evidence) -> Iterator[str]:
    yield from _beginning(one)
    if one.row.width <= SHORT:
        yield from _said_short(one.row)
    yield from _KIN.up_to(one.kin)


def _beginning(one: Evidence) -> Iterator[str]:
    """Yield what a line says at its beginning."""
    head = one.row.head
    if one.dashed:
        yield "begins with a dash"
    elif head[0] in DASHES:
        yield "begins with a stroke"
    if head[0] in '"“「『':
        yield "begins with a quote"
    if head[0] in _MARKS:
        yield "begins with a bullet"
    if cues.OPENING.match(head):
        yield "begins as paragraphs do"
    if ":" in head or "：" in head:
        if _Q_AND_A.match(head):
            yield "is a question or an answer"
        if _ASKS.match(head):
            yield "begins with who speaks"
        if _SALUTES.match(head):
            yield "salutes the editor"


def _said_short(row: Strip) -> Iterator[str]:
    """Yield what only a short line is looked through for."""
    text = row.text
    if _FUNCTION.search(text):
        yield "has the little words of prose"
    if _INNER.search(text[:-1]):
        yield "has a comma within"
    if _STOP_WITHIN.search(text):
        yield "has a stop within"
    if _CONTACT.search(text):
        yield "has a number to call"
    if not row.closed and cues.OFFICE.search(text):
        yield "ends as an office's name"
    if cues.PAGE_NUMBER.match(text):
        yield "is nothing but a page number"
    if len(_DIGIT.findall(text)) * 3 >= len(text):
        yield "is figures for a third"


def _bond(one: Evidence) -> Iterator[str]:
    bond = one.bond
    yield from _PULLS.up_to(bond.pull)
    yield from _LEANS.up_to(bond.down - bond.up)
    yield from _UPS.up_to(bond.up)


def _share(one: Evidence) -> Iterator[str]:
    """Yield how much a line of text has in common with the text above it, and below."""
    above, below = one.bond.above, one.bond.below
    yield from _ABOVE.up_to(above)
    yield from _BELOW.up_to(below)
    if above < below:
        yield "has more in common with the text below than above"
