"""Items become a briefing: nothing is lost, in one order, and the paper is named, never guessed."""

from collections.abc import Callable

import pytest

from pipeline.brief import make_briefing, page_brief, publication
from pipeline.model import Item, Line, Page, Publication, Segmentation, Span, Versions


def printed(*furniture: str) -> Publication:
    lines = tuple(Line(number=n, text=text) for n, text in enumerate(furniture, 1))
    spans = tuple(Span(line=line.number, start=0, end=len(line.text)) for line in lines)
    return publication(
        Page(source="x.txt", sha256="0", lines=lines),
        Segmentation(source="x.txt", sha256="0", articles=(), furniture=spans),
    )


def test_a_header_in_one_line() -> None:
    assert printed("青禾日报 2024年5月8日 星期三 第3版 青禾县新闻") == Publication(
        name="青禾日报",
        pinyin="Qinghe Ribao",
        date="2024年5月8日 星期三",
        page="3",
        section="青禾县新闻",
    )


@pytest.mark.parametrize(
    ("text", "name", "pinyin"),
    [
        ("青 禾 日 报", "青禾日报", "Qinghe Ribao"),
        ("重庆晨报 A4", "重庆晨报", "Chongqing Chenbao"),
        ("吕梁日报", "吕梁日报", "Lüliang Ribao"),
        ("文汇报", "文汇报", "Wenhui Bao"),
        ("本报", "", ""),
        ("本报地址:松山路1号", "", ""),
        ("天气预报", "", ""),
        ("松山路海报", "", ""),
        ("责任编辑 李国报 校对 王二", "", ""),
        ("青禾日报社主办", "", ""),
        ("欢迎订阅", "", ""),
        ("今日青禾 2024年5月8日 星期三", "今日青禾", "Jinri Qinghe"),
        ("今日青禾", "", ""),
        ("今日新闻 2024年5月8日", "", ""),
    ],
)
def test_the_name(text: str, name: str, pinyin: str) -> None:
    found = printed(text)
    assert (found.name, found.pinyin) == (name, pinyin)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2024 年 5 月 8 日", "2024 年 5 月 8 日"),
        ("二〇二四年五月八日 星期三", "二〇二四年五月八日 星期三"),
        ("2024-05-08", "2024-05-08"),
        ("2024.5.8(星期三)", "2024.5.8(星期三)"),
        ("5月8日", ""),
        ("刊号 CN12-3456-7890", ""),
    ],
)
def test_the_date_is_given_as_printed(text: str, date: str) -> None:
    assert printed(text).date == date


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("第3版", "3"),
        ("第 3 版", "3"),
        ("03版", "03"),
        ("第三版", "3"),
        ("头版", "1"),
        ("A02 要闻", "A02"),
        ("A02版", "A02"),
        ("2024年5月8日星期三3版", "3"),
        ("今日8版", ""),
        ("今日 8 版", ""),
        ("下转第4版", ""),
        ("出版 改版 本版编辑", ""),
        ("电话 0434-12345", ""),
    ],
)
def test_the_page_number(text: str, page: str) -> None:
    assert printed(text).page == page


def test_what_is_said_twice_and_differently_is_not_guessed() -> None:
    assert printed("青禾晚报", "松山日报", "2024年5月8日", "2024年5月9日", "3版", "4版") == (
        Publication()
    )


def test_the_fullest_form_of_one_date_is_kept() -> None:
    assert printed("2024年5月8日", "2024年5月8日 星期三").date == "2024年5月8日 星期三"


def test_a_page_without_furniture_says_nothing() -> None:
    assert printed() == Publication()


def test_items_stand_in_page_order_whatever_order_they_were_made_in(
    items: tuple[Item, ...], taken_apart: Segmentation, make_page: Callable[[], Page]
) -> None:
    one = page_brief(make_page(), taken_apart, items)
    assert page_brief(make_page(), taken_apart, reversed(items)) == one
    assert [item.article.id for item in one.items] == ["a1", "a2", "a3", "a4", "a5"]


def test_a_missing_or_doubled_item_is_not_passed_over(
    items: tuple[Item, ...], taken_apart: Segmentation, make_page: Callable[[], Page]
) -> None:
    for wrong in (items[1:], (*items, items[0]), (*items[1:], items[1])):
        with pytest.raises(ValueError, match=r"qinghe\.txt: the items are"):
            page_brief(make_page(), taken_apart, wrong)


def test_what_is_set_aside_is_given_as_text(
    items: tuple[Item, ...], taken_apart: Segmentation, make_page: Callable[[], Page]
) -> None:
    made = page_brief(make_page(), taken_apart, items)
    assert [aside.text for aside in made.unassigned] == ["旺铺招租 电话见本版下方"]
    assert [aside.span.line for aside in made.furniture] == [1, 36]


def test_pages_stand_in_one_order(
    items: tuple[Item, ...],
    taken_apart: Segmentation,
    make_page: Callable[[], Page],
    versions: Versions,
) -> None:
    page = page_brief(make_page(), taken_apart, items)
    keys = [("a.txt", "2", 1), ("a.txt", "1", 2), ("a.txt", "1", 1), ("B.txt", "0", 1)]
    pages = [
        page.model_copy(update={"source": source, "sha256": digest, "page": number})
        for source, digest, number in keys
    ]
    one = make_briefing(pages, versions)
    assert make_briefing(reversed(pages), versions) == one
    assert [(p.source, p.sha256, p.page) for p in one.pages] == sorted(keys)
    assert list(one.versions.prompts) == ["summarize", "translate"]
