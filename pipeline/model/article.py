"""What was found on a page: articles, their parts, and what belongs to none of them."""

from typing import Any, Literal

from pydantic import Field, computed_field, model_validator

from pipeline.model.base import Noun
from pipeline.model.page import Span

Kind = Literal["article", "brief", "roundup", "commentary", "notice", "caption", "advert", "other"]
HeadRole = Literal["kicker", "headline", "deck", "subhead", "byline", "dateline"]
BodyRole = Literal["body", "caption"]

GAP = "[…]"
"""Stands where print was lost. What it said is never guessed."""


class Head(Noun):
    """A part of an article that is no running text.

    ``text`` is the reading text (corrected, print-line spaces removed). ``names`` are the people a
    byline names, as printed. ``inline`` marks a byline or dateline that stands inside a paragraph:
    its spans then lie within that paragraph's. ``before`` is the id of the paragraph that the part
    stands in front of; None where it stands at the end of the article.
    """

    id: str
    role: HeadRole
    text: str
    spans: tuple[Span, ...]
    names: tuple[str, ...] = ()
    inline: bool = False
    before: str | None = None


class Paragraph(Noun):
    """Running text. ``spans`` stand in reading order; ``gap_after`` says print was lost behind it.

    ``text`` ends with :data:`GAP` where ``gap_after`` is set.
    """

    id: str
    role: BodyRole = "body"
    text: str
    spans: tuple[Span, ...]
    gap_after: bool = False


class Correction(Noun):
    """A misreading that was mended: ``before`` stood at the place, ``after`` is read there now."""

    line: int
    start: int
    end: int
    before: str
    after: str
    why: str


class Unit(Noun):
    """One piece of an article that a translation must give back under the same ``id``."""

    id: str
    role: HeadRole | BodyRole
    text: str


_DERIVED = ("kicker", "headline", "deck", "subheads", "bylines", "dateline")


class Article(Noun):
    """One item of the page, from a lead story down to a photo caption.

    ``id`` is unique within the page (``a1`` …, in page order), paragraph ids within the article
    (``p1`` …). ``lines`` are the numbers of all lines that hold any of it, ascending.
    ``confidence`` (0–1) is how sure the segmenter is of the item's borders. ``head`` is the truth;
    ``kicker``, ``headline`` and the rest are read from it.
    """

    id: str
    kind: Kind
    head: tuple[Head, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    lines: tuple[int, ...]
    corrections: tuple[Correction, ...] = ()
    confidence: float = Field(default=1.0, ge=0.0, le=1.0)

    @model_validator(mode="before")
    @classmethod
    def _drop_derived(cls, data: Any) -> Any:
        """Let an article that was written as JSON be read again."""
        if isinstance(data, dict):
            return {name: value for name, value in data.items() if name not in _DERIVED}
        return data

    def _first(self, role: HeadRole) -> str | None:
        return next((part.text for part in self.head if part.role == role), None)

    def _all(self, role: HeadRole) -> tuple[str, ...]:
        return tuple(part.text for part in self.head if part.role == role)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def kicker(self) -> str | None:
        """The line above the headline."""
        return self._first("kicker")

    @computed_field  # type: ignore[prop-decorator]
    @property
    def headline(self) -> str | None:
        """The main headline."""
        return self._first("headline")

    @computed_field  # type: ignore[prop-decorator]
    @property
    def deck(self) -> str | None:
        """The line below the headline."""
        return self._first("deck")

    @computed_field  # type: ignore[prop-decorator]
    @property
    def subheads(self) -> tuple[str, ...]:
        """The headlines within the text."""
        return self._all("subhead")

    @computed_field  # type: ignore[prop-decorator]
    @property
    def bylines(self) -> tuple[str, ...]:
        """Who wrote or photographed it, as printed."""
        return self._all("byline")

    @computed_field  # type: ignore[prop-decorator]
    @property
    def dateline(self) -> str | None:
        """Where and when it was filed, or the paper's own mark (本报讯)."""
        return self._first("dateline")

    @property
    def text(self) -> str:
        """All that is to be translated, a unit a line."""
        return "\n".join(unit.text for unit in self.units())

    def units(self) -> tuple[Unit, ...]:
        """Return everything to be translated, in reading order: head parts and paragraphs."""
        own = [part for part in self.head if not part.inline]
        found: list[Unit] = []
        for paragraph in self.paragraphs:
            found += [_unit(part) for part in own if part.before == paragraph.id]
            found.append(Unit(id=paragraph.id, role=paragraph.role, text=paragraph.text))
        placed = {unit.id for unit in found}
        found += [_unit(part) for part in own if part.id not in placed]
        return tuple(found)


def _unit(part: Head) -> Unit:
    return Unit(id=part.id, role=part.role, text=part.text)


class Segmentation(Noun):
    """A page taken apart: every non-blank character is in exactly one of the three lists.

    ``furniture`` is what the page prints around its articles (page header, editor box);
    ``unassigned`` is what could not be placed. ``confidence`` (0–1) is that of the whole page.
    """

    source: str
    sha256: str
    page: int = 1
    articles: tuple[Article, ...]
    furniture: tuple[Span, ...] = ()
    unassigned: tuple[Span, ...] = ()
    confidence: float = Field(default=1.0, ge=0.0, le=1.0)
