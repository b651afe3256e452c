"""Where on the sheet a damage can be done."""

from collections.abc import Callable, Sequence
from random import Random

from pipeline.evaluate.sheet import Block, Blocks

HEADS = frozenset({"kicker", "headline", "deck", "byline"})


def runs(blocks: Sequence[Block]) -> dict[int, range]:
    """Return where the stories stand that are whole: one item, in one run, with text of its own."""
    places: dict[int, list[int]] = {}
    for place, block in enumerate(blocks):
        places.setdefault(block.story, []).append(place)
    return {
        story: range(found[0], found[-1] + 1)
        for story, found in places.items()
        if story >= 0
        and len(found) == found[-1] - found[0] + 1
        and len({blocks[place].item for place in found}) == 1
        and any(blocks[place].body for place in found)
    }


def neighbours(blocks: Sequence[Block]) -> list[tuple[range, range]]:
    """Return pairs of whole stories that follow one another."""
    found = sorted(runs(blocks).values(), key=lambda run: run.start)
    return [(one, other) for one in found for other in found if one.stop == other.start]


def head_size(story: Sequence[Block]) -> int:
    """Return how many blocks stand above a story's text."""
    return next((at for at, block in enumerate(story) if block.role not in HEADS), len(story))


def replaced(blocks: Blocks, run: range, by: Sequence[Block]) -> Blocks:
    """Return the sheet with other blocks in the place of ``run``."""
    return (*blocks[: run.start], *by, *blocks[run.stop :])


def change_one(
    blocks: Blocks,
    rng: Random,
    fits: Callable[[Block], bool],
    change: Callable[[Block], Sequence[Block]],
) -> Blocks:
    """Put what ``change`` makes of it in the place of one block that ``fits``, if there is one."""
    places = [place for place, block in enumerate(blocks) if fits(block)]
    if not places:
        return blocks
    place = rng.choice(places)
    return replaced(blocks, range(place, place + 1), change(blocks[place]))
