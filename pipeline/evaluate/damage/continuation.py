"""A story that is continued elsewhere, with the notes that say so.

The notes are no part of the story's text: they are furniture.
"""

from random import Random

from pipeline.evaluate.damage.places import replaced, runs
from pipeline.evaluate.sheet import Blocks, Glyph, bare, furniture


def continue_elsewhere(blocks: Blocks, rng: Random) -> Blocks:
    """Move the last columns of a story to the end of the page's stories."""
    found = [run for run in runs(blocks).values() if blocks[run.stop - 1].column > 0]
    if not found:
        return blocks
    run = rng.choice(found)
    story = [blocks[place] for place in run]
    column = rng.randint(1, story[-1].column)
    kept = [block for block in story if block.column < column]
    moved = [block for block in story if block.column >= column]
    number = rng.randint(1, 8)
    there, here = rng.choice((
        (f"（下转第{number}版）", f"（上接第{number}版）"),
        (f"(下转{number}版)", f"(上接{number}版)"),
        (f"下转第{number}版▶", f"▶上接第{number}版"),
    ))  # fmt: skip
    if rng.random() < 0.3 and kept[-1].body:
        last = kept[-1]
        note = tuple(Glyph(char) for char in there)
        kept[-1] = last.with_rows((*last.rows[:-1], bare(last.rows[-1]) + note))
    else:
        kept.append(furniture(there))
    rest = replaced(blocks, run, kept)
    end = max(place for place, block in enumerate(rest) if block.story >= 0) + 1
    return (*rest[:end], furniture(here), *moved, *rest[end:])
