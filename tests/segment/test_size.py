"""Long pages take time in proportion; nobody waits for a page that is no page."""

import time
from collections.abc import Callable

import pytest

from pipeline.model import Page
from pipeline.segment import segment_page
from pipeline.segment.ledger import check

PARAGRAPH = "近日,云麓县各乡镇抢抓农时,开 展春耕备耕,全县干部群众齐心 协力,推进各项工作。\n\n"
STORY = "云麓县推进春耕备耕\n\n本报讯(通讯员 周明)" + PARAGRAPH + PARAGRAPH * 3


def seconds(page: Page) -> float:
    started = time.process_time()
    found = segment_page(page)
    check(page, found)
    return time.process_time() - started


def test_time_is_linear_in_the_lines(page_of: Callable[[str], Page]) -> None:
    small, large = page_of(STORY * 60), page_of(STORY * 600)
    seconds(small)
    assert seconds(large) < 30 * max(seconds(small), 0.02)


@pytest.mark.parametrize(
    "text",
    [
        "字" * 7_000_000,
        "字字字字字字字字字字字字 " * 500_000,
        "(" * 5_000_000,
        "记者张三 " * 1_000_000,
        '"' * 5_000_000,
    ],
    ids=["unbroken", "print lines", "brackets", "names", "quotes"],
)
def test_one_endless_line(page_of: Callable[[str], Page], text: str) -> None:
    assert seconds(page_of(text)) < 30


@pytest.mark.parametrize(
    "line",
    [
        "张 " * 40,
        "记者张三" * 20,
        "记者 张三、" * 12,
        "一·" * 40,
        "□ " * 40,
        "文/张三 " * 16,
        "(" * 80,
        "编辑 " * 26,
    ],
)
def test_cues_do_not_backtrack_without_end(page_of: Callable[[str], Page], line: str) -> None:
    text = "\n".join(line[:length] for length in range(60, 81))
    assert seconds(page_of(text)) < 2
