"""The pseudo-translations keep what checking demands, and answer all our questions."""

from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from pipeline.lead import lead_question
from pipeline.llm import Parameters, Question
from pipeline.llm.wire import body
from pipeline.model import Article, Lead, Page, Summary, Term, Translation
from pipeline.prompts import Prompts, Questions
from pipeline.read import read_file
from pipeline.referee import referee_question
from pipeline.segment import segment_page
from pipeline.segment.doubts import open_case
from pipeline.segment.referee import Verdict, apply_verdict
from pipeline.summarize import summary_question, summary_repair
from pipeline.translate import translation_question, translation_repair
from pipeline.verify import check_pair, verify_lead, verify_summary, verify_translation
from tests.fake_endpoint import broadsheet_key
from tests.fake_endpoint.answers import answer
from tests.fake_endpoint.asked import read_question
from tests.fake_endpoint.wording import english


@pytest.fixture(scope="module")
def questions() -> Questions:
    prompts = Prompts(Path(__file__).resolve().parents[2] / "prompts")
    return Questions(prompts, "127.0.0.1", "fake-1", Parameters(temperature=0))


@pytest.fixture(params=["example", "real"])
def pages(request: pytest.FixtureRequest, root: Path) -> list[Page]:
    if request.param == "real":
        folder: Path = request.getfixturevalue("shared") / "pages"
    else:
        folder = root / "examples"
    return [page for path in sorted(folder.glob("*.txt")) for page in read_file(path)]


T = TypeVar("T", bound=BaseModel)


def answered(question: Question, noun: type[T]) -> T:
    return noun.model_validate(answer(read_question(body(question.request, "host"))))


@pytest.mark.parametrize(
    ("source", "stands"),
    [
        ("总投资5.61万元。", "56,100 yuan"),
        ("2026年10月8日,大会开幕。", "8 October 2026"),
        ("同比增长45%。", "45 percent"),
        ("提高2.5个百分点。", "2.5 percentage points"),
        ("产值突破1.2亿元,种植15亩。", "120,000,000 yuan"),
        ("9月3日至5日举行。", "on 3 and 5 September"),
        ("5月开工。", "in May"),
        ("每年1200至1400万吨。", "12,000,000 tonnes"),
        ("第23届运动会。", "the 23rd"),
        ("来了30余人。", "more than 30 people"),
        ("全程38公里,历时3个小时。", "38 kilometres"),
        ("占三分之一。", "33.3 percent"),
        ("是去年的10倍。", "10 times"),
        ("下午4时30分出发。", "16:30"),
        ("电话0579-82345678。", "0579-82345678"),
        ("本报讯(记者 单雅丽)昨日", "Shan Yali"),
        ("此处缺字[…]下文", "[…]"),
        ("详见www.example.org/a。", "www.example.org/a"),
        ("The mill made 4,815 tons in 1931.", "4,815"),
    ],
)
def test_figures_dates_names_and_marks_are_kept(source: str, stands: str) -> None:
    people = ("单雅丽",) if "单雅丽" in source else ()
    text = english(source, people=people)
    assert stands.lower() in text.lower()
    assert [f for f in check_pair(source, text) if f.severity == "error"] == []


NUMBERS = st.one_of(
    st.integers(2, 99_999_999).map(str),
    st.integers(1000, 9_999_999).map(lambda n: f"{n:,}"),
    st.tuples(st.integers(1, 9999), st.sampled_from(["万", "亿", "万余", "多万"])).map(
        lambda pair: f"{pair[0]}{pair[1]}"
    ),
    st.decimals(min_value="0.1", max_value="99.9", places=2).map(lambda d: f"{d}万"),
)
PHRASES = st.one_of(
    st.tuples(
        NUMBERS, st.sampled_from(["元", "人", "户", "亩", "吨", "公里", "美元", "件", ""])
    ).map("".join),
    st.integers(1, 100).map(lambda n: f"{n}%"),
    st.tuples(st.integers(1990, 2030), st.integers(1, 12), st.integers(1, 28)).map(
        lambda d: f"{d[0]}年{d[1]}月{d[2]}日"
    ),
    st.tuples(st.integers(1, 12), st.integers(1, 28)).map(lambda d: f"{d[0]}月{d[1]}日"),
    st.integers(2, 30).map(lambda n: f"{n}倍"),
)
WORDS = st.sampled_from(
    ["全县收入", "据了解", "建成道路", "其中", "共有居民", "项目投资", "同比增长"]
)


@given(st.lists(st.tuples(WORDS, PHRASES), min_size=1, max_size=6))
def test_whatever_the_figures_checking_finds_no_error(parts: list[tuple[str, str]]) -> None:
    source = "，".join(word + phrase for word, phrase in parts) + "。"
    text = english(source)
    assert [f for f in check_pair(source, text) if f.severity == "error"] == []
    assert text == english(source), "the same source has the same English"


def test_english_is_of_plausible_length_and_never_alike() -> None:
    one = "全镇推进乡村治理工作取得新的成效" * 4
    two = "全镇推进乡村治理工作取得好的成效" * 4
    assert english(one) != english(two)
    assert 3 <= len(english(one)) / len(one) <= 7


def test_our_questions_about_a_page_are_answered_without_an_error(
    pages: list[Page], questions: Questions
) -> None:
    for page in pages:
        articles = segment_page(page).articles
        summaries: list[tuple[Article, Summary]] = []
        for article in articles:
            translation = answered(translation_question(questions, article, "a"), Translation)
            assert verify_translation(article, translation) == ()
            summary = answered(summary_question(questions, article, "a"), Summary)
            # Made-up words may seem to speak of another paragraph than the cited one: a warning.
            assert [f for f in verify_summary(article, summary) if f.severity == "error"] == []
            summaries.append((article, summary))
        lead = answered(lead_question(questions, summaries, "page"), Lead)
        assert verify_lead({a.id: s for a, s in summaries}, lead) == ()


def test_a_repair_is_answered_for_what_was_flagged(pages: list[Page], questions: Questions) -> None:
    article = max(segment_page(pages[0]).articles, key=lambda a: len(a.paragraphs))
    translation = answered(translation_question(questions, article, "a"), Translation)
    wrong = [r.model_copy(update={"text": "I cannot help."}) for r in translation.paragraphs[:2]]
    broken = translation.model_copy(update={"paragraphs": (*wrong, *translation.paragraphs[2:])})
    findings = [f for f in verify_translation(article, broken) if f.severity == "error"]
    flagged = {f.paragraph for f in findings}
    again = translation_repair(questions, article, "a", broken, findings)
    mended = answered(again, Translation)
    assert {r.id for r in mended.paragraphs} == flagged != set()
    assert set(mended.paragraphs) <= set(translation.paragraphs), "right this time"
    summary = answered(summary_question(questions, article, "a"), Summary)
    assert answered(summary_repair(questions, article, "a", summary, findings), Summary) == summary


def test_the_referee_hears_what_the_rules_proposed(pages: list[Page], questions: Questions) -> None:
    for page in pages:
        case = open_case(page, 1.1)  # in doubt about everything: the least sure lines are asked
        verdict = answered(referee_question(questions, case), Verdict)
        assert tuple(one.line for one in verdict.lines) == case.doubts != ()
        judged = apply_verdict(case, verdict)
        assert [a.lines for a in judged.articles] == [a.lines for a in segment_page(page).articles]


def test_glossary_terms_are_used(questions: Questions) -> None:
    article = Article.model_validate(
        {"id": "a1", "kind": "brief", "lines": [1], "paragraphs": [
            {"id": "p1", "text": "网格员走访小区居民。", "spans": []}]}
    )  # fmt: skip
    terms = [
        Term(source="网格员", target="grid worker", forbidden=("grid member",)),
        Term(source="小区", target="housing estate", context="not the community"),
    ]
    question = translation_question(questions, article, "a", terms)
    translation = answered(question, Translation)
    assert verify_translation(article, translation, terms) == ()
    assert "Grid worker" in translation.paragraphs[0].text


def test_the_log_names_a_question_as_our_store_does(
    pages: list[Page], questions: Questions
) -> None:
    article = segment_page(pages[0]).articles[0]
    request = summary_question(questions, article, "a").request
    assert broadsheet_key(body(request, "127.0.0.1")) == request.key
    spelled = body(request, "127.0.0.1")
    spelled["max_completion_tokens"] = spelled.pop("max_tokens")
    assert broadsheet_key(spelled) == request.key
    assert broadsheet_key(spelled, "elsewhere") != request.key
    assert broadsheet_key({"model": "m", "messages": []}) is None
