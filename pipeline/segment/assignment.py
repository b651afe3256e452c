"""The best assignment of a zone's lines to its stories.

What a story's vocabulary and columns are depends on the assignment, so it is solved in rounds
(expectation-maximisation with hard assignments, Viterbi within a round), from the plain order and
from strict turns, and the best end is kept.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from pipeline.segment.belonging import Belonging, Unit

_ROUNDS = 6
_JUMP = 5.0
_END_TURNS = 2.5
_LATE = 2.0
_MOST_ODDS = 30.0

_Where = tuple[int, int | None]
"""The story of a unit, and the one that takes turns with it, if any."""


class Zone(NamedTuple):
    """Units ``start``..``end`` that may belong to any of ``stories``.

    ``stacked`` are the stories whose heads stand before the zone with no text between them.
    ``hidden`` is the place of a head that was read as the last line of another story's: it may
    be a story's own.
    """

    start: int
    end: int
    stories: tuple[int, ...]
    stacked: tuple[int, ...] = ()
    hidden: int | None = None


class Solution(NamedTuple):
    """A story for each unit, how sure each is (0–1), and the score of it all (log-likelihood)."""

    score: float
    stories: tuple[int, ...]
    sure: tuple[float, ...]


class Puzzle:
    """The units of a zone, to be given to its stories.

    ``story_of`` gives the story of each place of the page; where a unit stands, what it says is
    set aside. Many ways lead to the same assignments, so each is worked out once.
    """

    def __init__(
        self,
        zone: Zone,
        units: Sequence[Unit],
        belonging: Belonging,
        story_of: Mapping[int, int],
    ) -> None:
        self._zone = zone
        self._units = units
        self._belonging = belonging
        self._story_of = story_of
        self._fits: dict[tuple[int, ...], list[dict[int, float]]] = {}
        self._better: dict[tuple[int, ...], Solution] = {}

    def score(self, stories: Sequence[int]) -> float:
        """Return the score of giving the units to ``stories`` if no step costs anything."""
        fits = self._fitting(tuple(stories))
        return sum(fit[story] for fit, story in zip(fits, stories, strict=True))

    def solve(self) -> Solution:
        """Return the best solution that rounds lead to."""
        starts = [tuple(unit.home for unit in self._units)]
        for pair in pairwise(self._zone.stacked):
            starts += [
                tuple(pair[(first + number) % 2] for number in range(len(self._units)))
                for first in (0, 1)
            ]
        return max(map(self._settled, starts), key=lambda one: one.score)

    def _settled(self, stories: tuple[int, ...]) -> Solution:
        """Improve an assignment until it stays as it is."""
        solution = Solution(-math.inf, stories, ())
        for _ in range(_ROUNDS):
            better = self._improved(solution.stories)
            if better.stories == solution.stories:
                return better
            solution = better
        return solution

    def _improved(self, stories: tuple[int, ...]) -> Solution:
        if stories not in self._better:
            self._better[stories] = _assign(self._zone, self._units, self._fitting(stories))
        return self._better[stories]

    def _fitting(self, stories: tuple[int, ...]) -> list[dict[int, float]]:
        """Return how well each unit fits each story under an assignment."""
        if stories not in self._fits:
            now = dict(self._story_of)
            for unit, story in zip(self._units, stories, strict=True):
                now |= dict.fromkeys((*unit.lead, unit.place), story)
            self._fits[stories] = self._belonging.scores(self._units, self._zone.stories, now)
        return self._fits[stories]


def _assign(zone: Zone, units: Sequence[Unit], fits: Sequence[Mapping[int, float]]) -> Solution:
    """Return the best assignment under what is known of each unit's fit."""
    reached = {where: worth + fits[0][where[0]] for where, worth in _entries(zone, units[0].home)}
    origins: list[dict[_Where, _Where]] = []
    steps = cache(lambda *known: tuple(_steps(zone.stories, *known)))
    for (above, unit), fit in zip(pairwise(units), fits[1:], strict=True):
        now: dict[_Where, float] = {}
        origin: dict[_Where, _Where] = {}
        for before, score in reached.items():
            for where, worth in steps(above.home, unit.home, before):
                total = score + worth + fit[where[0]]
                if total > now.get(where, -math.inf):
                    now[where] = total
                    origin[where] = before
        reached = now
        origins.append(origin)
    last = max(reached, key=lambda one: reached[one])
    path = [last]
    for origin in reversed(origins):
        path.append(origin[path[-1]])
    stories = tuple(where[0] for where in reversed(path))
    sure = [
        _sure(fit, story, 0.0 if zone.stacked or story != unit.home else _JUMP)
        for unit, fit, story in zip(units, fits, stories, strict=True)
    ]
    return Solution(reached[last], stories, tuple(sure))


def _entries(zone: Zone, home: int) -> Iterator[tuple[_Where, float]]:
    """Yield where the first unit of a zone may belong, and what that is worth."""
    for story in zone.stories:
        if story in zone.stacked:
            yield from (((story, other), 0.0) for other in zone.stacked if other != story)
            yield (story, None), 0.0 if story == home else -_LATE
        else:
            yield (story, None), 0.0 if story == home else -_JUMP


def _steps(
    stories: Sequence[int], above: int, home: int, before: _Where
) -> Iterator[tuple[_Where, float]]:
    """Yield where a unit may belong behind ``before``, and what each step is worth.

    ``home`` is the unit's in reading order, ``above`` that of the unit above it.
    """
    story, other = before
    fresh = home != above  # a head stands between the two
    stay = -(_END_TURNS if other is not None else 0.0) - (_JUMP if fresh else 0.0)
    if fresh and home == story:
        stay = 0.0
    yield (story, None), stay
    if other is not None:
        yield (other, story), 0.0
    for following in stories:
        if following == story:
            continue
        if fresh and following == home:
            yield (following, None), 0.0
        if following != other:
            yield (following, story), -_JUMP


def _sure(fit: Mapping[int, float], story: int, order: float) -> float:
    """Return how sure it is that a unit belongs to ``story``, by how the others fit.

    ``order`` is what plain reading order speaks for it.
    """
    rest = max((score for one, score in fit.items() if one != story), default=-math.inf)
    margin = min(max(fit[story] - rest + order, -_MOST_ODDS), _MOST_ODDS)
    return round(1 / (1 + math.exp(-margin)), 4)
