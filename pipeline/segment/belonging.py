"""How well a line of text fits each story that it could belong to.

Three things speak: vocabulary (a line shares its rare pairs of characters with its own story), the
width of its column, and whether it goes on where its story broke off.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.segment import cues
from pipeline.segment.chars import PAUSES
from pipeline.segment.evidence import Evidence
from pipeline.segment.lines import Column
from pipeline.segment.wording import Wording

_REACH = 40
"""How many lines away a line lends its words to a story."""
_SMOOTH = 1.5
_LEAST = -2.5
_SAME, _OTHER = 1.0, 2.5
"""Columns that differ by no more ems are the same, by more are others."""


@dataclass(frozen=True)
class Unit:
    """A line of text, at ``place`` of the page's lines; the subheads at ``lead`` go with it.

    ``home`` is the story that the plain reading order gives it.
    """

    place: int
    lead: tuple[int, ...]
    home: int


class Belonging:
    """The lines of a page, to ask how well one fits a story under an assignment of the others."""

    def __init__(
        self, evidence: Sequence[Evidence], units: Sequence[Unit], wording: Wording
    ) -> None:
        self._evidence = evidence
        self._wording = wording
        self._text = {unit.place for unit in units}
        spread = Counter(pair for one in evidence for pair in one.row.pairs)
        size = len(evidence)
        self._weight = {
            pair: math.log(size / count) for pair, count in spread.items() if 1 < count < size
        }
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        for place, one in enumerate(evidence):
            for pair in one.row.pairs:
                if pair in self._weight:
                    self._places[pair].append(place)

    def scores(
        self, unit: Unit, stories: Sequence[int], story_of: Mapping[int, int]
    ) -> dict[int, float]:
        """Return how well ``unit`` fits each of ``stories`` (log-odds).

        ``story_of`` gives the story of each place of the page that has one.
        """
        words = self._words(unit, story_of)
        most = max((words.get(story, 0.0) for story in stories), default=0.0)
        found = {}
        for story in stories:
            lean = math.log((words.get(story, 0.0) + _SMOOTH) / (most + _SMOOTH))
            found[story] = max(lean, _LEAST) + self._shape(unit, story, story_of)
        return found

    def _words(self, unit: Unit, story_of: Mapping[int, int]) -> dict[int, float]:
        """Return the weight of the words that the unit shares with each story near it."""
        found: defaultdict[int, float] = defaultdict(float)
        mine = {*unit.lead, unit.place}
        for place in mine:
            for pair in self._evidence[place].row.pairs:
                weight = self._weight.get(pair)
                if weight is None:
                    continue
                near = {
                    story_of.get(other)
                    for other in self._places[pair]
                    if other not in mine and abs(other - place) <= _REACH
                }
                for story in near:
                    if story is not None:
                        found[story] += weight
        return found

    def _shape(self, unit: Unit, story: int, story_of: Mapping[int, int]) -> float:
        """Score the unit's column and its beginning against the story's unit before it."""
        first = min((unit.place, *unit.lead))
        before = next(
            (
                place
                for place in range(first - 1, max(-1, first - _REACH), -1)
                if place in self._text and story_of.get(place) == story
            ),
            None,
        )
        row = self._evidence[first].row
        if before is None:
            return (2.0 if row.dateline else 0.0) - (3.0 if row.runs_on else 0.0)
        score = self._column(unit, story, story_of)
        if row.dateline:
            return score - 3.0
        above = self._evidence[before]
        if unit.lead:
            return score - (1.0 if not above.row.closed else 0.0)
        if above.row.closed:
            return score - (3.0 if row.runs_on else 0.0)
        return score + self._goes_on(above, self._evidence[first])

    def _goes_on(self, above: Evidence, one: Evidence) -> float:
        """Score how well a line goes on where the story broke off."""
        if one.row.runs_on:
            return 2.5
        if self._wording.joins(above.row.text, one.row.text):
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
