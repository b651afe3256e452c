"""Blanks that OCR loses at print-line ends, and blanks that it sees where none is."""

from itertools import pairwise
from random import Random

from pipeline.evaluate.sheet import BLANK, Blocks, Row, bare

_LOST = 0.03
_PAGES_WITH_MORE = 0.3
_AT_FIGURES = 0.3
_ANYWHERE = 0.002


def lose(blocks: Blocks, rng: Random) -> Blocks:
    """Join some print lines without a blank."""
    return tuple(
        block.with_rows(bare(row) if rng.random() < _LOST else row for row in block.rows)
        if block.body
        else block
        for block in blocks
    )


def add(blocks: Blocks, rng: Random) -> Blocks:
    """On some pages, put blanks around figures, and a few anywhere in the text."""
    if rng.random() >= _PAGES_WITH_MORE:
        return blocks
    return tuple(
        block.with_rows(_spaced(row, rng) for row in block.rows) if block.body else block
        for block in blocks
    )


def _spaced(row: Row, rng: Random) -> Row:
    found = list(row[:1])
    for before, glyph in pairwise(row):
        figure = (before.char.isdigit() and not glyph.char.isascii()) or (
            glyph.char.isdigit() and not before.char.isascii()
        )
        chance = _AT_FIGURES if figure else _ANYWHERE
        blank = before.char.isspace() or glyph.char.isspace()
        if not blank and rng.random() < chance:
            found.append(BLANK)
        found.append(glyph)
    return tuple(found)
