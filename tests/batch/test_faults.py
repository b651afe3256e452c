"""What batches, and providers, can come to: kept as far as it is good, named where it is not."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Response

from tests.batch.conftest import EXAMPLE, KEY, Desk, asked
from tests.fake_endpoint import FakeEndpoint

Serve = Callable[..., FakeEndpoint]
At = Callable[[str], Desk]


@pytest.fixture
def fetched(serve: Serve, desk_at: At) -> Callable[..., tuple[Desk, FakeEndpoint, Any]]:
    """Submits the example page's 18 questions and fetches what comes of a fault."""

    def run(*rules: dict[str, Any]) -> tuple[Desk, FakeEndpoint, Any]:
        endpoint = serve([{"times": 1, **rule} for rule in rules])
        desk = desk_at(endpoint.url)
        desk.page = EXAMPLE
        assert desk.submit("--price", "1,2").code == 0
        return desk, endpoint, desk.fetch()

    return run


Fetched = Callable[..., tuple[Desk, FakeEndpoint, Any]]


@pytest.mark.parametrize(
    ("fault", "kept", "words", "failures", "ambiguous"),
    [
        ("batch_partial", 9, "the provider answered 500", {"unreachable": 9}, 0),
        ("batch_expired", 9, "9 questions came back without an answer (expired)",
         {"expired": 9}, 0),
        ("batch_cancelled", 9, "9 questions came back without an answer (cancelled)",
         {"cancelled": 9}, 0),
    ],
)  # fmt: skip
def test_a_part_is_kept_and_the_rest_is_open(
    fetched: Fetched,
    fault: str,
    kept: int,
    words: str,
    failures: dict[str, int],
    ambiguous: int,
) -> None:
    desk, endpoint, done = fetched({"fault": fault})
    assert done.code == 3 and words in done.err, done.err
    assert desk.kept() == kept
    ledger = desk.ledger()
    assert ledger["unsettled"] == 0 and ledger["answers"] == kept
    assert (ledger["failures"], ledger["ambiguous"]) == (failures, ambiguous)
    more = desk.submit("--wait")
    assert more.code == 0 and more.rows[0]["questions"] == 18 - kept, more.err
    assert max(asked(endpoint).values()) == 2 and desk.kept() == 19


@pytest.mark.parametrize(
    ("fault", "code", "words"),
    [
        ("batch_shuffled", 0, ""),
        ("batch_duplicated", 3, "it answers a question for the second time"),
        ("batch_unknown_id", 3, "it answers no question of this batch"),
    ],
)
def test_lines_in_any_order_are_kept_once(
    fetched: Fetched, fault: str, code: int, words: str
) -> None:
    desk, _, done = fetched({"fault": fault})
    assert done.code == code and words in done.err, done.err
    assert desk.kept() == 18 and "nobody-asked-this" not in done.err
    assert desk.ledger()["answers"] == 18 and desk.ledger()["failures"] == {}


def test_a_cut_file_costs_what_is_missing_in_it(fetched: Fetched) -> None:
    desk, _, done = fetched({"fault": "batch_cut"})
    assert done.code == 3 and "it is cut, or no line of a batch" in done.err
    kept = desk.kept()
    assert 0 < kept < 18
    ledger = desk.ledger()
    assert ledger["failures"] == {"lost": 18 - kept} and ledger["ambiguous"] == 18 - kept
    assert ledger["usd_at_most"] > ledger["usd"] > 0 and ledger["unsettled"] == 0
    assert desk.submit().rows[0]["questions"] == 18 - kept


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("cut_content", "invalid"),
        ("duplicate_keys", "invalid"),
        ("wrong_type", "invalid"),
        ("content_empty", "invalid"),
        ("choices_null", "unreachable"),
        ("refusal", "refused"),
        ("content_filter", "refused"),
        ("length", "length"),
        ("context_length", "too long"),
        ("server_error", "unreachable"),
    ],
)
def test_answers_that_are_none_never_reach_the_store(
    serve: Serve, desk_at: At, fault: str, kind: str
) -> None:
    endpoint = serve([{"fault": fault, "to": "line", "on": [1]}])
    desk = desk_at(endpoint.url)
    assert desk.submit("--price", "1,2").code == 0
    done = desk.fetch()
    assert done.code == 3 and "line 1 (" in done.err, done.err
    assert desk.kept() == 1
    ledger = desk.ledger()
    assert ledger["failures"] == {kind: 1} and ledger["unsettled"] == 0
    billed = sum(row["t_billed"] is not None for row in endpoint.log())
    paid = ledger["prompt_tokens"] > 0 and ledger["completion_tokens"]
    assert billed == (1 if fault in ("context_length", "server_error") else 2) and paid


def test_what_is_no_answer_twice_is_given_up(serve: Serve, desk_at: At) -> None:
    endpoint = serve([{"fault": "refusal", "to": "line", "match": "paragraphs"}])
    desk = desk_at(endpoint.url)
    done = desk.submit("--wait")
    assert done.code == 3 and "submitted 2 times" in done.err, done.err
    assert max(asked(endpoint).values()) == 2


def test_a_batch_that_fails_validation(serve: Serve, desk_at: At) -> None:
    endpoint = serve([{"fault": "batch_failed", "times": 1}])
    desk = desk_at(endpoint.url)
    done = desk.submit("--wait", "--price", "1,2")
    assert done.code == 3 and "line 1: a request is not accepted" in done.err, done.err
    assert "This line" not in done.err, "nothing of theirs is quoted"
    assert desk.ledger()["failures"] == {"failed": 2} and desk.ledger()["usd_at_most"] == 0
    assert desk.submit("--wait").code == 0 and set(asked(endpoint).values()) == {1}


def test_a_batch_of_more_requests_than_the_provider_takes(serve: Serve, desk_at: At) -> None:
    endpoint = serve({"batch": {"max_requests": 1}})
    desk = desk_at(endpoint.url)
    done = desk.submit("--wait")
    assert done.code == 3 and "set batch_requests lower" in done.err, done.err
    desk.env = {"BROADSHEET_BATCH_REQUESTS": "1"}
    assert desk.submit("--wait").code == 0 and desk.kept() == 3


def test_a_batch_that_the_provider_forgot(serve: Serve, desk_at: At) -> None:
    endpoint = serve()
    desk = desk_at(endpoint.url)
    desk.submit("--price", "1,2")
    endpoint.kill()
    endpoint.start()
    (row,) = desk.status()
    assert row["state"] == "unknown"
    done = desk.run("batch", "fetch")
    assert "does not know batch" in done.err and f"cancel {row['id']}" in done.err
    assert "under way already" in desk.submit().err, "it may come back"
    assert "it is given up" in desk.run("batch", "cancel").err
    ledger = desk.ledger()
    assert ledger["failures"] == {"lost": 2} and ledger["usd_at_most"] > 0
    assert desk.submit("--wait").code == 0 and desk.kept() == 3


def test_a_busy_provider_is_waited_for(serve: Serve, desk_at: At) -> None:
    endpoint = serve([{"fault": "rate_limit", "to": "batch", "on": [1], "retry_after": "1"}])
    desk = desk_at(endpoint.url)
    assert desk.submit("--wait").code == 0
    assert set(asked(endpoint).values()) == {1}


@pytest.mark.parametrize(
    ("rule", "code", "words"),
    [
        ({"fault": "rate_limit", "retry_after": "900"}, 5, "asks to wait 900 seconds"),
        ({"fault": "insufficient_quota"}, 2, "quota is used up"),
        ({"fault": "server_error"}, 5, "did not take the batch"),
        ({"fault": "redirect"}, 2, "redirects are not followed"),
    ],
)
def test_a_batch_that_is_not_taken_is_forgotten(
    serve: Serve, desk_at: At, rule: dict[str, Any], code: int, words: str
) -> None:
    endpoint = serve([{"to": "batch", "on": [1], **rule}])
    desk = desk_at(endpoint.url)
    done = desk.submit()
    assert done.code == code and words in done.err, done.err
    assert desk.notes() == [] and desk.ledger()["failures"] == {"unsent": 2}
    assert not any(row["fault"] == "redirected" for row in endpoint.log())
    assert desk.submit("--wait").code == 0 and set(asked(endpoint).values()) == {1}


def test_a_key_that_is_not_taken(serve: Serve, desk_at: At) -> None:
    desk = desk_at(serve({"api_key": "another"}).url)
    done = desk.submit()
    assert done.code == 2 and "does not accept the key" in done.err and KEY not in done.err
    assert desk.notes() == []


def test_nobody_listens(desk_at: At) -> None:
    desk = desk_at("http://127.0.0.1:9/v1")
    desk.env = {"BROADSHEET_ATTEMPTS": "2"}
    done = desk.submit()
    assert done.code == 5 and "no connection" in done.err, done.err


@pytest.mark.parametrize(
    ("answer", "code", "words"),
    [
        (Response("{}", status=404), 2, "has no Batch API"),
        (Response("{}", status=405), 2, "has no Batch API"),
        (Response("<html>", status=200), 5, "is the base URL right?"),
        (Response("{}", status=307, headers={"Location": "/elsewhere"}), 2, "redirects"),
        (Response(json.dumps({"data": [{"id": 1}]})), 5, "is the base URL right?"),
    ],
)
def test_an_endpoint_without_batches(
    httpserver: HTTPServer, desk_at: At, answer: Response, code: int, words: str, tmp_path: Path
) -> None:
    httpserver.expect_request("/v1/batches").respond_with_response(answer)
    desk = desk_at(httpserver.url_for("/v1"))
    desk.env = {"BROADSHEET_ATTEMPTS": "1"}
    done = desk.submit()
    assert done.code == code and words in done.err, done.err
    assert {request.path for request, _ in httpserver.log} == {"/v1/batches"}, "nothing is sent"
    assert desk.notes() == []


def test_batches_need_an_endpoint_and_a_model(desk_at: At) -> None:
    desk = desk_at("")
    desk.env = {"OPENAI_API_KEY": "", "BROADSHEET_BASE_URL": ""}
    done = desk.run("batch", "submit", desk.page, OPENAI_API_KEY="")
    assert done.code == 2 and "need an endpoint" in done.err, done.err
    desk = desk_at("http://127.0.0.1:9/v1")
    done = desk.run("batch", "submit", desk.page, "--model", "reference")
    assert done.code == 2 and "--model" in done.err
