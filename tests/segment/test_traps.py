"""Where sure readings are often wrong: which lines are believed less, and which are not."""

from collections.abc import Callable

import pytest

from pipeline.model import Page
from pipeline.segment.cohesion import Bond
from pipeline.segment.lines import strips
from pipeline.segment.outline import Label, LineRole
from pipeline.segment.traps import limits

HEAD = "云麓县检查水库安全"
TEXT = "检查人员表示,水库整改工作将在汛期之前全部完成,确保安全,整改情况每周公布,欢迎群众监督。"
_TOLD = "孩子们在旁边帮忙,新阅览室有座位三百个,月底前全部开放,欢迎读者前来。"
SCENE = f"图书馆的管理员正在给新到的图书贴上标签,{_TOLD}"
DAY = f"11月3日,图书馆的管理员给新到的图书贴上标签,{_TOLD}"
SHORT = "图书馆的管理员给新到的图书贴上标签,孩子们在旁边帮忙。"

Row = tuple[str, int, LineRole]
TOP: list[Row] = [(HEAD, 1, "headline"), (f"本报讯 {TEXT}", 1, "body")]
NEXT: list[Row] = [(HEAD, 9, "headline")]


def _limited(page: Page, rows: list[Row], share: float) -> set[int]:
    bond = Bond(pull=0, up=0, down=0, above=share, below=share, across=0, nearby=0)
    outline = tuple(Label(line, item, role) for line, (_, item, role) in enumerate(rows, 1))
    return set(limits(outline, strips(page), dict.fromkeys(range(1, len(rows) + 1), bond)))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param([*TOP, (TEXT, 1, "body"), *NEXT], set(), id="a plain story"),
        pytest.param([*TOP, (SCENE, 1, "body"), *NEXT], {3}, id="ends with a scene"),
        pytest.param([*TOP, (DAY, 1, "body"), *NEXT], {3}, id="ends with a day's event"),
        pytest.param([*TOP, (SCENE, 1, "body"), (TEXT, 1, "body")], set(), id="a scene within"),
        pytest.param([(HEAD, 1, "headline"), (SCENE, 1, "body")], set(), id="nothing but a scene"),
        pytest.param([*TOP, ("2025年3月3日", 3, "headline")], {3}, id="a date as a head"),
        pytest.param([*TOP, (TEXT, 3, "body")], {3}, id="one item without a head"),
        pytest.param([*TOP, (TEXT, 3, "body"), (TEXT, 4, "body")], set(), id="a round-up's items"),
        pytest.param(
            [(HEAD, 1, "headline"), (SCENE, 1, "caption"), (TEXT, 1, "body")], {2}, id="own picture"
        ),
        pytest.param(
            [*TOP, (HEAD, 3, "headline"), (TEXT, 3, "body"), (TEXT, 1, "body")], {5}, id="goes back"
        ),
        pytest.param(
            [*TOP, ("新阅览室 三百座位", 1, "subhead"), (TEXT, 1, "body")], {3}, id="one subhead"
        ),
    ],
)
def test_borders_that_are_often_wrong_are_believed_less(
    page_of: Callable[[str], Page], rows: list[Row], expected: set[int]
) -> None:
    page = page_of("\n".join(text for text, _, _ in rows))
    assert _limited(page, rows, share=0.2) == expected


def test_a_short_paragraph_with_nothing_of_its_story_is_believed_less(
    page_of: Callable[[str], Page],
) -> None:
    for rows, line in (
        ([*TOP, (SHORT, 1, "body"), *NEXT], 3),
        ([TOP[0], (SHORT, 1, "body"), (TEXT * 2, 1, "body")], 2),
    ):
        page = page_of("\n".join(text for text, _, _ in rows))
        assert _limited(page, rows, share=0.0) == {line}
        assert _limited(page, rows, share=0.2) == set()
