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

Scores = tuple[float, ...]


class Reading(NamedTuple):
    """The best reading: ``states`` of the lines, and for each line

    ``starts``: how probable it is that an item starts there (0–1); ``states_sure``: how probable
    its state is, given all the page (0–1).
    """

    states: list[str]
    starts: list[float]
    sure: list[float]


def read(signs: Sequence[Sequence[str]]) -> Reading:
    """Return the best reading of lines with these signs; at least one line."""
    scores = [fit(some) for some in signs]
    path = _best(scores)
    likely = _likely(scores)
    return Reading(
        states=[STATES[place] for place in path],
        starts=[sum(some[place] for place in _START) for some in likely],
        sure=[some[place] for some, place in zip(likely, path, strict=True)],
    )


def fit(signs: Sequence[str]) -> Scores:
    """Return what the signs of one line are worth for each state."""
    table = weights().signs
    rows = [table[sign] for sign in signs if sign in table]
    return tuple(map(sum, zip(*rows, strict=True))) if rows else (0.0,) * _SIZE


def _best(scores: Sequence[Scores]) -> list[int]:
    follow = weights().follow
    reached: dict[int, float] = {_SIZE: 0.0}
    origins: list[list[int]] = []
    for score in scores:
        best = [_NONE * 2] * _SIZE
        origin = [0] * _SIZE
        for before, so_far in reached.items():
            for place, worth in follow[before]:
                total = so_far + worth
                if total > best[place]:
                    best[place] = total
                    origin[place] = before
        reached = {place: total + score[place] for place, total in enumerate(best) if total > _NONE}
        origins.append(origin)
    place = max(reached, key=lambda one: reached[one] + _END[one])
    path = []
    for origin in reversed(origins):
        path.append(place)
        place = origin[place]
    return path[::-1]


def _likely(scores: Sequence[Scores]) -> list[list[float]]:
    """Return how probable each state of each line is."""
    follow = [[(place, math.exp(worth)) for place, worth in row] for row in weights().follow]
    fits = [[math.exp(one - max(score)) for one in score] for score in scores]
    ahead: list[list[float]] = []
    before: list[tuple[int, float]] = [(_SIZE, 1.0)]
    for fitting in fits:
        now = [0.0] * _SIZE
        for origin, mass in before:
            for place, worth in follow[origin]:
                now[place] += mass * worth
        now = _even([one * fits_it for one, fits_it in zip(now, fitting, strict=True)])
        ahead.append(now)
        before = [(place, mass) for place, mass in enumerate(now) if mass]
    behind = [math.exp(end) for end in _END]
    found = []
    for index in range(len(fits) - 1, -1, -1):
        found.append(_even([a * b for a, b in zip(ahead[index], behind, strict=True)]))
        onward = [a * b for a, b in zip(fits[index], behind, strict=True)]
        behind = _even(
            [sum([onward[place] * worth for place, worth in follow[s]]) for s in range(_SIZE)]
        )
    return found[::-1]


def _even(masses: list[float]) -> list[float]:
    """Return ``masses`` scaled to a sum of 1."""
    whole = sum(masses)
    return [mass / whole for mass in masses] if whole else [1 / len(masses)] * len(masses)
