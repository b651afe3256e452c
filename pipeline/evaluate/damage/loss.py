"""Print that is lost: the last line of a paragraph, most often at a column's end."""

from collections.abc import Sequence
from random import Random

from pipeline.evaluate.sheet import Block, Blocks, bare

_NUMBER = (0, 0, 1, 1, 2, 3)
_AT_COLUMN_END = 0.6


def lose_tails(blocks: Blocks, rng: Random) -> Blocks:
    """Lose the last print line of up to three paragraphs."""
    for _ in range(rng.choice(_NUMBER)):
        ends = [place for place in range(len(blocks)) if _has_tail(blocks, place)]
        low = [place for place in ends if _ends_column(blocks, place)]
        high = [place for place in ends if not _ends_column(blocks, place)]
        first, second = (low, high) if rng.random() < _AT_COLUMN_END else (high, low)
        if not (first or second):
            break
        place = rng.choice(first or second)
        hurt = blocks[place].with_rows(blocks[place].rows[:-1])
        blocks = (*blocks[:place], hurt, *blocks[place + 1 :])
    return blocks


def _has_tail(blocks: Sequence[Block], place: int) -> bool:
    """Whether the block ends with the last print line of a paragraph, and that not lost yet."""
    block = blocks[place]
    if not block.body or len(block.rows) < 2 or not bare(block.rows[-1]):
        return False
    last, before = bare(block.rows[-1])[-1], bare(block.rows[-2])[-1]
    if (last.item, last.part) != (before.item, before.part):
        return False
    # A paragraph goes on in another block exactly where a later glyph of it stands there.
    return (
        not any(
            (glyph.item, glyph.part) == (last.item, last.part) and glyph.at > last.at
            for other in blocks
            if other.item == last.item
            for glyph in other.glyphs()
        )
        and last.char in "。？！?!”\"’'）)…"
    )


def _ends_column(blocks: Sequence[Block], place: int) -> bool:
    if place + 1 == len(blocks):
        return True
    here, after = blocks[place], blocks[place + 1]
    return (here.story, here.column) != (after.story, after.column)
