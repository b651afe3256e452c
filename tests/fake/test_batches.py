"""Files and batches through OpenAI's own client: what comes back, in which state, and its bill."""

import json
import time
from collections.abc import Callable
from typing import Any

import openai
import pytest
from openai import OpenAI
from openai.types import Batch

from tests.fake.wire import CHAT, sdk
from tests.fake_endpoint import FakeEndpoint, account, chat_rows, request_key

Serve = Callable[..., FakeEndpoint]
ENDED = ("completed", "failed", "expired", "cancelled")
Json = dict[str, Any]


def question(n: int) -> Json:
    return {"model": "fake-1", "messages": [{"role": "user", "content": f"question {n}"}]}


def lines(count: int) -> bytes:
    rows = (
        {"custom_id": f"c{n}", "method": "POST", "url": "/v1" + CHAT, "body": question(n)}
        for n in range(count)
    )
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def submit(client: OpenAI, data: bytes) -> Batch:
    file = client.files.create(file=("in.jsonl", data), purpose="batch")
    return client.batches.create(
        input_file_id=file.id, endpoint="/v1/chat/completions", completion_window="24h"
    )


def ended(client: OpenAI, batch: Batch) -> Batch:
    deadline = time.monotonic() + 10
    while batch.status not in ENDED:
        assert time.monotonic() < deadline, f"still {batch.status}"
        time.sleep(0.01)
        batch = client.batches.retrieve(batch.id)
    return batch


def rows_of(client: OpenAI, file: str | None) -> list[Json]:
    text = client.files.content(file).text if file else ""
    return [json.loads(row) for row in text.splitlines()]


def done(serve: Serve, count: int = 8, **rule: Any) -> tuple[FakeEndpoint, OpenAI, Batch]:
    endpoint = serve([rule] if rule else None)
    client = sdk(endpoint)
    return endpoint, client, ended(client, submit(client, lines(count)))


def test_a_batch_is_answered_line_by_line_and_billed_once(serve: Serve) -> None:
    endpoint, client, batch = done(serve)
    assert batch.status == "completed" and batch.error_file_id is None
    assert batch.request_counts is not None and batch.request_counts.completed == 8
    before = chat_rows(endpoint.log())
    assert all(row["t_billed"] and row["t_sent"] is None for row in before), "not fetched yet"
    rows = rows_of(client, batch.output_file_id)
    assert [row["custom_id"] for row in rows] == [f"c{n}" for n in range(8)]
    body = rows[0]["response"]["body"]
    assert rows[0]["response"]["status_code"] == 200 and rows[0]["error"] is None
    online = client.chat.completions.create(**question(0))
    assert body["choices"][0]["message"]["content"] == online.choices[0].message.content
    after = [row for row in chat_rows(endpoint.log()) if row["path"] == "batch"]
    assert [row["key"] for row in after] == [request_key(question(n)) for n in range(8)]
    assert [row["custom"] for row in after] == [f"c{n}" for n in range(8)]
    assert all(row["t_sent"] for row in after)
    kept = {row["key"]: time.time() for row in after}
    assert len(account(chat_rows(endpoint.log()), kept).dp_inflight) == 1, "question 0 twice"


def test_files_are_kept_listed_and_deleted(serve: Serve) -> None:
    client = sdk(serve())
    file = client.files.create(file=("in.jsonl", b"x\n"), purpose="batch")
    assert (file.bytes, file.filename, file.purpose) == (2, "in.jsonl", "batch")
    assert client.files.retrieve(file.id) == file
    assert client.files.content(file.id).read() == b"x\n"
    assert client.files.delete(file.id).deleted
    with pytest.raises(openai.NotFoundError):
        client.files.retrieve(file.id)
    with pytest.raises(openai.NotFoundError):
        client.batches.retrieve("batch_none")
    with pytest.raises(openai.NotFoundError):
        client.batches.create(
            input_file_id=file.id, endpoint="/v1/chat/completions", completion_window="24h"
        )


def test_batches_are_listed_in_pages_the_newest_first(serve: Serve) -> None:
    client = sdk(serve())
    made = [submit(client, lines(1)).id for _ in range(5)]
    page = client.batches.list(limit=2)
    assert [batch.id for batch in page.data] == made[:2:-1] and page.has_more
    rest = client.batches.list(limit=2, after=page.data[-1].id)
    assert [batch.id for batch in rest.data] == made[2:0:-1]
    assert [batch.id for batch in client.batches.list(limit=2)] == made[::-1], "the SDK pages on"


def test_a_batch_may_go_on_only_when_looked_at(serve: Serve) -> None:
    endpoint = serve({"batch": {"polls": 2}})
    client = sdk(endpoint)
    batch = submit(client, lines(4))
    seen = [client.batches.retrieve(batch.id).status for _ in range(10)]
    assert [s for n, s in enumerate(seen) if n == 0 or seen[n - 1] != s] == [
        "validating", "in_progress", "finalizing", "completed",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (lines(1) * 2, "duplicate_custom_id", 2),
        (lines(2) + b"{\n", "invalid_json_line", 3),
        (lines(4), "too_many_tasks", None),
        (b"", "empty_file", None),
    ],
)
def test_what_validation_rejects(serve: Serve, data: bytes, code: str, line: int | None) -> None:
    endpoint = serve({"batch": {"max_requests": 3}})
    client = sdk(endpoint)
    batch = ended(client, submit(client, data))
    assert batch.status == "failed" and batch.errors is not None and batch.errors.data
    assert (batch.errors.data[0].code, batch.errors.data[0].line) == (code, line)
    assert batch.output_file_id is None and not chat_rows(endpoint.log()), "nothing is billed"


def test_a_batch_fails_validation_as_planned(serve: Serve) -> None:
    _, _, batch = done(serve, fault="batch_failed")
    assert batch.status == "failed" and batch.errors is not None


def test_a_part_is_done_and_the_rest_is_in_the_error_file(serve: Serve) -> None:
    endpoint, client, batch = done(serve, fault="batch_partial", share=0.25)
    assert batch.status == "completed" and batch.request_counts is not None
    assert (batch.request_counts.completed, batch.request_counts.failed) == (2, 6)
    good, bad = (rows_of(client, id) for id in (batch.output_file_id, batch.error_file_id))
    assert [row["custom_id"] for row in good + bad] == [f"c{n}" for n in range(8)]
    assert all(row["response"]["status_code"] == 500 for row in bad)
    assert sum(row["t_billed"] is not None for row in chat_rows(endpoint.log())) == 2


def test_a_batch_expires_with_what_is_done(serve: Serve) -> None:
    endpoint, client, batch = done(serve, fault="batch_expired")
    assert batch.status == "expired" and batch.expired_at
    assert len(rows_of(client, batch.output_file_id)) == 4
    bad = rows_of(client, batch.error_file_id)
    assert [row["error"]["code"] for row in bad] == ["batch_expired"] * 4
    assert sum(row["t_billed"] is not None for row in chat_rows(endpoint.log())) == 4


def test_a_batch_is_cancelled_with_what_is_done(serve: Serve) -> None:
    _, client, batch = done(serve, fault="batch_cancelled")
    assert batch.status == "cancelled" and len(rows_of(client, batch.output_file_id)) == 4


def test_a_batch_is_cancelled_when_told(serve: Serve) -> None:
    endpoint = serve({"batch": {"polls": 2}})
    client = sdk(endpoint)
    batch = submit(client, lines(8))
    while client.batches.retrieve(batch.id).status == "validating":
        pass
    assert client.batches.cancel(batch.id).status == "cancelling"
    batch = ended(client, batch)
    assert batch.status == "cancelled" and len(rows_of(client, batch.output_file_id)) == 4
    assert client.batches.cancel(batch.id).status == "cancelled"
    assert sum(row["t_billed"] is not None for row in chat_rows(endpoint.log())) == 4


@pytest.mark.parametrize(
    ("fault", "customs"),
    [
        ("batch_shuffled", lambda got: sorted(got) == sorted(f"c{n}" for n in range(8))
         and got != sorted(got)),
        ("batch_duplicated", lambda got: len(got) == 12 and len(set(got)) == 8),
        ("batch_unknown_id", lambda got: len(got) == 9 and "nobody-asked-this" in got),
    ],
)  # fmt: skip
def test_an_output_file_with_a_fault(
    serve: Serve, fault: str, customs: Callable[[list[str]], bool]
) -> None:
    _, client, batch = done(serve, fault=fault)
    assert customs([row["custom_id"] for row in rows_of(client, batch.output_file_id)])


def test_an_output_file_that_is_cut(serve: Serve) -> None:
    endpoint, client, batch = done(serve, fault="batch_cut")
    assert batch.output_file_id is not None
    text = client.files.content(batch.output_file_id).text
    with pytest.raises(ValueError):
        json.loads(text.splitlines()[-1])
    rows = chat_rows(endpoint.log())
    whole = len(text.splitlines()) - 1
    assert 0 < whole < 8 and [bool(row["t_sent"]) for row in rows].count(True) == whole


def test_the_response_to_a_submission_is_lost_though_the_batch_was_made(serve: Serve) -> None:
    endpoint = serve([{"fault": "batch_lost_response", "times": 1}])
    client = sdk(endpoint)
    with pytest.raises(openai.APIConnectionError):
        submit(client, lines(3))
    (batch,) = client.batches.list().data
    assert ended(client, batch).status == "completed"
    again = ended(client, submit(client, lines(3)))
    rows_of(client, again.output_file_id)
    found = account(chat_rows(endpoint.log()), {})
    assert len(found.dp_ambiguous) == 3 and found.billed == 6


def test_submissions_and_lines_fail_by_rules_of_their_own(serve: Serve) -> None:
    endpoint = serve(
        [
            {"fault": "rate_limit", "to": "batch", "on": [1], "retry_after": "1"},
            {"fault": "context_length", "to": "line", "match": "question 2"},
            {"fault": "cut_content", "to": "line", "match": "question 1"},
            {"fault": "unauthorized", "match": "question 0"},
        ]
    )
    client = sdk(endpoint)
    with pytest.raises(openai.RateLimitError):
        submit(client, lines(3))
    batch = ended(client, submit(client, lines(3)))
    good, bad = (rows_of(client, id) for id in (batch.output_file_id, batch.error_file_id))
    said = [row["response"]["body"]["choices"][0]["message"]["content"] for row in good]
    assert said == ["Yes.", "Ye"]
    assert bad[0]["response"]["body"]["error"]["code"] == "context_length_exceeded"
    with pytest.raises(openai.AuthenticationError):
        client.chat.completions.create(**question(0))


def test_uploads_looks_and_downloads_fail_by_rules_for_files(serve: Serve) -> None:
    endpoint = serve(
        [
            {"to": "files", "fault": "unavailable", "match": "POST /v1/files", "times": 1},
            {"to": "files", "fault": "bad_gateway", "match": "GET /v1/batches/", "times": 1},
            {"to": "files", "fault": "short_body", "match": "/content", "times": 1},
        ]
    )
    client = sdk(endpoint)
    with pytest.raises(openai.InternalServerError):
        submit(client, lines(3))
    batch = submit(client, lines(3))
    with pytest.raises(openai.InternalServerError):
        client.batches.retrieve(batch.id)
    batch = ended(client, batch)
    with pytest.raises(openai.APIConnectionError):
        rows_of(client, batch.output_file_id)
    assert not any(row["t_sent"] for row in chat_rows(endpoint.log())), "it was not whole"
    assert len(rows_of(client, batch.output_file_id)) == 3
    assert all(row["t_sent"] for row in chat_rows(endpoint.log()))
