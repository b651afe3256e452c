"""llama.cpp's server, asked question by question: what a real endpoint does with our requests."""

import asyncio
from dataclasses import replace

import pytest
from pydantic import BaseModel

from pipeline.llm import Message, Parameters, Question, Request, Response, Truncated, answer_schema
from pipeline.llm.attempt import Attempt
from pipeline.llm.errors import TooLong
from pipeline.llm.halt import Halt
from pipeline.llm.openai import OpenAIChat
from pipeline.llm.retried import Retried
from pipeline.model import Lead, Summary, Translation
from pipeline.segment.referee import Verdict
from tests.real.conftest import MODEL, Endpoint, broadsheet

pytestmark = pytest.mark.real


def question(expects: type[BaseModel], text: str, max_tokens: int) -> Question:
    request = Request(
        provider="127.0.0.1",
        model=MODEL,
        messages=(Message(role="user", content=text),),
        parameters=Parameters(temperature=0, max_tokens=max_tokens),
        answer_schema=answer_schema(expects),
    )
    return Question(
        request=request,
        stage="test",
        subject="a test",
        prompt="none",
        prompt_version="",
        inputs={},
        expects=expects,
    )


def ask(endpoint: Endpoint, *questions: Question) -> list[Response]:
    async def one_by_one() -> list[Response]:
        chat = OpenAIChat("none", endpoint.base_url, read=1800, deadline=1800)
        try:
            return [await chat.ask(Attempt.first(one)) for one in questions]
        finally:
            await chat.close()

    return asyncio.run(one_by_one())


LEAD = question(Lead, "[a1 article] 县图书馆延长晚间开放时间\n\nWhat is the news? Cite a1.", 2048)


def test_an_answer_fits_its_schema_and_its_tokens_are_those_the_server_counted(
    endpoint: Endpoint,
) -> None:
    before = endpoint.totals()
    (response,) = ask(endpoint, LEAD)
    counted = endpoint.totals().since(before)
    lead = Lead.model_validate(response.content)
    assert lead.points
    used = response.usage
    assert used.prompt_tokens == counted.prompt > 0
    assert used.cached_tokens == counted.cached
    assert used.completion_tokens == counted.completion > 0
    assert (response.provenance.origin, response.provenance.host) == ("live", "127.0.0.1")
    assert response.provenance.model == MODEL


def test_a_prompt_that_was_read_before_is_counted_as_cached(endpoint: Endpoint) -> None:
    first, second = ask(endpoint, LEAD, LEAD)
    assert second.usage.prompt_tokens == first.usage.prompt_tokens
    assert 0 < second.usage.cached_tokens < second.usage.prompt_tokens


@pytest.mark.parametrize("expects", [Summary, Translation, Lead, Verdict])
def test_every_schema_we_send_is_one_it_can_hold_an_answer_to(
    endpoint: Endpoint, expects: type[BaseModel]
) -> None:
    async def cut() -> str:
        chat = OpenAIChat("none", endpoint.base_url, read=1800, deadline=1800)
        try:
            with pytest.raises(Truncated):
                await chat.ask(Attempt.first(question(expects, "Answer in JSON.", 3)))
            return chat.spelling.form
        finally:
            await chat.close()

    assert asyncio.run(cut()) == "json_schema"


def test_an_answer_cut_at_the_limit_is_none_and_its_tokens_are_known(endpoint: Endpoint) -> None:
    with pytest.raises(Truncated) as caught:
        ask(endpoint, question(Lead, "What is the news?", 5))
    assert caught.value.usage is not None
    assert caught.value.usage.completion_tokens == 5


def test_an_answer_that_was_cut_is_given_twice_the_room(endpoint: Endpoint) -> None:
    async def answer(limit: int) -> Response:
        chat = OpenAIChat("none", endpoint.base_url, read=1800, deadline=1800)
        try:
            request = LEAD.request.model_copy(
                update={"parameters": Parameters(temperature=0, max_tokens=limit)}
            )
            return await Retried(chat, Halt(), attempts=2).answer(replace(LEAD, request=request))
        finally:
            await chat.close()

    whole = asyncio.run(answer(2048))
    limit = whole.usage.completion_tokens * 2 // 3
    again = asyncio.run(answer(limit))
    assert Lead.model_validate(again.content).points
    assert again.usage.completion_tokens > limit


def test_a_request_longer_than_the_context_is_told_apart(endpoint: Endpoint) -> None:
    with pytest.raises(TooLong, match="longer than gemma3-270m can take"):
        ask(endpoint, question(Lead, "新闻" * 20_000, 16))


def test_doctor_finds_out_what_it_can_do(
    endpoint: Endpoint, tmp_path_factory: pytest.TempPathFactory
) -> None:
    home = tmp_path_factory.mktemp("doctor")
    done = broadsheet(
        "doctor", "--model", MODEL, "--base-url", endpoint.base_url, "--probe", home=home
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "it names 1 models" in done.stdout
    assert f"answered by {MODEL}" in done.stdout
    assert "json_schema: answers are held to the schema" in done.stdout
