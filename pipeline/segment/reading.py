"""The best reading of a page, and how sure each of its borders is.

A reading gives every line a state. Its score is what the signs of each line are worth for its
state, and what it is worth that each state follows the one before it: a linear-chain conditional
random field (Lafferty, McCallum and Pereira, 2001). The best reading is found by dynamic
programming (Viterbi); how probable each state of each line is, by the forward-backward algorithm.
Both take time linear in the page.
"""

import math
from collections.abc import Sequence
from functools import lru_cache
from operator import mul
from typing import NamedTuple

from pipeline.segment.states import FORMS_HEAD, STARTS, STATES
from pipeline.segment.weights import unpacked, weights

_SIZE = len(STATES)
_NONE = -1e9
_IS_START = tuple(state in STARTS for state in STATES)
_SIDES = tuple(
    tuple(place for place, starts in enumerate(_IS_START) if starts == side)
    for side in (False, True)
)
_END = tuple(-3.0 if state in FORMS_HEAD else 0.0 for state in STATES)
_BEGINNING = {_SIZE: 1.0}
"""Before the first line: all is in the state that stands before the page."""

_FAINTEST = -500.0
"""Log-odds below the best state's that no sign can deepen: products of odds must not get lost."""
_HOPELESS = 1e-6
"""States of a smaller share of the probability are not followed."""

_LOST = 1e-12
"""What is less probable by this factor does not show in how sure a line is."""

Scores = tuple[float, ...]
Masses = dict[int, float]
"""How probable the states are, up to a factor, by their places; a few of them are followed."""
Fits = Sequence[Sequence[float]]


class _Odds(NamedTuple):
    """What each state following each is worth, as a factor; ``ways`` has those that may."""

    of: list[list[float]]
    ways: list[list[tuple[int, float]]]


class Reading(NamedTuple):
    """The best reading: ``states`` of the lines, and for each line

    ``sure``: how probable it is that it is on its side of the question whether an item starts
    there (0–1), given that all lines before it are on theirs. So the product of all is how
    probable it is that every border of the page is right.
    """

    states: list[str]
    sure: list[float]


def read(signs: Sequence[Sequence[str]]) -> Reading:
    """Return the best reading of lines with these signs; at least one line."""
    scores = [fit(some) for some in signs]
    odds = _odds(weights().follow)
    fits = []
    for score in scores:
        most = max(score)
        fits.append([math.exp(max(one - most, _FAINTEST)) for one in score])
    ahead = _ahead(fits, odds)
    behind = _behind(fits, odds, ahead)
    path = _best(scores, [_likely(*both) for both in zip(ahead, behind, strict=True)])
    return Reading([STATES[place] for place in path], _sides(fits, odds, behind, path))


@lru_cache(maxsize=2)
def _odds(follow: tuple[Scores, ...]) -> _Odds:
    odds = [list(map(math.exp, row)) for row in follow]
    ways = [[(place, worth) for place, worth in enumerate(row) if worth] for row in odds]
    return _Odds(odds, ways)


def fit(signs: Sequence[str]) -> Scores:
    """Return what the signs of one line are worth for each state."""
    return unpacked(sum(filter(None, map(weights().packed.get, signs))))


def _likely(ahead: Masses, behind: Masses) -> list[int]:
    """Return the states of a line that are likely at all, by all lines of the page."""
    mass = _times(ahead, behind)
    least = sum(mass.values()) * _HOPELESS
    return [place for place, one in mass.items() if one > least]


def _best(scores: Sequence[Scores], likely: Sequence[Sequence[int]]) -> list[int]:
    """Return the best path among the likely states."""
    follow = weights().follow
    reached: dict[int, float] = {_SIZE: 0.0}
    origins: list[dict[int, int]] = []
    for score, places in zip(scores, likely, strict=True):
        now: dict[int, float] = {}
        origin: dict[int, int] = {}
        for place in places:
            best = _NONE
            for before, so_far in reached.items():
                total = so_far + follow[before][place]
                if total > best:
                    best = total
                    origin[place] = before
            if place in origin:
                now[place] = best + score[place]
        reached = now
        origins.append(origin)
    place = max(reached, key=lambda one: reached[one] + _END[one])
    path = []
    for origin in reversed(origins):
        path.append(place)
        place = origin[place]
    return path[::-1]


def _ahead(fits: Fits, odds: _Odds) -> list[Masses]:
    """Return for each line how probable its states are by the lines up to it."""
    found: list[Masses] = []
    before = _BEGINNING
    for fitting in fits:
        now = list(map(mul, _onward(before, odds), fitting))
        whole = sum(now)
        least = whole * _HOPELESS
        before = {place: mass / whole for place, mass in enumerate(now) if mass > least}
        found.append(before)
    return found


def _onward(before: Masses, odds: _Odds) -> list[float]:
    """Return what a line's states pass on to each of the next line's."""
    now = [0.0] * _SIZE
    for state, mass in before.items():
        for place, worth in odds.ways[state]:
            now[place] += mass * worth
    return now


def _behind(fits: Fits, odds: _Odds, ahead: Sequence[Masses]) -> list[Masses]:
    """Return for each line how well each of its states goes on to the page's end."""
    behind = {place: math.exp(_END[place]) for place in ahead[-1]}
    found = [behind]
    for fitting, before in zip(fits[:0:-1], ahead[-2::-1], strict=True):
        onward = [(place, mass * fitting[place]) for place, mass in behind.items()]
        behind = {}
        for state in before:
            worth = odds.of[state]
            behind[state] = sum([mass * worth[place] for place, mass in onward])
        most = max(behind.values()) or 1.0  # a long page must not run out of numbers
        behind = {state: mass / most for state, mass in behind.items()}
        found.append(behind)
    return found[::-1]


def _sides(fits: Fits, odds: _Odds, behind: Sequence[Masses], path: Sequence[int]) -> list[float]:
    """Return how sure each line's side is, given the sides of the lines before it."""
    found = []
    before = _BEGINNING
    for fitting, after, chosen in zip(fits, behind, path, strict=True):
        now = list(map(mul, _onward(before, odds), fitting))
        sides = [0.0, 0.0]
        for place, mass in after.items():
            sides[_IS_START[place]] += now[place] * mass
        starts = _IS_START[chosen]
        whole = sum(sides)
        found.append(sides[starts] / whole if whole else 0.5)
        side = _SIDES[starts]
        most = max([now[place] for place in side]) or 1.0
        least = most * _LOST
        before = {place: now[place] / most for place in side if now[place] > least}
    return found


def _times(one: Masses, other: Masses) -> Masses:
    return {place: mass * other[place] for place, mass in one.items()}
