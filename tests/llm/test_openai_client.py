"""The OpenAI client against a real HTTP server on loopback: what goes out, what may come back."""

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

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
from pipeline.llm.openai import OpenAIChat, retry_after
from pipeline.llm.wire import body

MakeQuestion = Callable[..., Question]
PATH = "/v1/chat/completions"
KEY = "sk-canary-4711"
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
            return await chat.answer(question)
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
        (completion("```json\n{}\n```"), InvalidAnswer, "no valid JSON"),
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
        (completion() | {"choices": []}, InvalidAnswer, "without a choice"),
        (completion() | {"choices": None}, InvalidAnswer, "without a choice"),
        ({"error": {"message": "sorry"}}, InvalidAnswer, "without a choice"),
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
        (429, {}, Transient, "429"),
        (500, {}, Transient, "500"),
        (529, {}, Transient, "529"),
        (400, {"code": "context_length_exceeded"}, Rejected, "context_length_exceeded"),
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
        await chat.answer(make_question())

    with pytest.raises(Transient, match=r"no connection to 127\.0\.0\.1"):
        asyncio.run(once())


def test_openai_itself_is_spared_the_bounds_that_it_rejects(make_question: MakeQuestion) -> None:
    request = make_question().request
    assert "maxLength" in json.dumps(body(request, "localhost"))
    sent = body(request, "api.openai.com")
    assert "maxLength" not in json.dumps(sent)
    assert sent["max_completion_tokens"] == 8192 and "max_tokens" not in sent


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("", None),
        ("7", 7.0),
        ("1.5", 1.5),
        ("-3", 0.0),
        ("Tue, 24 Nov 2026 10:00:30 GMT", 30.0),
        ("Tue, 24 Nov 2026 09:00:00 GMT", 0.0),
        ("soon", None),
    ],
)
def test_retry_after(header: str | None, seconds: float | None) -> None:
    assert retry_after(header, datetime(2026, 11, 24, 10, 0, tzinfo=UTC)) == seconds
