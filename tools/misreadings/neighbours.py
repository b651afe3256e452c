"""Between which neighbours a character can only be a misread one: the table's two-sided lines.

A was read for B where A is at home beside neither of its neighbours (no text and no dictionary has
one of the two pairs) and B beside both (texts have each pair ``_OFTEN`` times and more, and
``_CLEARER`` times as often as those with other look-alikes of A, and as those of A with what the
neighbour can be misread for). A character that is often a word by itself is at home beside any
other, and has no such lines. Names of people are evidence for A alone: a name may have any
character, and that one is common does not make a similar one a misreading.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

EDGE = "·"
"""Stands for what is no Chinese character: punctuation, figures, letters, the ends of a text."""
NAME = "\0"
"""Stands for a person's name: what stands in one says nothing of words."""
NUMERALS = set("〇零一二两三四五六七八九十百千万亿")
_OTHER = re.compile(r"[^\u4e00-\u9fff\0]+")
_OFTEN = 4
_CLEARER = 3
_ALONE = {"first": 0.12, "known": 0.04}
"""The share of its occurrences in which a character may be a word by itself, by tier."""
_RARE, _WELL_KNOWN = 5, 200
"""What is met more often than the one and less often than the other has neighbours that no text
has shown yet, and comes without contexts, but for the first tier.
"""
_FOLDS = 5
_ROOM = 30_000
"""Characters of all lists together."""


class Context(NamedTuple):
    """Where ``wrong`` can only be ``right``: after one of ``left`` and before one of ``behind``."""

    wrong: str
    right: str
    left: str
    behind: str

    def __str__(self) -> str:
        return f"{self.wrong} for {self.right} between {self.left} and {self.behind}"


class Pairs:
    """How often each two characters stand side by side, and in threes."""

    def __init__(self, text: str, words: Iterable[str] = ()) -> None:
        flat = EDGE + _OTHER.sub(EDGE, text) + EDGE
        self.threes = Counter(zip(flat, flat[1:], flat[2:], strict=False))
        self.counts = Counter(pairwise(flat))
        self.before: dict[str, set[str]] = defaultdict(set)
        self.behind: dict[str, set[str]] = defaultdict(set)
        for one, other in (*self.counts, *(pair for word in words for pair in pairwise(word))):
            self.before[other].add(one)
            self.behind[one].add(other)

    def without(self, part: "Pairs", words: Iterable[str]) -> "Pairs":
        """Return these pairs as if ``part`` of the text were unknown."""
        rest = Pairs("", words)
        rest.counts = self.counts - part.counts
        for one, other in rest.counts:
            rest.before[other].add(one)
            rest.behind[one].add(other)
        return rest

    def context(self, wrong: str, right: str, alike: Mapping[str, set[str]]) -> Context:
        """Return between which neighbours ``wrong`` is ``right`` and can be nothing else.

        Neither another character ``alike``, nor itself, beside a neighbour that was misread.
        """
        others = alike[wrong] - {right}

        def clear(one: str, pair: Callable[[str, str], tuple[str, str]]) -> bool:
            rivals = [pair(one, other) for other in others]
            rivals += [pair(other, wrong) for other in alike.get(one, ())]
            often = self.counts[pair(one, right)]
            return often >= max(_OFTEN, _CLEARER * sum(self.counts[rival] for rival in rivals))

        left = self.before[right] - self.before[wrong] - {NAME}
        behind = self.behind[right] - self.behind[wrong] - {NAME}
        return Context(
            wrong,
            right,
            "".join(sorted(one for one in left if clear(one, lambda one, own: (one, own)))),
            "".join(sorted(one for one in behind if clear(one, lambda one, own: (own, one)))),
        )

    def middles(self) -> dict[str, Counter[tuple[str, str]]]:
        """Return what stands around each character, how often."""
        found: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
        for (one, middle, other), often in self.threes.items():
            found[middle][one, other] += often
        return found


def _met(context: Context, around: Counter[tuple[str, str]]) -> int:
    left, behind = set(context.left), set(context.behind)
    return sum(often for (one, other), often in around.items() if one in left and other in behind)


def contexts(
    text: str,
    words: list[str],
    alone: dict[str, float],
    look_alikes: Callable[..., dict[str, set[str]]],
) -> Iterator[Context]:
    """Yield the contexts of look-alikes that stand ``_FOLDS`` trials.

    All of the first tier, then those of the second that bring most for their length. In each trial
    the pairs of one part of the text are taken as unknown, and what a context would change there is
    counted as wrong. ``alone`` has the share in which each character is a word by itself.
    """
    every = look_alikes("first", "known", "close")
    lines = text.splitlines()
    share = len(lines) // _FOLDS + 1
    parts = [Pairs("\n".join(lines[at : at + share])) for at in range(0, len(lines), share)]
    whole = Pairs(text, words)
    around = whole.middles()
    trials = [(whole.without(part, words), part.middles()) for part in parts]

    def scored(tier: str) -> Iterator[tuple[float, Context]]:
        for wrong, rights in look_alikes(tier).items():
            for right in rights:
                if NUMERALS & {wrong, right} or alone.get(wrong, 0) > _ALONE[tier]:
                    continue
                often = around[wrong].total()
                if tier != "first" and _RARE < often < _WELL_KNOWN:
                    continue
                context = whole.context(wrong, right, every)
                gain = _met(context, around[right])
                lost = sum(
                    _met(rest.context(wrong, right, every), here[wrong]) for rest, here in trials
                )
                if gain >= _OFTEN and not lost:
                    yield gain / len(str(context)), context

    room = _ROOM
    for tier in ("first", "known"):
        for _, context in sorted(scored(tier), reverse=True):
            room -= len(str(context))
            if room < 0:
                return
            yield context
