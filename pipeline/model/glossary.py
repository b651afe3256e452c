"""A row of a glossary."""

import re
from typing import Final

from pydantic import Field

from pipeline.model.base import Noun

_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_PROPOSED: Final = frozenset(("draft", "proposed"))


class Term(Noun):
    """A Chinese term and its English.

    ``target`` is the rendering to use, ``variants`` are others that are right too, ``forbidden``
    those that must not be used. ``context`` says when the row holds: parts between semicolons, of
    which a Chinese one is a word that the text must have (one of them is enough), and any other a
    note. ``authority`` says who renders it so. ``status`` is free; of a ``draft`` or ``proposed``
    row nothing is certain.
    """

    source: str = Field(min_length=1)
    target: str = Field(min_length=1)
    variants: tuple[str, ...] = ()
    pinyin: str = ""
    type: str = ""
    forbidden: tuple[str, ...] = ()
    context: str = ""
    authority: str = ""
    status: str = ""

    @property
    def renderings(self) -> tuple[str, ...]:
        """Every rendering that is right, the one to use first."""
        return (self.target, *self.variants)

    @property
    def is_settled(self) -> bool:
        """Whether the row is more than a proposal."""
        return self.status.lower() not in _PROPOSED

    def holds_in(self, text: str) -> bool:
        """Whether ``text`` has one of the words that ``context`` asks for, if it asks for any."""
        wanted = [part for part in split_cell(self.context) if _HAN.search(part)]
        return not wanted or any(word in text for word in wanted)


def split_cell(cell: str) -> tuple[str, ...]:
    """Return the parts of a cell between semicolons (Chinese ones too), without empty ones."""
    return tuple(part.strip() for part in re.split("[;；]", cell) if part.strip())
