"""The best reading of a page, and how sure each of its borders is.

A reading gives every line a state. Its score is what the signs of each line are worth for its
state, and what it is worth that each state follows the one before it: a linear-chain conditional
random field (Lafferty, McCallum and Pereira, 2001). The best reading is found by dynamic
programming (Viterbi); how probable each state of each line is, by the forward-backward algorithm.
Both take time linear in the page.
"""

import math
from collections.abc import Sequence
from operator import mul
from typing import NamedTuple

from pipeline.segment.states import FORMS_HEAD, STARTS, STATES
from pipeline.segment.weights import weights

_SIZE = len(STATES)
_NONE = -1e9
_START = tuple(float(state in STARTS) for state in STATES)
_GOES_ON = tuple(float(state not in STARTS) for state in STATES)
_END = tuple(-3.0 if state in FORMS_HEAD else 0.0 for state in STATES)
_BEGINNING = [*(0.0 for _ in STATES), 1.0]
"""Before the first line: all is in the state that stands before the page."""

_FAINTEST = -500.0
"""Log-odds below the best state's that no sign can deepen: products of odds must not get lost."""
_HOPELESS = 1e-6
"""States of a smaller share of the probability are not followed."""

Scores = tuple[float, ...]
Masses = list[float]
"""A number a state; 0 for those that are not followed."""
Fits = Sequence[Masses]
Follow = Sequence[Sequence[tuple[int, float]]]


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
    follow = [[(place, math.exp(worth)) for place, worth in row] for row in weights().follow]
    fits = []
    for score in scores:
        most = max(score)
        fits.append([math.exp(max(one - most, _FAINTEST)) for one in score])
    ahead = _ahead(fits, follow)
    behind = _behind(fits, follow, ahead)
    path = _best(scores, [_times(*both) for both in zip(ahead, behind, strict=True)])
    return Reading([STATES[place] for place in path], _sides(fits, follow, behind, path))


def fit(signs: Sequence[str]) -> Scores:
    """Return what the signs of one line are worth for each state."""
    table = weights().signs
    rows = list(filter(None, map(table.get, signs)))
    return tuple(map(sum, zip(*rows, strict=True))) if rows else (0.0,) * _SIZE


def _best(scores: Sequence[Scores], masses: Sequence[Masses]) -> list[int]:
    """Return the best path among the states that are likely at all."""
    follow = weights().follow
    reached: dict[int, float] = {_SIZE: 0.0}
    origins: list[dict[int, int]] = []
    for score, mass in zip(scores, masses, strict=True):
        least = sum(mass) * _HOPELESS
        best: dict[int, float] = {}
        origin: dict[int, int] = {}
        for before, so_far in reached.items():
            for place, worth in follow[before]:
                if mass[place] > least and so_far + worth > best.get(place, _NONE):
                    best[place] = so_far + worth
                    origin[place] = before
        reached = {place: total + score[place] for place, total in best.items()}
        origins.append(origin)
    place = max(reached, key=lambda one: reached[one] + _END[one])
    path = []
    for origin in reversed(origins):
        path.append(place)
        place = origin[place]
    return path[::-1]


def _ahead(fits: Fits, follow: Follow) -> list[Masses]:
    """Return for each line how probable its states are by the lines up to it."""
    found: list[Masses] = []
    before = _BEGINNING
    for fitting in fits:
        before = _even(_times(_onward(before, follow), fitting))
        found.append(before)
    return found


def _onward(before: Masses, follow: Follow) -> Masses:
    """Return what a line's states pass on to the next line's."""
    now = [0.0] * _SIZE
    for mass, ways in zip(before, follow, strict=False):
        if mass:
            for place, worth in ways:
                now[place] += mass * worth
    return now


def _behind(fits: Fits, follow: Follow, ahead: Sequence[Masses]) -> list[Masses]:
    """Return for each line how well each of its states goes on to the page's end."""
    behind = [math.exp(end) if mass else 0.0 for end, mass in zip(_END, ahead[-1], strict=True)]
    found = [behind]
    for fitting, before in zip(fits[:0:-1], ahead[-2::-1], strict=True):
        onward = _times(behind, fitting)
        behind = _scaled(
            [
                sum([onward[place] * worth for place, worth in ways]) if mass else 0.0
                for mass, ways in zip(before, follow, strict=False)
            ]
        )
        found.append(behind)
    return found[::-1]


def _sides(
    fits: Fits, follow: Follow, behind: Sequence[Masses], path: Sequence[int]
) -> list[float]:
    """Return how sure each line's side is, given the sides of the lines before it."""
    found = []
    before = _BEGINNING
    for fitting, after, chosen in zip(fits, behind, path, strict=True):
        now = _times(_onward(before, follow), fitting)
        side = _times(now, _START if _START[chosen] else _GOES_ON)
        whole = sum(map(mul, now, after))
        found.append(sum(map(mul, side, after)) / whole if whole else 0.5)
        before = _scaled(side)
    return found


def _times(one: Sequence[float], other: Sequence[float]) -> Masses:
    return list(map(mul, one, other))


def _scaled(masses: Masses) -> Masses:
    """Return ``masses`` scaled to a largest of 1, so that a long page does not overflow."""
    most = max(masses) or 1.0
    return [mass / most for mass in masses]


def _even(masses: Masses) -> Masses:
    """Return ``masses`` scaled to a sum of 1, without the hopeless ones."""
    whole = sum(masses)
    least = whole * _HOPELESS
    return [mass / whole if mass > least else 0.0 for mass in masses]
