"""What the rules must be better than: the plainest ways to take a page apart."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.model import Article, Head, HeadRole, Line, Page, Paragraph, Segmentation, Span

_SHORT = 30
_STOP = re.compile(r"[。！？!?；;：:，,、.…][\"”’')）》]*$")
_BYLINE = re.compile(r"^[□■]?\s*(?:本报|本刊)?(?:记者|通讯员|见习记者|评论员)|^文\s*/\s*图")
_OPENER = re.compile(r"^(?:本报|本台).{0,6}讯|^.{2,12}\d{1,2}日[电讯]|^据.{2,10}报道")
_CREDIT = re.compile(r"摄\s*[)）]?$")


class _Item(NamedTuple):
    heads: tuple[Line, ...]
    text: tuple[Line, ...]


def one_article(page: Page) -> Segmentation:
    """Call the whole page one article, its first line the headline."""
    lines = _printed(page)
    return _segmentation(page, [_Item(lines[:1], lines[1:])] if lines else [])


def short_lines(page: Page) -> Segmentation:
    """Start an item at each short line without an end mark; such lines in a row are one head."""
    items: list[_Item] = []
    for line in _printed(page):
        head = _is_head(line)
        if not items or (head and items[-1].text):
            items.append(_Item((), ()))
        items[-1] = _add(items[-1], line, head)
    return _segmentation(page, items)


def cue_rules(page: Page) -> Segmentation:
    """Start an item where short lines stand above a dateline or byline, or two of them stand
    together; a photographer's credit closes a caption, and an open line goes on in the next.
    """
    items: list[_Item] = []
    lines = _printed(page)
    place = 0
    after_credit = False
    while place < len(lines):
        end = place
        while end < len(lines) and _is_head(lines[end]) and not _credits(lines[end]):
            end += 1
        stack, below = lines[place:end], lines[end : end + 1]
        marked = bool(below) and bool(
            _BYLINE.match(below[0].text) or _OPENER.match(below[0].text.strip())
        )
        caption = not stack and bool(below) and bool(_CREDIT.search(below[0].text.strip()))
        if not items or caption or after_credit or (stack and (marked or len(stack) > 1)):
            items.append(_Item((), ()))
        for line in stack:
            items[-1] = _add(items[-1], line, head=not items[-1].text)
        for line in below:
            items[-1] = _add(items[-1], line, head=False)
        after_credit = caption
        place = end + 1
    return _segmentation(page, items)


def _printed(page: Page) -> tuple[Line, ...]:
    return tuple(line for line in page.lines if not line.blank)


def _is_head(line: Line) -> bool:
    text = line.text.strip()
    return len(text) <= _SHORT and not _STOP.search(text)


def _credits(line: Line) -> bool:
    text = line.text.strip()
    return bool(_BYLINE.match(text) or _CREDIT.search(text))


def _add(item: _Item, line: Line, head: bool) -> _Item:
    if head:
        return _Item((*item.heads, line), item.text)
    return _Item(item.heads, (*item.text, line))


def _segmentation(page: Page, items: Sequence[_Item]) -> Segmentation:
    articles = tuple(_article(f"a{number}", item) for number, item in enumerate(items, 1))
    return Segmentation(source=page.source, sha256=page.sha256, page=page.number, articles=articles)


def _article(name: str, item: _Item) -> Article:
    lines = sorted(line.number for line in (*item.heads, *item.text))
    return Article(
        id=name,
        kind="article",
        head=tuple(
            Head(id=f"h{at + 1}", role=_role(at, len(item.heads)), text=line.text.strip(),
                 spans=_span(line), before="p1" if item.text else None)
            for at, line in enumerate(item.heads)
        ),
        paragraphs=tuple(
            Paragraph(id=f"p{at}", text="".join(line.text.split()), spans=_span(line))
            for at, line in enumerate(item.text, 1)
        ),
        lines=tuple(lines),
    )  # fmt: skip


def _role(place: int, heads: int) -> HeadRole:
    """Of several lines the first is the kicker, the second the headline, the rest decks."""
    roles: tuple[HeadRole, ...] = ("headline",) if heads == 1 else ("kicker", "headline")
    return roles[place] if place < len(roles) else "deck"


def _span(line: Line) -> tuple[Span, ...]:
    return (Span(line=line.number, start=0, end=len(line.text)),)
