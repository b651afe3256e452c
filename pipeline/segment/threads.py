"""Which story each line of text belongs to, where columns were not read one story after the other.

A reader that goes across the page gives two headlines and then the lines of two stories in turn;
one that goes by columns may give a story's second column behind its neighbour's headline. Where a
page shows signs of that, its lines are assigned anew: going on with the same story, or with the
one whose head was read last, costs nothing; any other step costs, except that turns, once they
are taken, go on (:mod:`pipeline.segment.assignment`).
"""

import math
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import pairwise

from pipeline.segment import cues
from pipeline.segment.assignment import Puzzle, Solution, Zone
from pipeline.segment.belonging import Belonging, Unit
from pipeline.segment.evidence import Evidence
from pipeline.segment.outline import Label
from pipeline.segment.wording import Wording

_HEADS = ("kicker", "headline", "deck")
_BEFORE, _AFTER = 5, 8
"""So many units around a break are looked at."""
_FEWEST = 4
"""So many units must be there to show that two stories take turns."""
_CLEAR = 5.0
_PLAIN = 0.997
"""A border surer than this is not asked again whether it hides a story."""
_DOUBTED = 0.98
_MOST = 1500
"""A page of more lines is taken as it reads."""


def untangle(
    evidence: Sequence[Evidence], labels: Sequence[Label], wording: Wording
) -> list[Label]:
    """Return the labels with each line of text given to the story that it belongs to."""
    if len(labels) > _MOST:
        return list(labels)
    units = _units(labels)
    zones = list(_zones(evidence, labels, units))
    if not zones:
        return list(labels)
    return _Page(evidence, labels, units, Belonging(evidence, wording)).untangled(zones)


class _Page:
    """A page while its zones are solved, one after the other."""

    def __init__(
        self,
        evidence: Sequence[Evidence],
        labels: Sequence[Label],
        units: list[Unit],
        belonging: Belonging,
    ) -> None:
        self._evidence = evidence
        self._labels = list(labels)
        self._units = units
        self._belonging = belonging
        self._story_of = {place: label.item for place, label in enumerate(labels) if label.item}

    def untangled(self, zones: Sequence[Zone]) -> list[Label]:
        """Return the labels with all zones solved."""
        done = 0
        for zone in zones:
            if zone.start < done:
                continue
            units = self._units[zone.start : zone.end]
            if zone.hidden is not None and not self._bring_to_light(zone, units):
                continue
            puzzle = self._puzzle(zone, units)
            solution = puzzle.solve()
            done = zone.end
            if zone.stacked:
                solution = self._believed(zone, puzzle, solution)
                solution, units, done = self._extended(zone, units, solution)
            for unit, story, sure in zip(units, solution.stories, solution.sure, strict=True):
                for place in (*unit.lead, unit.place):
                    self._story_of[place] = story
                    self._labels[place] = _moved(self._labels[place], story, sure)
            self._close_ranks(zone, set(solution.stories))
        return self._labels

    def _puzzle(self, zone: Zone, units: Sequence[Unit]) -> Puzzle:
        return Puzzle(zone, units, self._belonging, self._story_of)

    def _believed(self, zone: Zone, puzzle: Puzzle, solution: Solution) -> Solution:
        """Return ``solution``, or one story for all, where two do not explain the text better.

        How sure it is that the last head starts a story speaks for two.
        """
        if zone.hidden is not None:
            return solution
        home, size = zone.stacked[-1], len(solution.stories)
        plain = puzzle.score((home,) * size)
        sure = next(label.confidence for label in self._labels if label.line == home)
        if solution.score - plain + _logit(sure) >= _CLEAR:
            return solution
        return Solution(plain, (home,) * size, (sure,) * size)

    def _close_ranks(self, zone: Zone, told: Set[int]) -> None:
        """Give heads below which nothing is told to the head that stands with them.

        One head above the other is a kicker and its headline, where there are no two stories.
        """
        for one, other in pairwise(zone.stacked):
            if one in told and other in told:
                continue
            for place, label in enumerate(self._labels):
                if label.item == other:
                    self._labels[place] = label._replace(item=one)
                    self._story_of[place] = one
                elif label.line == one and label.role == "headline":
                    self._labels[place] = label._replace(role="kicker")
            break

    def _bring_to_light(self, zone: Zone, units: Sequence[Unit]) -> bool:
        """Make a hidden head a story's own, where two stories explain the text clearly better."""
        place = zone.hidden
        if place is None or len(units) < _FEWEST:
            return False
        first, second = zone.stories
        plain = self._puzzle(zone, units).score((first,) * len(units))
        self._story_of[place] = second
        solution = self._puzzle(zone, units).solve()
        doubt = self._labels[place].confidence
        gain = solution.score - plain - _logit(doubt)
        if gain < _CLEAR or len(set(solution.stories)) < len(zone.stories):
            self._story_of[place] = first
            return False
        sure = round(1 - math.exp(-gain), 4)
        for head in (place - 1, place):
            label = self._labels[head]
            item = second if head == place else first
            self._labels[head] = label._replace(item=item, role="headline", confidence=sure)
        return True

    def _extended(
        self, zone: Zone, units: list[Unit], solution: Solution
    ) -> tuple[Solution, list[Unit], int]:
        """Draw a zone over a doubtful border, as long as the stories go on taking turns behind it.

        Where two stories alternate, a line is easily taken for a headline, as it announces nothing
        of the line above.
        """
        done = zone.end
        while done < len(self._units):
            following = self._units[done : _end(self._units, done)]
            heads = [
                place
                for place in range(units[-1].place + 1, following[0].place)
                if self._labels[place].role in _HEADS
            ]
            if len(heads) != 1 or self._labels[heads[0]].confidence > _DOUBTED:
                break
            home = following[0].home
            alone = self._puzzle(Zone(0, 0, (home,)), following).score((home,) * len(following))
            apart = solution.score + alone
            more = [Unit(heads[0], (), units[-1].home)] + [
                unit._replace(home=units[-1].home) for unit in following
            ]
            longer = self._puzzle(zone, [*units, *more]).solve()
            title = self._belonging.alone(more[0])
            sure = self._labels[heads[0]].confidence
            if longer.score - title - apart < _logit(sure):
                break
            self._labels[heads[0]] = self._labels[heads[0]]._replace(role="body")
            units, solution, done = [*units, *more], longer, done + len(following)
        return solution, units, done


def _logit(sure: float) -> float:
    return math.log(max(sure, 1e-4) / max(1 - sure, 1e-4))


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
    heads = list(_below_heads(evidence, labels, units))
    free = 0
    for zone in heads:
        yield from _broken(evidence, units, free, zone.start)
        yield zone
        free = zone.end if zone.hidden is None else zone.start
    yield from _broken(evidence, units, free, len(units))


def _below_heads(
    evidence: Sequence[Evidence], labels: Sequence[Label], units: Sequence[Unit]
) -> Iterator[Zone]:
    """Yield the zones below heads that stand one on the other."""
    pictures = {label.item for label in labels if label.role == "caption"}  # want no text
    headed = (label.item for label in labels if label.role in _HEADS)
    stories = list(dict.fromkeys(item for item in headed if item not in pictures))
    rank = {story: number for number, story in enumerate(stories)}
    first = {unit.home: number for number, unit in reversed(list(enumerate(units)))}
    for number, unit in enumerate(units):
        if unit.home not in rank or first[unit.home] != number:
            continue
        stacked = _stacked(unit.home, stories, rank, first)
        end = _end(units, number)
        if len(stacked) > 1:
            yield Zone(number, end, stacked, stacked)
        elif (hidden := _hidden(labels, unit)) is not None:
            pair = (unit.home, evidence[hidden].row.number)
            yield Zone(number, end, pair, pair, hidden)


def _broken(
    evidence: Sequence[Evidence], units: Sequence[Unit], low: int, high: int
) -> Iterator[Zone]:
    """Yield the zones around breaks of the text among units ``low``..``high``."""
    done = low
    for number in range(low, high):
        if number >= done and _breaks(evidence, units, number):
            start, end = max(done, number - _BEFORE), min(high, number + _AFTER)
            near = {unit.home for unit in units[start:end]}
            if len(near) > 1:
                yield Zone(start, end, tuple(sorted(near)))
                done = end


def _hidden(labels: Sequence[Label], unit: Unit) -> int | None:
    """Return the place of the second of two heads right above ``unit``, if it is doubtful."""
    place = unit.place - 1
    if unit.lead or place < 1:
        return None
    heads = labels[place - 1 : place + 1]
    if any(label.role not in _HEADS or label.item != unit.home for label in heads):
        return None
    bare = heads[0].line == unit.home
    return place if bare and heads[1].confidence < _PLAIN else None


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
