"""Every fault of a plan is seen on the wire as it is named, and billed as a provider would."""

import base64
import http.client
import json
import socket
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import quote

import openai
import pytest

from pipeline.llm import InvalidAnswer, answer_schema
from pipeline.llm.answer import read_answer
from pipeline.model import Lead
from tests.fake.wire import CHAT, KEY, Got, ask, sdk, send
from tests.fake_endpoint import FakeEndpoint, chat_rows
from tests.fake_endpoint.plan import BEFORE, DELIVERY, SPOILED

Serve = Callable[..., FakeEndpoint]
LEAD = {"type": "json_schema", "json_schema": {"name": "a", "schema": answer_schema(Lead)}}
ITEMS = "\n[a1 article] Rain stops play at 12,400 grounds\nRain stopped play.\n[a2 brief] More\n"
PARAMETERS: dict[str, dict[str, Any]] = {
    "rate_limit": {"retry_after": "2"},
    "unavailable": {"retry_after": "1"},
    "redirect": {"status": 308},
    "refused": {"seconds": 0.3},
    "slow": {"seconds": 0.2},
    "drip": {"ms": 1},
    "error_body": {"code": "insufficient_quota"},
}


@pytest.fixture(scope="module")
def endpoint() -> Iterator[FakeEndpoint]:
    """Fails as the question says: FAULT:name."""
    rules = [
        {"fault": name, "match": f"FAULT:{name}.", **PARAMETERS.get(name, {})}
        for name in sorted(BEFORE | SPOILED | DELIVERY)
    ]
    with FakeEndpoint({"rules": rules}) as one:
        yield one
    assert one.complaints() == ""


def suffer(endpoint: FakeEndpoint, fault: str, timeout: float = 3.0) -> Got:
    more = {"response_format": LEAD, "max_tokens": 4096}
    return ask(endpoint, f"FAULT:{fault}. {ITEMS}", timeout, **more)


def row_of(endpoint: FakeEndpoint, fault: str) -> dict[str, Any]:
    """Return the last row of a fault, once it is over."""
    for _ in range(200):
        rows = [row for row in chat_rows(endpoint.log()) if row["fault"] == fault]
        if rows and rows[-1]["status"] is not None:
            return dict(rows[-1])
        time.sleep(0.02)
    raise AssertionError(f"{fault} did not end")


def test_no_fault_no_harm(endpoint: FakeEndpoint) -> None:
    Lead.model_validate_json(suffer(endpoint, "none").text)


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        ("rate_limit", 429, "rate_limit_exceeded"),
        ("insufficient_quota", 429, "insufficient_quota"),
        ("unauthorized", 401, "invalid_api_key"),
        ("forbidden", 403, "permission_denied"),
        ("no_model", 404, "model_not_found"),
        ("server_error", 500, None),
        ("bad_gateway", 502, None),
        ("unavailable", 503, None),
        ("overloaded", 529, None),
        ("context_length", 400, "context_length_exceeded"),
        ("unknown_parameter", 400, "unsupported_parameter"),
        ("response_format_rejected", 400, None),
        ("error_body", 200, "insufficient_quota"),
        ("echo_key", 401, "invalid_api_key"),
    ],
)
def test_an_error_is_worded_as_providers_do_and_not_billed(
    endpoint: FakeEndpoint, fault: str, status: int, code: str | None
) -> None:
    got = suffer(endpoint, fault)
    assert (got.status, got.json["error"]["code"]) == (status, code)
    row = row_of(endpoint, fault)
    assert (row["status"], row["t_billed"], row["billed_tokens"]) == (status, None, 0)
    assert got.headers.get("retry-after") == PARAMETERS.get(fault, {}).get("retry_after")
    if status >= 400:
        asked: dict[str, Any] = {"max_tokens": 9, "response_format": LEAD}
        with pytest.raises(openai.APIStatusError):
            sdk(endpoint).chat.completions.create(
                model="fake-1", messages=[{"role": "user", "content": f"FAULT:{fault}."}], **asked
            )


def test_faults_of_parameters_need_the_parameter(endpoint: FakeEndpoint) -> None:
    for fault, name in (
        ("unknown_parameter", "max_tokens"),
        ("response_format_rejected", "response_format"),
    ):
        assert name in suffer(endpoint, fault).json["error"]["message"]
        assert ask(endpoint, f"FAULT:{fault}.").status == 200


def test_html_and_redirects(endpoint: FakeEndpoint) -> None:
    got = suffer(endpoint, "html")
    assert got.status == 200 and got.headers["content-type"].startswith("text/html")
    assert b"<html>" in got.body
    redirect = suffer(endpoint, "redirect")
    assert redirect.status == 308
    there = redirect.headers["location"]
    assert there.startswith("http://127.0.0.1:") and not there.startswith(endpoint.url)
    assert not [row for row in endpoint.log() if row["fault"] == "redirected"]
    send(there, {"model": "fake-1", "messages": []})
    leak = [row for row in endpoint.log() if row["fault"] == "redirected"]
    assert len(leak) == 1 and leak[0]["authorization"] and leak[0]["key"]


def test_the_key_comes_back_in_every_disguise(endpoint: FakeEndpoint) -> None:
    got = suffer(endpoint, "echo_key")
    everything = got.body.decode() + json.dumps(got.headers)
    for form in (KEY, base64.b64encode(KEY.encode()).decode(), quote(KEY, safe="")):
        assert form in got.json["error"]["message"] and form in everything


@pytest.mark.parametrize("fault", ["reset_before", "reset_after", "reset_midway"])
def test_a_reset_connection(endpoint: FakeEndpoint, fault: str) -> None:
    with pytest.raises((ConnectionResetError, http.client.IncompleteRead)):
        suffer(endpoint, fault)
    row = row_of(endpoint, fault)
    assert row["status"] == "reset" and row["t_sent"] is None
    assert (row["t_billed"] is not None) == (fault != "reset_before")
    with pytest.raises(openai.APIConnectionError):
        sdk(endpoint).chat.completions.create(
            model="m", messages=[{"role": "user", "content": f"FAULT:{fault}."}]
        )


def test_an_endpoint_that_is_away_refuses_and_comes_back(serve: Serve) -> None:
    endpoint = serve([{"fault": "refused", "on": [1], "seconds": 0.5}])
    held = http.client.HTTPConnection("127.0.0.1", int(endpoint.url.split(":")[2][:-3]))
    held.connect()
    with pytest.raises(ConnectionResetError):
        ask(endpoint, "one")
    with pytest.raises(ConnectionRefusedError):
        ask(endpoint, "two")
    with pytest.raises((ConnectionResetError, http.client.RemoteDisconnected)):
        held.request("GET", "/v1/models")
        held.getresponse()
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        try:
            assert ask(endpoint, "three").status == 200
            break
        except ConnectionRefusedError:
            time.sleep(0.05)
    else:
        raise AssertionError("it did not come back")
    assert [row["t_billed"] is not None for row in chat_rows(endpoint.log())] == [False, True]


def test_an_answer_that_never_comes_is_billed(endpoint: FakeEndpoint) -> None:
    with pytest.raises(TimeoutError):
        suffer(endpoint, "hang", timeout=0.3)
    row = row_of(endpoint, "hang")
    assert row["status"] == "gone" and row["t_billed"] and row["t_sent"] is None


def test_a_late_answer_and_a_dripping_one_come_whole(endpoint: FakeEndpoint) -> None:
    started = time.monotonic()
    Lead.model_validate_json(suffer(endpoint, "slow").text)
    assert time.monotonic() - started >= 0.2
    started = time.monotonic()
    got = suffer(endpoint, "drip", timeout=0.5)  # no single byte takes that long
    Lead.model_validate_json(got.text)
    assert time.monotonic() - started >= 0.001 * len(got.body)
    assert row_of(endpoint, "drip")["t_sent"]


def test_a_drip_without_end_is_noticed_when_the_client_leaves(serve: Serve) -> None:
    endpoint = serve([{"fault": "drip", "ms": 50}])
    with socket.create_connection(("127.0.0.1", int(endpoint.url.split(":")[2][:-3]))) as raw:
        body = json.dumps({"model": "m", "messages": []}).encode()
        head = f"POST /v1{CHAT} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n\r\n"
        raw.sendall(head.encode() + body)
        raw.recv(10)
    row = row_of(endpoint, "drip")
    assert row["status"] == "gone" and row["t_billed"] and row["t_sent"] is None


def test_a_short_body_and_an_endless_one(endpoint: FakeEndpoint) -> None:
    with pytest.raises(http.client.IncompleteRead) as short:
        suffer(endpoint, "short_body")
    assert len(short.value.partial) > 0
    assert row_of(endpoint, "short_body")["status"] == "cut"
    connection = http.client.HTTPConnection("127.0.0.1", int(endpoint.url.split(":")[2][:-3]))
    body = {"model": "m", "messages": [{"role": "user", "content": "FAULT:endless."}]}
    connection.request("POST", "/v1" + CHAT, json.dumps(body))
    assert len(connection.getresponse().read(1_000_000)) == 1_000_000
    connection.close()
    row = row_of(endpoint, "endless")
    assert row["status"] == "gone" and row["t_billed"]


@pytest.mark.parametrize(
    ("fault", "holds"),
    [
        ("choices_null", lambda body: body["choices"] is None),
        ("choices_empty", lambda body: body["choices"] == []),
        ("choices_missing", lambda body: "choices" not in body),
        ("message_null", lambda body: body["choices"][0]["message"] is None),
        ("content_null", lambda body: body["choices"][0]["message"]["content"] is None),
        ("content_empty", lambda body: body["choices"][0]["message"]["content"] == ""),
        ("content_filter", lambda body: body["choices"][0]["finish_reason"] == "content_filter"),
        ("refusal", lambda body: body["choices"][0]["message"]["refusal"]),
        ("usage_missing", lambda body: "usage" not in body),
    ],
)
def test_a_completion_that_holds_no_answer(
    endpoint: FakeEndpoint, fault: str, holds: Callable[[Any], bool]
) -> None:
    got = suffer(endpoint, fault)
    assert got.status == 200 and holds(got.json)
    assert row_of(endpoint, fault)["t_billed"], "a model that declines or fails is paid"


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        ("duplicate_keys", "stands twice"),
        ("missing_member", "points: Field required"),
        ("extra_member", "thoughts"),
        ("wrong_type", "points"),
        ("cut_content", "no valid JSON"),
        ("length", "no valid JSON"),
    ],
)
def test_an_answer_that_does_not_fit(endpoint: FakeEndpoint, fault: str, says: str) -> None:
    got = suffer(endpoint, fault)
    with pytest.raises(InvalidAnswer, match=says):
        read_answer(got.text, Lead)
    assert (got.json["choices"][0]["finish_reason"] == "length") == (fault == "length")
    assert row_of(endpoint, fault)["t_billed"]


@pytest.mark.parametrize(("fault", "begins"), [("fence", "```json\n{"), ("prose", "Sure, here")])
def test_a_good_answer_with_something_around_it(
    endpoint: FakeEndpoint, fault: str, begins: str
) -> None:
    text = suffer(endpoint, fault).text
    assert text.startswith(begins) and not text.endswith("}")
    assert text[text.index("{") : text.rindex("}") + 1] == suffer(endpoint, "none").text


def test_a_cut_body_is_no_json_though_it_is_whole(endpoint: FakeEndpoint) -> None:
    got = suffer(endpoint, "cut_body")
    assert got.status == 200 and int(got.headers["content-length"]) == len(got.body)
    with pytest.raises(ValueError):
        json.loads(got.body)


def test_answers_that_only_checking_notices(endpoint: FakeEndpoint) -> None:
    good = json.loads(suffer(endpoint, "none").text)["points"]
    assert "12,400" in good[0]["text"]
    spoiled = {
        fault: json.loads(suffer(endpoint, fault).text)["points"]
        for fault in ("missing_paragraph", "unknown_paragraph", "duplicate_paragraph")
    }
    assert spoiled["missing_paragraph"] == good[:-1]
    assert spoiled["unknown_paragraph"][-1]["cites"] == ["p9999"]
    assert spoiled["duplicate_paragraph"] == [*good, good[-1]]
    changed = json.loads(suffer(endpoint, "changed_number").text)["points"]
    assert "12,401" in changed[0]["text"]


@pytest.mark.parametrize(
    ("form", "seconds", "header", "value"),
    [
        ("seconds", "2", "retry-after", "2"),
        ("ms", "1.5", "retry-after-ms", "1500"),
        ("reset", "1", "x-ratelimit-reset-requests", "1s"),
        ("reset", "360", "x-ratelimit-reset-requests", "6m0s"),
        ("reset", "0.25", "x-ratelimit-reset-requests", "250ms"),
        ("reset", "3605", "x-ratelimit-reset-requests", "1h0m5s"),
        ("seconds", "soon", "retry-after", "soon"),
    ],
)
def test_a_wait_is_asked_for_in_all_forms(form: str, seconds: str, header: str, value: str) -> None:
    from tests.fake_endpoint.errors import wait_headers

    assert {k.lower(): v for k, v in wait_headers(seconds, form).items()}[header] == value
    assert wait_headers(None, form) == {}


def test_a_wait_may_be_a_date(serve: Serve) -> None:
    endpoint = serve([{"fault": "rate_limit", "retry_after": "10", "form": "date"}])
    until = parsedate_to_datetime(ask(endpoint, "hi").headers["retry-after"])
    assert 9 <= (until - datetime.now(UTC)).total_seconds() <= 11


@pytest.mark.parametrize(
    ("structured", "schema", "plain"),
    [("json_schema", 200, 200), ("json_object", 400, 200), ("none", 400, 400)],
)
def test_what_an_endpoint_can_do_with_a_format(
    serve: Serve, structured: str, schema: int, plain: int
) -> None:
    endpoint = serve({"structured": structured, "max_tokens": False, "context_tokens": 2000})
    got = ask(endpoint, ITEMS, response_format=LEAD)
    assert got.status == schema
    if schema == 400:
        assert got.json["error"]["param"] == "response_format"
    assert ask(endpoint, ITEMS, response_format={"type": "json_object"}).status == plain
    assert ask(endpoint, ITEMS, max_tokens=5).json["error"]["param"] == "max_tokens"
    assert ask(endpoint, ITEMS, max_completion_tokens=5).status == 200
    assert ask(endpoint, "x" * 9000).json["error"]["code"] == "context_length_exceeded"
    assert all(r["fault"] == "rejected" for r in chat_rows(endpoint.log()) if r["status"] == 400)


def test_a_format_may_be_ignored_silently(serve: Serve) -> None:
    endpoint = serve({"structured": "ignored"})
    said = [ask(endpoint, ITEMS + str(n), response_format=LEAD).text for n in range(12)]
    assert any(text.startswith("```json\n") for text in said)
    assert any(text.startswith("Sure") for text in said)
    for text in said:
        Lead.model_validate_json(text[text.index("{") : text.rindex("}") + 1])


def test_length_may_strike_only_under_a_limit_or_long_articles(serve: Serve) -> None:
    endpoint = serve(
        [{"fault": "length", "below": 100, "match": "SMALL"}, {"fault": "length", "units_above": 2}]
    )

    def ends(text: str, **more: int) -> str:
        got = ask(endpoint, text, response_format=LEAD, **more)
        return str(got.json["choices"][0]["finish_reason"])

    assert ends("SMALL" + ITEMS, max_tokens=99) == "length"
    assert ends("SMALL" + ITEMS, max_tokens=4000) == "stop"
    article = '<article kind="brief">\n{}</article>\n'
    unit = "[p{0} body] 一二三\n"
    assert ends(article.format("".join(unit.format(n) for n in (1, 2)))) == "stop"
    assert ends(article.format("".join(unit.format(n) for n in (1, 2, 3)))) == "length"
