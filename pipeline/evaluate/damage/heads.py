"""Headlines that OCR splits, glues together, reads in the wrong order, or in part."""

from random import Random

from pipeline.evaluate.damage.places import change_one, replaced
from pipeline.evaluate.sheet import BLANK, Block, Blocks

_LONG = 12


def split(blocks: Blocks, rng: Random) -> Blocks:
    """Read one long headline as two lines: at its gap, or near its middle."""
    return change_one(
        blocks,
        rng,
        lambda block: block.role == "headline" and len(block.rows[0]) >= _LONG,
        lambda block: _split(block, rng),
    )


def _split(block: Block, rng: Random) -> list[Block]:
    row = block.rows[0]
    gaps = [at for at, glyph in enumerate(row) if glyph.char.isspace() and 3 < at < len(row) - 3]
    at = gaps[0] if gaps else len(row) // 2 + rng.randint(-2, 2)
    return [block.with_rows((row[:at],)), block.with_rows((row[at:],))]


def glue(blocks: Blocks, rng: Random) -> Blocks:
    """Read a kicker and its headline as one line, with a blank between or without."""
    pairs = _kickers(blocks)
    if not pairs:
        return blocks
    place = rng.choice(pairs)
    kicker, headline = blocks[place], blocks[place + 1]
    between = (BLANK,) if rng.random() < 0.6 else ()
    row = kicker.rows[0] + between + headline.rows[0]
    return replaced(blocks, range(place, place + 2), [headline.with_rows((row,))])


def swap(blocks: Blocks, rng: Random) -> Blocks:
    """Read a kicker after its headline."""
    pairs = _kickers(blocks)
    if not pairs:
        return blocks
    place = rng.choice(pairs)
    return replaced(blocks, range(place, place + 2), [blocks[place + 1], blocks[place]])


def _kickers(blocks: Blocks) -> list[int]:
    return [
        place
        for place, block in enumerate(blocks[:-1])
        if block.role == "kicker"
        and blocks[place + 1].role == "headline"
        and block.item == blocks[place + 1].item
    ]


def lose_characters(blocks: Blocks, rng: Random) -> Blocks:
    """Lose up to three characters in a row of a headline."""
    return change_one(
        blocks,
        rng,
        lambda block: block.role == "headline" and len(block.rows[0]) >= 8,
        lambda block: [_thinned(block, rng)],
    )


def _thinned(block: Block, rng: Random) -> Block:
    row = block.rows[0]
    at = rng.randrange(len(row) - 3)
    return block.with_rows((row[:at] + row[at + rng.randint(1, 3) :],))
