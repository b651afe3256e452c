"""A row of a glossary."""

from pydantic import Field

from pipeline.model.base import Noun


class Term(Noun):
    """A Chinese term and its English.

    ``forbidden`` lists renderings that must not be used for it; ``context`` says when the row
    holds; ``authority`` who says so; ``status`` is free (``approved``, ``proposed``).
    """

    source: str = Field(min_length=1)
    target: str = Field(min_length=1)
    pinyin: str = ""
    type: str = ""
    forbidden: tuple[str, ...] = ()
    context: str = ""
    authority: str = ""
    status: str = ""
