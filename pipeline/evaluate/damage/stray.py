"""Page numbers and editors' boxes that stand in the middle of the page's text."""

from random import Random

from pipeline.evaluate.fittings import editors, page_number
from pipeline.evaluate.sheet import Blocks, furniture

_OFTEN = 0.3


def scatter(blocks: Blocks, rng: Random) -> Blocks:
    """Put a piece of furniture between two stories, or between two columns of one."""
    if rng.random() >= _OFTEN:
        return blocks
    seams = [
        place
        for place in range(1, len(blocks))
        if (blocks[place - 1].story, blocks[place - 1].column)
        != (blocks[place].story, blocks[place].column)
    ]
    if not seams:
        return blocks
    place = rng.choice(seams)
    text = editors(rng) if rng.random() < 0.6 else page_number(rng)
    return (*blocks[:place], furniture(text), *blocks[place:])
