"""How lines stand among others: all signs of each line, its own and those of its surroundings."""

from collections.abc import Iterator, Sequence

from pipeline.segment import cues
from pipeline.segment.evidence import Evidence
from pipeline.segment.ladder import Ladder
from pipeline.segment.signs import LITTLE, READS_ON, SHORT, own_signs

_MARKS = 2
"""So many datelines and bylines show that the items of a page open with them."""
_CAPTION = 8
"""A caption and what is looked at below it have so many lines."""
_ROUND_UP = 16
"""So many lines below its title a round-up may go on."""
_OVER_ONE = Ladder("{}+ heads beside it stand over one paragraph", 1, 2)

_CAPTIONS = frozenset((
    "runs on to a credit", "ends with a credit", "says it describes a picture",
))  # fmt: skip
"""What tells a caption."""
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
    "could be nothing but names", "ends with a name", "salutes the editor",
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

_Own = Sequence[Sequence[str]]
"""The own signs of each line."""


def signs(evidence: Sequence[Evidence]) -> list[list[str]]:
    """Return the signs of each line, its neighbours' among them."""
    own = [own_signs(one) for one in evidence]
    found = [["any line", *some] for some in own]
    _round_ups(own, found)
    _pictures(evidence, own, found)
    _heads(evidence, own, found)
    _signing(own, found)
    for index, whole in enumerate(found):
        beside = evidence[max(0, index - 1) : index], evidence[index + 1 : index + 2]
        whole += _alone(evidence[index], *beside)
        whole += _around(own, index)
        if index:
            whole += _joint(own[index - 1], own[index], evidence[index - 1 : index + 1])
    return found


def _round_ups(own: _Own, found: list[list[str]]) -> None:
    """Add the signs of lines that a round-up's title stands above."""
    title = -_ROUND_UP
    for index, some in enumerate(own):
        if index - title < _ROUND_UP:
            found[index].append("a round-up's title stands above it")
            if "could be a head" in some:
                found[index].append("could be a head in a round-up")
            if "begins with a bullet" in some or "begins with a number of a list" in some:
                found[index].append("is marked as an item of the round-up above it")
        if "names a round-up" in some:
            title = index


def _pictures(evidence: Sequence[Evidence], own: _Own, found: list[list[str]]) -> None:
    """Add the signs of captions, and of the heads above and the text below them."""
    for index, some in enumerate(own):
        if _CAPTIONS.isdisjoint(some):
            continue
        below = _below_picture(evidence[index : index + _CAPTION])
        stands = f"{'no text' if below is None else 'text'} stands below its credit"
        if not index or "could be a head" not in own[index - 1]:
            found[index].append(stands)
            continue
        found[index].append(f"stands below a head, and {stands}")
        found[index - 1].append(f"could be the head above a picture; {stands}")
        if below is not None:
            found[index + below].append("opens the text below a head and a picture")


def _signing(own: _Own, found: list[list[str]]) -> None:
    """Add the sign of offices that sign one below the other, and with a date below them."""
    signs_below = False
    for some, whole in zip(reversed(own), reversed(found), strict=True):
        office = "ends as an office's name" in some
        if office and signs_below:
            whole.append("signs, with a date below it")
        signs_below = "is a date" in some or (office and signs_below)


def _heads(evidence: Sequence[Evidence], own: _Own, found: list[list[str]]) -> None:
    """Add the signs of what could be heads by the lines below them."""
    marked = sum(one.row.dateline or one.row.byline for one in evidence) >= _MARKS
    over_one = _over_one(own)
    for index, some in enumerate(own):
        if marked and "could be a head" in some and index + 1 < len(own):
            found[index] += _opening(evidence[index + 1 : index + 4])
        if over_one[index]:
            beside = sum(over_one[max(0, index - 2) : index + 3 : 2]) - 1
            found[index] += _OVER_ONE.up_to(beside)


def _over_one(own: _Own) -> list[bool]:
    """Return which lines could be heads over a single closed paragraph each."""
    heads = ["could be a head" in some for some in own]
    return [
        head
        and index + 1 < len(own)
        and "ends with a stop" in own[index + 1]
        and (index + 2 == len(own) or heads[index + 2])
        for index, head in enumerate(heads)
    ]


def _around(own: _Own, index: int) -> list[str]:
    """Return the signs of the neighbours of the line at ``index``."""
    found: list[str] = []
    if index:
        found += filter(None, map(_BEFORE.get, own[index - 1]))
    else:
        found.append("is the first line")
    if index + 1 < len(own):
        found += filter(None, map(_AFTER.get, own[index + 1]))
    else:
        found.append("is the last line")
    if index + 2 < len(own):
        found += filter(None, map(_SECOND.get, own[index + 2]))
    return found


def _below_picture(rows: Sequence[Evidence]) -> int | None:
    """Return how far below the caption that ``rows`` begin with text stands; None if none does."""
    size = 1
    if rows[0].leads_to_credit:
        size += next((n for n, one in enumerate(rows) if one.row.credited or one.row.credit), 0)
    while size < len(rows) and rows[size].row.credit:
        size += 1
    return size if size < len(rows) and not _may_be_head(rows[size]) else None


def _alone(one: Evidence, above: Sequence[Evidence], below: Sequence[Evidence]) -> Iterator[str]:
    """Yield whether a paragraph stands by itself between the lines right above and below it."""
    if one.parts > READS_ON:
        yield "parts two lines that read on"
    if not one.row.closed or one.row.width <= SHORT or one.row.dateline:
        return
    if all(row.row.closed for row in above) and all(map(_may_be_head, below)):
        strange = one.bond.above < LITTLE
        yield f"is one paragraph between a stop and a head{', of something else' * strange}"
        yield from _apart(one.row.head)


def _apart(head: str) -> Iterator[str]:
    """Yield how a paragraph that could be a picture's description begins."""
    if cues.DAY.match(head):
        yield "begins with a day, between a stop and a head"
    if cues.SCENE.search(head):
        yield "shows a scene, between a stop and a head"
    if cues.REFERS_BACK.match(head):
        yield "refers back, between a stop and a head"


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
    return one.row.width <= SHORT and not one.row.closed and not one.row.byline


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
