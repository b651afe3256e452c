"""A page with its truth, as a segmenter would ideally give it, and the way from a sheet to it."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pydantic import Field

from pipeline.evaluate.sheet import FURNITURE, Block, Glyph, Mark, text_of
from pipeline.evaluate.stories import Part
from pipeline.model import (
    GAP,
    Article,
    Head,
    HeadRole,
    Kind,
    Line,
    Noun,
    Page,
    Paragraph,
    Segmentation,
    Span,
)


class Misreading(Noun):
    """What OCR read wrongly: at ``start``..``end`` of ``line`` stands ``observed``.

    ``true`` is what was printed there; it is empty for a splice, which is print that was read at
    the wrong place and not print that was misread.
    """

    line: int = Field(ge=1)
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    observed: str
    true: str
    kind: Mark


class Fact(Noun):
    """What is known of an article beyond its parts.

    ``names`` are the people its bylines, credits and signatures name. ``loose_head`` says that
    kicker, headline and deck may be told apart in more than one way.
    """

    article: str
    names: tuple[str, ...] = ()
    loose_head: bool = False


class Specimen(Noun):
    """A page with its truth: what the benchmark writes, and what it reads.

    ``text`` is the page's text as a file would have it. ``truth`` is the ideal answer to
    ``broadsheet segment``: spans in reading order, and as text what was printed, without
    print-line blanks and with :data:`~pipeline.model.GAP` where print was lost. ``damages`` names
    what was done to a composed page. ``complete`` says that paragraphs, names and misreadings are
    known too, and not only which line belongs where.
    """

    source: str
    level: str = ""
    text: str
    truth: Segmentation
    damages: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    misreadings: tuple[Misreading, ...] = ()
    complete: bool = True

    def page(self) -> Page:
        """Return the page as the reader would give it."""
        return page_of(self.text, self.source)


def page_of(text: str, source: str) -> Page:
    """Return ``text`` as a page."""
    lines = tuple(Line(number=n, text=line) for n, line in enumerate(text.split("\n"), 1))
    return Page(source=source, sha256=_digest(text), lines=lines)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class TrueItem(NamedTuple):
    """An item that was set on the page."""

    kind: Kind
    parts: tuple[Part, ...]
    names: tuple[str, ...]


_HEAD_ROLE: dict[str, HeadRole] = {
    "kicker": "kicker", "headline": "headline", "deck": "deck", "subhead": "subhead",
    "byline": "byline", "credit": "byline", "dateline": "dateline",
}  # fmt: skip
"""A photographer's credit is a byline, as in the product's own answers."""


class _Place(NamedTuple):
    """Where a glyph came to stand, ordered by where it belongs in its part."""

    at: int
    line: int
    column: int
    printed: str


def develop(
    source: str, level: str, blocks: Sequence[Block], items: Sequence[TrueItem], blank_lines: bool
) -> Specimen:
    """Print ``blocks``, a line each, and read the truth from the provenance of their glyphs."""
    lines: list[tuple[Glyph, ...]] = []
    for block in blocks:
        if lines and blank_lines:
            lines.append(())
        lines.append(_trimmed(tuple(block.glyphs())))
    text = "\n".join(text_of(line) for line in lines)
    places: dict[tuple[int, int], list[_Place]] = defaultdict(list)
    loose: list[_Place] = []
    for number, line in enumerate(lines, 1):
        for column, glyph in enumerate(line):
            if glyph.char.isspace() and glyph.at < 0:
                continue
            place = _Place(glyph.at, number, column, glyph.printed)
            if glyph.item == FURNITURE:
                loose.append(place)
            else:
                places[glyph.item, glyph.part].append(place)
    texts = text.split("\n")
    present = sorted({item for item, _ in places})
    order = sorted(present, key=lambda item: min(
        (place.line, place.column) for (one, _), found in places.items() if one == item
        for place in found
    ))  # fmt: skip
    articles = [
        _article(f"a{number}", items[item], item, places, texts)
        for number, item in enumerate(order, 1)
    ]
    return Specimen(
        source=source,
        level=level,
        text=text,
        truth=Segmentation(
            source=source,
            sha256=_digest(text),
            articles=tuple(articles),
            furniture=tuple(_spans(loose, texts)),
        ),
        facts=tuple(
            Fact(
                article=f"a{number}",
                names=items[item].names,
                loose_head=_loose_head(items[item].parts),
            )
            for number, item in enumerate(order, 1)
        ),
        misreadings=tuple(_misreadings(lines)),
    )


def _trimmed(line: tuple[Glyph, ...]) -> tuple[Glyph, ...]:
    end = len(line)
    while end and line[end - 1].char.isspace():
        end -= 1
    return line[:end]


def _loose_head(parts: Sequence[Part]) -> bool:
    """Whether only type size could say which line of the title is the headline.

    A kicker above a headline, and decks that begin with a dash, are told by convention. Two lines
    of a headline, or a deck without its dash, look like a kicker with its headline.
    """
    title = [part for part in parts if part.role in ("kicker", "headline", "deck")]
    while title and title[-1].role == "deck" and title[-1].text.startswith("—"):
        title.pop()
    return [part.role for part in title] not in ([], ["headline"], ["kicker", "headline"])


def _article(
    name: str,
    item: TrueItem,
    number: int,
    places: dict[tuple[int, int], list[_Place]],
    texts: Sequence[str],
) -> Article:
    heads: list[Head] = []
    waiting: list[Head] = []
    paragraphs: list[Paragraph] = []
    lines: set[int] = set()
    for index, part in enumerate(item.parts):
        found = sorted(places.get((number, index), ()))
        if not found:
            continue
        spans = tuple(_spans(found, texts))
        lines.update(span.line for span in spans)
        if part.role in ("body", "caption"):
            key = f"p{len(paragraphs) + 1}"
            heads += [head.model_copy(update={"before": key}) for head in waiting]
            waiting = []
            gap = found[-1].at < len(part.text.rstrip()) - len(found[-1].printed)
            paragraphs.append(
                Paragraph(
                    id=key,
                    role=part.role,
                    text="".join(place.printed for place in found).strip() + (GAP if gap else ""),
                    spans=spans,
                    gap_after=gap,
                )
            )
            continue
        role = _HEAD_ROLE[part.role]
        waiting.append(
            Head(
                id=f"h{len(heads) + len(waiting) + 1}",
                role=role,
                text="".join(place.printed for place in found).strip(),
                spans=spans,
            )
        )
    return Article(
        id=name,
        kind=item.kind,
        head=tuple(heads + waiting),
        paragraphs=tuple(paragraphs),
        lines=tuple(sorted(lines)),
    )


def _spans(places: Iterable[_Place], texts: Sequence[str]) -> Iterator[Span]:
    """Join places that follow one another, or have but blanks between them, into spans."""
    line = start = end = 0
    for place in places:
        if texts[place.line - 1][place.column].isspace():
            continue
        if place.line == line and place.column >= end:
            between = texts[line - 1][end : place.column]
            if not between.strip():
                end = place.column + 1
                continue
        if line:
            yield Span(line=line, start=start, end=end)
        line, start, end = place.line, place.column, place.column + 1
    if line:
        yield Span(line=line, start=start, end=end)


def _misreadings(lines: Sequence[tuple[Glyph, ...]]) -> Iterator[Misreading]:
    for number, line in enumerate(lines, 1):
        column = 0
        while column < len(line):
            first = line[column]
            if not first.mark:
                column += 1
                continue
            end = column + 1
            if first.mark == "splice":
                while end < len(line) and line[end].mark == "splice":
                    end += 1
            spliced = first.mark == "splice"
            yield Misreading(
                line=number,
                start=column,
                end=end,
                observed=text_of(line[column:end]),
                true="" if spliced else first.true,
                kind=first.mark,
            )
            column = end
