"""Statements of a summary: the paragraph they rest on, what they mix up, what they work out."""

from typing import Any

import pytest

from pipeline.model import Article, Finding, Summary
from pipeline.verify import verify_summary

LIBRARY = (
    "云川县图书馆8月15日开馆，接待读者3622名。",
    "县财政投入资金5.61万元购买图书，农民可以免费借阅小说和报纸。",
    "水库大坝加固工程进展顺利，工人连夜浇筑混凝土，防洪能力将明显提高。",
    "馆长李四说，孩子们最喜欢科学实验课，每周上课12节。",
)


def article(*paragraphs: str) -> Article:
    body = [{"id": f"p{n}", "text": text, "spans": []} for n, text in enumerate(paragraphs, 1)]
    return Article.model_validate(
        {"id": "a1", "kind": "article", "head": [], "paragraphs": body, "lines": [1]}
    )


def findings(
    paragraphs: tuple[str, ...], text: str, *cites: str, date: str | None = None, **more: Any
) -> tuple[Finding, ...]:
    data: dict[str, Any] = {
        "headline": "News",
        "gist": [{"text": text, "cites": list(cites)}],
        "key_points": [],
        "people": [],
        "organisations": [],
        "places": [],
        "figures": [],
        "topic": "other",
        "date": None,
    }
    return verify_summary(article(*paragraphs), Summary.model_validate(data | more), date=date)


def kinds(found: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(finding.check, finding.severity) for finding in found]


DAM = (
    "Workers poured concrete all night to strengthen the reservoir dam, whose capacity to "
    "prevent floods will rise."
)


def test_a_statement_that_rests_on_another_paragraph_is_told_which() -> None:
    assert findings(LIBRARY, DAM, "p3") == ()
    (found,) = findings(LIBRARY, DAM, "p1")
    assert (found.check, found.severity, found.paragraph) == ("cite.wrong", "warning", "p1")
    assert "stands in p3" in found.message


def test_figures_of_another_paragraph_show_a_wrong_citation() -> None:
    text = "The county spent 56,100 yuan on books that farmers can borrow free."
    (found,) = findings(LIBRARY, text, "p3")
    assert (found.check, found.severity) == ("cite.wrong", "error")
    assert "“56,100 yuan” stands in p2" in found.message
    assert findings(LIBRARY, text, "p2") == ()
    assert findings(LIBRARY, text, "p3", "p2") == ()


def test_a_figure_that_stands_elsewhere_by_chance_is_a_wrong_figure() -> None:
    text = "The Yunchuan County Library received 12 readers on 15 August."
    (found,) = findings(LIBRARY, text, "p1")
    assert (found.check, found.severity, found.target) == ("summary.number", "error", "12")


@pytest.mark.parametrize(
    "text",
    [
        "A library opened in the county.",
        "Books are free.",
        "Children like it.",
        "Much is under way, as officials say.",
    ],
)
def test_a_vague_statement_is_left_in_peace(text: str) -> None:
    for cite in ("p1", "p2", "p3", "p4"):
        assert findings(LIBRARY, text, cite) == ()


def test_a_figure_of_one_paragraph_in_a_sentence_on_another_is_a_conflation() -> None:
    source = (
        "水库大坝加固工程投资2165万元，工人连夜浇筑混凝土。",
        "果农种植苹果树，电商销售苹果收入1680万元。",
    )
    right = (
        "Workers poured concrete all night for the 21.65 million yuan project to strengthen the "
        "reservoir dam. Growers of apple trees had an income of 16.8 million yuan from apple sales."
    )
    assert findings(source, right, "p1", "p2") == ()
    wrong = (
        "Workers poured concrete all night for the 16.8 million yuan project to strengthen the "
        "reservoir dam."
    )
    (found,) = findings(source, wrong, "p1", "p2")
    assert (found.check, found.severity) == ("summary.conflated", "warning")
    assert (found.source, found.target) == ("2165万元", "16.8 million yuan")
    exchanged = (
        right.replace("21.65", "X").replace("16.8", "21.65").replace("X", "16.8")
    )  # each figure in the sentence on the other paragraph
    assert kinds(findings(source, exchanged, "p1", "p2")) == [("summary.conflated", "warning")] * 2


def test_a_date_of_one_paragraph_in_a_sentence_on_another_is_a_conflation() -> None:
    source = (
        "2021年，工人浇筑混凝土，加固水库大坝，提高防洪能力。",
        "2023年，果农通过电商销售苹果。",
    )
    right = "In 2021, workers poured concrete to strengthen the reservoir dam against floods."
    assert findings(source, right, "p1", "p2") == ()
    wrong = right.replace("2021", "2023")
    assert kinds(findings(source, wrong, "p1", "p2")) == [("summary.conflated", "warning")]


PEOPLE = [
    {"name": "Zhang San", "source": "张三", "pinyin": "Zhang San", "title": "builder"},
    {"name": "Li Si", "source": "李四", "pinyin": "Li Si", "title": "head"},
]


@pytest.mark.parametrize(
    ("second", "text", "found"),
    [
        (
            "李四为学校捐款。",
            "Zhang San gave money to a school.",
            [("summary.conflated", "warning")],
        ),
        ("李四为学校捐款。", "Li Si gave money to a school.", []),
        ("李四对他表示感谢。", "Li Si thanked Zhang San.", []),
        ("李四说，他为学校捐款。", "Zhang San gave money to a school.", []),
        ("李四说，张师傅为学校捐款。", "Zhang San gave money to a school.", []),
        ("为学校捐款。", "Zhang San gave money to a school.", []),
    ],
)
def test_what_is_said_of_one_person_is_not_said_of_another(
    second: str, text: str, found: list[tuple[str, str]]
) -> None:
    source = ("张三是建筑工人，李四是馆长。", second)
    assert kinds(findings(source, text, "p2", people=PEOPLE)) == found


def test_a_name_is_held_to_the_cited_paragraph() -> None:
    assert findings(("馆长单雅丽说，图书馆开馆。",), "Shan Yali opened it.", "p1") == ()
    (found,) = findings(("馆长单雅丽说，图书馆开馆。",), "Shan Yaling opened it.", "p1")
    assert (found.check, found.target) == ("name.changed", "Shan Yaling")
    # Of a person that the summary lists nothing else need show that it is a name.
    known = [{"name": "Shan Yali", "source": "单雅丽", "pinyin": "Shan Yali", "title": ""}]
    source = ("掌声送给单雅丽。",)
    assert findings(source, "Shan Yali was applauded.", "p1", people=known) == ()
    (found,) = findings(source, "Shan Yaling was applauded.", "p1", people=known)
    assert (found.check, found.target) == ("name.changed", "Shan Yaling")


def counting(value: str, source: str, what: str) -> list[tuple[str, str]]:
    paragraph = "全县农民种植苹果1.86万亩，天气晴好，游客很多，学校新建图书馆3座。"
    figure = {"value": value, "source": source, "what": what, "cites": ["p1"]}
    return kinds(findings((paragraph,), "Farmers grow apples.", "p1", figures=[figure]))


def test_a_figure_counts_what_it_stands_with() -> None:
    assert counting("18,600 mu", "1.86万亩", "apples that farmers grow") == []
    assert counting("3", "3座", "libraries of a school") == []
    assert counting("3", "3座", "in all") == []
    assert counting("3", "3座", "apples that farmers grow") == [("summary.conflated", "warning")]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("接待读者3622名。", "It had 3,600 readers."),
        ("增长37.6%。", "It rose 38 percent."),
        ("一楼新增座位256个，二楼新增座位100个。", "In all, 356 seats were added."),
        ("一楼新增座位256个，二楼新增座位100个。", "The first floor has 156 more."),
        ("东村120户，西村130户，南村150户。", "The villages have 400 households."),
        ("他1937年出生，2020年去世。", "He died at 83."),
        ("价格从100元涨到150元。", "The price rose by 50 percent."),
        ("失业率从5.1%降到4.8%。", "It fell by 0.3 percentage points."),
    ],
)
def test_what_follows_by_plain_arithmetic_is_no_invention(source: str, text: str) -> None:
    assert findings((source,), text, "p1") == ()


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("接待读者3622名。", "It had 3,700 readers."),
        ("接待读者3622名。", "It had 3,626 readers."),
        ("增长37.6%。", "It rose 37 percent."),
        ("一楼新增座位256个，二楼新增座位100个。", "In all, 365 seats were added."),
        ("东村12人，西村13人。", "The 25th village was founded."),
        ("价格从100元涨到150元。", "The price rose by 55 percent."),
    ],
)
def test_what_does_not_follow_is_reported(source: str, text: str) -> None:
    assert kinds(findings((source,), text, "p1")) == [("summary.number", "error")]


def test_each_cited_paragraph_explains_its_own_days() -> None:
    source = ("11月27日，一名游客抵达。", "10日，该国确诊3例，12月将公布结果。", "9日，会议召开。")
    text = "A visitor arrived on 27 November; on 9 December a meeting was held."
    assert findings(source, text, "p1", "p3") == ()


def test_yesterday_has_a_date_where_the_paper_has_one() -> None:
    source = ("昨天上午，图书馆开馆。",)
    text = "The library opened on 31 July 2023."
    assert findings(source, text, "p1", date="2023-08-01") == ()
    assert kinds(findings(source, text, "p1", date="2023-08-03")) != []
    for last in ("9999-12-31", "0001-01-01", "2023-08", "soon"):
        assert findings(source, "The library opened.", "p1", date=last) == ()
