"""What is counted of a page: for each score a numerator and a denominator.

Every score is a ratio of sums over pages, F1 too (twice the hits over all that is true and all
that was found), so pages can be summed, and drawn again for the bootstrap, without more ado.
"""

from collections.abc import Iterable

Tally = dict[str, tuple[float, float]]
"""By score: numerator and denominator."""


def f1(hits: float, true: float, found: float) -> tuple[float, float]:
    """Return F1 as a ratio that can be summed."""
    return 2 * hits, true + found


def total(tallies: Iterable[Tally]) -> Tally:
    """Sum tallies."""
    summed: Tally = {}
    for tally in tallies:
        for name, (above, below) in tally.items():
            before = summed.get(name, (0.0, 0.0))
            summed[name] = (before[0] + above, before[1] + below)
    return summed


def value(ratio: tuple[float, float]) -> float | None:
    """Return the score, or None where there was nothing to score."""
    above, below = ratio
    return above / below if below else None
