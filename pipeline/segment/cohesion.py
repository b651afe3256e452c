"""Which words the lines of a page have in common: what tells one story from the next.

A word is taken to be a pair of neighbouring Chinese characters. Pairs that few lines share weigh
most (the logarithm of the share of lines without them, the inverse document frequency of
text-tiling). Everything is counted from each pair's consecutive places, in time near linear in the
page.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Mapping, Sequence
from itertools import accumulate, chain, pairwise
from operator import sub
from typing import NamedTuple

from pipeline.segment.chars import pairs

_NEAR = 4
_WINDOW = 8
_COMMONEST = 0.25
"""Pairs on a greater share of the lines tell nothing of a border between windows."""
_FEW = 12
"""Pairs on so few lines are never too common."""


class Bond(NamedTuple):
    """What a line has in common with the page around it.

    ``pull``: by how many pairs it has more in common with the next four lines than with those
    before. ``up`` and ``down``: the weight of the pairs it shares with the eight lines before, and
    after it; ``above`` and ``below`` the same as a share of the line's own (0–1). ``across``:
    how much the eight lines before have in common with the eight from it on (0–1, a cosine);
    ``nearby`` the same of four lines.
    """

    pull: int
    up: float
    down: float
    above: float
    below: float
    across: float
    nearby: float


def shared_words(texts: Sequence[str], repeated: frozenset[int]) -> list[set[int]]:
    """Return for each line, given without blanks, its words that stand on other lines too.

    ``repeated`` has all words that the page has more than once.
    """
    found = [repeated.intersection(pairs(text)) for text in texts]
    lines = Counter(chain.from_iterable(found))
    shared = {word for word, count in lines.items() if count > 1}
    return [shared.intersection(own) for own in found]


def bonds(words: Sequence[Collection[Hashable]], sizes: Sequence[int]) -> list[Bond]:
    """Return the bond of each line, by its words; ``sizes`` are the characters of each line."""
    size = len(words)
    places: defaultdict[Hashable, list[int]] = defaultdict(list)
    for index, some in enumerate(words):
        for word in some:
            places[word].append(index)
    pull = [0] * size
    up, down, own = [0.0] * size, [0.0] * size, [0.0] * size
    steps = {reach: [0.0] * (size + 1) for reach in (_WINDOW, _NEAR)}
    # Sorted, for sums of fractions depend on their order.
    for found in sorted(found for found in places.values() if len(found) > 1):
        weight = math.log(size / len(found))
        close = False
        for one, other in pairwise(found):
            gap = other - one
            close = close or gap < 2 * _WINDOW
            if gap <= _WINDOW:
                down[one] += weight
                up[other] += weight
                if gap <= _NEAR:
                    pull[one] += 1
                    pull[other] -= 1
        for index in found:
            own[index] += weight * weight
        if close and len(found) <= max(_FEW, size * _COMMONEST):
            _spread(found, weight * weight, steps)
    across, nearby = (_cosines(some, own, reach) for reach, some in steps.items())
    most = math.log(size) or 1.0
    whole = [max(length - 1, 1) * most for length in sizes]
    return [
        Bond(
            pull=pull[i],
            up=up[i],
            down=down[i],
            above=up[i] / whole[i],
            below=down[i] / whole[i],
            across=across[i],
            nearby=nearby[i],
        )
        for i in range(size)
    ]


def _spread(found: Sequence[int], weight: float, steps: Mapping[int, list[float]]) -> None:
    """Add ``weight`` at each border that has two of the places ``found`` in its two windows.

    ``steps`` are those of windows of each reach.
    """
    for place, one in enumerate(found):
        for other in found[place + 1 :]:
            gap = other - one
            if gap >= 2 * _WINDOW:
                break
            for reach, some in steps.items():
                # borders before line b with one in its window before, and other in that from b on
                if gap <= reach:
                    some[one + 1] += weight
                    some[other + 1] -= weight
                elif gap < 2 * reach:
                    some[other - reach + 1] += weight
                    some[one + reach + 1] -= weight


def _cosines(steps: Sequence[float], own: Sequence[float], reach: int) -> list[float]:
    """Return for the border before each line the cosine of its two windows."""
    norms = _norms(own, reach)
    shared = accumulate(steps[: len(norms)])
    return [one / norm if norm else 0.0 for one, norm in zip(shared, norms, strict=True)]


def _norms(own: Sequence[float], reach: int) -> list[float]:
    """Return for the border before each line the geometric mean of its windows' weights."""
    sums = [0.0, *accumulate(own)]
    size = len(own)
    before = map(sub, sums, (sums[max(0, i - reach)] for i in range(size)))
    after = (sums[min(size, i + reach)] - sums[i] for i in range(size))
    return [math.sqrt(max(a * b, 0.0)) for a, b in zip(before, after, strict=True)]
