"""Two articles side by side that OCR reads in turn."""

from collections.abc import Sequence
from itertools import chain, groupby, zip_longest
from random import Random

from pipeline.evaluate.damage.places import head_size, neighbours, replaced
from pipeline.evaluate.sheet import Block, Blocks

_Unit = tuple[Block, ...]


def interleave(blocks: Blocks, rng: Random) -> Blocks:
    """Read two neighbours in turn: block by block, or column by column.

    Their heads stand together above, or each above its own first block.
    """
    pairs = neighbours(blocks)
    if not pairs:
        return blocks
    left, right = rng.choice(pairs)
    by_column, heads_together = rng.random() < 0.5, rng.random() < 0.5
    stories = [[blocks[place] for place in run] for run in (left, right)]
    heads = [tuple(story[: head_size(story)]) for story in stories]
    texts = [_units(story[head_size(story) :], by_column) for story in stories]
    if heads_together:
        turn: list[Block] = [*heads[0], *heads[1]]
    else:
        turn = []
        texts = [
            [head + text[0], *text[1:]] if text else [head]
            for head, text in zip(heads, texts, strict=True)
        ]
    for pair in zip_longest(*texts, fillvalue=()):
        turn += chain.from_iterable(pair)
    return replaced(blocks, range(left.start, right.stop), turn)


def _units(text: Sequence[Block], by_column: bool) -> list[_Unit]:
    """Return what is read in one go: a block, with a subhead above it, or a column."""
    if by_column:
        return [tuple(run) for _, run in groupby(text, key=lambda block: block.column)]
    units: list[_Unit] = []
    for block in text:
        if units and not units[-1][-1].body:
            units[-1] = (*units[-1], block)
        else:
            units.append((block,))
    return units
