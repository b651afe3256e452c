"""The signs a line gives of what it is: named, so that a decision can be explained by them.

A sign is there or not. What each is worth for each state of a line stands in ``weights.tsv``
(:mod:`pipeline.segment.weights`); a sign that is not weighed there counts for nothing.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import compress
from operator import attrgetter

from pipeline.segment import bylines, cues
from pipeline.segment.chars import DASHES, PAUSES
from pipeline.segment.evidence import Evidence


class _Ladder:
    """Signs of a measure: one for each step that it reaches."""

    def __init__(self, sign: str, *steps: float) -> None:
        self._steps = steps
        self._signs = tuple(sign.format(step) for step in steps)

    def up_to(self, value: float) -> tuple[str, ...]:
        """Return the signs of the steps that ``value`` reaches."""
        return self._signs[: bisect_right(self._steps, value)]


_WIDTHS = _Ladder("{}+ ems", 3, 4, 7, 10, 13, 17, 21, 24, 30, 38, 46, 60)
_PRINT_LINES = _Ladder("{}+ print lines", 2, 3, 4, 6)
_SHIFTS = _Ladder("the column shifts by {}+ ems", 1.0, 1.5, 2.5, 4.0)
_KIN = _Ladder("{}+ short lines are built alike", 1, 2)
_OVER_ONE = _Ladder("{}+ heads beside it stand over one paragraph", 1, 2)
_PULLS = _Ladder("names {}+ more words of the text below", -4, -2, 0, 1, 2, 3, 4, 5, 7, 10)
_LEANS = _Ladder("leans to the text below by {}+", -12, -6, -2, 0, 3, 6, 10, 15, 22, 30)
_UPS = _Ladder("is bound to the text above by {}+", 3, 8, 15)
_LITTLE = 0.02
"""A paragraph with less in common with the text above it speaks of something else."""
_SHARES = (0.01, _LITTLE, 0.03, 0.045, 0.065, 0.09)
_ABOVE = _Ladder("{:.1%} of it or more is in the text above", *_SHARES)
_BELOW = _Ladder("{:.1%} of it or more is in the text below", *_SHARES)
_ACROSS = _Ladder(
    "the text before and from it have {}+ in common", 0.01, 0.03, 0.06, 0.1, 0.15, 0.2, 0.3, 0.4
)
_NEARBY = _Ladder(
    "the lines just before and from it have {}+ in common", 0.02, 0.06, 0.12, 0.2, 0.3
)
_MARKS = 2
"""So many datelines and bylines show that the items of a page open with them."""
_CAPTION = 8
"""A caption and what is looked at below it have so many lines."""
_ROUND_UP = 16
"""So many lines below its title a round-up may go on."""
_HEAD = 28
_SHORT = 46
"""Wider lines are no heads."""

_OWN = {
    "people": "could be nothing but names", "signs_off": "ends with a name",
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
_READS_ON = 1.5
_Q_AND_A = re.compile(r"^(?:问|答|[QA])\s*[:：]")
_ASKS = re.compile(r"^(?:问|答|记者|[\u4e00-\u9fff]{2,4})\s*[:：]")
_STOPS = re.compile("[。!！?？]")
_INNER = re.compile("[,，;；]")
_STOP_WITHIN = re.compile(r"[。;；].|(?<=[\u4e00-\u9fff])\.[\u4e00-\u9fff]")
_MARKED = re.compile(r"^[▲▼△◆◇■□●○★☆·•]")
_SALUTES = re.compile(
    r"^(?:编辑(?:同志|部)|尊敬的|[\u4e00-\u9fff]{1,6}(?:编辑|先生|女士|同志|老师))[^。]{0,6}[:：]$"
)
_CONTACT = re.compile(r"(?:电话|热线|地址|网址|传真|联系人)\s*[:：]|\d{3,4}[-—]\d{7,8}|1\d{10}")
_DIGIT = re.compile(r"\d")

_CAPTIONS = frozenset((
    "runs on to a credit", "ends with a credit", "says it describes a picture",
))  # fmt: skip
_TO_NEIGHBOURS = frozenset((
    "ends with a stop", "ends with ! ? or a quote", "ends with a pause", "begins with a dateline",
    "is a byline", "is a credit", "ends with a credit", "is a signature", "is a date",
    "begins with a dash", "fills its column", "falls short of its column",
    "is wider than its column", "is set in two or three parts", "is broken as its column is",
    "2+ print lines", "3+ print lines", "13+ ems", "24+ ems", "46+ ems",
    "says it describes a picture", "can only go on from a sentence before",
    "begins with a number of a list", "begins as paragraphs do", "leaves a bracket open",
    "is set in", "names a kind of item", "is as wide as the lines around it",
    "is narrower than the lines around it", "is one print line of a column of them",
    "begins with a bullet", "could be a head", "ends with a signature", "ends as an office's name",
    "runs on to a credit", "names a round-up", "begins with who speaks",
    "could be nothing but names", "ends with a name",
    "is one short question or call", "reads on from the line before",
    "does not read on from the line before",
))  # fmt: skip
"""What a line's neighbours take note of."""
_TO_SECOND = frozenset((
    "begins with a dateline", "is a byline", "24+ ems", "3+ print lines", "ends with a stop",
    "13+ ems", "could be a head",
))  # fmt: skip
"""What the line before its neighbour takes note of."""
_BEFORE = {sign: f"before it: {sign}" for sign in _TO_NEIGHBOURS}
_AFTER = {sign: f"after it: {sign}" for sign in _TO_NEIGHBOURS}
_SECOND = {sign: f"second after it: {sign}" for sign in _TO_SECOND}


def signs(evidence: Sequence[Evidence]) -> list[list[str]]:
    """Return the signs of each line, its neighbours' among them."""
    own = [_own(one) for one in evidence]
    marked = sum(one.row.dateline or one.row.byline for one in evidence) >= _MARKS
    found = []
    title = -_ROUND_UP
    over_one = _over_one(own)
    for index, some in enumerate(own):
        whole = ["any line", *some]
        if index - title < _ROUND_UP:
            whole += _rounded_up(some)
        if "names a round-up" in some:
            title = index
        above = own[index - 1] if index else ()
        if not _CAPTIONS.isdisjoint(some):
            whole.append(_picture(evidence[index : index + _CAPTION], above))
        if marked and "could be a head" in some and index + 1 < len(own):
            whole += _opening(evidence[index + 1 : index + 4])
        if "could be a head" in some and index + 1 < len(own):
            whole += _above_caption(own[index + 1], evidence[index + 1 : index + 1 + _CAPTION])
        if over_one[index]:
            whole += _OVER_ONE.up_to(sum(over_one[max(0, index - 2) : index + 3 : 2]) - 1)
        beside = evidence[max(0, index - 1) : index], evidence[index + 1 : index + 2]
        whole += _alone(evidence[index], *beside)
        whole += _around(own, index)
        if index:
            whole += _joint(above, some, evidence[index - 1 : index + 1])
        found.append(whole)
    return found


def _rounded_up(own: Sequence[str]) -> Iterator[str]:
    """Yield the signs of a line that a round-up's title stands above."""
    yield "a round-up's title stands above it"
    if "could be a head" in own:
        yield "could be a head in a round-up"
    if "begins with a bullet" in own or "begins with a number of a list" in own:
        yield "is marked as an item of the round-up above it"


def _over_one(own: Sequence[Sequence[str]]) -> list[bool]:
    """Return which lines could be heads over a single closed paragraph each."""
    heads = ["could be a head" in some for some in own]
    return [
        head
        and index + 1 < len(own)
        and "ends with a stop" in own[index + 1]
        and (index + 2 == len(own) or heads[index + 2])
        for index, head in enumerate(heads)
    ]


def _around(own: Sequence[Sequence[str]], index: int) -> Iterator[str]:
    """Yield the signs of the neighbours of the line at ``index``."""
    if index:
        yield from filter(None, map(_BEFORE.get, own[index - 1]))
    else:
        yield "is the first line"
    if index + 1 < len(own):
        yield from filter(None, map(_AFTER.get, own[index + 1]))
    else:
        yield "is the last line"
    if index + 2 < len(own):
        yield from filter(None, map(_SECOND.get, own[index + 2]))


def _own(one: Evidence) -> list[str]:
    return [
        *compress(_OWN.values(), _features(one.row)),
        *_ending(one),
        *_measures(one),
        *_wording(one),
        *_reads_on(one),
        *(_bond(one) if one.row.width <= _SHORT else _share(one)),
        *_SHIFTS.up_to(one.shift),
        *_ACROSS.up_to(one.bond.across),
        *_NEARBY.up_to(one.bond.nearby),
    ]


def _reads_on(one: Evidence) -> Iterator[str]:
    if one.joins:
        yield f"{'reads' if one.joins > _READS_ON else 'does not read'} on from the line before"


def _ending(one: Evidence) -> Iterator[str]:
    text, end = one.row.text, one.row.text[-1]
    if one.row.closed:
        yield "ends with a stop"
        if end in "。.":
            yield "ends with a full stop"
        if end in '!！?？"”》':
            yield "ends with ! ? or a quote"
        if end in "?？!！" and one.row.width <= _HEAD and not _STOPS.search(text[:-1]):
            yield "is one short question or call"
    elif end in PAUSES:
        yield "ends with a colon" if end in ":：" else "ends with a pause"
    elif one.row.width <= _SHORT:
        yield "could be a head"
        if len(one.row.runs) == 1:
            yield "could be a head of one part"
    if one.row.unbalanced:
        yield "leaves a bracket open"
    if end in ")）" and bylines.signature(one.row.tail):
        yield "ends with a signature"
    if one.leads_to_credit and not one.row.credited:
        yield "runs on to a credit"


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


_SAID: dict[str, Callable[[Evidence], object]] = {
    "begins with a dash": lambda one: one.dashed,
    "begins with a stroke": lambda one: not one.dashed and one.row.text[0] in DASHES,
    "begins with a quote": lambda one: one.row.text[0] in '"“「『',
    "begins with a bullet": lambda one: _MARKED.match(one.row.text),
    "begins as paragraphs do": lambda one: cues.OPENING.match(one.row.head),
    "is a question or an answer": lambda one: _Q_AND_A.match(one.row.head),
    "begins with who speaks": lambda one: _ASKS.match(one.row.head),
    "salutes the editor": lambda one: _SALUTES.match(one.row.head),
}
"""What a line says at its beginning."""
_SAID_SHORT: dict[str, Callable[[Evidence], object]] = {
    "has the little words of prose": lambda one: _FUNCTION.search(one.row.text),
    "has a comma within": lambda one: _INNER.search(one.row.text[:-1]),
    "has a stop within": lambda one: _STOP_WITHIN.search(one.row.text),
    "has a number to call": lambda one: _CONTACT.search(one.row.text),
    "ends as an office's name": lambda one: not one.row.closed and cues.OFFICE.search(one.row.text),
    "is figures for a third": lambda one: (
        len(_DIGIT.findall(one.row.text)) * 3 >= len(one.row.text)
    ),
}
"""What only a short line is looked through for."""


def _wording(one: Evidence) -> Iterator[str]:
    yield from [sign for sign, says in _SAID.items() if says(one)]
    if one.row.width <= _SHORT:
        yield from [sign for sign, says in _SAID_SHORT.items() if says(one)]
    yield from _KIN.up_to(one.kin)


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


def _picture(rows: Sequence[Evidence], above: Sequence[str]) -> str:
    """Return what stands below a caption and its credit, and above the caption."""
    size = 1
    if rows[0].leads_to_credit:
        size += next((n for n, one in enumerate(rows) if one.row.credited or one.row.credit), 0)
    while size < len(rows) and rows[size].row.credit:
        size += 1
    text = size < len(rows) and not _may_be_head(rows[size])
    below = "text" if text else "no text"
    if "could be a head" in above:
        return f"stands below a head, and {below} stands below its credit"
    return f"{below} stands below its credit"


def _above_caption(below: Sequence[str], rows: Sequence[Evidence]) -> Iterator[str]:
    if not _CAPTIONS.isdisjoint(below):
        yield f"could be the head above a picture; {_picture(rows, ())}"


def _alone(one: Evidence, above: Sequence[Evidence], below: Sequence[Evidence]) -> Iterator[str]:
    """Yield whether a paragraph stands by itself between the lines right above and below it."""
    if one.parts > _READS_ON:
        yield "parts two lines that read on"
    if not one.row.closed or one.row.width <= _SHORT or one.row.dateline:
        return
    if all(row.row.closed for row in above) and all(map(_may_be_head, below)):
        strange = one.bond.above < _LITTLE
        yield f"is one paragraph between a stop and a head{', of something else' * strange}"


def _opening(below: Sequence[Evidence]) -> Iterator[str]:
    """Yield how the text below a head opens, on a page whose items open with a mark."""
    opens = [one.row.dateline or one.row.byline for one in below]
    if opens[0]:
        yield "the line below opens an item, as others of the page do"
    elif True in opens and all(_may_be_head(one) for one in below[: opens.index(True)]):
        yield "heads and then an opening stand below it, as elsewhere on the page"
    else:
        yield "the text below opens bare, where others of the page do not"
    if opens[1:] == [True, True]:
        yield "two openings stand below it"


def _may_be_head(one: Evidence) -> bool:
    return one.row.width <= _SHORT and not one.row.closed and not one.row.byline


def _joint(
    before: Sequence[str], own: Sequence[str], evidence: Sequence[Evidence]
) -> Iterator[str]:
    """Yield what two neighbouring lines are a sign of together."""
    above = evidence[0].row
    if "could be a head" in before and "runs on to a credit" in own:
        yield "runs on to a credit, below what could be a head"
    if above.closed:
        if "begins with a bullet" in own or "begins with a number of a list" in own:
            yield "begins with a mark, below a stop"
        if "begins with a dateline" in own:
            yield "opens with a dateline, below a stop"
        if "could be a head" in own:
            yield "could be a head, below a stop"
            if "could be a head of one part" in own:
                yield "could be a head of one part, below a stop"
    else:
        yield (
            "the line before is cut by its column"
            if "fills its column" in before
            else "the line before ends open and short"
        )
        if "could be a head" in own:
            yield "could be a head, below an open line"
