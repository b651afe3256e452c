"""Dashes and gaps in heads that OCR reads as something else."""

from random import Random

from pipeline.evaluate.sheet import Blocks, Glyph, Row

_DASH_OFTEN = 0.5
_GAP_OFTEN = 0.12
_READ_AS = ("一", "一", ":", "：", "")
_HEADS = ("kicker", "headline", "deck", "subhead")


def misread(blocks: Blocks, rng: Random) -> Blocks:
    """Read some leading dashes as 一, and some gaps of two-part heads as 一, a colon or nothing."""
    changed = list(blocks)
    for place, block in enumerate(blocks):
        if block.role not in _HEADS:
            continue
        row = block.rows[0]
        if row[:2] and row[0].char == "—" and rng.random() < _DASH_OFTEN:
            dashes = 2 if row[1:2] and row[1].char == "—" else 1
            one = row[0]._replace(char="一", true="—" * dashes, mark="dash")
            row = (one, *row[dashes:])
        row = _close_gap(row, rng)
        changed[place] = block.with_rows((row,))
    return tuple(changed)


def _close_gap(row: Row, rng: Random) -> Row:
    gaps = [at for at, glyph in enumerate(row) if glyph.char.isspace() and glyph.at >= 0]
    if not gaps or rng.random() >= _GAP_OFTEN:
        return row
    first, last = gaps[0], gaps[0]
    while last + 1 in gaps:
        last += 1
    read = rng.choice(_READ_AS)
    gap: tuple[Glyph, ...] = ()
    if read:
        gap = (row[first]._replace(char=read, true=" ", mark="separator"),)
    return (*row[:first], *gap, *row[last + 1 :])
