"""Pages and answers from files: the formats, and what is refused."""

import json
from pathlib import Path

import pytest

from pipeline.evaluate.baselines import one_article
from pipeline.evaluate.known import KnownError, read_answers, read_specimens
from pipeline.evaluate.score import score
from pipeline.segment.ledger import balance

LABELLED = {
    "page_id": "x-1",
    "text": "头条在此\n甲甲乙乙甲甲。\n\n乙条\n乙完。\n页脚",
    "labels": [
        {"line": 1, "article": "a", "role": "headline"},
        {"line": 2, "article": "a", "role": "body"},
        {"line": 4, "article": "b", "role": "headline"},
        {"line": 5, "article": "b", "role": "body"},
        {"line": 6, "article": None, "role": "furniture"},
    ],
    "spans": [
        {"line": 2, "spans": [
            {"start": 0, "end": 2, "article": "a", "role": "body"},
            {"start": 2, "end": 4, "article": "b", "role": "body_spliced"},
            {"start": 4, "end": 7, "article": "a", "role": "body"},
        ]},
    ],
    "articles": [{"id": "a", "body": "甲甲甲甲。"}],
}  # fmt: skip


def write(path: Path, *rows: object) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path


def test_labelled_lines_with_mixed_ones_are_a_page_with_its_truth(tmp_path: Path) -> None:
    (page,) = read_specimens(write(tmp_path / "set.jsonl", LABELLED))
    assert (page.source, page.level, page.complete) == ("x-1", "set", False)
    assert balance(page.page(), page.truth).balanced
    first, second = page.truth.articles
    assert first.headline == "头条在此"
    assert first.paragraphs[0].text == "甲甲甲甲。"
    assert [(span.line, span.start) for span in second.paragraphs[0].spans] == [(2, 2), (5, 0)]
    assert score(page, page.truth).tally["perfect_pages"] == (1.0, 1)


def test_a_page_with_a_truth_by_hand(shared: Path) -> None:
    """The real page, as it was labelled, against itself and as one article."""
    (page,) = read_specimens(next((shared / "pages").glob("*.txt")))
    assert balance(page.page(), page.truth).balanced
    assert len(page.truth.articles) == 9
    assert {one.kind for one in page.misreadings} == {"confusion", "dash", "separator", "splice"}
    itself = score(page, page.truth).tally
    assert itself["exact_articles"] == (9, 9) and itself["cer"][0] == 0
    assert all(fact.names for fact in page.facts)
    assert score(page, one_article(page.page())).tally["exact_articles"] == (0, 9)


@pytest.mark.parametrize("name", ["clean", "splice", "interleave"])
def test_the_development_pages_hold_each_character_once(shared: Path, name: str) -> None:
    for page in read_specimens(shared / "data" / "segment" / f"ntrex_{name}.jsonl"):
        assert balance(page.page(), page.truth).balanced


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"page_id": "x"}, "no page with its truth"),
        (["x"], "no JSON object"),
        ({**LABELLED, "labels": []}, "labels"),
        ({**LABELLED, "labels": [{"line": 99, "article": "a", "role": "body"}]}, "no line 99"),
    ],
)
def test_a_line_that_is_no_page_is_named(tmp_path: Path, row: object, said: str) -> None:
    path = write(tmp_path / "set.jsonl", LABELLED, row)
    with pytest.raises(KnownError, match=r"set\.jsonl, line 2") as caught:
        read_specimens(path)
    assert said in str(caught.value)


def test_a_text_without_its_truth_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("甲", "utf-8")
    with pytest.raises(KnownError, match="cannot be read"):
        read_specimens(tmp_path / "page.txt")
    (tmp_path / "page.truth.json").write_text("{}", "utf-8")
    with pytest.raises(KnownError, match="articles"):
        read_specimens(tmp_path / "page.txt")


def test_answers_are_segment_lines_or_labelled_lines(tmp_path: Path) -> None:
    pages = read_specimens(write(tmp_path / "set.jsonl", LABELLED))
    truth = json.loads(pages[0].truth.model_dump_json())
    del truth["sha256"]
    labels = {"source": "x-1", "labels": LABELLED["labels"]}
    for row in (truth, labels):
        answers = read_answers(write(tmp_path / "tool.jsonl", row), pages)
        assert score(pages[0], answers["x-1"]).tally["perfect_pages"] == (1.0, 1)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"source": "other"}, "none of the pages"),
        ({"source": "x-1"}, "articles"),
        (
            {"source": "x-1", "articles": [], "furniture": [{"line": 50, "start": 0, "end": 1}]},
            "line 50",
        ),
        ({"source": "x-1", "labels": [{"line": 9, "article": "a", "role": "body"}]}, "no line 9"),
    ],
)
def test_answers_that_cannot_be_used_are_named(tmp_path: Path, row: object, said: str) -> None:
    pages = read_specimens(write(tmp_path / "set.jsonl", LABELLED))
    with pytest.raises(KnownError, match=said):
        read_answers(write(tmp_path / "tool.jsonl", row), pages)
