"""Print lines read across: a line of the next column on the base line of this one's."""

from collections.abc import Sequence
from itertools import pairwise
from random import Random

from pipeline.evaluate.sheet import BLANK, Block, Blocks, Row, bare

_OFTEN = 0.5


def splice_columns(blocks: Blocks, rng: Random) -> Blocks:
    """Read the first print line of a column of the same story onto that of the one before it."""
    if rng.random() >= _OFTEN:
        return blocks
    tops = _tops(blocks)
    pairs = [
        (left, right)
        for left, right in pairwise(tops)
        if blocks[left].story == blocks[right].story
        and blocks[left].item == blocks[right].item
        and blocks[right].column == blocks[left].column + 1
    ]
    if not pairs:
        return blocks
    return read_across(blocks, *rng.choice(pairs))


def splice_neighbours(blocks: Blocks, rng: Random) -> Blocks:
    """Read the first print line of a story's text onto a column's first one of its neighbour."""
    tops = _tops(blocks)
    pairs = [
        (left, right)
        for left, right in pairwise(tops)
        if blocks[left].story != blocks[right].story and blocks[right].column == 0
    ]
    return read_across(blocks, *rng.choice(pairs)) if pairs else blocks


def read_across(blocks: Blocks, left: int, right: int) -> Blocks:
    """Move the first print line of block ``right`` to the end of the first one of ``left``."""
    here, there = blocks[left], blocks[right]
    moved: Row = tuple(glyph._replace(mark="splice") for glyph in bare(there.rows[0]))
    end: Row = (BLANK,) if here.rows[0][-1].char == " " else ()
    changed = list(blocks)
    changed[left] = here.with_rows((bare(here.rows[0]) + moved + end, *here.rows[1:]))
    changed[right] = there.with_rows(there.rows[1:])
    return tuple(changed)


def _tops(blocks: Sequence[Block]) -> list[int]:
    """Return the blocks that stand at the top of a column and can lend and take a print line."""
    found = []
    for place, block in enumerate(blocks):
        before = blocks[place - 1] if place else None
        top = before is None or (before.story, before.column) != (block.story, block.column)
        top = top or (not before.body and block.column == 0)  # type: ignore[union-attr]
        if top and block.body and len(block.rows) >= 2:
            found.append(place)
    return found
