"""OpenAI's own client finds what it expects: models, chat, usage, and any schema filled in."""

import json
from collections.abc import Callable, Iterator
from typing import Literal

import openai
import pytest
from pydantic import BaseModel, Field

from tests.fake.wire import KEY, ask, sdk, send
from tests.fake_endpoint import FakeEndpoint, chat_rows, request_key

Serve = Callable[..., FakeEndpoint]
HELLO = [{"role": "user", "content": "hello"}]


@pytest.fixture(scope="module")
def endpoint() -> Iterator[FakeEndpoint]:
    with FakeEndpoint({"api_key": KEY, "any_model": False}) as one:
        yield one
    assert one.complaints() == ""


def test_models_and_a_plain_completion(endpoint: FakeEndpoint) -> None:
    client = sdk(endpoint)
    assert [model.id for model in client.models.list()] == ["fake-1", "fake-2"]
    done = client.chat.completions.create(model="fake-1", messages=HELLO)  # type: ignore[arg-type]
    assert done.choices[0].finish_reason == "stop" and done.choices[0].message.content
    assert done.model == "fake-1" and done.usage is not None
    assert done.usage.total_tokens == done.usage.prompt_tokens + done.usage.completion_tokens


def test_a_wrong_key_a_wrong_model_a_wrong_path_and_no_json(endpoint: FakeEndpoint) -> None:
    stranger = openai.OpenAI(api_key="other", base_url=endpoint.url, max_retries=0)
    with pytest.raises(openai.AuthenticationError):
        stranger.models.list()
    with pytest.raises(openai.NotFoundError):
        sdk(endpoint).chat.completions.create(model="gpt", messages=HELLO)  # type: ignore[arg-type]
    assert send(endpoint.url + "/nothing", method="GET").status == 404
    for unread in (b"{", b"[]", b"\xff"):
        assert send(endpoint.url + "/chat/completions", unread).status == 400


class Part(BaseModel):
    name: str = Field(min_length=12, max_length=20)
    next: "Part | None"


class Unknown(BaseModel):
    kind: Literal["b", "a"]
    count: int = Field(ge=7)
    share: float | None
    sure: bool
    parts: list[Part] = Field(min_length=2, max_length=4)
    letters: dict[str, str]


def test_a_schema_that_it_does_not_know_is_filled_in(endpoint: FakeEndpoint) -> None:
    schema = Unknown.model_json_schema()
    wanted = {"type": "json_schema", "json_schema": {"name": "a", "schema": schema}}
    Unknown.model_validate_json(ask(endpoint, "hi", response_format=wanted).text)
    # Without json_schema the schema may stand in the prompt.
    prompt = f"Answer with JSON that fits {json.dumps(schema)}, {{nothing}} else."
    Unknown.model_validate_json(ask(endpoint, prompt, response_format={"type": "json_object"}).text)
    Unknown.model_validate_json(ask(endpoint, prompt).text)


def test_the_same_question_has_the_same_answer_and_a_seen_prefix_is_cheaper(serve: Serve) -> None:
    endpoint = serve()
    long = "word " * 2000
    first, second = ask(endpoint, long + "one").json, ask(endpoint, long + "two").json
    again = ask(endpoint, long + "one").json
    assert first["choices"] == again["choices"]
    assert first["usage"]["prompt_tokens"] == again["usage"]["prompt_tokens"] > 2000
    cached = [d["usage"]["prompt_tokens_details"]["cached_tokens"] for d in (first, second, again)]
    assert cached[0] == 0 and cached[1] >= 1024 and cached[1] % 128 == 0 and cached[2] > 2000


def test_an_answer_ends_at_the_limit_of_tokens(endpoint: FakeEndpoint) -> None:
    wanted = {"type": "json_schema", "json_schema": {"schema": Unknown.model_json_schema()}}
    for name in ("max_tokens", "max_completion_tokens"):
        cut = ask(endpoint, "hi", response_format=wanted, **{name: 5}).json
        assert cut["choices"][0]["finish_reason"] == "length"
        assert cut["usage"]["completion_tokens"] <= 6
        with pytest.raises(ValueError):
            json.loads(cut["choices"][0]["message"]["content"])


def test_what_was_received_billed_and_sent_is_written_down(serve: Serve) -> None:
    endpoint = serve()
    got = ask(endpoint, "hello", temperature=0.5)
    ask(endpoint, "hello", temperature=0.9)
    first, second = chat_rows(endpoint.log())
    key = request_key({"model": "fake-1", "messages": HELLO})
    assert first["key"] == second["key"] == key
    assert (first["attempt"], second["attempt"]) == (1, 2)
    assert first["t_received"] <= first["t_billed"] <= first["t_sent"] <= second["t_received"]
    assert first["billed_tokens"] == got.json["usage"]["total_tokens"]
    assert (first["status"], first["fault"], first["custom"]) == (200, None, None)
    assert KEY not in endpoint.log_path.read_text("utf-8")


def test_the_key_is_that_of_the_question_and_not_of_its_spelling() -> None:
    body = {"model": "m", "messages": [{"role": "user", "content": "问"}]}
    schema = {"type": "object", "properties": {"a": {"type": "string"}}}
    strict = {"type": "json_schema", "json_schema": {"strict": True, "name": "x", "schema": schema}}
    loose = {"type": "json_schema", "json_schema": {"name": "y", "schema": schema}}
    held = request_key(body | {"response_format": strict})
    assert held == request_key(body | {"response_format": loose, "max_tokens": 5})
    assert request_key(body) == request_key(body | {"response_format": {"type": "json_object"}})
    others = [
        request_key(body),
        request_key(body | {"model": "n"}),
        request_key(body | {"messages": [{"role": "user", "content": "問"}]}),
    ]
    assert len({held, *others}) == 4
