"""Long articles: asked in parts where an answer would not hold them, and whole in the briefing."""

import asyncio
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cache import DirectoryStore
from pipeline.desk import Desk, Trail
from pipeline.job import make_page
from pipeline.llm import ClientError, Halt, Json, Parameters, Question, Refused, Replayed, Truncated
from pipeline.llm.doubles import Forbidden, Scripted
from pipeline.llm.kept import Cached
from pipeline.model import Article, Head, Page, Paragraph, Translation
from pipeline.parts import split, translated
from pipeline.read import read_text
from tests.job.small_page import lead, right, summary

MakeDesk = Callable[..., Desk]
SENTENCE = "县图书馆每天延长开放时间,方便读者借阅图书。"


def article(*lengths: int) -> Article:
    paragraphs = tuple(
        Paragraph(id=f"p{n}", text=SENTENCE * length, spans=())
        for n, length in enumerate(lengths, 1)
    )
    head = (
        Head(id="h1", role="headline", text="延长开放", spans=(), before="p1"),
        Head(id="s1", role="subhead", text="方便读者", spans=(), before=f"p{len(lengths)}"),
        Head(id="b1", role="byline", text="(单晓丽)", spans=(), names=("单晓丽",), before=None),
    )
    return Article(id="a1", kind="article", head=head, paragraphs=paragraphs, lines=(1,))


def ids(one: Article) -> list[str]:
    return [unit.id for unit in one.units()]


def asked_units(question: Question) -> list[str]:
    units = question.inputs["units"]
    assert isinstance(units, list)
    return [unit["id"] for unit in units]


def rendered(question: Question) -> Json:
    units = [{"id": id, "text": f"English of {id}."} for id in asked_units(question)]
    return {"paragraphs": units, "notes": [], "doubts": []}


@given(st.lists(st.integers(0, 40), min_size=1, max_size=12), st.integers(1, 3000))
def test_every_paragraph_is_in_exactly_one_part(lengths: list[int], most: int) -> None:
    whole = article(*lengths)
    parts = list(split(whole, most))
    texts = [paragraph.id for part in parts for paragraph in part.paragraphs]
    assert texts == [paragraph.id for paragraph in whole.paragraphs]
    assert {id for part in parts for id in ids(part)} == set(ids(whole))
    for part in parts:
        assert ids(part)[0] == "h1", "the headline goes before every part"
    assert sum("b1" in ids(part) for part in parts) == 1, "the signature stands at the end, once"
    assert sum("s1" in ids(part) for part in parts) >= 1


def test_an_article_that_fits_is_asked_whole() -> None:
    whole = article(3, 3, 3)
    assert list(split(whole, 100_000)) == [whole]


def test_a_long_article_is_asked_in_parts_and_comes_back_whole(desk: MakeDesk) -> None:
    client = Scripted(rendered)
    whole = article(*[30] * 10)
    trail = Trail()
    at = desk(client)
    at = Desk(
        client,
        at.questions.__class__(at.questions.prompts, "test", "model", Parameters(max_tokens=2000)),
    )
    answer = asyncio.run(translated(at, whole, "page", (), trail))
    assert len(client.asked) > 3 and not trail.failures
    assert isinstance(answer, Translation)
    assert [one.id for one in answer.paragraphs].count("h1") == 1
    assert {one.id for one in answer.paragraphs} == set(ids(whole))


def cut_above(count: int) -> Callable[[Question], Json | ClientError]:
    """Answer like an endpoint that can hold no more than ``count`` paragraphs."""

    def answer(question: Question) -> Json | ClientError:
        paragraphs = [id for id in asked_units(question) if id.startswith("p")]
        return rendered(question) if len(paragraphs) <= count else Truncated("cut at the limit")

    return answer


def test_an_answer_that_is_cut_all_the_same_is_asked_for_in_halves(
    desk: MakeDesk, tmp_path: Path
) -> None:
    store = DirectoryStore(tmp_path / "answers")
    script = Scripted(cut_above(2))
    whole = article(*[3] * 8)
    trail = Trail()
    client = Cached(script, store, Halt())
    answer = asyncio.run(translated(desk(client), whole, "page", (), trail))
    assert answer and {one.id for one in answer.paragraphs} == set(ids(whole))
    assert trail.failures == [] and len(script.asked) == 7, "8, then 4 and 4, then 2, 2, 2 and 2"

    for again in (Cached(Forbidden(), store, Halt()), Replayed(store)):
        later = Trail()
        assert asyncio.run(translated(desk(again), whole, "page", (), later)) == answer
        assert later == Trail(provenance=later.provenance), "nothing is asked or paid for again"


def test_one_paragraph_that_does_not_fit_fails_and_the_others_do_not(desk: MakeDesk) -> None:
    def answer(question: Question) -> Json | ClientError:
        return Truncated("cut") if "p3" in asked_units(question) else rendered(question)

    trail = Trail()
    made = asyncio.run(translated(desk(answer), article(1, 1, 1, 1), "page", (), trail))
    assert made and "p3" not in {one.id for one in made.paragraphs}
    assert [failure.kind for failure in trail.failures] == ["length"]


def test_a_part_that_is_refused_is_said_and_the_rest_stands(desk: MakeDesk) -> None:
    text = "\n\n".join(["县图书馆延长开放时间", *(f"第{n}段:" + SENTENCE * 3 for n in "甲乙丙丁")])
    page = read_text(text.encode(), "page.txt")[0]

    def answer(question: Question) -> Any:
        if question.stage != "translate":
            return {"summarize": summary, "lead": lead}[question.stage.partition(".")[0]]()
        units = asked_units(question)
        if len([id for id in units if id.startswith("p")]) > 2:
            return Truncated("cut")
        return Refused("no") if "p1" in units else rendered(question)

    (item,) = briefed(desk(answer, repair=False), page)
    states = {outcome.id: outcome.state for outcome in item.outcomes}
    assert states["p1"] == "refused" and states["p4"] == "translated"
    assert item.status == "degraded"
    assert [failure.kind for failure in item.failures] == ["refused"]


def briefed(desk: Desk, page: Page) -> tuple[Any, ...]:
    made = asyncio.run(make_page(desk, page))
    assert made.brief
    return made.brief.items


@pytest.mark.parametrize("stage", ["summarize", "lead"])
def test_a_summary_that_does_not_fit_is_a_typed_failure(
    desk: MakeDesk, page: Page, stage: str
) -> None:
    def answer(question: Question) -> Any:
        return Truncated("cut") if question.stage == stage else right(question)

    made = asyncio.run(make_page(desk(answer), page))
    assert made.brief
    failures = [*made.brief.items[0].failures, made.brief.lead_failure]
    assert "length" in {failure.kind for failure in failures if failure}
    assert re.fullmatch("failed|ok", made.brief.items[0].status)
