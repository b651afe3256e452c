"""The OpenAI client against a real HTTP server on loopback: what goes out, what may come back."""

import asyncio
import base64
import json
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request as Received
from werkzeug import Response as Sent

from pipeline.llm import (
    ClientError,
    InvalidAnswer,
    Parameters,
    Question,
    Refused,
    Rejected,
    Response,
    Stop,
    Transient,
    Truncated,
)
from pipeline.llm.attempt import Attempt
from pipeline.llm.errors import Limited, TooLong, Unsuited
from pipeline.llm.openai import OpenAIChat
from pipeline.llm.wire import Spelling, body

MakeQuestion = Callable[..., Question]
PATH = "/v1/chat/completions"
KEY = "sk-canary/4711+7"
ANSWER = {"points": [{"text": "Quiet.", "cites": ["a1"]}]}


def completion(content: str | None = None, **change: Any) -> dict[str, Any]:
    choice = {
        "index": 0,
        "finish_reason": "stop",
        "message": {"role": "assistant", "content": content or json.dumps(ANSWER)},
    }
    usage = {
        "prompt_tokens": 90,
        "completion_tokens": 12,
        "total_tokens": 102,
        "prompt_tokens_details": {"cached_tokens": 64},
    }
    whole = {"id": "1", "object": "chat.completion", "created": 1, "model": "m-2026-11"}
    return whole | {"choices": [choice | change], "usage": usage}


def ask(server: HTTPServer, question: Question) -> Response:
    async def once() -> Response:
        chat = OpenAIChat(KEY, server.url_for("/v1"), connect=2, read=1)
        try:
            return await chat.ask(Attempt.first(question))
        finally:
            await chat.close()

    return asyncio.run(once())


def test_a_question_goes_out_and_its_answer_comes_back(
    httpserver: HTTPServer, make_question: MakeQuestion
) -> None:
    httpserver.expect_oneshot_request(PATH, method="POST").respond_with_json(completion())
    question = make_question(parameters=Parameters(temperature=0, max_tokens=99))
    response = ask(httpserver, question)

    assert response.content == ANSWER
    assert (response.usage.prompt_tokens, response.usage.cached_tokens) == (90, 64)
    assert response.provenance.origin == "live"
    assert response.provenance.model == "m-2026-11", "the model as the endpoint reports it"
    assert response.provenance.host == "localhost"
    sent = json.loads(httpserver.log[0][0].data)
    assert sent["model"] == "m" and sent["max_tokens"] == 99 and sent["temperature"] == 0
    assert "seed" not in sent, "what is left to the endpoint is not sent"
    schema = sent["response_format"]["json_schema"]
    assert schema["strict"] is True and schema["schema"] == question.request.answer_schema


@pytest.mark.parametrize(
    ("answer", "kind", "says"),
    [
        (completion('{"points": '), InvalidAnswer, "no valid JSON"),
        (completion("```json\n{}\n```"), InvalidAnswer, "points"),
        (completion("Here it is: {}"), InvalidAnswer, "no valid JSON"),
        (completion('{"points": []}'), InvalidAnswer, "points"),
        (completion('{"points": [], "points": []}'), InvalidAnswer, "twice"),
        (completion(json.dumps(ANSWER | {"extra": 1})), InvalidAnswer, "extra"),
        (completion("[" * 100_000), InvalidAnswer, "JSON|nested"),
        (completion('{"points": NaN}'), InvalidAnswer, "NaN"),
        (completion(finish_reason="length"), Truncated, "max_tokens"),
        (completion(finish_reason="content_filter"), Refused, "filter"),
        (
            completion(message={"role": "assistant", "content": None, "refusal": "I will not."}),
            Refused,
            "declined",
        ),
        (completion(message={"role": "assistant", "content": ""}), InvalidAnswer, "empty"),
        (completion(message=None), InvalidAnswer, "empty"),
        (completion() | {"choices": []}, Transient, "without a choice"),
        (completion() | {"choices": None}, Transient, "without a choice"),
        (completion() | {"choices": ["x"]}, Transient, "without a choice"),
        ({"object": "chat.completion"}, Transient, "without a choice"),
        ({"error": {"message": "sorry"}}, Transient, "reported an error"),
        ({"error": {"message": "sorry", "code": "insufficient_quota"}}, Stop, "quota"),
        ({"error": {"code": "content_filter"}}, Refused, "filter"),
        (completion(message={"role": "assistant", "content": [1]}), InvalidAnswer, "empty"),
    ],
)
def test_an_answer_that_is_none(
    httpserver: HTTPServer,
    make_question: MakeQuestion,
    answer: dict[str, Any],
    kind: type[ClientError],
    says: str,
) -> None:
    httpserver.expect_request(PATH).respond_with_json(answer)
    with pytest.raises(kind, match=says):
        ask(httpserver, make_question())


@pytest.mark.parametrize("page", ["<html>welcome</html>", "", "{", "null", '"text"', "[]"])
def test_a_page_instead_of_an_answer(
    httpserver: HTTPServer, make_question: MakeQuestion, page: str
) -> None:
    for content_type in ("text/html", "application/json"):
        httpserver.expect_oneshot_request(PATH).respond_with_data(page, content_type=content_type)
        with pytest.raises(ClientError):
            ask(httpserver, make_question())


@pytest.mark.parametrize(
    ("status", "error", "kind", "says"),
    [
        (401, {"message": f"bad key {KEY}"}, Stop, "OPENAI_API_KEY"),
        (403, {}, Stop, "forbids"),
        (404, {}, Stop, "knows no model m"),
        (429, {"code": "insufficient_quota"}, Stop, "quota"),
        (429, {}, Limited, "429"),
        (429, {"type": "insufficient_quota"}, Stop, "quota"),
        (402, {}, Stop, "quota"),
        (413, {}, TooLong, "longer"),
        (400, {"message": "the request exceeds the available context size"}, TooLong, "longer"),
        (400, {"code": "content_filter"}, Refused, "filter"),
        (400, {"message": "Invalid parameter: response_format"}, Unsuited, "json_schema"),
        (400, {"message": "Use 'max_completion_tokens' instead."}, Unsuited, "token limit"),
        (400, {"code": KEY, "param": KEY, "type": KEY}, Rejected, "rejected the request .400."),
        (500, {}, Transient, "500"),
        (529, {}, Transient, "529"),
        (400, {"code": "context_length_exceeded"}, TooLong, "longer"),
    ],
)
def test_a_status_says_what_must_happen_next(
    httpserver: HTTPServer,
    make_question: MakeQuestion,
    status: int,
    error: dict[str, str],
    kind: type[ClientError],
    says: str,
) -> None:
    httpserver.expect_request(PATH).respond_with_json({"error": error}, status=status)
    with pytest.raises(kind, match=says) as caught:
        ask(httpserver, make_question())
    assert KEY not in str(caught.value), "an endpoint may echo the key"
    assert len(httpserver.log) == 1, "the SDK must not retry behind our back"


def test_the_endpoint_says_how_long_to_wait(
    httpserver: HTTPServer, make_question: MakeQuestion
) -> None:
    httpserver.expect_request(PATH).respond_with_json({}, status=429, headers={"Retry-After": "3"})
    with pytest.raises(Transient) as caught:
        ask(httpserver, make_question())
    assert caught.value.retry_after == 3


def test_redirects_are_not_followed(httpserver: HTTPServer, make_question: MakeQuestion) -> None:
    elsewhere: list[Received] = []

    def other(request: Received) -> Sent:
        elsewhere.append(request)
        return Sent(json.dumps(completion()), content_type="application/json")

    httpserver.expect_request("/other").respond_with_handler(other)
    httpserver.expect_request(PATH).respond_with_data(
        "", status=307, headers={"Location": httpserver.url_for("/other")}
    )
    with pytest.raises(Stop, match="redirects"):
        ask(httpserver, make_question())
    assert elsewhere == []


def test_nobody_there(make_question: MakeQuestion) -> None:
    async def once() -> None:
        chat = OpenAIChat(KEY, "http://127.0.0.1:1/v1")
        try:
            await chat.ask(Attempt.first(make_question()))
        finally:
            await chat.close()

    with pytest.raises(Transient, match=r"no connection to 127\.0\.0\.1"):
        asyncio.run(once())


def test_openai_itself_is_spared_the_bounds_that_it_rejects(make_question: MakeQuestion) -> None:
    request = make_question().request
    assert "maxLength" in json.dumps(body(request, "localhost"))
    sent = body(request, "api.openai.com")
    assert "maxLength" not in json.dumps(sent)
    assert sent["max_completion_tokens"] == 8192 and "max_tokens" not in sent


FENCED = f"<think>Let me see.</think>\n```json\n{json.dumps(ANSWER)}\n```"


def test_an_endpoint_that_holds_nothing_to_a_schema_is_told_it_in_words(
    httpserver: HTTPServer, make_question: MakeQuestion
) -> None:
    """Each way of asking is tried once, and what was found is gone by from then on."""
    asked: list[dict[str, Any]] = []

    def plain(request: Received) -> Sent:
        asked.append(json.loads(request.data))
        form = asked[-1].get("response_format", {}).get("type")
        if form:
            return Sent(json.dumps({"error": {"message": f"{form} in response_format?"}}), 400)
        return Sent(json.dumps(completion(FENCED)), content_type="application/json")

    httpserver.expect_request(PATH).respond_with_handler(plain)

    async def several() -> None:
        chat = OpenAIChat(KEY, httpserver.url_for("/v1"))
        attempt = Attempt.first(make_question())
        try:
            for _ in range(2):
                with pytest.raises(Unsuited):
                    await chat.ask(attempt)
            for _ in range(2):
                assert (await chat.ask(attempt)).content == ANSWER
            assert chat.spelling.form == "prompt"
        finally:
            await chat.close()

    asyncio.run(several())
    forms = [body.get("response_format", {}).get("type") for body in asked]
    assert forms == ["json_schema", "json_object", None, None]
    told = asked[-1]["messages"][0]
    assert told["role"] == "system" and '"points"' in told["content"]
    assert asked[-1]["messages"][1:] == asked[0]["messages"]


def test_an_endpoint_that_takes_a_schema_and_does_not_mind_it_is_told_it_too(
    httpserver: HTTPServer, make_question: MakeQuestion
) -> None:
    httpserver.expect_request(PATH).respond_with_json(completion("Sure! Here you are."))

    async def several() -> Spelling:
        chat = OpenAIChat(KEY, httpserver.url_for("/v1"))
        for _ in range(2):
            with pytest.raises(InvalidAnswer):
                await chat.ask(Attempt.first(make_question()))
        await chat.close()
        return chat.spelling

    assert asyncio.run(several()).form == "json_object"


def test_a_body_without_end_is_not_read_to_its_end(
    httpserver: HTTPServer, make_question: MakeQuestion
) -> None:
    def endless(request: Received) -> Sent:
        return Sent((b" " * 65536 for _ in range(1_000_000)), content_type="application/json")

    for status in (200, 500):
        httpserver.clear()
        httpserver.expect_request(PATH).respond_with_handler(endless)
        with pytest.raises(Transient, match="MiB") as caught:
            ask(httpserver, make_question())
        assert caught.value.ambiguous, status


def test_a_drip_has_a_deadline(httpserver: HTTPServer, make_question: MakeQuestion) -> None:
    def drip(request: Received) -> Sent:
        def pieces() -> Iterator[bytes]:
            for _ in range(100):
                yield b" "
                time.sleep(0.1)

        return Sent(pieces(), content_type="application/json")

    httpserver.expect_request(PATH).respond_with_handler(drip)

    async def once() -> None:
        chat = OpenAIChat(KEY, httpserver.url_for("/v1"), read=5, deadline=0.5)
        try:
            await chat.ask(Attempt.first(make_question()))
        finally:
            await chat.close()

    with pytest.raises(Transient, match="in time") as caught:
        asyncio.run(once())
    assert caught.value.ambiguous, "it may have been paid for"


@pytest.mark.parametrize("form", ["raw", "url", "base64"])
def test_an_answer_that_holds_the_key_is_none(
    httpserver: HTTPServer, make_question: MakeQuestion, form: str
) -> None:
    encoded = {
        "raw": KEY,
        "url": quote(KEY, safe=""),
        "base64": base64.b64encode(b"Bearer " + KEY.encode()).decode(),
    }[form]
    answer = {"points": [{"text": f"Said {encoded}.", "cites": ["a1"]}]}
    httpserver.expect_request(PATH).respond_with_json(completion(json.dumps(answer)))
    with pytest.raises(Rejected, match="key") as caught:
        ask(httpserver, make_question())
    assert KEY not in str(caught.value)


def test_a_used_up_limit_comes_with_the_answer(
    httpserver: HTTPServer, make_question: MakeQuestion
) -> None:
    headers = {"x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "6m0s"}
    httpserver.expect_request(PATH).respond_with_json(completion(), headers=headers)
    assert ask(httpserver, make_question()).rest == 360
