"""Columns and heads that OCR reads too late."""

from random import Random

from pipeline.evaluate.damage.places import head_size, neighbours, replaced, runs
from pipeline.evaluate.sheet import Block, Blocks


def late_column(blocks: Blocks, rng: Random) -> Blocks:
    """Read the last column of a story after the head, or the first block, of the next one."""
    pairs = [
        (one, other)
        for one, other in neighbours(blocks)
        if blocks[one.stop - 1].column > blocks[one.start].column
    ]
    if not pairs:
        return blocks
    one, other = rng.choice(pairs)
    last = blocks[one.stop - 1].column
    story = [blocks[place] for place in one]
    kept = [block for block in story if block.column != last]
    late = [block for block in story if block.column == last]
    after = [blocks[place] for place in other]
    size = head_size(after) + rng.choice((0, 1))
    turn: list[Block] = [*kept, *after[:size], *late, *after[size:]]
    return replaced(blocks, range(one.start, other.stop), turn)


def late_head(blocks: Blocks, rng: Random) -> Blocks:
    """Read the head of a story between two columns of its text."""
    found = [run for run in runs(blocks).values() if blocks[run.stop - 1].column > 0]
    found = [run for run in found if head_size([blocks[place] for place in run]) > 0]
    if not found:
        return blocks
    run = rng.choice(found)
    story = [blocks[place] for place in run]
    size = head_size(story)
    head, text = story[:size], story[size:]
    column = rng.randint(1, text[-1].column)
    before = [block for block in text if block.column < column]
    after = [block for block in text if block.column >= column]
    return replaced(blocks, run, [*before, *head, *after])
