"""The page that ships is read as its truth says, without any model."""

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.model import Article, Line, Page
from pipeline.segment import segment_page

_EXAMPLES = Path(__file__).parents[2] / "examples"
_PAGE = _EXAMPLES / "tangchuan-county.txt"
_TRUTH: dict[str, Any] = json.loads(_PAGE.with_suffix(".truth.json").read_text(encoding="utf-8"))
_ITEMS: list[dict[str, Any]] = _TRUTH["articles"]


@pytest.fixture(scope="module")
def articles() -> tuple[Article, ...]:
    texts = _PAGE.read_text(encoding="utf-8").split("\n")
    lines = tuple(Line(number=number, text=text) for number, text in enumerate(texts, 1))
    return segment_page(Page(source=_PAGE.name, sha256="0" * 64, lines=lines)).articles


def test_items(articles: tuple[Article, ...]) -> None:
    kinds = {"photo_caption": "caption"}
    assert [(one.kind, list(one.lines)) for one in articles] == [
        (kinds.get(want["kind"], want["kind"]), want["lines"]) for want in _ITEMS
    ]


@pytest.mark.parametrize("place", range(len(_ITEMS)), ids=[one["id"] for one in _ITEMS])
def test_item(articles: tuple[Article, ...], place: int) -> None:
    article, want = articles[place], _ITEMS[place]
    assert [article.kicker, article.headline, article.deck] == [
        want[role] and want[role]["text"] for role in ("kicker", "headline", "deck")
    ]
    assert list(article.subheads) == [one["text"] for one in want["subheads"]]
    assert [one.text for one in article.paragraphs] == want["text"]
    assert [
        [(span.line, span.start, span.end) for span in one.spans] for one in article.paragraphs
    ] == [
        [(span["line"], span["start"], span["end"]) for span in spans]
        for spans in want["paragraphs"]
    ]
    bylines = [part for part in article.head if part.role == "byline"]
    given = [want["byline"]] if want["byline"] else []
    assert [(one.text, list(one.names), one.inline) for one in bylines] == [
        (one["text"], one["names"], one["inline"]) for one in given
    ]


def test_corrections(articles: tuple[Article, ...]) -> None:
    assert {
        (one.line, one.start, one.end, one.before, one.after)
        for article in articles
        for one in article.corrections
    } == {
        (one["line"], one["start"], one["end"], one["observed"], one["correct"])
        for one in _TRUTH["ocr_errors"]
        if one["confidence"] >= 0.5
    }
