"""The best reading of a page, and how sure each of its borders is.

A reading gives every line a state. Its score is what the signs of each line are worth for its
state, and what it is worth that each state follows the one before it: a linear-chain conditional
random field (Lafferty, McCallum and Pereira, 2001). The best reading is found by dynamic
programming (Viterbi); how probable each state of each line is, by the forward-backward algorithm.
Both take time linear in the page.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.segment.states import FORMS_HEAD, STARTS, STATES
from pipeline.segment.weights import weights

_SIZE = len(STATES)
_NONE = -1e9
_START = tuple(place for place, state in enumerate(STATES) if state in STARTS)
_END = tuple(-3.0 if state in FORMS_HEAD else 0.0 for state in STATES)

_HOPELESS = 1e-6
"""States of a smaller share of the probability are not followed."""

Scores = tuple[float, ...]
Masses = dict[int, float]
Fits = Sequence[Sequence[float]]
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
        fits.append([math.exp(one - most) for one in score])
    ahead = _ahead(fits, follow)
    behind = _behind(fits, follow, ahead)
    able = [
        _even({place: mass * after[place] for place, mass in before.items()})
        for before, after in zip(ahead, behind, strict=True)
    ]
    path = _best(scores, able)
    return Reading([STATES[place] for place in path], _sides(fits, follow, behind, path))


def fit(signs: Sequence[str]) -> Scores:
    """Return what the signs of one line are worth for each state."""
    table = weights().signs
    rows = list(filter(None, map(table.get, signs)))
    return tuple(map(sum, zip(*rows, strict=True))) if rows else (0.0,) * _SIZE


def _best(scores: Sequence[Scores], able: Sequence[Masses]) -> list[int]:
    """Return the best path among the states that are likely at all."""
    follow = weights().follow
    reached: dict[int, float] = {_SIZE: 0.0}
    origins: list[dict[int, int]] = []
    for score, likely in zip(scores, able, strict=True):
        best: dict[int, float] = {}
        origin: dict[int, int] = {}
        for before, so_far in reached.items():
            for place, worth in follow[before]:
                if place in likely and so_far + worth > best.get(place, _NONE):
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
    before: Masses = {_SIZE: 1.0}
    for fitting in fits:
        before = _even(_onward(before, fitting, follow))
        found.append(before)
    return found


def _onward(before: Masses, fitting: Sequence[float], follow: Follow) -> Masses:
    now = [0.0] * _SIZE
    for origin, mass in before.items():
        for place, worth in follow[origin]:
            now[place] += mass * worth
    return {place: mass * fitting[place] for place, mass in enumerate(now) if mass}


def _behind(fits: Fits, follow: Follow, ahead: Sequence[Masses]) -> list[Masses]:
    """Return for each line how well each of its states goes on to the page's end."""
    behind: Masses = {place: math.exp(_END[place]) for place in ahead[-1]}
    found = [behind]
    for index in range(len(fits) - 1, 0, -1):
        fitting, onward = fits[index], [0.0] * _SIZE
        for place, mass in behind.items():
            onward[place] = mass * fitting[place]
        behind = _scaled(
            {
                state: sum([onward[place] * worth for place, worth in follow[state]])
                for state in ahead[index - 1]
            }
        )
        found.append(behind)
    return found[::-1]


def _sides(
    fits: Fits, follow: Follow, behind: Sequence[Masses], path: Sequence[int]
) -> list[float]:
    """Return how sure each line's side is, given the sides of the lines before it."""
    found = []
    before: Masses = {_SIZE: 1.0}
    for fitting, after, chosen in zip(fits, behind, path, strict=True):
        now = _onward(before, fitting, follow)
        whole = sum([mass * after.get(place, 0.0) for place, mass in now.items()])
        starts = chosen in _START
        before = {place: mass for place, mass in now.items() if (place in _START) == starts}
        held = sum([mass * after.get(place, 0.0) for place, mass in before.items()])
        before = _scaled(before)
        found.append(held / whole if whole else 0.5)
    return found


def _scaled(masses: Masses) -> Masses:
    """Return ``masses`` scaled to a largest of 1, so that a long page does not overflow."""
    most = max(masses.values(), default=0.0) or 1.0
    return {place: mass / most for place, mass in masses.items()}


def _even(masses: Masses) -> Masses:
    """Return ``masses`` scaled to a sum of 1, without the hopeless ones."""
    whole = sum(masses.values())
    if not whole:
        return dict.fromkeys(masses, 1 / len(masses))
    least = whole * _HOPELESS
    return {place: mass / whole for place, mass in masses.items() if mass >= least}
