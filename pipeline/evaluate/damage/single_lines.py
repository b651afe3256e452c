"""Text that OCR did not join: every print line on a line of its own."""

from random import Random

from pipeline.evaluate.sheet import Blocks

_WHOLE_PAGE = 0.3


def unjoin(blocks: Blocks, rng: Random) -> Blocks:
    """Leave the print lines of a story, or of the whole page, each on a line of its own."""
    stories = sorted({block.story for block in blocks if block.body})
    if not stories:
        return blocks
    chosen = set(stories) if rng.random() < _WHOLE_PAGE else {rng.choice(stories)}
    return tuple(
        one
        for block in blocks
        for one in (
            [block.with_rows((row,)) for row in block.rows]
            if block.body and block.story in chosen
            else [block]
        )
    )
