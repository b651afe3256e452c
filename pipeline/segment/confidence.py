"""How sure a whole page is: the chance that every border on it is right."""

import math
from typing import Final

from pipeline.segment.outline import Outline

_SLOPE: Final = 1.05
_SHIFT: Final = -0.5
_FLOOR: Final = -0.5
"""Of the logistic curve from the product of the lines' confidences to the share of pages that are
right (Platt, 1999); ``tools/fit_weights.py --folds`` fits it. Below the floor, in log-odds, pages
are all in the same doubt: one border that is hard to place makes several lines doubtful at once."""
_LEAST = 1e-6


def page_confidence(outline: Outline) -> float:
    """Return how probable it is (0–1) that all borders of the page are right.

    The lines' confidences are multiplied, as if they were independent of each other, and what that
    gives is set right by a curve fitted on pages whose truth is known.
    """
    if not any(label.item for label in outline):
        return 0.0
    odds = _SHIFT + _SLOPE * max(raw_log_odds(outline), _FLOOR)
    return round(1 / (1 + math.exp(-odds)), 3)


def raw_log_odds(outline: Outline) -> float:
    """Return the log-odds of the product of the lines' confidences: what the curve is fitted to."""
    product = math.prod(label.confidence for label in outline)
    product = min(max(product, _LEAST), 1 - _LEAST)
    return math.log(product / (1 - product))
