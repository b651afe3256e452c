"""Who paid for what: the account of a log, on logs of a few rows and on real ones."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fake.wire import CHAT, ask
from tests.fake_endpoint import FakeEndpoint, account, chat_rows, read_log, request_key
from tests.fake_endpoint.account import AMBIGUOUS, NO_ANSWER

Serve = Callable[..., FakeEndpoint]
Row = dict[str, Any]


def row(
    at: float, key: str = "k", *, fault: str | None = None, billed: bool = True, sent: bool = True,
    status: int | str | None = 200,
) -> Row:  # fmt: skip
    return {
        "id": f"{key}@{at}", "key": key, "t_received": at, "fault": fault, "status": status,
        "t_billed": at + 0.1 if billed else None, "t_sent": at + 0.2 if sent else None,
        "billed_tokens": 10 if billed else 0,
    }  # fmt: skip


def test_one_answer_paid_once() -> None:
    found = account([row(1)], {"k": 1.3})
    assert (found.asked, found.billed, found.billed_tokens, found.questions_paid) == (1, 1, 10, 1)
    nothing = (found.lost, found.dp_hard, found.dp_inflight, found.dp_ambiguous, found.unkept)
    assert nothing == ((), (), (), (), ())


def test_asked_after_it_was_durable_is_hard_whether_billed_or_not() -> None:
    found = account([row(1), row(2), row(3, billed=False, status=429)], {"k": 1.3})
    assert found.dp_hard == ("k@2", "k@3") and found.dp_inflight == ()
    assert account([row(1), row(1.301)], {"k": 1.3}, slack=0.01).dp_hard == ()


def test_paid_again_after_a_kill_is_in_flight() -> None:
    rows = [row(1), row(2, sent=False, status="gone"), row(3)]
    found = account(rows, {"k": 3.5})
    assert found.dp_inflight == ("k@1", "k@2") and found.dp_hard == ()


@pytest.mark.parametrize("fault", sorted(AMBIGUOUS))
def test_cut_off_and_paid_again_is_ambiguous(fault: str) -> None:
    found = account([row(1, fault=fault, sent=False, status="reset"), row(2)], {"k": 2.5})
    assert found.dp_ambiguous == ("k@1",) and found.dp_inflight == ()
    late_but_whole = account([row(1, fault=fault), row(2)], {"k": 2.5})
    assert late_but_whole.dp_inflight == ("k@1",)


def test_a_server_that_died_leaves_it_open() -> None:
    assert account([row(1, sent=False, status=None), row(2)], {"k": 3}).dp_ambiguous == ("k@1",)


@pytest.mark.parametrize("fault", sorted(NO_ANSWER))
def test_what_is_no_answer_is_useless_and_not_paid_twice(fault: str) -> None:
    found = account([row(1, fault=fault), row(2)], {"k": 2.5})
    assert found.useless == ("k@1",) and found.questions_paid == 1
    assert found.dp_inflight == found.dp_ambiguous == ()


def test_lost_is_what_was_acknowledged_and_cannot_be_read() -> None:
    found = account([row(1, "a"), row(1, "b"), row(1, "c")], {"a": 2, "b": 2}, readable=["a"])
    assert found.lost == ("b",) and found.unkept == ("c",)


ROWS = st.lists(
    st.tuples(
        st.integers(1, 50),
        st.sampled_from("abc"),
        st.sampled_from([None, "hang", "length", "short_body", "rate_limit", "changed_number"]),
        st.booleans(),
        st.booleans(),
    ),
    unique_by=lambda made: (made[0], made[1]),
)


@given(ROWS, st.dictionaries(st.sampled_from("abc"), st.floats(0, 60)))
def test_every_payment_is_in_one_place(
    made: list[tuple[int, str, str | None, bool, bool]], durable: dict[str, float]
) -> None:
    rows = [row(at, key, fault=f, billed=b, sent=s and b) for at, key, f, b, s in made]
    found = account(rows, durable)
    billed = {r["id"] for r in rows if r["t_billed"] is not None}
    wasted = [
        *(id for id in found.dp_hard if id in billed),
        *found.dp_inflight, *found.dp_ambiguous, *found.useless,
    ]  # fmt: skip
    assert len(wasted) == len(set(wasted)) and set(wasted) <= billed
    bought = [r["key"] for r in rows if r["id"] in billed - set(wasted)]
    assert len(bought) == len(set(bought)), "no question is bought by two payments"
    assert set(bought) <= {r["key"] for r in rows if r["t_billed"] is not None}


def test_a_client_that_is_killed_is_billed_all_the_same(serve: Serve) -> None:
    endpoint = serve(latency_ms=300)
    body = '{"model": "m", "messages": []}'
    ask_and_wait = (
        "import http.client,sys;c=http.client.HTTPConnection('127.0.0.1',int(sys.argv[1]));"
        "c.request('POST',sys.argv[2],sys.argv[3]);print('sent',flush=True);c.getresponse()"
    )
    port = endpoint.url.split(":")[2].removesuffix("/v1")
    client = subprocess.Popen(
        [sys.executable, "-c", ask_and_wait, port, "/v1" + CHAT, body], stdout=subprocess.PIPE
    )
    assert client.stdout is not None and client.stdout.readline() == b"sent\n"
    while not chat_rows(endpoint.log()):
        time.sleep(0.01)
    client.send_signal(signal.SIGKILL)
    client.communicate()
    deadline = time.monotonic() + 5
    while chat_rows(endpoint.log())[0]["status"] is None and time.monotonic() < deadline:
        time.sleep(0.02)
    only = chat_rows(endpoint.log())[0]
    assert only["status"] == "gone" and only["t_billed"] and only["t_sent"] is None
    key = request_key({"model": "m", "messages": []})
    assert account([only], {}).unkept == (key,)


def test_a_log_survives_the_death_of_its_server_and_goes_on(serve: Serve, tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    endpoint = serve([{"fault": "hang", "on": [2]}], log=log)
    url = endpoint.url
    ask(endpoint, "one")
    with pytest.raises(TimeoutError):
        ask(endpoint, "two", timeout=0.2)
    endpoint.kill()
    with log.open("ab") as file:
        file.write(b'{"id": "half a li')
    rows = chat_rows(read_log(log))
    assert [r["t_billed"] is not None for r in rows] == [True, True]
    assert endpoint.start().url == url, "the same port again"
    ask(endpoint, "three")
    assert len(chat_rows(endpoint.log())) == 3
