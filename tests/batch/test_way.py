"""The batch way on a good day: waves, limits, budget, what is said and kept."""

import json
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.cache import DirectoryStore
from tests.batch.conftest import EXAMPLE, KEY, MODEL, Desk, asked, briefing
from tests.fake_endpoint import FakeEndpoint, chat_rows

Serve = Callable[..., FakeEndpoint]
At = Callable[[str], Desk]
PRICE = ("--price", "1,2")


def test_a_page_becomes_a_briefing_by_batches_alone(
    serve: Serve, desk_at: At, tmp_path: Path
) -> None:
    endpoint = serve()
    desk = desk_at(endpoint.url)
    desk.page = EXAMPLE
    done = desk.submit("--wait")
    assert done.code == 0, done.err
    assert [row["questions"] for row in done.rows] == [18, 1], "the lead rests on the summaries"
    assert set(asked(endpoint).values()) == {1} and len(asked(endpoint)) == 19
    assert desk.brief(tmp_path / "batch").code == 0
    assert len(chat_rows(endpoint.log())) == 19, "a replay asks nothing"
    answers = [json.loads(path.read_bytes()) for path in desk.store.glob("??/*.json")]
    assert {one["provenance"]["origin"] for one in answers} == {"batch"}
    assert {one["provenance"]["host"] for one in answers} == {"127.0.0.1"}
    assert desk.ledger()["answers"] == 19 and desk.ledger()["unsettled"] == 0
    desk.store = tmp_path / "live"
    assert desk.brief(tmp_path / "online", "live").code == 0
    assert briefing(tmp_path / "batch") == briefing(tmp_path / "online")


def test_step_by_step(serve: Serve, desk_at: At, tmp_path: Path) -> None:
    endpoint = serve({"batch": {"polls": 2}})
    desk = desk_at(endpoint.url)
    assert desk.status() == [] and desk.run("batch", "fetch").code == 0
    first = desk.submit()
    assert first.code == 0 and first.rows[0]["questions"] == 2
    again = desk.submit()
    assert again.code == 0 and again.rows == []
    assert "nothing to submit; 2 were under way already" in again.err
    (row,) = desk.status()
    assert row["state"] == "validating" and not row["fetched"]
    assert row["batch"] == first.rows[0]["batch"] and row["questions"] == 2
    (row,) = desk.status()
    assert row["state"] == "in_progress" and row["counts"]["total"] == 2
    early = desk.run("batch", "fetch")
    assert early.code == 0 and "no batch has ended" in early.err and desk.kept() == 0
    fetched = desk.fetch()
    assert fetched.code == 0 and "2 answers kept" in fetched.err, fetched.err
    assert desk.kept() == 2
    (row,) = desk.status()
    assert row["state"] == "completed" and row["fetched"]
    assert desk.submit().rows[0]["questions"] == 1
    assert desk.fetch().code == 0
    assert "nothing to submit" in desk.submit().err
    assert desk.brief(tmp_path / "out").code == 0
    assert set(asked(endpoint).values()) == {1}


@pytest.mark.parametrize(
    "limit", [{"BROADSHEET_BATCH_REQUESTS": "7"}, {"BROADSHEET_BATCH_BYTES": "100000"}]
)
def test_a_wave_is_split_by_the_limits(serve: Serve, desk_at: At, limit: dict[str, str]) -> None:
    endpoint = serve({"batch": {"max_requests": 7}} if "BROADSHEET_BATCH_REQUESTS" in limit else {})
    desk = desk_at(endpoint.url)
    desk.page = EXAMPLE
    desk.env = limit
    done = desk.submit("--wait")
    assert done.code == 0, done.err
    sizes = [note["size"] for note in desk.notes()]
    if "BROADSHEET_BATCH_BYTES" in limit:
        assert len(sizes) > 2 and max(sizes) <= 100_000
    else:
        assert [row["questions"] for row in done.rows] == [7, 7, 4, 1]
    assert set(asked(endpoint).values()) == {1} and len(asked(endpoint)) == 19


def test_the_budget_holds_for_what_is_sent_and_under_way(serve: Serve, desk_at: At) -> None:
    endpoint = serve({"batch": {"polls": 1000}})
    desk = desk_at(endpoint.url)
    none = desk.submit(*PRICE, "--budget", "0.001")
    assert none.code == 5 and "nothing was submitted" in none.err, none.err
    assert not any(row["path"] == "/v1/files" for row in endpoint.log()) and desk.notes() == []
    assert desk.submit(*PRICE, "--budget", "1").code == 0
    (note,) = desk.notes()
    assert note["worst"] > 2 * 8192 * 2 / 1e6, "two answers at their limit, and the prompts"
    other = desk.page.with_name("other.txt")
    other.write_text(desk.page.read_text("utf-8").replace("云麓", "云岭"), "utf-8")
    desk.page = other
    much = desk.submit(*PRICE, "--budget", str(note["worst"] * 1.5))
    assert much.code == 5 and "promised to batches under way" in much.err
    assert desk.submit(*PRICE, "--budget", str(note["worst"] * 2.5)).code == 0
    assert desk.submit(*PRICE, "--budget", "0").code == 0, "nothing is left to submit"


def test_a_budget_needs_a_price(serve: Serve, desk_at: At) -> None:
    done = desk_at(serve().url).submit("--budget", "1")
    assert done.code == 2 and "--price" in done.err


def test_a_live_run_reckons_with_what_batches_may_cost(
    serve: Serve, desk_at: At, tmp_path: Path
) -> None:
    endpoint = serve({"batch": {"polls": 1000}})
    desk = desk_at(endpoint.url)
    assert desk.submit(*PRICE).code == 0
    (note,) = desk.notes()
    more = desk.page.with_name("other.txt")
    more.write_text(desk.page.read_text("utf-8").replace("云麓", "云岭"), "utf-8")
    desk.page = more
    budget = str(note["worst"] * 1.1)
    live = ("brief", more, "-o", tmp_path / "o", "--model", MODEL, "--mode", "live", *PRICE)
    done = desk.run(*live, "--budget", budget)
    assert done.code == 5 and "spent or promised" in done.err, done.err
    assert "1 batches are under way" in done.err
    assert not any(row["path"].endswith("completions") for row in endpoint.log())


def test_the_price_of_a_batch_is_on_the_books(serve: Serve, desk_at: At) -> None:
    desk = desk_at(serve().url)
    assert desk.submit(*PRICE).code == 0
    before = desk.ledger()
    assert (before["requests"], before["unsettled"], before["usd"]) == (2, 2, 0.0)
    assert before["usd_at_most"] == pytest.approx(desk.notes()[0]["worst"], rel=1e-4)
    assert desk.fetch().code == 0
    after = desk.ledger()
    assert (after["answers"], after["unsettled"], after["ambiguous"]) == (2, 0, 0)
    bill = after["prompt_tokens"] * 1e-6 + after["completion_tokens"] * 2e-6
    assert after["usd"] == after["usd_at_most"] == pytest.approx(bill, abs=1e-5) and bill > 0


def test_cancelled_batches_give_what_they_have(serve: Serve, desk_at: At, tmp_path: Path) -> None:
    endpoint = serve({"batch": {"polls": 2}})
    desk = desk_at(endpoint.url)
    desk.page = EXAMPLE
    desk.submit()
    while desk.status()[0]["state"] == "validating":
        pass
    wrong = desk.run("batch", "cancel", "batch_none")
    assert wrong.code == 2 and "batch_none is under way" in wrong.err
    (row,) = desk.run("batch", "cancel", desk.notes()[0]["id"]).rows
    assert row["state"] in ("cancelling", "cancelled")
    fetched = desk.fetch()
    assert fetched.code == 3, fetched.err
    assert "9 answers kept" in fetched.err and "9 questions have none" in fetched.err
    assert desk.submit().rows[0]["questions"] == 9, "what has no answer is open again"
    assert desk.ledger()["failures"] == {"cancelled": 9}


def test_an_interrupted_wait_goes_on(serve: Serve, desk_at: At, tmp_path: Path) -> None:
    endpoint = serve({"batch": {"ms": 500}})
    desk = desk_at(endpoint.url)
    with desk.start(endpoint.url, "--wait") as process:
        while not any(row["path"].startswith("/v1/batches/") for row in endpoint.log()):
            assert process.poll() is None, "it waits for the batch"
        process.send_signal(signal.SIGINT)
        _, words = process.communicate(timeout=60)
    assert process.returncode == 130, words
    assert b"interrupted" in words and b"Traceback" not in words
    done = desk.submit("--wait")
    assert done.code == 0, done.err
    assert set(asked(endpoint).values()) == {1} and len(asked(endpoint)) == 3
    assert desk.brief(tmp_path / "out").code == 0


def test_a_long_answer_is_asked_again_with_a_higher_limit(
    serve: Serve, desk_at: At, tmp_path: Path
) -> None:
    rule: dict[str, Any] = {"fault": "length", "to": "line", "below": 9000}
    endpoint = serve([rule])
    desk = desk_at(endpoint.url)
    done = desk.submit("--wait", *PRICE)
    assert done.code == 0, done.err
    assert "cut at the token limit" in done.err
    assert set(asked(endpoint).values()) == {2}, "once as it is, once with twice the limit"
    assert desk.brief(tmp_path / "out").code == 0
    ledger = desk.ledger()
    assert ledger["failures"] == {"length": 3} and ledger["unsettled"] == 0 and ledger["usd"] > 0


def test_no_key_is_kept_or_shown(serve: Serve, desk_at: At, tmp_path: Path) -> None:
    endpoint = serve({"api_key": KEY, "rules": [{"fault": "echo_key", "to": "batch", "on": [1]}]})
    desk = desk_at(endpoint.url)
    shown = desk.submit()
    done = desk.submit("--wait")
    assert done.code == 0, done.err
    said = shown.out + shown.err + done.out + done.err + json.dumps(desk.status())
    files = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert KEY not in said and KEY.encode() not in files


def test_a_store_in_one_file(serve: Serve, desk_at: At, tmp_path: Path) -> None:
    endpoint = serve()
    desk = desk_at(endpoint.url)
    desk.store = tmp_path / "answers.db"
    done = desk.submit("--wait")
    assert done.code == 0, done.err
    assert desk.brief(tmp_path / "out").code == 0
    assert [row["fetched"] for row in desk.status()] == [True, True]


def test_what_is_not_understood_is_not_asked_again(serve: Serve, desk_at: At) -> None:
    desk = desk_at(serve({"batch": {"polls": 1000}}).url)
    desk.submit()
    (note,) = desk.notes()
    store = DirectoryStore(desk.store)
    del note["digest"]
    store.note("batches", note["id"], note | {"format": "broadsheet-batch/9"})
    done = desk.submit()
    assert done.code == 2 and "another version" in done.err, done.err
