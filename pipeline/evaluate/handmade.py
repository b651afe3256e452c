"""A real page with a truth made by hand: ``NAME.txt`` and ``NAME.truth.json``."""

from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict

from pipeline.evaluate.sheet import Mark
from pipeline.evaluate.truth import Fact, Misreading, Specimen, page_of
from pipeline.model import GAP, Article, Head, HeadRole, Kind, Page, Paragraph, Segmentation, Span

_CERTAIN = 0.5
"""Misreadings less certain than this are suspicions: nothing there may be corrected."""
_KINDS: dict[str, Mark] = {
    "confusable_char": "confusion", "dash_as_yi": "dash", "separator_as_yi": "separator",
    "separator_punct": "separator", "column_splice": "splice",
}  # fmt: skip
_ARTICLE_KINDS: dict[str, Kind] = {"photo_caption": "caption"}


class _Loose(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _LineText(_Loose):
    line: int
    text: str


class _Byline(_LineText):
    names: tuple[str, ...] = ()
    inline: bool = False


class _Span(_Loose):
    line: int
    start: int
    end: int

    def span(self) -> Span:
        return Span(line=self.line, start=self.start, end=self.end)


class _Article(_Loose):
    id: str
    kind: str
    kicker: _LineText | None = None
    headline: _LineText | None = None
    deck: _LineText | None = None
    subheads: tuple[_LineText, ...] = ()
    byline: _Byline | None = None
    accept_alternative: str | None = None
    paragraphs: tuple[tuple[_Span, ...], ...]
    text: tuple[str, ...]


class _Error(_Loose):
    line: int
    start: int
    end: int
    observed: str
    correct: str
    type: str
    confidence: float


class Handmade(_Loose):
    """The truth of a page as people label it: articles with the lines of their heads, paragraphs
    as spans in reading order, and what OCR misread. Spans may say more than their places.
    """

    articles: tuple[_Article, ...]
    ocr_errors: tuple[_Error, ...] = ()


def handmade_specimen(text: str, truth: Handmade, source: str) -> Specimen:
    """Return the page with its truth. Raises KeyError for a line that the page does not have."""
    page = page_of(text, source)
    return Specimen(
        source=source,
        level="by hand",
        text=text,
        truth=Segmentation(
            source=source,
            sha256=page.sha256,
            articles=tuple(_article(page, one) for one in truth.articles),
        ),
        facts=tuple(
            Fact(
                article=one.id,
                names=one.byline.names if one.byline else (),
                loose_head=one.accept_alternative is not None,
            )
            for one in truth.articles
        ),
        misreadings=tuple(
            Misreading(
                line=one.line,
                start=one.start,
                end=one.end,
                observed=one.observed,
                true=one.correct,
                kind=_KINDS[one.type],
            )
            for one in truth.ocr_errors
            if one.confidence >= _CERTAIN and one.type in _KINDS
        ),
    )


def _article(page: Page, one: _Article) -> Article:
    heads = tuple(_heads(page, one))
    caption = one.kind == "photo_caption"
    return Article(
        id=one.id,
        kind=_ARTICLE_KINDS.get(one.kind, "article"),
        head=heads,
        paragraphs=tuple(
            Paragraph(
                id=f"p{number}",
                role="caption" if caption else "body",
                text=text,
                spans=tuple(span.span() for span in spans),
                gap_after=text.endswith(GAP),
            )
            for number, (spans, text) in enumerate(
                zip(one.paragraphs, one.text, strict=True), 1
            )
        ),
        lines=tuple(sorted(
            {span.line for part in heads for span in part.spans}
            | {span.line for spans in one.paragraphs for span in spans}
        )),
    )  # fmt: skip


def _heads(page: Page, one: _Article) -> Iterator[Head]:
    titles: list[tuple[HeadRole, _LineText | None]] = [
        ("kicker", one.kicker),
        ("headline", one.headline),
        ("deck", one.deck),
        ("byline", one.byline if one.byline and not one.byline.inline else None),
        *(("subhead", subhead) for subhead in one.subheads),
    ]
    for number, (role, part) in enumerate(titles, 1):
        if part is not None:
            span = Span(line=part.line, start=0, end=len(page.line(part.line).text))
            yield Head(id=f"h{number}", role=role, text=part.text, spans=(span,))
