"""Two figures of a text that changed places in the English: "44 of 113" for "113 of 44".

Both values are still there, so that only what stands around them can tell. Every word that the
dictionary finds on both sides, and every other figure, is an *anchor*: a place of the source and
one of the English that belong together. A figure and its rendering are akin as far as the same
anchors stand close to both. Two figures have changed places if they are more akin the other way
round, and their order, which translations mostly keep, is turned.
"""

import math
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.verify import lexicon, normal
from pipeline.verify.compare import agree
from pipeline.verify.dates_en import MONTHS
from pipeline.verify.quantity import Quantity, same

_MOST: Final = 100
"""Figures of a text: in more of them (a table, a book) nobody could follow the exchange."""
_MOST_PLACES: Final = 8  # of a word in the English; what stands everywhere shows no place
_NEAREST: Final = 12  # figures between the two that changed places
_BORDER_ZH: Final = re.compile(r"[，。；：、！？,;]")
_BORDER_EN: Final = re.compile(r"[,.;:!?](?=\s)|[()]")
# The weight of an anchor falls by a factor of e over so many characters, and a border between
# clauses is as far as so many.
_REACH_ZH, _CLAUSE_ZH = 8.0, 6.0
_REACH_EN, _CLAUSE_EN = 30.0, 15.0
_FARTHEST: Final = 5  # reaches: what is farther weighs nothing
# Chinese grows "from A by B to C", English "by B to C, from A", and counts "of A, B" as "B of A":
# the words beside each figure, here "@", go along.
_ABOUT_ZH, _ABOUT_EN = "[了约近超逾过]{0,2}", "(?: (?:about|over|nearly|some|more than|almost))?"
_MARKS: Final = tuple(
    (re.compile(chinese), re.compile(rf"\b(?:{english}) ?\S{{0,3}}@", re.IGNORECASE))
    for chinese, english in (
        (
            r"[从由自比较](?:(?:\d{4}|[今去前上当])年)?[^\d，。；@]{0,12}@",
            r"(?:from|than|against|compared (?:to|with))\b[^\d.;@]{0,25}",
        ),
        (
            "(?:[增减]|增[加长]|减少|[下上]?[升降跌涨]|提高|扩大|[多少])" + _ABOUT_ZH + "@",
            f"(?:by|(?:increase|rise|growth|gain|decrease|decline|drop|fall) of){_ABOUT_EN}",
        ),
        ("[达到至]" + _ABOUT_ZH + "@", f"(?:to|reach(?:es|ed|ing)?|total(?:s|l?ed)?){_ABOUT_EN}"),
        ("@[^\\d，。；]{0,12}[中里]", f"of (?:the|all|these|its|their)?{_ABOUT_EN}"),
    )
)
"""What stands beside the start, the amount and the end of a change, and the whole of a part."""
_LONGEST_MARK: Final = 40
# What stands between two figures of one range or list. Nobody turns those round in translating.
_LISTED_ZH: Final = re.compile(r"\s?[、,，;和及与至到或~-]?\s?")
_LISTED_EN: Final = re.compile(
    rf"[\s,;-]*(?:(?:and|or|to|through|until)\b)?\s?(?:{'|'.join(MONTHS)})?\s?", re.IGNORECASE
)
# How much more akin the two must be the other way round; set on human references, of which one
# in a thousand is flagged.
_CLEARLY: Final = 0.1
_CLEARLY_OF_OTHER_KINDS: Final = 0.3


@dataclass(frozen=True, slots=True)
class Rendering:
    """A quantity of the source and the one of the English that gives its value."""

    source: Quantity
    target: Quantity


@dataclass(frozen=True, slots=True)
class _Anchor:
    """Offsets of the source and of the English that belong together, as surely as ``weight``."""

    source: float
    target: float
    weight: float


def changed_places(
    source: str, target: str, given: Sequence[Quantity], shown: Sequence[Quantity]
) -> Iterator[tuple[Rendering, Rendering]]:
    """Yield the pairs of figures that seem to have changed places, clearest first, each once.

    ``given`` and ``shown`` are the quantities of ``source`` and ``target``.
    """
    if max(len(given), len(shown)) > _MOST:
        return
    renderings = _renderings(given, shown)
    pairs = list(_suspects(renderings))
    if not pairs:
        return  # the dictionary is not even loaded
    source, target = normal.chinese(source), normal.english(target)
    surroundings = _Surroundings(source, target, renderings)
    found = []
    for pair in pairs:
        if _marked_apart(*pair, source, target):
            continue
        kinship = surroundings.lost_by_exchange(*pair)
        if _exchange_explains(*pair, kinship) or _list_is_turned(*pair, source, target):
            found.append((kinship, pair[0].source.start, pair))
    taken: set[int] = set()
    for _, _, (left, right) in sorted(found, key=lambda one: one[:2]):
        if taken.isdisjoint((id(left), id(right))):
            taken |= {id(left), id(right)}
            yield left, right


def _renderings(given: Sequence[Quantity], shown: Sequence[Quantity]) -> list[Rendering]:
    """Match what has the same value on both sides, in the order of the source.

    A value that stands more often on one side is left out: which belongs to which is open.
    """
    sides: tuple[dict[str, list[Quantity]], ...] = (defaultdict(list), defaultdict(list))
    for side, quantities in zip(sides, (given, shown), strict=True):
        for quantity in quantities:
            if not quantity.code:
                side[_value(quantity)].append(quantity)
    found = [
        Rendering(*pair)
        for value, sources in sides[0].items()
        if len(sources) == len(sides[1].get(value, ()))
        for pair in zip(sources, sides[1][value], strict=True)
        if agree(*pair)
    ]
    return sorted(found, key=lambda one: one.source.start)


def _value(quantity: Quantity) -> str:
    share = quantity.kind in ("percent", "points")
    return f"{quantity.low / 100 if share else quantity.low:.9g}"


def _suspects(renderings: Sequence[Rendering]) -> Iterator[tuple[Rendering, Rendering]]:
    """Yield the pairs that may have changed places, by their order, units and kinds."""
    figures = [one for one in renderings if _is_figure(one)]
    for n, left in enumerate(figures):
        for right in figures[n + 1 : n + 1 + _NEAREST]:
            if left.source.start == right.source.start or same(left.source.low, right.source.low):
                continue
            gain = _unit_gain(left, right)
            if gain >= 2 or (gain >= 0 and _turned(left, right)):
                yield left, right


def _is_figure(rendering: Rendering) -> bool:
    """Whether the two are numerals in figures, and not words that may say something else."""
    target, source = rendering.target, rendering.source
    return source.tier != "soft" and any(c.isdigit() for c in target.text)


def _turned(left: Rendering, right: Rendering) -> bool:
    return left.target.start > right.target.start


def _unit_gain(left: Rendering, right: Rendering) -> int:
    """Return how much better units and kinds would agree if the two changed places."""
    given = _fit(left.source, left.target) + _fit(right.source, right.target)
    return _fit(left.source, right.target) + _fit(right.source, left.target) - given


def _fit(source: Quantity, target: Quantity) -> int:
    if source.kind != target.kind or source.unit != target.unit:
        return -1
    return 1 if source.unit else 0


def _exchange_explains(left: Rendering, right: Rendering, kinship: float) -> bool:
    if _unit_gain(left, right) >= 2:
        return _turned(left, right) or kinship < 0
    return kinship < -(_CLEARLY if _alike(left, right) else _CLEARLY_OF_OTHER_KINDS)


def _marked_apart(left: Rendering, right: Rendering, source: str, target: str) -> bool:
    """Whether one of the two is the same part of a change in both texts, the other in neither."""
    for chinese, english in _MARKS:
        marked = [
            (_is_marked(chinese, source, one.source), _is_marked(english, target, one.target))
            for one in (left, right)
        ]
        if sorted(marked) == [(False, False), (True, True)]:
            return True
    return False


def _is_marked(mark: re.Pattern[str], text: str, quantity: Quantity) -> bool:
    before = text[max(0, quantity.start - _LONGEST_MARK) : quantity.start]
    after = text[quantity.end : quantity.end + _LONGEST_MARK]
    return mark.search(f"{before}@{after}") is not None


def _list_is_turned(left: Rendering, right: Rendering, source: str, target: str) -> bool:
    if not _turned(left, right) or not _alike(left, right):
        return False
    listed = _LISTED_ZH.fullmatch(source, left.source.end, right.source.start)
    return bool(listed and _LISTED_EN.fullmatch(target, right.target.end, left.target.start))


def _alike(left: Rendering, right: Rendering) -> bool:
    return left.source.kind == right.source.kind and left.source.unit == right.source.unit


class _Surroundings:
    """What stands around the figures of a text and of its English."""

    def __init__(self, source: str, target: str, renderings: Sequence[Rendering]) -> None:
        self._figures = [
            _Anchor(_middle(one.source), _middle(one.target), 1.0) for one in renderings
        ]
        words = _word_anchors(source, target)
        self._anchors = sorted((*self._figures, *words), key=lambda one: one.source)
        self._places = [anchor.source for anchor in self._anchors]
        self._borders_zh = _positions(_BORDER_ZH, source)
        self._borders_en = _positions(_BORDER_EN, target)

    def lost_by_exchange(self, left: Rendering, right: Rendering) -> float:
        """Return how much more akin the two are to their renderings than to each other's."""
        own = {_middle(left.source), _middle(right.source)}
        return (
            self._kinship(left.source, left.target, own)
            + self._kinship(right.source, right.target, own)
            - self._kinship(left.source, right.target, own)
            - self._kinship(right.source, left.target, own)
        )

    def _kinship(self, source: Quantity, target: Quantity, own: set[float]) -> float:
        here, there, total = _middle(source), _middle(target), 0.0
        reach = _FARTHEST * _REACH_ZH
        for n in range(
            bisect_left(self._places, here - reach), bisect_left(self._places, here + reach)
        ):
            anchor = self._anchors[n]
            if anchor.source in own:
                continue
            borders = _between(self._borders_zh, here, anchor.source)
            near = (abs(anchor.source - here) + _CLAUSE_ZH * borders) / _REACH_ZH
            borders = _between(self._borders_en, there, anchor.target)
            near_en = (abs(anchor.target - there) + _CLAUSE_EN * borders) / _REACH_EN
            if max(near, near_en) <= _FARTHEST:
                total += anchor.weight * math.exp(-near - near_en)
        return total


def _middle(quantity: Quantity) -> float:
    return (quantity.start + quantity.end) / 2


def _positions(pattern: re.Pattern[str], text: str) -> list[int]:
    return [match.start() for match in pattern.finditer(text)]


def _between(borders: Sequence[int], one: float, other: float) -> int:
    return abs(bisect_left(borders, one) - bisect_left(borders, other))


def _word_anchors(source: str, target: str) -> Iterator[_Anchor]:
    """Yield the words that both sides have; one that has several counterparts is less sure."""
    places: dict[str, list[float]] = defaultdict(list)
    for place, stem in lexicon.stem_places(target):
        places[stem].append(place)
    hits = []
    for word in lexicon.words(source):
        there = sorted({place for stem in word.stems for place in places.get(stem, ())})
        if 0 < len(there) <= _MOST_PLACES:
            hits.append(((word.start + word.end) / 2, there))
    claims = Counter(place for _, there in hits for place in there)
    for here, there in hits:
        for place in there:
            yield _Anchor(here, place, 1 / len(there) / claims[place])
