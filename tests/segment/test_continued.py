"""Stories that are continued elsewhere on the page."""

from collections.abc import Callable

import pytest

from pipeline.model import Page
from pipeline.segment import segment_page
from pipeline.segment.ledger import balance

FIRST = "本报讯(通讯员 周明)近日,云麓县水务局组织人员对全县水库进行检查,逐座登记造册,限期整改。"
NEXT = "检查人员表示,水库整改工作将在汛期之前全部完成,确保安全。"
OTHER = "本报讯(记者 林小溪)县图书馆新阅览室昨日启用,设座位一百二十个,晚上九点关门。"


@pytest.mark.parametrize(
    ("leaving", "arriving"),
    [
        ("(下转第3版)", "(上接第3版)"),
        ("（下转2版）", "（上接2版）"),
        ("下转第四版▶", "▶上接第四版"),
    ],
)
def test_a_continuation_goes_to_its_story(
    page_of: Callable[[str], Page], leaving: str, arriving: str
) -> None:
    lines = ["云麓县检查水库安全", FIRST, leaving, "县图书馆启用新阅览室", OTHER, arriving, NEXT]
    page = page_of("\n\n".join(lines))
    found = segment_page(page)
    assert [one.lines for one in found.articles] == [(1, 3, 13), (7, 9)]
    assert [page.text(span) for span in found.furniture] == [leaving, arriving]
    assert balance(page, found).balanced


def test_a_note_without_a_partner_links_nothing(page_of: Callable[[str], Page]) -> None:
    lines = ["云麓县检查水库安全", FIRST, "(下转第3版)", "县图书馆启用新阅览室", OTHER]
    found = segment_page(page_of("\n\n".join(lines)))
    assert [one.lines for one in found.articles] == [(1, 3), (7, 9)]


def test_notes_within_lines_are_furniture_too(page_of: Callable[[str], Page]) -> None:
    lines = ["云麓县检查水库安全", FIRST[:-4] + "（下转第3版）", "县图书馆启用新阅览室", OTHER]
    page = page_of("\n\n".join([*lines, "（上接第3版）" + NEXT]))
    found = segment_page(page)
    assert [one.lines for one in found.articles] == [(1, 3, 9), (5, 7)]
    assert [page.text(span) for span in found.furniture] == ["（下转第3版）", "（上接第3版）"]
    assert all("转第" not in part.text for one in found.articles for part in one.paragraphs)
    assert balance(page, found).balanced
