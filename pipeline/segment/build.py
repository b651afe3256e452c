"""From an outline to articles: joins, splices, gaps, heads, corrections, text.

Whoever decided the outline, nothing of the page is lost here: what fits nowhere is returned as
unassigned.
"""

from collections.abc import Iterable, Mapping, Sequence

from pipeline.model import (
    GAP,
    Article,
    BodyRole,
    Correction,
    Head,
    HeadRole,
    Page,
    Paragraph,
    Segmentation,
    Span,
)
from pipeline.segment import bylines, cues, misreadings
from pipeline.segment.bylines import Stretch
from pipeline.segment.columns import Block, Passage, measure, passages
from pipeline.segment.confidence import page_confidence
from pipeline.segment.kinds import kind_of
from pipeline.segment.lines import Column, Strip
from pipeline.segment.outline import Label, Outline
from pipeline.segment.pieces import Edit, Piece, Raw, body_text, edited, head_text, row_text
from pipeline.segment.setting import indented
from pipeline.segment.splice import mend
from pipeline.segment.wording import Wording

_LETTER: dict[HeadRole, str] = {
    "kicker": "k", "headline": "h", "deck": "d", "subhead": "s", "byline": "b", "dateline": "t",
}  # fmt: skip
_REACH = 120
_PARALLEL = 40
"""So many subheads are compared with each other; more are no parallel heads of one story."""
_SPLICED = (
    "A print line of the next column was read into this one; it stands where it belongs, before "
    "line {line}."
)


class _Item:
    """One article in the making."""

    def __init__(
        self,
        page: Page,
        wording: Wording,
        lines: Sequence[tuple[Strip, Label]],
        columns: Mapping[int, Column | None],
    ) -> None:
        self.page = page
        self.wording = wording
        self.lines = lines
        self.order = {row.number: place for place, (row, _) in enumerate(lines)}
        self.heads: list[Head] = []
        self.paragraphs: list[Paragraph] = []
        self.corrections: list[Correction] = []
        self.counts: dict[HeadRole, int] = {}
        self.body = self._blocks("body", columns)
        self.caption = self._blocks("caption", columns)

    def _blocks(self, role: BodyRole, columns: Mapping[int, Column | None]) -> list[Block]:
        found: list[Block] = []
        fresh = False
        for row, label in self.lines:
            if label.role == role:
                found.append(Block(row, columns[row.number], fresh))
            fresh = label.role == "subhead" or (fresh and label.role != role)
        measure(found)
        return found

    def article(self, number: int, indents: bool | None) -> Article:
        """Put the item together as the page's article ``number``.

        ``indents`` says whether the page's paragraphs are indented.
        """
        owner: dict[int, str] = {}
        self._body(self.body, "body", indents, owner)
        self._body(self.caption, "caption", indents, owner)
        inline, self.heads = self.heads, []
        self._own_heads(owner)
        self.heads += inline
        self.heads.sort(key=lambda part: (self.order[part.spans[0].line], part.spans[0].start))
        return Article(
            id=f"a{number}",
            kind=kind_of(self.heads, self.paragraphs),
            head=tuple(self.heads),
            paragraphs=tuple(self.paragraphs),
            lines=tuple(sorted(self.order)),
            corrections=tuple(sorted(self.corrections, key=lambda one: (one.line, one.start))),
            confidence=min(label.confidence for _, label in self.lines),
        )

    # running text

    def _body(
        self,
        blocks: Sequence[Block],
        role: BodyRole,
        indents: bool | None,
        owner: dict[int, str],
    ) -> None:
        found = passages(blocks, self.wording, indents)
        for place, passage in enumerate(found):
            name = f"p{len(self.paragraphs) + 1}"
            for block in passage.blocks:
                owner[block.row.number] = name
            self._paragraph(passage, role, name, last=place == len(found) - 1)

    def take(self, piece: Piece, target: int) -> None:
        """Note that print of another's line stands before line ``target`` of this item."""
        self.order.setdefault(piece.line, self.order[target])

    def give(self, piece: Piece, target: int) -> None:
        """Record that print read into a line of this item stands before line ``target``."""
        line, start, end = piece
        text = self.page.line(line).text
        end += len(text[end:]) - len(text[end:].lstrip())
        self.corrections.append(
            Correction(
                line=line,
                start=start,
                end=end,
                before=text[start:end],
                after="",
                why=_SPLICED.format(line=target),
            )
        )

    def _paragraph(self, passage: Passage, role: BodyRole, name: str, last: bool) -> None:
        raw = Raw(self.page, passage.pieces)
        edits = misreadings.misread_words(raw.text)
        self._record(raw, edits)
        made = row_text if passage.blocks[0].row.tabular else body_text
        text = made(edited(raw.text, edits))
        self._inline_heads(raw, name, role, last)
        self.paragraphs.append(
            Paragraph(
                id=name,
                role=role,
                text=text + (GAP if passage.gap_after else ""),
                spans=tuple(piece.span() for piece in passage.pieces),
                gap_after=passage.gap_after,
            )
        )

    def _record(self, raw: Raw, edits: Iterable[Edit]) -> None:
        for edit in edits:
            places = raw.places(edit.start, edit.end)
            if len(places) == 1:
                self._correct(places[0], edit.after, edit.why)
                continue
            done = 0  # the word runs over a line's end: each part is recorded where it stands
            for place in places:
                stood = self.page.line(place.line).text[place.start : place.end]
                size = len(stood.replace(" ", ""))
                after = edit.after[done : done + size]
                done += size
                if after != stood:
                    self._correct(place, after, edit.why)

    def _correct(self, place: Piece, after: str, why: str) -> None:
        before = self.page.line(place.line).text[place.start : place.end]
        self.corrections.append(
            Correction(
                line=place.line,
                start=place.start,
                end=place.end,
                before=before,
                after=after,
                why=why,
            )
        )

    def _inline_heads(self, raw: Raw, name: str, role: BodyRole, last: bool) -> None:
        """Note the dateline and the bylines that stand inside a paragraph."""
        head = raw.text[:_REACH]
        dateline = cues.DATELINE.match(head)
        if dateline:
            self._inline("dateline", raw, dateline.span("dateline"), name)
        byline = bylines.leading(head, dateline.end() if dateline else 0)
        if byline:
            self._inline("byline", raw, byline, name)
        tail = max(0, len(raw.text) - _REACH)
        signed = bylines.inline_credit(raw.text, tail) if role == "caption" else None
        if role == "body" and last:
            signed = bylines.signature(raw.text, tail)
        if signed and not (byline and signed[0] < byline[1]):
            self._inline("byline", raw, signed, name)

    def _inline(self, role: HeadRole, raw: Raw, where: Stretch, name: str) -> None:
        text = raw.text[slice(*where)]
        spans = tuple(piece.span() for piece in raw.places(*where))
        names: tuple[str, ...] = ()
        if role == "byline":
            text, names = bylines.read_byline(text)
        else:
            text = head_text(text)
        self._add(role, text, spans, names=names, inline=True, before=name)

    # heads that have lines of their own

    def _own_heads(self, owner: Mapping[int, str]) -> None:
        subheads = [row.text for row, label in self.lines if label.role == "subhead"][:_PARALLEL]
        following: dict[int, str | None] = {}
        name: str | None = None
        for row, _ in reversed(self.lines):
            name = owner.get(row.number, name)
            following[row.number] = name
        for row, label in self.lines:
            if label.role in ("body", "caption"):
                continue
            before = following[row.number]
            role: HeadRole = "byline" if label.role == "credit" else label.role  # type: ignore[assignment]
            self._own_head(row, role, subheads, before)

    def _own_head(
        self, row: Strip, role: HeadRole, subheads: Sequence[str], before: str | None
    ) -> None:
        piece = Piece(row.number, row.start, row.end)
        raw = Raw(self.page, [piece])
        # a name may have any character
        edits = [] if role == "byline" else misreadings.misread_words(raw.text)
        if role == "deck":
            edits += misreadings.misread_dash(raw.text, self.wording)
        if role == "subhead":
            others = [text for text in subheads if text != row.text]
            edits += misreadings.misread_separator(raw.text, others)
        self._record(raw, edits)
        text = head_text(edited(raw.text, edits))
        if role == "byline":
            byline = bylines.read_byline(edited(raw.text, edits))
            self._add(role, byline.text or text, (piece.span(),), names=byline.names, before=before)
        else:
            self._add(role, text, (piece.span(),), before=before)

    def _add(
        self,
        role: HeadRole,
        text: str,
        spans: tuple[Span, ...],
        *,
        names: tuple[str, ...] = (),
        inline: bool = False,
        before: str | None = None,
    ) -> None:
        self.counts[role] = self.counts.get(role, 0) + 1
        self.heads.append(
            Head(
                id=f"{_LETTER[role]}{self.counts[role]}",
                role=role,
                text=text,
                spans=spans,
                names=names,
                inline=inline,
                before=before,
            )
        )


def build(
    page: Page,
    rows: Sequence[Strip],
    columns: Sequence[Column | None],
    outline: Outline,
    wording: Wording,
) -> Segmentation:
    """Make the articles of ``outline``, which has one label for each of ``rows``, in order."""
    items: dict[int, list[tuple[Strip, Label]]] = {}
    furniture: list[Span] = []
    unassigned: list[Span] = []
    for row, label in zip(rows, outline, strict=True):
        furniture += [Span(line=row.number, start=start, end=end) for start, end in row.notes]
        if label.role == "furniture":
            furniture.append(_span(row))
        elif label.role == "unassigned":
            unassigned.append(_span(row))
        else:
            items.setdefault(label.item, []).append((row, label))
    widths = {row.number: column for row, column in zip(rows, columns, strict=True)}
    made = [_Item(page, wording, lines, widths) for _, lines in sorted(items.items())]
    texts = [item.body for item in made]
    indents = indented(texts)
    for splice in mend(texts, wording, indents):
        target = texts[splice.target.item][splice.target.line].row.number
        made[splice.source.item].give(splice.piece, target)
        made[splice.target.item].take(splice.piece, target)
    articles = tuple(item.article(number, indents) for number, item in enumerate(made, 1))
    return Segmentation(
        source=page.source,
        sha256=page.sha256,
        page=page.number,
        articles=articles,
        furniture=tuple(furniture),
        unassigned=tuple(unassigned),
        confidence=page_confidence(outline),
    )


def _span(row: Strip) -> Span:
    return Span(line=row.number, start=row.start, end=row.end)
