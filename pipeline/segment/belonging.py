"""How well a line of text fits each story that it could belong to.

Three things speak: vocabulary (a line shares its rare pairs of characters with its own story), the
width of its column, and whether it goes on where its story broke off.
"""

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from pipeline.segment import cues
from pipeline.segment.chars import PAUSES
from pipeline.segment.evidence import Evidence
from pipeline.segment.lines import Column
from pipeline.segment.wording import Wording

_REACH = 40
"""How many lines away the story's text may be that a line is held against."""
_TRUST = 0.3
"""What the logarithm of a likelihood counts: pairs of one line are far from independent."""
_PRIOR = 40.0
"""How many pairs of the page's own vocabulary every story is given beforehand."""
_SAME, _OTHER = 1.0, 2.5
"""Columns that differ by no more ems are the same, by more are others."""


class Unit(NamedTuple):
    """A line of text, at ``place`` of the page's lines; the subheads at ``lead`` go with it.

    ``home`` is the story that the plain reading order gives it.
    """

    place: int
    lead: tuple[int, ...]
    home: int


class Belonging:
    """The lines of a page, to ask how well one fits a story under an assignment of the others."""

    def __init__(self, evidence: Sequence[Evidence], wording: Wording) -> None:
        self._evidence = evidence
        self._wording = wording
        lines = Counter(chain.from_iterable(one.words for one in evidence))
        spread = {word: count for word, count in lines.items() if 1 < count < len(evidence)}
        whole = sum(spread.values())
        self._prior = {word: _PRIOR * count / whole for word, count in spread.items()}
        self._words = [[word for word in one.words if word in spread] for one in evidence]

    def scores(
        self,
        units: Sequence[Unit],
        stories: Sequence[int],
        story_of: Mapping[int, int],
    ) -> list[dict[int, float]]:
        """Return how well each of ``units`` fits each of ``stories`` (log-likelihoods).

        ``story_of`` gives the story of each place of the page that has one.
        """
        told: dict[int, list[Sequence[int]]] = {story: [] for story in stories}
        for place, story in story_of.items():
            if story in told:
                told[story].append(self._words[place])
        vocabulary = {story: Counter(chain.from_iterable(words)) for story, words in told.items()}
        texts: dict[int, list[int]] = {story: [] for story in stories}
        for unit in units:
            if (own := story_of.get(unit.place)) in texts:
                texts[own].append(unit.place)
        sizes = {story: sum(counts.values()) for story, counts in vocabulary.items()}
        return [
            {
                story: _TRUST * self._likelihood(unit, story, story_of, vocabulary, sizes)
                + self._shape(unit, story, story_of, texts[story])
                for story in stories
            }
            for unit in units
        ]

    def alone(self, unit: Unit) -> float:
        """Return how likely the unit's words are in a story that has no other text."""
        return _TRUST * self._likelihood(unit, 0, {}, {0: Counter()}, {0: 0})

    def _likelihood(
        self,
        unit: Unit,
        story: int,
        story_of: Mapping[int, int],
        vocabulary: Mapping[int, Counter[int]],
        sizes: Mapping[int, int],
    ) -> float:
        """Return how likely the unit's words are in the story: a smoothed unigram model.

        The unit's own words are not counted as the story's. Relative to the page's vocabulary: a
        word that the story has c times is (c + prior) / (size + priors) there and prior / priors
        on the page, so words that the story has not differ in nothing.
        """
        counts, prior = vocabulary[story], self._prior
        total = 0.0
        for place in (*unit.lead, unit.place):
            words = self._words[place]
            own = 1 if story_of.get(place) == story else 0
            size = sizes[story] - own * len(words)
            total -= len(words) * math.log1p(size / _PRIOR)
            for word in words:
                times = counts.get(word, 0) - own
                if times:
                    total += math.log1p(times / prior[word])
        return total

    def _shape(
        self, unit: Unit, story: int, story_of: Mapping[int, int], texts: Sequence[int]
    ) -> float:
        """Score the unit's column and its beginning against the story's unit before it.

        ``texts`` are the places of the story's units, in order.
        """
        first = unit.lead[0] if unit.lead else unit.place
        row = self._evidence[first].row
        above = bisect_left(texts, first) - 1
        if above < 0 or first - texts[above] >= _REACH:
            return (2.0 if row.dateline else 0.0) - (3.0 if row.runs_on else 0.0)
        score = self._column(unit, story, story_of)
        if row.dateline:
            return score - 3.0
        before = self._evidence[texts[above]]
        if unit.lead:
            return score - (0.0 if before.row.closed else 1.0)
        if before.row.closed:
            return score - (3.0 if row.runs_on else 0.0)
        return score + self._goes_on(before, self._evidence[first])

    def _goes_on(self, above: Evidence, one: Evidence) -> float:
        """Score how well a line goes on where the story broke off."""
        if one.row.runs_on or self._wording.joins(above.row.text, one.row.text):
            return 2.5
        if cues.OPENING.match(one.row.head):
            return -1.5
        return 0.5 if above.filled or above.row.text[-1] in PAUSES else -0.5

    def _column(self, unit: Unit, story: int, story_of: Mapping[int, int]) -> float:
        column = self._evidence[unit.place].row.column
        if column is None:
            return 0.0
        for step in range(1, _REACH):
            for place in (unit.place - step, unit.place + step):
                if story_of.get(place) == story and 0 <= place < len(self._evidence):
                    other = self._evidence[place].row.column
                    if other is not None:
                        return _same_column(column, other)
        return 0.0


def _same_column(one: Column, other: Column) -> float:
    off = abs(one.excess(*other))
    return 1.0 if off <= _SAME else -1.5 if off >= _OTHER else 0.0
