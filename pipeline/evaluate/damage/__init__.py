"""What happens to a page between the press and the text file: one file for each kind of damage.

A damage is a function of blocks and a source of chance that returns blocks; it knows nothing of
truth, which is read from the glyphs at the end.
"""

from pipeline.evaluate.damage.inflict import inflict, rewrite

__all__ = ["inflict", "rewrite"]
