"""All pages of a system and level, as one scorecard."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from pydantic import Field
from scipy.stats import binomtest

from pipeline.evaluate.score import ROLE, PageScore
from pipeline.evaluate.tally import total, value
from pipeline.model import Noun

_DRAWS = 1000
_BOUNDS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 1.0)
"""Bounds of the bins of confidence: narrow where the answers crowd."""


class Score(Noun):
    """A score over all pages: its value (None where there was nothing to score), the 95 %
    bootstrap interval over pages, and what it was counted of (articles, lines, characters …).
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    of: float


class Bin(Noun):
    """Answers whose confidence is in ``low`` ≤ c < ``high`` (the last bin has its upper bound).

    ``mean`` is their mean confidence, ``right`` the share of them that is right.
    """

    low: float
    high: float
    count: int
    mean: float
    right: float


class Confident(Noun):
    """The answers that are as sure as ``threshold`` or more, and the share of them right.

    ``low`` and ``high`` bound it: Wilson's 95 % interval, which is honest for few pages too.
    """

    threshold: float
    count: int
    of: int
    right: float | None
    low: float | None = None
    high: float | None = None


class Damaged(Noun):
    """The pages that one kind of damage was done to, among others, and their main scores."""

    pages: int
    boundary_f1: float
    exact_articles: float


class Scorecard(Noun):
    """What one system made of the pages of one level."""

    system: str
    level: str
    pages: int
    scores: dict[str, Score]
    page_confidence: tuple[Bin, ...] = ()
    item_confidence: tuple[Bin, ...] = ()
    confident: Confident | None = None
    damages: dict[str, Damaged] = Field(default_factory=dict)


def scorecard(
    system: str, level: str, pages: Sequence[PageScore], threshold: float | None = None
) -> Scorecard:
    """Sum up the pages; with a ``threshold``, look at the system's confidence too."""
    scores = _scores(pages)
    card = Scorecard(system=system, level=level, pages=len(pages), scores=scores)
    if threshold is None:
        return card
    sure = [page.sure for page in pages]
    return card.model_copy(
        update={
            "damages": _damages(pages),
            "page_confidence": _bins(sure),
            "item_confidence": _bins([item for page in pages for item in page.sure_items]),
            "confident": _confident(sure, threshold),
        }
    )


def _confident(sure: Sequence[tuple[float, bool]], threshold: float) -> Confident:
    passed = [right for confidence, right in sure if confidence >= threshold]
    known = Confident(threshold=threshold, count=len(passed), of=len(sure), right=None)
    if not passed:
        return known
    bounds = binomtest(sum(passed), len(passed)).proportion_ci(method="wilson")
    share = sum(passed) / len(passed)
    return known.model_copy(update={"right": share, "low": bounds.low, "high": bounds.high})


def _scores(pages: Sequence[PageScore]) -> dict[str, Score]:
    """Return each score with its interval; ``role_f1`` is the mean over roles (macro)."""
    sums = total(page.tally for page in pages)
    names = list(sums)
    counts = np.array(
        [[page.tally.get(name, (0.0, 0.0)) for name in names] for page in pages], dtype=float
    ).reshape(len(pages), len(names), 2)
    draws = np.random.default_rng(len(pages)).integers(len(pages), size=(_DRAWS, len(pages)))
    weights = np.stack([np.bincount(draw, minlength=len(pages)) for draw in draws])
    drawn = np.einsum("dp,pnk->dnk", weights, counts)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = drawn[:, :, 0] / drawn[:, :, 1]
    found = {name: _score(sums[name], ratios[:, place]) for place, name in enumerate(names)}
    roles = [name for name in names if name.startswith(ROLE)]
    single = [score.value for name in roles if (score := found[name]).value is not None]
    if single:
        macro = np.nanmean(ratios[:, [names.index(name) for name in roles]], axis=1)
        low, high = np.nanpercentile(macro, (2.5, 97.5))
        found["role_f1"] = Score(
            value=sum(single) / len(single), low=float(low), high=float(high), of=len(single)
        )
    return found


def _score(ratio: tuple[float, float], drawn: NDArray[np.float64]) -> Score:
    known = drawn[~np.isnan(drawn)]
    if value(ratio) is None or not known.size:
        return Score(value=None, of=ratio[1])
    low, high = np.percentile(known, (2.5, 97.5))
    return Score(value=value(ratio), low=float(low), high=float(high), of=ratio[1])


def _damages(pages: Sequence[PageScore]) -> dict[str, Damaged]:
    found = {}
    for name in dict.fromkeys(name for page in pages for name in page.damages):
        hurt = [page.tally for page in pages if name in page.damages]
        sums = total(hurt)
        found[name] = Damaged(
            pages=len(hurt),
            boundary_f1=value(sums["boundary_f1"]) or 0.0,
            exact_articles=value(sums["exact_articles"]) or 0.0,
        )
    return found


def _bins(sure: Sequence[tuple[float, bool]]) -> tuple[Bin, ...]:
    found = []
    for low, high in pairwise(_BOUNDS):
        inside = [
            one for one in sure if low <= one[0] < high or (high == _BOUNDS[-1] and one[0] == high)
        ]
        if inside:
            count = len(inside)
            found.append(
                Bin(
                    low=low,
                    high=high,
                    count=count,
                    mean=sum(confidence for confidence, _ in inside) / count,
                    right=sum(right for _, right in inside) / count,
                )
            )
    return tuple(found)
