"""The curve that makes of a page's raw confidence the share of pages that are right."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit

_FLOORS = (-14.0, -8.0, -6.0, -4.0, -3.0, -2.0, -1.5, -1.0, -0.5, 0.0)
"""The floors that are tried; the first is below all that the product can be."""


class Guess(NamedTuple):
    """``odds``: the raw log-odds that all borders of a page are right; and whether they were."""

    odds: float
    right: bool


class Curve(NamedTuple):
    """A page is right with probability 1 / (1 + exp(-(``shift`` + ``slope`` × log-odds))).

    Log-odds below ``floor`` count as that.
    """

    slope: float
    shift: float
    floor: float

    def __call__(self, guess: Guess) -> float:
        """Return the confidence (0–1) that the curve gives."""
        return float(expit(self.shift + self.slope * max(guess.odds, self.floor)))


def fit_curve(guesses: Sequence[Guess]) -> Curve:
    """Fit the curve: logistic regression of "right" on the raw log-odds, for each floor; the
    likeliest of these.

    Platt (1999), with his targets: a little below 1 for pages that are right, a little above 0 for
    the others, so that a few pages without a fault do not make for certainty.
    """
    return min((_fit(guesses, floor) for floor in _FLOORS), key=lambda fitted: fitted[1])[0]


def _fit(guesses: Sequence[Guess], floor: float) -> tuple[Curve, float]:
    """Return the best curve with this floor, and its loss."""
    odds = np.array([max(guess.odds, floor) for guess in guesses])
    right = np.array([guess.right for guess in guesses])
    good, bad = right.sum(), (~right).sum()
    targets = np.where(right, (good + 1) / (good + 2), 1 / (bad + 2))

    def loss(at: np.ndarray) -> float:
        score = at[0] * odds + at[1]
        return float(np.sum(np.logaddexp(0, score) - targets * score))

    best = minimize(loss, np.array([1.0, 0.0]), method="BFGS")
    slope, shift = best.x
    return Curve(round(float(slope), 2), round(float(shift), 2), floor), float(best.fun)
