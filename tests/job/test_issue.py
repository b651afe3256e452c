"""The date of the paper: found where it is certain, and given to the checks."""

import asyncio
from collections.abc import Callable

import pytest

from pipeline.desk import Desk
from pipeline.issue import issue_date
from pipeline.job import make_page
from pipeline.llm import Json, Question
from pipeline.model import Item
from pipeline.read import read_text
from tests.job.small_page import PAGE, summary, translation


@pytest.mark.parametrize(
    ("printed", "file", "date"),
    [
        ("2023年8月16日 星期三", "page.txt", "2023-08-16"),
        ("二〇二三年十二月二十一日", "page.txt", "2023-12-21"),
        ("二○二四年十月三十日", "page.txt", "2024-10-30"),
        ("2023.8.6", "page.txt", "2023-08-06"),
        ("", "xxrb-20230816-02.txt", "2023-08-16"),
        ("", "2023-8-16_A2.txt", "2023-08-16"),
        ("", "2023年8月16日第2版.txt", "2023-08-16"),
        ("2023年8月16日", "scan-20240105.txt", "2023-08-16"),
        ("", "2023081602.txt", None),
        ("", "20230816-20230817.txt", None),
        ("", "20231316.txt", None),
        ("2023年2月30日", "page.txt", None),
        ("", "page-17.txt", None),
        ("", "", None),
    ],
)
def test_the_day_a_paper_appeared(printed: str, file: str, date: str | None) -> None:
    assert issue_date(printed, file) == date


def made(desk: Callable[..., Desk], head: str, name: str) -> Item:
    """Return the item of a page that speaks of "the 8th", in English of 8 March."""
    text = PAGE.replace("10月8日", "8日")
    off = translation(
        p1="From our own desk (Correspondent Shan Xiaoli): From 8 March the Yunlu County Library "
        "will stay open two hours longer every day, making it easier for readers to borrow books."
    )

    def answer(question: Question) -> Json:
        if question.stage == "lead":
            return {"points": [{"text": "The library opens longer.", "cites": ["a1"]}]}
        said = summary()
        said["gist"][0]["text"] = "The library opens two hours longer from 8 March."
        said["date"]["text"] = "8 March"
        return off if question.stage == "translate" else said

    page = read_text((head + text).encode(), name)[0]
    result = asyncio.run(make_page(desk(answer, repair=False), page))
    assert result.brief
    (item,) = result.brief.items
    return item


@pytest.mark.parametrize(
    ("head", "name"),
    [("今日云麓 2024年9月26日 星期四 第2版\n\n", "page.txt"), ("", "ylrb_20240926_02.txt")],
)
def test_what_the_english_supplies_must_fit_the_date_of_the_paper(
    desk: Callable[..., Desk], head: str, name: str
) -> None:
    item = made(desk, head, name)
    assert "date.added" in {finding.check for finding in item.findings}
    assert "summary.date" in {finding.check for finding in item.summary_findings}


def test_without_a_date_any_month_may_be_meant(desk: Callable[..., Desk]) -> None:
    item = made(desk, "", "page.txt")
    assert not {one.check for one in (*item.findings, *item.summary_findings)} & {
        "date.added",
        "summary.date",
    }
