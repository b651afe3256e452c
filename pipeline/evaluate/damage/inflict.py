"""Which damages a page gets at each level."""

from collections.abc import Callable, Sequence
from random import Random

from pipeline.evaluate.damage import (
    blanks,
    captions,
    confusion,
    continuation,
    heads,
    interleave,
    loss,
    order,
    separators,
    single_lines,
    splice,
    stray,
    vertical,
)
from pipeline.evaluate.sheet import Blocks
from pipeline.evaluate.stories import Story
from pipeline.evaluate.traditional import in_traditional

Damage = Callable[[Blocks, Random], Blocks]

_HARD: tuple[Damage, ...] = (
    interleave.interleave,
    order.late_column,
    order.late_head,
    splice.splice_neighbours,
    continuation.continue_elsewhere,
    heads.swap,
    heads.glue,
    heads.split,
    heads.lose_characters,
    vertical.stand_up,
    single_lines.unjoin,
)
"""In the order they are done in: a headline is glued before it is split."""
_HARD_OF_A_PAGE = (2, 4)
_TRADITIONAL = 0.15


def rewrite(stories: Sequence[Story], level: str, rng: Random) -> list[Story]:
    """Return the stories as a page of ``level`` prints them: a hard one, some in traditional."""
    if level != "hard":
        return list(stories)
    return [in_traditional(one) if rng.random() < _TRADITIONAL else one for one in stories]


def inflict(blocks: Blocks, level: str, stories: Sequence[Story], rng: Random) -> Blocks:
    """Return the blocks as a page of ``level`` has them; a clean page is left alone."""
    if level == "clean":
        return blocks
    for step in _steps(level, stories, rng):
        blocks = step(blocks, rng)
    return blocks


def _steps(level: str, stories: Sequence[Story], rng: Random) -> list[Damage]:
    names = {name for story in stories for name in story.names}
    hard: list[Damage] = []
    if level == "hard":
        chosen = set(rng.sample(range(len(_HARD)), rng.randint(*_HARD_OF_A_PAGE)))
        hard = [step for place, step in enumerate(_HARD) if place in chosen]
    return [
        captions.move,
        loss.lose_tails,
        splice.splice_columns,
        separators.misread,
        *hard,
        lambda found, chance: confusion.misread(found, chance, names),
        stray.scatter,
        blanks.lose,
        blanks.add,
    ]
