"""A page in the making: glyphs that know where they come from, in print lines and blocks.

Typesetting makes blocks, each kind of damage takes blocks and gives back blocks, and the truth is
read from the glyphs' provenance at the end (:mod:`pipeline.evaluate.truth`). So no damage has to
keep any book of what it did.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from pipeline.evaluate.stories import PartRole

Mark = Literal["", "confusion", "dash", "separator", "splice"]
"""What OCR did to a glyph: read another character, or read it at another place."""

FURNITURE = -1
"""The item of glyphs that belong to none."""


class Glyph(NamedTuple):
    """A printed character.

    ``item`` and ``part`` are 0-based indices into the sheet's items and the item's parts, ``at``
    the offset in the part's text; ``at`` is -1 for blanks that only the printing made. ``true`` is
    what was printed where OCR read something else.
    """

    char: str
    item: int = FURNITURE
    part: int = 0
    at: int = -1
    true: str = ""
    mark: Mark = ""

    @property
    def printed(self) -> str:
        """What stood in print."""
        return self.true or self.char


BLANK = Glyph(" ")
Row = tuple[Glyph, ...]
"""A print line, with the blank that OCR leaves at its end."""
BlockRole = PartRole | Literal["furniture"]


@dataclass(frozen=True, slots=True)
class Block:
    """What OCR prints as one line of text: print lines of one part, or of several paragraphs.

    ``story`` is the 0-based index of what is printed as one (an article, a round-up); ``column``
    counts the columns of the story's text, and is 0 for heads.
    """

    rows: tuple[Row, ...]
    role: BlockRole
    story: int = FURNITURE
    item: int = FURNITURE
    column: int = 0

    @property
    def body(self) -> bool:
        """Whether the block is running text set in print lines."""
        return self.role == "body"

    def with_rows(self, rows: Iterable[Row]) -> "Block":
        """Return the block with other print lines."""
        return replace(self, rows=tuple(rows))

    def glyphs(self) -> Iterator[Glyph]:
        """Go through all glyphs in the order of OCR."""
        for row in self.rows:
            yield from row


Blocks = tuple[Block, ...]


def text_of(glyphs: Iterable[Glyph]) -> str:
    """Return what OCR reads."""
    return "".join(glyph.char for glyph in glyphs)


def bare(row: Row) -> Row:
    """Return a print line without the blanks at its end."""
    end = len(row)
    while end and row[end - 1].char.isspace():
        end -= 1
    return row[:end]


def furniture(text: str) -> Block:
    """Return a line that belongs to no item."""
    return Block(rows=(tuple(Glyph(char) for char in text),), role="furniture")


def place_of(blocks: Sequence[Block], block: Block) -> int:
    """Return the index of this very block."""
    return next(index for index, one in enumerate(blocks) if one is block)
