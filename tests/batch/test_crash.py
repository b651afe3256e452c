"""Killed between any two steps: afterwards no question is in two batches, and nothing is lost."""

import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.batch.book import Book, Submission
from pipeline.cache import DirectoryStore
from tests.batch.conftest import Desk, asked, briefing
from tests.batch.proxy import Proxy, When
from tests.fake_endpoint import FakeEndpoint

Serve = Callable[..., FakeEndpoint]
At = Callable[[str], Desk]

STEPS: list[tuple[str, When, str]] = [
    ("POST /v1/files", "before", "intent"),
    ("POST /v1/files", "after", "intent"),
    ("POST /v1/batches", "before", "uploaded"),
    ("POST /v1/batches", "after", "uploaded"),
    ("GET /v1/batches/", "before", "submitted"),
    ("GET /v1/files/", "before", "submitted"),
    ("GET /v1/files/", "after", "submitted"),
]


@pytest.fixture
def expected(serve: Serve, desk_at: At, tmp_path: Path) -> object:
    """The briefing that a live run makes of the page."""
    desk = desk_at(serve().url)
    desk.store = tmp_path / "live"
    assert desk.brief(tmp_path / "online", "live").code == 0
    return briefing(tmp_path / "online")


@pytest.mark.parametrize(("at", "when", "state"), STEPS)
def test_killed_at(
    at: str, when: When, state: str, serve: Serve, desk_at: At, tmp_path: Path, expected: object
) -> None:
    endpoint = serve()
    with Proxy(endpoint.url, at, when) as proxy:
        desk = desk_at(proxy.url)
        with desk.start(proxy.url, "--wait") as process:
            assert proxy.held.wait(60)
            process.send_signal(signal.SIGKILL)
        assert [note["state"] for note in desk.notes()] == [state]
        proxy.let_go(drop=True)
        done = desk.submit("--wait")
        assert done.code == 0, done.err
        assert set(asked(endpoint).values()) == {1} and len(asked(endpoint)) == 3
        assert desk.brief(tmp_path / "out").code == 0
        assert briefing(tmp_path / "out") == expected
        ledger = desk.ledger()
        assert ledger["unsettled"] == 0 and ledger["answers"] == 3
        unsent = 2 if at.startswith("POST") and not (when == "after" and "batches" in at) else 0
        assert ledger["failures"] == ({"unsent": unsent} if unsent else {})


@pytest.mark.parametrize("command", ["status", "fetch"])
def test_whoever_comes_next_finds_out(command: str, serve: Serve, desk_at: At) -> None:
    endpoint = serve()
    with Proxy(endpoint.url, "POST /v1/batches", "after") as proxy:
        desk = desk_at(proxy.url)
        with desk.start(proxy.url) as process:
            assert proxy.held.wait(60)
            process.send_signal(signal.SIGKILL)
        done = desk.run("batch", command)
        assert done.code == 0 and "was made after all: batch_" in done.err, done.err
        assert desk.notes()[0]["state"] in ("submitted", "fetched")


def test_a_request_that_arrives_late_is_waited_for(serve: Serve, desk_at: At) -> None:
    endpoint = serve()
    with Proxy(endpoint.url, "POST /v1/batches", "before") as proxy:
        desk = desk_at(proxy.url)
        desk.env = {"BROADSHEET_BATCH_PATIENCE": "60"}
        with desk.start(proxy.url) as process:
            assert proxy.held.wait(60)
            process.send_signal(signal.SIGKILL)
        with desk.begin(proxy.url, "fetch") as later:
            while not any(row["path"] == "/v1/batches" for row in endpoint.log()):
                assert later.poll() is None, "it gives the request up"
            proxy.let_go()
            _, words = later.communicate(timeout=60)
        assert b"was made after all" in words, words
        assert desk.submit("--wait").code == 0
        assert set(asked(endpoint).values()) == {1}


def test_a_lost_response_is_found_at_once(serve: Serve, desk_at: At) -> None:
    endpoint = serve([{"fault": "batch_lost_response", "times": 1}])
    desk = desk_at(endpoint.url)
    done = desk.submit("--wait")
    assert done.code == 0, done.err
    assert set(asked(endpoint).values()) == {1} and len(asked(endpoint)) == 3


def test_of_two_who_submit_at_once_one_does(serve: Serve, desk_at: At) -> None:
    endpoint = serve()
    with Proxy(endpoint.url, "POST /v1/files", "before") as proxy:
        desk = desk_at(proxy.url)
        with desk.start(proxy.url) as first:
            assert proxy.held.wait(60)
            second = desk.submit()
            assert second.code == 5 and "another process" in second.err, second.err
            assert len(desk.notes()) == 1
            proxy.let_go()
            assert first.wait(60) == 0
        assert desk.submit().rows == []
    assert set(asked(endpoint).values()) <= {1} and len(desk.notes()) == 1


def test_an_interrupted_fetch_is_done_again(
    serve: Serve, desk_at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answers are durable and settled, the batch is not marked: as after a crash there."""
    desk = desk_at(serve().url)
    desk.submit("--price", "1,2")
    keep = Book.keep

    def crash(book: Book, submission: Submission) -> Submission:
        if submission.state == "fetched":
            raise KeyboardInterrupt
        return keep(book, submission)

    monkeypatch.setattr(Book, "keep", crash)
    while desk.kept() < 2:
        done = desk.run("batch", "fetch")
    assert done.code == 130
    monkeypatch.setattr(Book, "keep", keep)
    spent = desk.ledger()
    assert spent["unsettled"] == 0 and spent["answers"] == 2
    done = desk.fetch()
    assert done.code == 0 and "2 were known already" in done.err, done.err
    assert desk.ledger() == spent and desk.notes()[0]["state"] == "fetched"


def test_what_could_not_be_kept_is_not_settled(
    serve: Serve, desk_at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_at(serve().url)
    desk.submit()

    def full(store: DirectoryStore, answers: int) -> None:
        from pipeline.llm import StoreError

        raise StoreError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(DirectoryStore, "check_room", full)
        done = desk.fetch()
        assert done.code == 2 and "disk is full" in done.err
    assert desk.kept() == 0 and desk.ledger()["unsettled"] == 2
    assert desk.notes()[0]["state"] == "submitted"
    assert desk.fetch().code == 0 and desk.kept() == 2
