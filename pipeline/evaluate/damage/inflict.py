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

_HARD: dict[str, Damage] = {
    "interleaved neighbours": interleave.interleave,
    "late column": order.late_column,
    "late head": order.late_head,
    "splice of neighbours": splice.splice_neighbours,
    "continued elsewhere": continuation.continue_elsewhere,
    "kicker after headline": heads.swap,
    "kicker and headline in one": heads.glue,
    "split headline": heads.split,
    "lost characters in a headline": heads.lose_characters,
    "vertical print": vertical.stand_up,
    "print lines apart": single_lines.unjoin,
}
"""In the order they are done in: a headline is glued before it is split."""
_HARD_OF_A_PAGE = (2, 4)
_TRADITIONAL = 0.15


def rewrite(stories: Sequence[Story], level: str, rng: Random) -> list[Story]:
    """Return the stories as a page of ``level`` prints them: a hard one, some in traditional."""
    if level != "hard":
        return list(stories)
    return [in_traditional(one) if rng.random() < _TRADITIONAL else one for one in stories]


def inflict(
    blocks: Blocks, level: str, stories: Sequence[Story], rng: Random
) -> tuple[Blocks, tuple[str, ...]]:
    """Return the blocks as a page of ``level`` has them, and the names of what was done to them.

    A clean page is left alone.
    """
    done = []
    for name, step in _steps(level, stories, rng).items():
        hurt = step(blocks, rng)
        if hurt != blocks:
            done.append(name)
        blocks = hurt
    return blocks, tuple(done)


def _steps(level: str, stories: Sequence[Story], rng: Random) -> dict[str, Damage]:
    if level == "clean":
        return {}
    names = {name for story in stories for name in story.names}
    hard: dict[str, Damage] = {}
    if level == "hard":
        chosen = set(rng.sample(list(_HARD), rng.randint(*_HARD_OF_A_PAGE)))
        hard = {name: step for name, step in _HARD.items() if name in chosen}
    return {
        "caption within a story": captions.move,
        "lost print line": loss.lose_tails,
        "splice": splice.splice_columns,
        "misread separator": separators.misread,
        **hard,
        "misread character": lambda found, chance: confusion.misread(found, chance, names),
        "stray furniture": stray.scatter,
        "lost blank": blanks.lose,
        "added blank": blanks.add,
    }
