"""Translations, summaries and page leads against their articles."""

from typing import Any

import pytest

from pipeline.model import Article, Finding, Lead, Summary, Term, Translation
from pipeline.verify import verify_lead, verify_names, verify_summary, verify_translation

SOURCES = {
    "h1": ("headline", "云川县扩建图书馆"),
    "p1": ("body", "本报讯（记者 单雅丽）8月15日，云川县图书馆开馆，接待读者3622名。"),
    "p2": ("body", "县里投入资金5.61万元，比去年增长10%，新增座位256个。"),
}
RIGHT = {
    "h1": "Yunchuan County expands its library",
    "p1": "(Reporter Shan Yali) On 15 August, the Yunchuan County Library opened to 3,622 readers.",
    "p2": "The county spent 56,100 yuan, 10 percent more than last year, and added 256 seats.",
}


@pytest.fixture
def article() -> Article:
    head: list[dict[str, Any]] = [
        {"id": "h1", "role": "headline", "text": SOURCES["h1"][1], "spans": [], "before": "p1"},
        {
            "id": "h2",
            "role": "byline",
            "text": "记者 单雅丽",
            "spans": [],
            "names": ["单雅丽"],
            "inline": True,
            "before": "p1",
        },
    ]
    body = [
        {"id": name, "text": text, "spans": []}
        for name, (role, text) in SOURCES.items()
        if role == "body"
    ]
    data = {"id": "a1", "kind": "article", "head": head, "paragraphs": body, "lines": [1, 2, 3]}
    return Article.model_validate(data)


def translation(**change: str | None) -> Translation:
    texts = {**RIGHT, **change}
    paragraphs = [{"id": k, "text": v} for k, v in texts.items() if v is not None]
    return Translation.model_validate({"paragraphs": paragraphs, "notes": [], "doubts": []})


def kinds(findings: tuple[Finding, ...]) -> list[tuple[str, str | None]]:
    return [(finding.check, finding.paragraph) for finding in findings]


def test_a_right_translation_has_no_finding(article: Article) -> None:
    assert verify_translation(article, translation()) == ()


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"p2": None}, ("paragraph.missing", "p2")),
        ({"p2": " "}, ("paragraph.empty", "p2")),
        ({"p9": "More."}, ("paragraph.unknown", "p9")),
        ({"h1": None}, ("paragraph.missing", "h1")),
        ({"p2": RIGHT["p2"].replace("56,100", "5,610")}, ("number.changed", "p2")),
        ({"p1": RIGHT["p1"].replace("15 August", "15 July")}, ("date.changed", "p1")),
        ({"p1": RIGHT["p1"].replace("Yali", "Yaling")}, ("name.changed", "p1")),
        ({"p2": RIGHT["p1"]}, ("text.repeated", "p2")),
    ],
)
def test_each_fault_is_named_with_its_paragraph(
    article: Article, change: dict[str, str | None], found: tuple[str, str]
) -> None:
    assert found in kinds(verify_translation(article, translation(**change)))


def test_a_paragraph_given_twice_is_named(article: Article) -> None:
    right = translation()
    twice = right.model_copy(update={"paragraphs": (*right.paragraphs, right.paragraphs[-1])})
    assert kinds(verify_translation(article, twice)) == [("paragraph.duplicate", "p2")]


def test_a_month_may_come_from_elsewhere_in_the_article(article: Article) -> None:
    body = article.paragraphs[1].model_copy(update={"text": "16日，县里召开会议，研究新馆的管理。"})
    other = article.model_copy(update={"paragraphs": (article.paragraphs[0], body)})
    august = translation(p2="On 16 August, the county met to discuss how the library is to be run.")
    march = translation(p2="On 16 March, the county met to discuss how the library is to be run.")
    assert verify_translation(other, august) == ()
    assert kinds(verify_translation(other, march)) == [("date.added", "p2")]


def test_terms_are_held_to_the_glossary(article: Article) -> None:
    terms = [
        Term(source="图书馆", target="library", forbidden=("book house",)),
        Term(source="县图书馆", target="county library"),
        Term(source="网格", target="grid"),
    ]
    right = translation(p1=RIGHT["p1"].replace("Library", "library"))
    assert verify_translation(article, right, terms) == ()
    wrong = translation(h1="Yunchuan County expands its book house")
    found = verify_translation(article, wrong, terms)
    assert [(f.check, f.severity) for f in found] == [("term.forbidden", "error")]
    other = translation(h1="Yunchuan County expands its reading room")
    found = verify_translation(article, other, terms)
    assert [(f.check, f.severity) for f in found] == [("term.missing", "warning")]


def summary(**change: Any) -> Summary:
    data: dict[str, Any] = {
        "headline": "County expands library",
        "gist": [
            {"text": "A library opened on 15 August.", "cites": ["p1"]},
            {"text": "It cost 56,100 yuan, up 10 percent.", "cites": ["p2"]},
        ],
        "key_points": [{"text": "There are 256 new seats.", "cites": ["p2"]}],
        "people": [
            {"name": "Shan Yali", "source": "单雅丽", "pinyin": "Shan Yali", "title": "reporter"}
        ],
        "organisations": [],
        "places": [
            {"name": "Yunchuan", "source": "云川县", "pinyin": "Yunchuan Xian", "title": "county"}
        ],
        "figures": [{"value": "3,622", "source": "3622名", "what": "readers", "cites": ["p1"]}],
        "topic": "culture",
        "date": {"text": "15 August", "cites": ["p1"]},
    }
    return Summary.model_validate({**data, **change})


def entity(source: str, name: str, title: str = "") -> dict[str, str]:
    return {"source": source, "name": name, "pinyin": "", "title": title}


@pytest.mark.parametrize(
    ("body", "change", "expected"),
    [
        ("县长何小川说，好。", {"gist": "County head He Xiaochun said so."}, ["name.changed"]),
        ("青溪村修路。", {"gist": "Qingxi Town builds roads."}, ["place.level"]),
        ("青溪村修路。", {"places": [entity("青溪村", "Qingxi Town")]}, ["place.level"]),
        ("何小川到场。", {"people": [entity("何小川", "He Xiaochun")]}, ["summary.entity"]),
        ("高国伦到场。", {"people": [entity("高国伦", "Kao Kuo-lun")]}, []),
        ("韩东勋到场。", {"people": [entity("韩东勋", "Han Dong-hoon")]}, []),
        (
            "县长丁静和副县长何小川到场。",
            {"people": [entity("何小川", "He Xiaochuan", "county head")]},
            ["title.changed"],
        ),
        (
            "县长丁静和副县长何小川到场。",
            {
                "people": [
                    entity("何小川", "He Xiaochuan", "deputy county head"),
                    entity("丁静", "Ding Jing", "county head"),
                ]
            },
            [],
        ),
    ],
)
def test_a_summary_names_whom_the_article_names(
    body: str, change: dict[str, Any], expected: list[str]
) -> None:
    paragraph = {"id": "p1", "text": body, "spans": []}
    article = Article.model_validate(
        {"id": "a1", "kind": "article", "paragraphs": [paragraph], "lines": [1]}
    )
    plain = {"key_points": [], "people": [], "places": [], "figures": [], "date": None}
    gist = [{"text": change.get("gist", "News."), "cites": ["p1"]}]
    given = summary(**{**plain, "headline": "News", **change, "gist": gist})
    assert [finding.check for finding in verify_summary(article, given)] == expected


@pytest.mark.parametrize(
    ("source", "name", "english", "called"),
    [
        ("何小川", "He Xiaochuan", "He Xiao-chuan came.", ""),
        ("何小川", "He Xiaochuan", "The county head came.", ""),
        ("何小川", "He Xiaochuan", "He Xiaochun came.", "He Xiaochun"),
        ("马里奥·贝鲁奇", "Mario Bellucci", "Mario Belluci came.", "Belluci"),
        ("马里奥·贝鲁奇", "Mario Bellucci", "The visitor from Rome came.", ""),
        ("青溪镇", "Qingxi Town", "Qingxi Township builds.", "Qingxi Township"),
        ("青溪镇", "Qingxi Town", "The town builds.", ""),
        ("云川果树研究所", "Yunchuan Fruit Tree Institute", "The Yunchuan Fruit Tree Centre came.",
         "Yunchuan Fruit Tree Centre"),
        ("云川县法院", "Yunchuan County Court", "The Yunchuan County Hospital came.", ""),
    ],
)  # fmt: skip
def test_summary_translation_and_lead_say_the_same_name(
    source: str, name: str, english: str, called: str
) -> None:
    paragraph = {"id": "p1", "text": f"{source}。", "spans": []}
    article = Article.model_validate(
        {"id": "a1", "kind": "article", "paragraphs": [paragraph], "lines": [1]}
    )
    given = summary(people=[], places=[entity(source, name)])
    rendering = {"paragraphs": [{"id": "p1", "text": english}], "notes": [], "doubts": []}
    found = verify_names(article, given, Translation.model_validate(rendering))
    lead = Lead.model_validate({"points": [{"text": english, "cites": ["a1"]}]})
    for findings, place in ((found, "the translation"), (verify_lead({"a1": given}, lead), "lead")):
        assert [f.target for f in findings] == [called] * bool(called)
        for f in findings:
            assert (f.check, f.severity, f.source) == ("name.inconsistent", "warning", source)
            assert f"“{name}”" in f.message and f"“{called}” in" in f.message and place in f.message


def test_a_town_and_its_county_are_two_places() -> None:
    paragraph = {"id": "p1", "text": "青溪县青溪镇修路。", "spans": []}
    article = Article.model_validate(
        {"id": "a1", "kind": "article", "paragraphs": [paragraph], "lines": [1]}
    )
    given = summary(people=[], places=[entity("青溪县", "Qingxi County")])
    english = {"id": "p1", "text": "Qingxi Town, in the county of that name, builds roads."}
    rendering = {"paragraphs": [english], "notes": [], "doubts": []}
    assert verify_names(article, given, Translation.model_validate(rendering)) == ()


def test_a_right_summary_has_no_finding(article: Article) -> None:
    assert verify_summary(article, summary()) == ()


@pytest.mark.parametrize(
    ("change", "check", "severity"),
    [
        ({"gist": [{"text": "It cost 56,100 yuan.", "cites": ["p1"]}]}, "cite.wrong", "error"),
        ({"gist": [{"text": "It cost 5,610 yuan.", "cites": ["p2"]}]}, "summary.number", "error"),
        ({"gist": [{"text": "It opened on 15 July.", "cites": ["p1"]}]}, "summary.date", "error"),
        ({"gist": [{"text": "A library opened.", "cites": ["p7"]}]}, "cite.unknown", "error"),
        ({"headline": "County adds 700 seats"}, "summary.number", "error"),
        ({"headline": "County 扩建图书馆"}, "text.untranslated", "error"),
        ({"date": {"text": "16 August", "cites": ["p1"]}}, "summary.date", "error"),
        (
            {
                "figures": [
                    {"value": "3,622", "source": "3623名", "what": "readers", "cites": ["p1"]}
                ]
            },
            "summary.number",
            "error",
        ),
        (
            {
                "figures": [
                    {"value": "3,626", "source": "3622名", "what": "readers", "cites": ["p1"]}
                ]
            },
            "summary.number",
            "error",
        ),
        (
            {"people": [{"name": "Li Si", "source": "李四", "pinyin": "Li Si", "title": ""}]},
            "summary.entity",
            "error",
        ),
        (
            {
                "people": [
                    {"name": "Dan Yali", "source": "单雅丽", "pinyin": "Dan Yali", "title": ""}
                ]
            },
            "summary.entity",
            "warning",
        ),
    ],
)
def test_a_summary_is_traced(
    article: Article, change: dict[str, Any], check: str, severity: str
) -> None:
    found = verify_summary(article, summary(**change))
    assert [(f.check, f.severity) for f in found] == [(check, severity)]


def test_the_page_lead_is_traced_to_the_summaries() -> None:
    summaries = {"a1": summary()}

    def lead(text: str, cites: list[str]) -> list[str]:
        given = Lead.model_validate({"points": [{"text": text, "cites": cites}]})
        return [finding.check for finding in verify_lead(summaries, given)]

    assert lead("A library for 3,622 readers cost 56,100 yuan.", ["a1"]) == []
    assert lead("The library drew more than 3,600 readers.", ["a1"]) == []
    assert lead("A library for 3,662 readers.", ["a1"]) == ["summary.number"]
    assert lead("A library opened on 15 July.", ["a1"]) == ["summary.date"]
    assert lead("A library opened.", ["a9"]) == ["cite.unknown"]
