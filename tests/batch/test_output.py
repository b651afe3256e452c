"""Output files as no provider should write them, and downloads that break off."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from tests.batch.conftest import KEY, Desk, asked
from tests.fake_endpoint import FakeEndpoint
from tests.job.small_page import summary, translation

Serve = Callable[..., FakeEndpoint]
At = Callable[[str], Desk]
Row = dict[str, Any]


def answered(line: Row, **change: Any) -> Row:
    """Answer one line of an input file, well but for what is changed in the body."""
    wanted = line["body"]["response_format"]["json_schema"]["schema"]["properties"]
    content = summary() if "gist" in wanted else translation()
    choice = {"finish_reason": "stop", "message": {"content": json.dumps(content)}}
    usage = {"prompt_tokens": 10, "completion_tokens": 5}
    body = {"model": "fake-1", "choices": [choice], "usage": usage, **change}
    return {"custom_id": line["custom_id"], "response": {"status_code": 200, "body": body}}


@pytest.fixture
def provider(httpserver: HTTPServer) -> Iterator[Callable[..., HTTPServer]]:
    """A provider whose batches are completed at once, with the output that a function makes."""

    def make(output: Callable[[list[Row]], bytes], **facts: Any) -> HTTPServer:
        lines: list[Row] = []
        batch: Row = {"id": "batch_1", "status": "completed", "output_file_id": "file-2", **facts}

        def upload(request: Request) -> Response:
            data = request.files["file"].read().splitlines()
            lines.extend(json.loads(line) for line in data)
            return Response(json.dumps({"id": "file-1"}))

        def expect(path: str, method: str) -> Any:
            return httpserver.expect_request(path, method=method)

        expect("/v1/files", "POST").respond_with_handler(upload)
        expect("/v1/batches", "GET").respond_with_json({"data": []})
        expect("/v1/batches", "POST").respond_with_json(batch)
        expect("/v1/batches/batch_1", "GET").respond_with_json(batch)
        expect("/v1/files/file-2/content", "GET").respond_with_handler(
            lambda _: Response(output(lines))
        )
        return httpserver

    yield make


def jsonl(rows: list[Any]) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def fetched(desk_at: At, server: HTTPServer) -> tuple[Desk, Any]:
    desk = desk_at(server.url_for("/v1"))
    desk.env = {"BROADSHEET_ATTEMPTS": "1"}
    assert desk.submit("--price", "1,2").code == 0
    return desk, desk.run("batch", "fetch")


Provider = Callable[..., HTTPServer]


def test_what_a_complete_batch_leaves_out_may_be_paid_for(provider: Provider, desk_at: At) -> None:
    desk, done = fetched(desk_at, provider(lambda lines: jsonl([answered(lines[0])])))
    assert done.code == 3 and "1 questions came back without an answer" in done.err
    ledger = desk.ledger()
    assert (ledger["answers"], ledger["failures"], ledger["ambiguous"]) == (1, {"lost": 1}, 1)
    assert ledger["usd_at_most"] > ledger["usd"] > 0


def test_the_worst_case_stands_where_nobody_counted(provider: Provider, desk_at: At) -> None:
    def output(lines: list[Row]) -> bytes:
        bad = {"finish_reason": "stop", "message": {"content": "{}"}}
        return jsonl(
            [answered(lines[0], usage=None), answered(lines[1], usage=None, choices=[bad])]
        )

    desk, _ = fetched(desk_at, provider(output))
    ledger = desk.ledger()
    assert desk.kept() == 1 and ledger["ambiguous"] == 2 and ledger["usd"] == 0
    assert ledger["usd_at_most"] == pytest.approx(2 * 8192 * 2e-6, rel=0.7)
    assert ledger["failures"] == {"invalid": 1}


def test_a_key_that_comes_back_is_kept_nowhere(provider: Provider, desk_at: At) -> None:
    desk, done = fetched(desk_at, provider(lambda lines: jsonl([
        answered(lines[0], model=KEY), answered(lines[1]) | {"id": KEY},
    ])))  # fmt: skip
    assert done.code == 3 and desk.kept() == 0 and "sends the key back" in done.err
    said = done.out + done.err
    files = b"".join(path.read_bytes() for path in desk.store.rglob("*") if path.is_file())
    assert KEY not in said and KEY.encode() not in files


def test_nothing_of_theirs_reaches_the_terminal(provider: Provider, desk_at: At) -> None:
    evil = "\x1b]0;owned\x07"
    desk, done = fetched(
        desk_at,
        provider(
            lambda lines: jsonl([{"custom_id": evil}, {"custom_id": lines[0]["custom_id"],
             "error": {"code": evil, "message": evil}}, answered(lines[1]), [evil], evil])
            + evil.encode() + b"\xff\n",
        ),
    )  # fmt: skip
    assert done.code == 3 and desk.kept() == 1
    assert "owned" not in done.out + done.err and "5 lines not kept" in done.err, done.err


@pytest.mark.parametrize("facts", [{"status": "\x1b[2J"}, {"id": "../../x"}, {"id": 5}])
def test_a_batch_that_is_none_is_not_taken(provider: Provider, desk_at: At, facts: Row) -> None:
    desk = desk_at(provider(lambda _: b"", **facts).url_for("/v1"))
    done = desk.submit()
    assert done.code == 5 and "\x1b" not in done.err and desk.notes() == [], done.err


def test_a_file_that_is_gone(provider: Provider, desk_at: At) -> None:
    server = provider(lambda _: b"", output_file_id="file-9")
    server.expect_request("/v1/files/file-9/content").respond_with_data(status=404)
    desk, done = fetched(desk_at, server)
    assert done.code == 3 and "its answers are lost" in done.err, done.err
    assert desk.notes()[0]["state"] == "fetched" and desk.ledger()["failures"] == {"lost": 2}


def test_a_file_without_end_is_not_taken(
    provider: Provider, desk_at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.batch.fetch._FILE", 1000)
    monkeypatch.setattr("pipeline.batch.fetch._PER_ANSWER", 1000)
    desk, done = fetched(desk_at, provider(lambda _: b" " * 1_000_000))
    assert "sends more than 3,000 bytes" in done.err and done.code != 0
    assert desk.notes()[0]["state"] == "submitted" and desk.ledger()["unsettled"] == 2


@pytest.mark.parametrize("fault", ["short_body", "reset_midway", "unavailable", "rate_limit"])
def test_a_download_that_breaks_off_is_done_again(serve: Serve, desk_at: At, fault: str) -> None:
    rule = {"fault": fault, "to": "files", "match": "/content", "on": [1], "retry_after": "0"}
    endpoint = serve([rule])
    desk = desk_at(endpoint.url)
    done = desk.submit("--wait")
    assert done.code == 0, done.err
    assert sum(row["path"].endswith("/content") for row in endpoint.log()) == 3
    assert set(asked(endpoint).values()) == {1} and desk.kept() == 3


@pytest.mark.parametrize("fault", ["reset_after", "short_body", "bad_gateway", "html"])
def test_an_upload_or_a_look_that_fails_is_done_again(
    serve: Serve, desk_at: At, fault: str
) -> None:
    endpoint = serve(
        [
            {"fault": fault, "to": "files", "match": "POST /v1/files", "on": [1]},
            {"fault": fault, "to": "files", "match": "GET /v1/batches/", "on": [1]},
            {"fault": fault, "to": "files", "match": "POST /v1/batches", "on": [1]},
        ]
    )
    desk = desk_at(endpoint.url)
    done = desk.submit("--wait")
    if done.code == 5:  # the batch was not made, and nobody could know at once
        assert fault in ("bad_gateway", "html") and "did not take the batch" in done.err, done.err
        done = desk.submit("--wait")
    assert done.code == 0, done.err
    assert set(asked(endpoint).values()) == {1} and desk.kept() == 3
