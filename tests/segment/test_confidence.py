"""How sure a page says it is, where it is like no page that certainty was learned from."""

from collections.abc import Callable

import pytest

from pipeline.model import Page
from pipeline.segment import segment_page
from pipeline.segment.ledger import balance
from pipeline.segment.outline import CONFIDENT, CONFIDENT_PAGE

HEADS = ["云麓县检查水库安全", "县图书馆启用新阅览室", "春耕备耕忙 田间好风光"]
TEXT = "检查人员表示,水库整改工作将在汛期之前全部完成,确保安全。"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("\n\n".join(HEADS * 6), id="only headlines"),
        pytest.param("\n\n".join([TEXT] * 20), id="only body"),
        pytest.param(TEXT * 60, id="no spaces"),
        pytest.param("\n".join([HEADS[0], TEXT] * 2500), id="5,000 lines"),
        pytest.param(" \n　\n \t\n", id="all spaces"),
        pytest.param("Доброе утро\nこんにちは世界。\nhello world 你好\n", id="mixed scripts"),
        pytest.param("姓名 年龄 单位\n张三 30 县医院\n李四 41 县一中\n" * 10, id="a table"),
        pytest.param("床前明月光\n疑是地上霜\n举头望明月\n低头思故乡\n" * 3, id="a poem"),
        pytest.param("123 456\n78.9%\n2024 11 24\n" * 8, id="numbers only"),
        pytest.param("\n".join("云麓县检查水库安全近日县水务局检查水库"), id="vertical print"),
    ],
)
def test_a_page_like_no_news_is_held_whole_and_not_called_sure(
    page_of: Callable[[str], Page], text: str
) -> None:
    page = page_of(text)
    found = segment_page(page)
    assert balance(page, found).balanced
    assert found.confidence < CONFIDENT < CONFIDENT_PAGE


def test_a_plain_page_is_called_surer_than_a_list_of_headlines(
    page_of: Callable[[str], Page],
) -> None:
    news = "\n\n".join([HEADS[0], f"本报讯(通讯员 周明){TEXT}", TEXT])
    sure = segment_page(page_of(news)).confidence
    assert sure > segment_page(page_of("\n\n".join(HEADS * 6))).confidence
