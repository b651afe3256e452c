"""One article among many: it alone fails, and it alone is asked about again."""

from pathlib import Path

from tests.faults.scale import edit_one, one_bad_article


def test_one_bad_article_is_named_and_all_others_are_briefed(tmp_path: Path) -> None:
    assert one_bad_article(tmp_path, 100).wrong == []


def test_one_edit_asks_only_about_its_article_and_its_page(tmp_path: Path) -> None:
    assert edit_one(tmp_path, 100).wrong == []
