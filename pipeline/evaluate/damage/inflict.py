"""Which damages a page gets at each level."""

from collections.abc import Callable, Sequence
from random import Random

from pipeline.evaluate.damage import blanks, captions, confusion, loss, separators, splice, stray
from pipeline.evaluate.sheet import Blocks
from pipeline.evaluate.stories import Story

Damage = Callable[[Blocks, Random], Blocks]


def inflict(blocks: Blocks, level: str, stories: Sequence[Story], rng: Random) -> Blocks:
    """Return the blocks as a page of ``level`` has them; a clean page is left alone."""
    if level == "clean":
        return blocks
    names = {name for story in stories for name in story.names}
    steps: list[Damage] = [
        captions.move,
        loss.lose_tails,
        splice.splice_columns,
        separators.misread,
        lambda found, chance: confusion.misread(found, chance, names),
        stray.scatter,
        blanks.lose,
        blanks.add,
    ]
    for step in steps:
        blocks = step(blocks, rng)
    return blocks
