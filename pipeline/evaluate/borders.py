"""How well the borders of a page's items were found: scores over sets of lines."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby

import numpy as np
import segeval
from scipy.optimize import linear_sum_assignment

from pipeline.evaluate.lines import Holder, line_sets
from pipeline.evaluate.tally import Tally, f1

LineSets = Mapping[int, frozenset[int]]


def match(truth: LineSets, found: LineSets) -> dict[int, tuple[int, float]]:
    """Pair true and found items one to one so that the sum of their IoU is greatest (Hungarian).

    Returns for each true item that has lines in common with its partner the partner's index and
    the IoU (intersection over union of their lines).
    """
    rows, columns = list(truth), list(found)
    if not rows or not columns:
        return {}
    overlaps = np.array([[_iou(truth[row], found[column]) for column in columns] for row in rows])
    pairs = zip(*linear_sum_assignment(overlaps, maximize=True), strict=True)
    return {
        rows[row]: (columns[column], float(overlaps[row, column]))
        for row, column in pairs
        if overlaps[row, column] > 0
    }


def _iou(one: frozenset[int], other: frozenset[int]) -> float:
    common = len(one & other)
    return common / (len(one) + len(other) - common) if common else 0.0


def border_scores(truth: Mapping[int, Holder], found: Mapping[int, Holder]) -> Tally:
    """Score the borders: first lines, whole line sets, pairs of lines, and the flat sequence."""
    true_sets, found_sets = line_sets(truth), line_sets(found)
    true_first = {min(lines) for lines in true_sets.values()}
    found_first = {min(lines) for lines in found_sets.values()}
    hits = len(true_first & found_first)
    exact = len(set(true_sets.values()) & set(found_sets.values()))
    both = (len(true_sets), len(found_sets))
    half = sum(iou >= 0.5 for _, iou in match(true_sets, found_sets).values())
    return {
        "boundary_precision": (hits, len(found_first)),
        "boundary_recall": (hits, len(true_first)),
        "boundary_f1": f1(hits, len(true_first), len(found_first)),
        "exact_articles": (exact, len(true_sets)),
        "exact_f1": f1(exact, *both),
        "iou_f1": f1(half, *both),
        "pair_f1": _pairs(truth, found),
        "borders_right": (float(true_first == found_first), 1),
        "perfect_pages": (float(set(true_sets.values()) == set(found_sets.values())), 1),
        **_sequence(truth, found),
    }


def _pairs(truth: Mapping[int, Holder], found: Mapping[int, Holder]) -> tuple[float, float]:
    """Score the pairs of lines that are in one item."""
    cells = Counter((holder.item, found[line].item) for line, holder in truth.items())
    rows: Counter[int] = Counter()
    columns: Counter[int] = Counter()
    hits = 0
    for (row, column), size in cells.items():
        if row >= 0 and column >= 0:
            hits += size * (size - 1) // 2
        rows[row] += size
        columns[column] += size
    return f1(hits, _choose_two(rows), _choose_two(columns))


def _choose_two(sizes: Mapping[int, int]) -> int:
    return sum(size * (size - 1) // 2 for item, size in sizes.items() if item >= 0)


def _sequence(truth: Mapping[int, Holder], found: Mapping[int, Holder]) -> Tally:
    """Score the page as a flat sequence of segments: Pk and WindowDiff (lower is better).

    Beeferman et al. 1999, Pevzner and Hearst 2002, as ``segeval`` has them. A page too short to
    lay a window in is left out.
    """
    lines = sorted(truth)
    true_masses, found_masses = _masses(truth, lines), _masses(found, lines)
    if len(lines) < 2 * max(2, round(len(lines) / len(true_masses) / 2)):
        return {}
    return {
        "pk": (float(segeval.pk(found_masses, true_masses)), 1),
        "window_diff": (float(segeval.window_diff(found_masses, true_masses)), 1),
    }


def _masses(found: Mapping[int, Holder], lines: Sequence[int]) -> tuple[int, ...]:
    """Return the lengths of the runs of lines that are in one item."""
    return tuple(
        sum(1 for _ in run) for _, run in groupby(lines, key=lambda line: found[line].item)
    )
