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
    likely = _likely(scores)
    path = _best(scores, likely)
    return Reading(
        states=[STATES[place] for place in path],
        starts=[sum(some.get(place, 0.0) for place in _START) for some in likely],
        sure=[some[place] for some, place in zip(likely, path, strict=True)],
    )


def fit(signs: Sequence[str]) -> Scores:
    """Return what the signs of one line are worth for each state."""
    table = weights().signs
    rows = [table[sign] for sign in signs if sign in table]
    return tuple(map(sum, zip(*rows, strict=True))) if rows else (0.0,) * _SIZE


def _best(scores: Sequence[Scores], likely: Sequence[Masses]) -> list[int]:
    """Return the best path among the states that are likely at all."""
    follow = weights().follow
    reached: dict[int, float] = {_SIZE: 0.0}
    origins: list[dict[int, int]] = []
    for score, able in zip(scores, likely, strict=True):
        best: dict[int, float] = {}
        origin: dict[int, int] = {}
        for before, so_far in reached.items():
            for place, worth in follow[before]:
                if place in able and so_far + worth > best.get(place, _NONE):
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


def _likely(scores: Sequence[Scores]) -> list[Masses]:
    """Return for each line how probable each of its states is; hopeless ones are left out."""
    follow = [[(place, math.exp(worth)) for place, worth in row] for row in weights().follow]
    fits = []
    for score in scores:
        most = max(score)
        fits.append([math.exp(one - most) for one in score])
    ahead: list[Masses] = []
    before: Masses = {_SIZE: 1.0}
    for fitting in fits:
        now: Masses = {}
        for origin, mass in before.items():
            for place, worth in follow[origin]:
                now[place] = now.get(place, 0.0) + mass * worth
        before = _even({place: mass * fitting[place] for place, mass in now.items()})
        ahead.append(before)
    behind: Masses = {place: math.exp(_END[place]) for place in ahead[-1]}
    found = []
    for index in range(len(fits) - 1, -1, -1):
        found.append(_even({one: mass * behind[one] for one, mass in ahead[index].items()}))
        fitting = fits[index]
        onward = {place: mass * fitting[place] for place, mass in behind.items()}
        behind = _scaled(
            {
                state: sum([onward[to] * worth for to, worth in follow[state] if to in onward])
                for state in (ahead[index - 1] if index else ())
            }
        )
    return found[::-1]


def _scaled(masses: Masses) -> Masses:
    """Return ``masses`` scaled to a largest of 1, so that long pages neither vanish nor overflow."""
    most = max(masses.values(), default=0.0) or 1.0
    return {place: mass / most for place, mass in masses.items()}


def _even(masses: Masses) -> Masses:
    """Return ``masses`` scaled to a sum of 1, without the hopeless ones."""
    whole = sum(masses.values())
    if not whole:
        return dict.fromkeys(masses, 1 / len(masses))
    least = whole * _HOPELESS
    return {place: mass / whole for place, mass in masses.items() if mass >= least}
