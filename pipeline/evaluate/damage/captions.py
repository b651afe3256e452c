"""Pictures that stand within a story: below its head, or between two of its columns."""

from random import Random

from pipeline.evaluate.sheet import Block, Blocks

_OFTEN = 0.4


def move(blocks: Blocks, rng: Random) -> Blocks:
    """Move some captions into a neighbouring story."""
    for story in sorted({block.story for block in blocks if block.role == "caption"}):
        if rng.random() < _OFTEN:
            blocks = _move(blocks, story, rng)
    return blocks


def _move(blocks: Blocks, story: int, rng: Random) -> Blocks:
    moved = [block for block in blocks if block.story == story]
    rest = [block for block in blocks if block.story != story]
    near = [place for place in range(1, len(rest)) if _within(rest, place, story)]
    if not near:
        return blocks
    place = rng.choice(near)
    return (*rest[:place], *moved, *rest[place:])


def _within(rest: list[Block], place: int, story: int) -> bool:
    """Whether a picture of a neighbour of ``story`` can stand before ``rest[place]``."""
    before, after = rest[place - 1], rest[place]
    if before.story != after.story or abs(before.story - story) != 1 or before.item != after.item:
        return False
    if not after.body:
        return False
    return not before.body or before.column != after.column
