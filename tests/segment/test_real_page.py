"""The real page, by rules alone, is what its hand-made truth says: item by item, part by part."""

from typing import Any

import pytest

from pipeline.model import Article, Page, Segmentation
from pipeline.segment import segment_page
from pipeline.segment.ledger import balance

ITEMS = ["A1", "A2", "A3", "A4", "C1", "C2", "C3", "A5", "A6"]
CERTAIN = 0.5
"""In the truth, what lies below this confidence is a suspicion that must not be corrected."""


@pytest.fixture(scope="module")
def found(real_page: Page) -> Segmentation:
    return segment_page(real_page)


@pytest.fixture(params=ITEMS)
def item(
    request: pytest.FixtureRequest, found: Segmentation, truth: dict[str, Any]
) -> tuple[Article, dict[str, Any]]:
    assert [one["id"] for one in truth["articles"]] == ITEMS
    assert len(found.articles) == len(ITEMS)
    place = ITEMS.index(request.param)
    return found.articles[place], truth["articles"][place]


def test_items_begin_where_they_should(found: Segmentation, truth: dict[str, Any]) -> None:
    assert [article.lines[0] for article in found.articles] == truth["boundaries"]


def test_kind(item: tuple[Article, dict[str, Any]]) -> None:
    article, want = item
    assert article.kind == {"article": "article", "photo_caption": "caption"}[want["kind"]]


def test_lines(item: tuple[Article, dict[str, Any]]) -> None:
    article, want = item
    assert list(article.lines) == want["lines"]


def test_heads(item: tuple[Article, dict[str, Any]]) -> None:
    article, want = item
    got = {
        part.role: (part.spans[0].line, part.text)
        for part in article.head
        if part.role in ("kicker", "headline", "deck")
    }
    assert got == {
        role: (want[role]["line"], want[role]["text"])
        for role in ("kicker", "headline", "deck")
        if want[role]
    }


def test_subheads_and_what_they_stand_before(item: tuple[Article, dict[str, Any]]) -> None:
    article, want = item
    got = [
        (part.spans[0].line, part.text, part.before)
        for part in article.head
        if part.role == "subhead"
    ]
    places = want.get("para_after_subhead", {})
    assert got == [
        (head["line"], head["text"], f"p{places[str(head['line'])] + 1}")
        for head in want["subheads"]
    ]


def test_byline(item: tuple[Article, dict[str, Any]]) -> None:
    article, want = item
    got = [
        {
            "line": part.spans[0].line,
            "text": part.text,
            "names": list(part.names),
            "inline": part.inline,
        }
        for part in article.head
        if part.role == "byline"
    ]
    assert got == [want["byline"]]


def test_inline_parts_stand_where_they_say(
    item: tuple[Article, dict[str, Any]], real_page: Page
) -> None:
    article, _ = item
    for part in article.head:
        if part.inline:
            assert "".join(real_page.text(span) for span in part.spans) == part.text
            assert part.text in article.paragraphs[0].text


def test_spans_in_reading_order(item: tuple[Article, dict[str, Any]]) -> None:
    article, want = item
    got = [
        [(span.line, span.start, span.end) for span in paragraph.spans]
        for paragraph in article.paragraphs
    ]
    assert got == [
        [(span["line"], span["start"], span["end"]) for span in paragraph]
        for paragraph in want["paragraphs"]
    ]


def test_text(item: tuple[Article, dict[str, Any]]) -> None:
    article, want = item
    assert [paragraph.text for paragraph in article.paragraphs] == want["text"]


def test_lost_print_is_marked(found: Segmentation, truth: dict[str, Any]) -> None:
    got = [
        (paragraph.spans[-1].line, paragraph.spans[-1].end)
        for article in found.articles
        for paragraph in article.paragraphs
        if paragraph.gap_after
    ]
    assert got == [(gap["after"]["line"], gap["after"]["offset"]) for gap in truth["lost_text"]]


def test_corrections_are_the_certain_ones(
    found: Segmentation, truth: dict[str, Any], real_page: Page
) -> None:
    got = {
        (one.line, one.start, one.end, one.before, one.after)
        for article in found.articles
        for one in article.corrections
    }
    assert got == {
        (one["line"], one["start"], one["end"], one["observed"], one["correct"])
        for one in truth["ocr_errors"]
        if one["confidence"] >= CERTAIN
    }
    for article in found.articles:
        for one in article.corrections:
            assert one.why.endswith(".")
            assert real_page.line(one.line).text[one.start : one.end] == one.before


def test_nothing_is_left_over(found: Segmentation, real_page: Page) -> None:
    assert not found.furniture
    assert not found.unassigned
    assert balance(real_page, found).balanced


def test_clean_cues_give_confidence(found: Segmentation) -> None:
    assert found.confidence > 0.6
    assert all(article.confidence > 0.6 for article in found.articles)
