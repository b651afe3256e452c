"""The curve that makes of a page's raw confidence the share of pages that are right."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit


class Guess(NamedTuple):
    """``odds``: the raw log-odds that all borders of a page are right; and whether they were."""

    odds: float
    right: bool


class Curve(NamedTuple):
    """A page is right with probability 1 / (1 + exp(-(``shift`` + ``slope`` × log-odds)))."""

    slope: float
    shift: float

    def __call__(self, guess: Guess) -> float:
        """Return the confidence (0–1) that the curve gives."""
        return float(expit(self.shift + self.slope * guess.odds))


def fit_curve(guesses: Sequence[Guess]) -> Curve:
    """Fit the curve: logistic regression of "right" on the raw log-odds.

    Platt (1999), with his targets: a little below 1 for pages that are right, a little above 0 for
    the others, so that a few pages without a fault do not make for certainty.
    """
    odds = np.array([guess.odds for guess in guesses])
    right = np.array([guess.right for guess in guesses])
    good, bad = right.sum(), (~right).sum()
    targets = np.where(right, (good + 1) / (good + 2), 1 / (bad + 2))

    def loss(at: np.ndarray) -> float:
        score = at[0] * odds + at[1]
        return float(np.sum(np.logaddexp(0, score) - targets * score))

    slope, shift = minimize(loss, np.array([1.0, 0.0]), method="BFGS").x
    return Curve(round(float(slope), 2), round(float(shift), 2))
