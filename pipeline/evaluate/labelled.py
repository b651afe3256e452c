"""Pages as labelled lines: which article each line is of, and in what role."""

from collections.abc import Mapping, Sequence

from pydantic import BaseModel, ConfigDict, Field

from pipeline.model import Article, Head, HeadRole, Page, Paragraph, Segmentation, Span

_HEADS: dict[str, HeadRole] = {
    "kicker": "kicker", "headline": "headline", "deck": "deck", "subhead": "subhead",
    "byline": "byline", "dateline": "dateline", "credit": "byline", "photo_credit": "byline",
}  # fmt: skip
_OUTSIDE = ("furniture", "unassigned")


class _Loose(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class LabelledLine(_Loose):
    """A line's label; ``article`` is null for furniture."""

    line: int = Field(ge=1)
    article: str | None
    role: str


class MixedSpan(_Loose):
    """A stretch of a line that holds print of several places."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    article: str


class MixedLine(_Loose):
    """A line that holds print of several places, in spans from its start to its end."""

    line: int = Field(ge=1)
    spans: tuple[MixedSpan, ...]


def labelled_segmentation(
    page: Page,
    labels: Sequence[LabelledLine],
    mixed: Sequence[MixedLine] = (),
    texts: Mapping[str, str] | None = None,
) -> Segmentation:
    """Return a segmentation that holds the lines as labelled.

    An article's running text is one paragraph, in the order of the page. ``texts`` gives its true
    reading by article. Raises KeyError for a line that the page does not have.
    """
    texts = texts or {}
    parted = {one.line: one.spans for one in mixed}
    places: dict[str, list[tuple[str, Span]]] = {}
    outside: list[Span] = []
    for label in labels:
        size = len(page.line(label.line).text)
        if label.article is None or label.role in _OUTSIDE:
            outside.append(Span(line=label.line, start=0, end=size))
            continue
        spans = parted.get(label.line) or (MixedSpan(start=0, end=size, article=label.article),)
        for span in spans:
            place = Span(line=label.line, start=span.start, end=span.end)
            places.setdefault(span.article, []).append((label.role, place))
    return Segmentation(
        source=page.source,
        sha256=page.sha256,
        page=page.number,
        articles=tuple(
            _article(page, name, found, texts.get(name)) for name, found in places.items()
        ),
        furniture=tuple(outside),
    )


def _article(
    page: Page, name: str, places: Sequence[tuple[str, Span]], text: str | None
) -> Article:
    heads = [(role, span) for role, span in places if role in _HEADS]
    body = tuple(span for role, span in places if role not in _HEADS)
    caption = any(role == "caption" for role, _ in places)
    if text is None:
        text = "".join(page.text(span) for span in body)
    paragraph = Paragraph(
        id="p1", role="caption" if caption else "body", text="".join(text.split()), spans=body
    )
    return Article(
        id=name,
        kind="caption" if caption else "article",
        head=tuple(
            Head(id=f"h{number}", role=_HEADS[role], text=page.text(span).strip(), spans=(span,))
            for number, (role, span) in enumerate(heads, 1)
        ),
        paragraphs=(paragraph,) if body else (),
        lines=tuple(sorted({span.line for _, span in places})),
    )
