"""Which item each line of a page is with, and in what role: the common ground of all scores."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pipeline.model import Page, Segmentation, Span

OUTSIDE = -1
"""The item of lines that are furniture or unassigned."""


class Holder(NamedTuple):
    """What holds most of a line: the 0-based index of the article, and the role."""

    item: int
    role: str


def holders(page: Page, found: Segmentation) -> dict[int, Holder]:
    """Return the holder of each non-blank line.

    A line that several items share, as a splice makes them, goes to the item with most of its
    characters, and has the role that most of those are in (the first one of equals).
    """
    shares: dict[int, dict[Holder, int]] = defaultdict(lambda: defaultdict(int))
    for holder, span in _held(found):
        shares[span.line][holder] += len(page.text(span).replace(" ", ""))
    return {
        line.number: _most(shares.get(line.number, {})) for line in page.lines if not line.blank
    }


def line_sets(found: Mapping[int, Holder]) -> dict[int, frozenset[int]]:
    """Return the lines of each article, by its index; articles that hold no line are left out."""
    sets: dict[int, set[int]] = defaultdict(set)
    for line, holder in found.items():
        if holder.item != OUTSIDE:
            sets[holder.item].add(line)
    return {item: frozenset(lines) for item, lines in sets.items()}


def _held(found: Segmentation) -> Iterator[tuple[Holder, Span]]:
    for item, article in enumerate(found.articles):
        for head in article.head:
            if not head.inline:
                yield from ((Holder(item, head.role), span) for span in head.spans)
        for paragraph in article.paragraphs:
            yield from ((Holder(item, paragraph.role), span) for span in paragraph.spans)
    yield from ((Holder(OUTSIDE, "furniture"), span) for span in found.furniture)
    yield from ((Holder(OUTSIDE, "unassigned"), span) for span in found.unassigned)


def _most(shares: Mapping[Holder, int]) -> Holder:
    if not shares:
        return Holder(OUTSIDE, "unassigned")
    items: dict[int, int] = defaultdict(int)
    for holder, size in shares.items():
        items[holder.item] += size
    item = max(items, key=lambda one: items[one])
    return max((one for one in shares if one.item == item), key=lambda one: shares[one])
