"""Two stories that were read across: headline beside headline, then line by line in turn.

Where two stories stand side by side with equal tops, a reader that goes across gives both
headlines, then a line of the one, a line of the other, until the shorter one ends. It looks like
one story with a kicker. What tells it apart is vocabulary: each line shares its rare pairs of
characters with the line before the last, not with the last.
"""

import math
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.segment.evidence import Evidence
from pipeline.segment.outline import Label

_HEADS = ("kicker", "headline", "deck")
_FEWEST = 4
_CLEAR = 4.0
_CLEAR_EACH = 0.3
_SMOOTH = 1.5
_MOST = 400


class _Reading(NamedTuple):
    """Lines before ``turns`` alternate, beginning with story ``first``; the rest is ``last``'s."""

    score: float
    turns: int
    first: int
    last: int


def untangle(evidence: Sequence[Evidence], labels: Sequence[Label]) -> list[Label]:
    """Return the labels with stories that were read across set apart."""
    found = list(labels)
    place = 0
    while place + 1 < len(found):
        end = place + 2
        if _two_bare_heads(evidence, found, place):
            end, reading = _zone(evidence, found, place)
            if reading is not None:
                _assign(found, place, end, reading)
        place = end if end > place + 2 else place + 1
    return found


def _two_bare_heads(evidence: Sequence[Evidence], labels: Sequence[Label], place: int) -> bool:
    """Whether two heads with nothing between them and text below begin at ``place``."""
    first, second = labels[place], labels[place + 1]
    return (
        first.item == first.line
        and first.role in _HEADS
        and second.role in _HEADS
        and not evidence[place + 1].dashed
        and place + 2 < len(labels)
        and labels[place + 2].role == "body"
        and not _one_dateline(evidence, place + 2)
    )


def _one_dateline(evidence: Sequence[Evidence], place: int) -> bool:
    """Whether the text at ``place`` opens with a dateline and the next line does not.

    Two stories of papers that print datelines would both open with one.
    """
    rows = [one.row for one in evidence[place : place + 2]]
    return bool(rows[0].dateline) and not rows[-1].dateline


def _zone(
    evidence: Sequence[Evidence], labels: Sequence[Label], place: int
) -> tuple[int, _Reading | None]:
    """Return where the zone that begins at ``place`` ends, and how it is read.

    Where two stories alternate, a line is easily taken for a headline, since it announces nothing
    of the line above. So the zone is drawn over a border as long as the turns go on behind it.
    """
    end = _item_end(labels, place + 2, {labels[place].item, labels[place + 1].item})
    reading = _read_across(evidence, place, end)
    while end < len(labels) and not _two_bare_heads(evidence, labels, min(end, len(labels) - 2)):
        further = _item_end(labels, end + 1, {labels[end].item})
        longer = _read_across(evidence, place, further)
        beyond = longer.turns - (end - place - 2) if longer else 0
        gain = longer.score - (reading.score if reading else 0.0) if longer else 0.0
        if beyond < _FEWEST or gain < beyond / 2:
            break
        end, reading = further, longer
    return end, reading


def _item_end(labels: Sequence[Label], place: int, items: set[int]) -> int:
    while place < len(labels) and labels[place].item in items:
        place += 1
    return place


def _read_across(evidence: Sequence[Evidence], place: int, end: int) -> _Reading | None:
    """Return the reading of two stories in turn, where it is clearly the better one."""
    end = min(end, place + _MOST)
    words = [one.row.pairs for one in evidence[place:end]]
    if len(words) < 2 + _FEWEST:
        return None
    spread = Counter(pair for line in words for pair in line)
    weight = {pair: math.log(len(words) / count) for pair, count in spread.items() if count > 1}
    words = [line & weight.keys() for line in words]
    best = max(
        (_in_turn(words, weight, first) for first in (0, 1)), key=lambda reading: reading.score
    )
    clear = best.score >= _CLEAR and best.score >= _CLEAR_EACH * len(words)
    return best if clear and best.turns >= _FEWEST - 1 else None


def _in_turn(words: Sequence[set[str]], weight: dict[str, float], first: int) -> _Reading:
    """Return the best reading that gives the first body line to story ``first``."""
    known = [set(words[0]), set(words[1])]
    body = words[2:]
    turns: list[float] = []
    for place, line in enumerate(body):
        story = (place + first) % 2
        turns.append(_leaning(line, known, weight, story))
        known[story] |= line
    rest = [_leaning(line, known, weight, 0) for line in body]
    best = _Reading(-math.inf, 0, first, first)
    done, tail = 0.0, sum(rest)
    for place in range(len(body) + 1):
        # behind the turns nothing alternates: what leans to one story counts half
        score = done + abs(tail) / 2
        if score > best.score:
            best = _Reading(score, place, first, 0 if tail > 0 else 1)
        if place < len(body):
            done += turns[place]
            tail -= rest[place]
    return best


def _leaning(
    line: set[str], known: Sequence[set[str]], weight: dict[str, float], story: int
) -> float:
    """Return how much more a line shares with ``story`` than with the other (log ratio)."""
    own, other = (sum(weight[pair] for pair in line & known[one]) for one in (story, 1 - story))
    return math.log((own + _SMOOTH) / (other + _SMOOTH))


def _assign(labels: list[Label], place: int, end: int, reading: _Reading) -> None:
    stories = (labels[place].line, labels[place + 1].line)
    sure = round(1 - math.exp(-reading.score / 4), 3)
    for one in (0, 1):
        labels[place + one] = Label(stories[one], stories[one], "headline", sure)
    for one in range(place + 2, end):
        rank = one - place - 2
        story = (rank + reading.first) % 2 if rank < reading.turns else reading.last
        role = "body" if labels[one].role in _HEADS else labels[one].role
        labels[one] = labels[one]._replace(item=stories[story], role=role)
