"""Repair: only what has an error is asked again, once, and the better of the two stays."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.desk import Desk
from pipeline.job import make_page
from pipeline.llm import ClientError, InvalidAnswer, Json, Parameters, Question, Refused
from pipeline.llm.doubles import Scripted
from pipeline.model import Finding, Item, Translation
from pipeline.prompts import Prompts, Questions
from pipeline.read import read_text
from pipeline.segment import segment_page
from pipeline.shipped import shipped
from pipeline.verify import verify_translation
from tests.fake_endpoint import FakeEndpoint
from tests.job.small_page import PAGE, RIGHT, lead, summary, translation

P2 = RIGHT["p2"]
NUMBER = P2.replace("32,000", "3,200")  # one error
NUMBERS = NUMBER.replace("45", "54")  # two errors
CHINESE = f"{P2} 其中学生占全县接待读者 and so on."  # one error: Chinese left over
MARKED = f"{P2} The county 云麓 it is."  # one warning: a word left in Chinese
MARKED_NUMBER = f"{NUMBER} The county 云麓 it is."  # an error and a warning
REFUSAL = "I am sorry, I cannot translate this."
Run = Callable[..., CompletedProcess[str]]


def item_of(client: Scripted, text: str = PAGE) -> Item:
    questions = Questions(Prompts(shipped("prompts")), "test", "model", Parameters())
    page = read_text(text.encode(), "page.txt")[0]
    made = asyncio.run(make_page(Desk(client=client, questions=questions), page))
    assert made.brief
    (item,) = made.brief.items
    return item


def scripted(**replies: Json | ClientError) -> Scripted:
    """Answers right, but for the stages given. A stage that asks more than once fails."""
    asked: set[str] = set()

    def answer(question: Question) -> Json | ClientError:
        stage = question.stage.replace(".", "_")
        assert stage not in asked, f"{stage} is asked a second time"
        asked.add(stage)
        right: dict[str, Json] = {
            "summarize": summary(),
            "translate": translation(),
            "lead": lead(),
        }
        return replies[stage] if stage in replies else right[stage]

    return Scripted(answer)


def only(id: str, text: str | None) -> Json:
    """Answer a repair: this unit and no other."""
    rest: dict[str, str | None] = {"h1": None, "p1": None, "p2": None}
    return translation(**(rest | {id: text}))


def asked(client: Scripted, stage: str) -> list[str]:
    return [q.request.messages[-1].content for q in client.asked if q.stage == stage]


def errors(item: Item) -> list[Finding]:
    return [one for one in item.findings if one.severity == "error"]


def english(item: Item, id: str) -> str | None:
    assert item.translation
    return next((one.text for one in item.translation.paragraphs if one.id == id), None)


def test_only_units_with_an_error_are_asked_and_each_error_is_quoted() -> None:
    client = scripted(
        translate=translation(h1="县 library extends its hours", p2=NUMBERS),
        translate_repair=only("p2", P2),
    )
    item = item_of(client)
    (sent,) = asked(client, "translate.repair")
    assert "Translate these units again: p2." in sent
    about = sent[sent.index("was translated:") : sent.index("Translate these units again")]
    assert about.startswith(f"was translated: {NUMBERS}")
    assert "3,200" in about and "54 percent" in about
    assert "[h1]" not in about and "县" not in about, "a warning is not asked about"
    assert [one.paragraph for one in item.findings] == ["h1"], "and stays for the reader"


def test_warnings_alone_are_never_asked_about() -> None:
    client = scripted(translate=translation(p2=MARKED))
    item = item_of(client)
    assert [(one.paragraph, one.severity) for one in item.findings] == [("p2", "warning")]
    assert asked(client, "translate.repair") == [] and item.status == "ok"


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        (NUMBER, P2, "second"),
        (NUMBERS, NUMBER, "second"),
        (MARKED_NUMBER, NUMBER, "second"),
        (NUMBER, MARKED, "second"),
        (NUMBER, NUMBER.replace("3,200", "320"), "first"),
        (NUMBER, NUMBERS, "first"),
        (NUMBER, CHINESE, "first"),
        (NUMBER, MARKED_NUMBER, "first"),
        (NUMBER, "", "first"),
        (NUMBER, None, "first"),
        (NUMBERS, REFUSAL, "first"),
        (None, NUMBERS, "second"),
        ("", NUMBER, "second"),
        (REFUSAL, NUMBERS, "second"),
        (None, None, "first"),
    ],
    ids=[
        "healed", "one error of two healed", "fewer warnings", "an error for a warning",
        "another error", "an error more", "healed, and another check broken", "a warning more",
        "blank", "left out", "refused", "missing, then wrong", "blank, then wrong",
        "refused, then wrong", "missing twice",
    ],
)  # fmt: skip
def test_the_better_of_the_two_is_kept(first: str | None, second: str | None, kept: str) -> None:
    client = scripted(translate=translation(p2=first), translate_repair=only("p2", second))
    item = item_of(client)
    assert english(item, "p2") == (second if kept == "second" else first)
    assert (english(item, "h1"), english(item, "p1")) == (RIGHT["h1"], RIGHT["p1"])
    state = {one.id: one.state for one in item.outcomes}["p2"]
    assert state == ("repaired" if kept == "second" else "translated" if first else "failed")
    assert item.status == ("degraded" if errors(item) else "ok")


ALIKE = """县里文化设施不断完善

全县建成图书馆38家,深受读者的欢迎和喜爱。

县里共有书店38家,读者十分喜爱这些书店。
"""


def test_a_repair_that_is_the_english_of_another_unit_is_not_kept() -> None:
    """Each unit alone looks right with it: what is wrong shows in the other one."""
    books = "The county has 38 bookshops in all, which readers like very much."
    first = {
        "h1": "Cultural facilities in the county get better and better",
        "p1": "The county has set up 83 libraries, and readers welcome and like them.",
        "p2": books,
    }
    client = scripted(
        summarize=Refused("no"),
        translate=translation(**first),
        translate_repair=only("p1", books),
    )
    item = item_of(client, ALIKE)
    assert english(item, "p1") == first["p1"]
    assert [(one.check, one.paragraph) for one in errors(item)] == [("number.changed", "p1")]


def test_what_a_repair_adds_is_left_out() -> None:
    again = only("p2", P2)
    again["paragraphs"] += [
        {"id": "p2", "text": NUMBERS},
        {"id": "h1", "text": "Rewritten"},
        {"id": "p9", "text": "There is no such unit."},
    ]
    item = item_of(scripted(translate=translation(p2=NUMBER), translate_repair=again))
    assert english(item, "p2") == P2 and english(item, "h1") == RIGHT["h1"]
    assert english(item, "p9") is None and item.status == "ok"


@pytest.mark.parametrize("fault", [Refused("no"), InvalidAnswer("nonsense")])
def test_a_repair_that_comes_to_nothing_leaves_the_first(fault: ClientError) -> None:
    item = item_of(scripted(translate=translation(p2=NUMBER), translate_repair=fault))
    assert english(item, "p2") == NUMBER and item.status == "degraded"
    assert [failure.stage for failure in item.failures] == ["translate.repair"]


@pytest.mark.parametrize(("second", "kept"), [("32,000 visits", "second"), ("320 visits", "first")])
def test_a_summary_keeps_the_better_of_two_and_is_asked_no_third_time(
    second: str, kept: str
) -> None:
    client = scripted(summarize=summary("3,200 visits"), summarize_repair=summary(second))
    item = item_of(client)
    (sent,) = asked(client, "summarize.repair")
    assert "- “3,200” does not stand in “3.2万人次”" in sent
    assert item.summary
    assert item.summary.figures[0].value == (second if kept == "second" else "3,200 visits")
    assert item.status == ("ok" if kept == "second" else "degraded")


CHOICES = (None, "", P2, NUMBER, NUMBERS, CHINESE, MARKED, MARKED_NUMBER, REFUSAL, RIGHT["p1"])
ANY = st.fixed_dictionaries({id: st.sampled_from((RIGHT[id], *CHOICES)) for id in RIGHT})
(ARTICLE,) = segment_page(read_text(PAGE.encode(), "page.txt")[0]).articles


@settings(deadline=None, max_examples=60)
@example(  # with h1 mended, p2 is no repeat any more: it was not asked for in vain, nor repaired
    first=RIGHT | {"h1": P2}, second=RIGHT | {"p2": None}
)
@given(first=ANY, second=ANY)
def test_whatever_comes_back_nothing_gets_worse(first: Any, second: Any) -> None:
    client = scripted(translate=translation(**first), translate_repair=translation(**second))
    item = item_of(client)
    made = Translation.model_validate(translation(**first))
    before = [one for one in verify_translation(ARTICLE, made) if one.severity == "error"]
    flagged = {one.paragraph for one in before}
    assert len(errors(item)) <= len(before) or lost(errors(item)) < lost(before)
    assert len(asked(client, "translate.repair")) == bool(flagged)
    repaired = {one.id for one in item.outcomes if one.state == "repaired"}
    assert repaired <= flagged
    for id in RIGHT:
        kept = (first[id], second[id]) if id in flagged else (first[id],)
        assert english(item, id) in ((second[id],) if id in repaired else kept)


def lost(findings: list[Finding]) -> int:
    gone = ("paragraph.missing", "paragraph.empty", "text.refused")
    return sum(one.check in gone for one in findings)


def test_over_http_a_wrong_figure_is_mended_with_one_question_more(
    run: Run, tmp_path: Path
) -> None:
    """The endpoint changes a figure of each translation; asked again, it does not."""
    rule = {"fault": "changed_number", "match": "Translate this article into English"}
    page = tmp_path / "page.txt"
    page.write_text(PAGE, "utf-8")
    with FakeEndpoint([rule]) as endpoint:
        done = run(
            "brief", page, "-o", tmp_path / "out", "--model", "m", "--base-url", endpoint.url,
            "--cache", tmp_path / "answers", env={"OPENAI_API_KEY": "sk-none"},
        )  # fmt: skip
        rows = [row for row in endpoint.log() if row["path"].endswith("completions")]
    assert done.returncode == 0, done.stderr
    briefing = json.loads((tmp_path / "out" / "briefing.json").read_text("utf-8"))
    (item,) = briefing["pages"][0]["items"]
    assert [one["state"] for one in item["outcomes"]].count("repaired") == 1
    assert item["status"] == "ok"
    assert len(rows) == 4, "summary, translation, its repair, and the lead"
