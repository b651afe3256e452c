"""Which story each line of text belongs to, where columns were not read one story after the other.

A reader that goes across the page gives two headlines and then the lines of two stories in turn;
one that goes by columns may give a story's second column behind its neighbour's headline. Where a
page shows signs of that, its lines are assigned anew: going on with the same story, or with the
one whose head was read last, costs nothing; any other step costs, except that turns, once they
are taken, go on. What a story's vocabulary and columns are depends on the assignment, so it is
solved in rounds (expectation-maximisation with hard assignments, Viterbi within a round), from the
plain order and from strict turns, and the best end is kept.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pipeline.segment import cues
from pipeline.segment.belonging import Belonging, Unit
from pipeline.segment.evidence import Evidence
from pipeline.segment.outline import Label
from pipeline.segment.wording import Wording

_HEADS = ("kicker", "headline", "deck")
_TEXT = ("body", "subhead")
_ROUNDS = 5
_BEFORE, _AFTER = 5, 8
"""So many units around a break are looked at."""
_JUMP = 5.0
_END_TURNS = 2.5
_LATE = 2.0
_MOST = 1500
"""A page of more lines is taken as it reads."""

_Where = tuple[int, int | None]
"""The story of a unit, and the one that takes turns with it, if any."""


class Zone(NamedTuple):
    """Units ``start``..``end`` that may belong to any of ``stories``.

    ``stacked`` are the stories whose heads stand before the zone with no text between them.
    """

    start: int
    end: int
    stories: tuple[int, ...]
    stacked: tuple[int, ...]


class _Solution(NamedTuple):
    score: float
    stories: list[int]
    sure: list[float]


def untangle(
    evidence: Sequence[Evidence], labels: Sequence[Label], wording: Wording
) -> list[Label]:
    """Return the labels with each line of text given to the story that it belongs to."""
    found = list(labels)
    if len(found) > _MOST:
        return found
    units = _units(labels)
    zones = list(_zones(evidence, labels, units))
    if not zones:
        return found
    belonging = Belonging(evidence, units, wording)
    story_of = {place: label.item for place, label in enumerate(labels) if label.item}
    for zone in zones:
        part = units[zone.start : zone.end]
        solution = _solve(zone, part, belonging, story_of)
        for unit, story, sure in zip(part, solution.stories, solution.sure, strict=True):
            for place in (*unit.lead, unit.place):
                story_of[place] = story
                found[place] = _moved(found[place], story, sure)
    return found


def _moved(label: Label, story: int, sure: float) -> Label:
    if story == label.item:
        return label._replace(confidence=min(label.confidence, sure))
    return label._replace(item=story, confidence=sure)


def _units(labels: Sequence[Label]) -> list[Unit]:
    units = []
    lead: list[int] = []
    for place, label in enumerate(labels):
        if label.role == "subhead":
            lead.append(place)
        elif label.role == "body":
            units.append(Unit(place, tuple(lead), label.item))
            lead = []
        elif label.role in _HEADS:
            lead = []
    return units


def _zones(
    evidence: Sequence[Evidence], labels: Sequence[Label], units: Sequence[Unit]
) -> Iterator[Zone]:
    """Yield the zones where text may not stand in reading order, none over another."""
    stories = list(dict.fromkeys(label.item for label in labels if label.role in _HEADS))
    rank = {story: number for number, story in enumerate(stories)}
    first = {unit.home: number for number, unit in reversed(list(enumerate(units)))}
    done = 0
    for number, unit in enumerate(units):
        if number < done or unit.home not in rank:
            continue
        if first[unit.home] == number:
            stacked = _stacked(unit.home, stories, rank, first)
            if len(stacked) > 1:
                end = _end(units, number)
                yield Zone(number, end, stacked, stacked)
                done = end
                continue
        if _breaks(evidence, units, number):
            start, end = max(done, number - _BEFORE), min(len(units), number + _AFTER)
            near = {one.home for one in units[start:end]}
            if len(near) > 1:
                yield Zone(start, end, tuple(sorted(near)), ())
                done = end


def _stacked(
    story: int, stories: Sequence[int], rank: Mapping[int, int], first: Mapping[int, int]
) -> tuple[int, ...]:
    """Return ``story`` and the stories right before it that have a head and no text."""
    place = rank[story]
    low = place
    while low and stories[low - 1] not in first:
        low -= 1
    return tuple(stories[low : place + 1])


def _end(units: Sequence[Unit], number: int) -> int:
    home = units[number].home
    while number < len(units) and units[number].home == home:
        number += 1
    return number


def _breaks(evidence: Sequence[Evidence], units: Sequence[Unit], number: int) -> bool:
    """Whether the unit does not go on where the one before it, of the same story, broke off."""
    if not number or units[number].lead:
        return False
    unit, above = units[number], units[number - 1]
    one, before = evidence[unit.place], evidence[above.place]
    if one.row.runs_on and before.row.closed:
        return True
    if before.row.closed or not before.filled:
        return False
    return (
        unit.home != above.home or one.row.dateline or cues.OPENING.match(one.row.head) is not None
    )


def _solve(
    zone: Zone, units: Sequence[Unit], belonging: Belonging, story_of: Mapping[int, int]
) -> _Solution:
    starts = [[unit.home for unit in units]]
    if zone.stacked:
        for first in (0, 1):
            pair = zone.stacked[-2:]
            starts.append([pair[(first + number) % 2] for number in range(len(units))])
    return max(
        (_settle(zone, units, start, belonging, story_of) for start in starts),
        key=lambda one: one.score,
    )


def _settle(
    zone: Zone,
    units: Sequence[Unit],
    stories: list[int],
    belonging: Belonging,
    story_of: Mapping[int, int],
) -> _Solution:
    """Improve an assignment until it stays as it is."""
    solution = _Solution(-math.inf, stories, [])
    for _ in range(_ROUNDS):
        now = dict(story_of)
        for unit, story in zip(units, solution.stories, strict=True):
            now |= dict.fromkeys((*unit.lead, unit.place), story)
        fits = [belonging.scores(unit, zone.stories, now) for unit in units]
        better = _assign(zone, units, fits)
        if better.stories == solution.stories:
            return better
        solution = better
    return solution


def _assign(zone: Zone, units: Sequence[Unit], fits: Sequence[Mapping[int, float]]) -> _Solution:
    """Return the best assignment under what is known of each unit's fit."""
    reached: dict[_Where, float] = {}
    origins: list[dict[_Where, _Where]] = []
    margins: list[dict[_Where, float]] = []
    for number, fit in enumerate(fits):
        now: dict[_Where, float] = {}
        origin: dict[_Where, _Where] = {}
        for where, score in _steps(zone, units, number, reached):
            total = score[0] + fit[where[0]]
            if total > now.get(where, -math.inf):
                now[where] = total
                origin[where] = score[1]
        reached = now
        origins.append(origin)
        margins.append(now)
    where = max(reached, key=lambda one: reached[one])
    best = reached[where]
    path = []
    for origin in reversed(origins):
        path.append(where)
        where = origin[where]
    path.reverse()
    sure = [_sure(fit, place[0]) for fit, place in zip(fits, path, strict=True)]
    return _Solution(best, [place[0] for place in path], sure)


def _steps(
    zone: Zone, units: Sequence[Unit], number: int, reached: Mapping[_Where, float]
) -> Iterator[tuple[_Where, tuple[float, _Where]]]:
    """Yield where unit ``number`` may belong, at what score up to there, and from where."""
    home = units[number].home
    if not number:
        nowhere = (0, None)
        for story in zone.stories:
            if story in zone.stacked:
                for other in zone.stacked:
                    if other != story:
                        yield (story, other), (0.0, nowhere)
                yield (story, None), (0.0 if story == home else -_LATE, nowhere)
            else:
                yield (story, None), (0.0 if story == home else -_JUMP, nowhere)
        return
    fresh = home != units[number - 1].home
    for where, score in reached.items():
        story, other = where
        stay = (_END_TURNS if other is not None else 0.0) + (_JUMP if fresh else 0.0)
        yield (story, None), (score - stay, where)
        if other is not None:
            yield (other, story), (score, where)
        for following in zone.stories:
            if following not in (story, other):
                yield (
                    (following, story),
                    (score - (0.0 if fresh and following == home else _JUMP), where),
                )
    if fresh and number:
        for where, score in reached.items():
            yield (home, None), (score, where)


def _sure(fit: Mapping[int, float], story: int) -> float:
    rest = max((score for one, score in fit.items() if one != story), default=-math.inf)
    return round(1 / (1 + math.exp(rest - fit[story])), 4)
