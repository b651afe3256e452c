"""What is printed from top to bottom, and read with a character or two on a line."""

from random import Random

from pipeline.evaluate.damage.places import change_one, replaced
from pipeline.evaluate.sheet import Block, Blocks, furniture

_TITLES = ("民生视点", "乡村振兴进行时", "基层走笔", "城事", "身边好人", "文明实践")


def stand_up(blocks: Blocks, rng: Random) -> Blocks:
    """Read a kicker, or a section's title that stands between two stories, top to bottom."""
    size = rng.choice((1, 1, 2))
    if rng.random() < 0.5:
        return change_one(
            blocks,
            rng,
            lambda block: block.role == "kicker",
            lambda block: _cut(block, size),
        )
    seams = [
        place for place in range(1, len(blocks)) if blocks[place - 1].story != blocks[place].story
    ]
    if not seams:
        return blocks
    place = rng.choice(seams)
    return replaced(blocks, range(place, place), _cut(furniture(rng.choice(_TITLES)), size))


def _cut(block: Block, size: int) -> list[Block]:
    row = tuple(glyph for glyph in block.rows[0] if not glyph.char.isspace())
    return [block.with_rows((row[at : at + size],)) for at in range(0, len(row), size)]
