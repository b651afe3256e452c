"""An endpoint that is limited: so many a second, so many at once."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.fake.wire import ask
from tests.fake_endpoint import FakeEndpoint, chat_rows
from tests.fake_endpoint.limits import Gate
from tests.fake_endpoint.plan import Plan

Serve = Callable[..., FakeEndpoint]


def statuses(endpoint: FakeEndpoint, count: int, at_once: int) -> Counter[int]:
    with ThreadPoolExecutor(at_once) as pool:
        return Counter(pool.map(lambda n: ask(endpoint, f"question {n}").status, range(count)))


def test_a_bucket_lets_the_burst_through_and_no_more(serve: Serve) -> None:
    endpoint = serve({"limit": {"per_second": 0.001, "burst": 5, "retry_after": 7}})
    assert statuses(endpoint, 12, 4) == {200: 5, 429: 7}
    assert ask(endpoint, "more").headers["retry-after"] == "7"
    rows = [row for row in chat_rows(endpoint.log()) if row["fault"] == "limit"]
    assert len(rows) == 8 and not any(row["t_billed"] for row in rows)


def test_a_bucket_fills_again_at_its_rate(monkeypatch: Any) -> None:
    now = [100.0]
    monkeypatch.setattr("tests.fake_endpoint.limits.time.monotonic", lambda: now[0])
    gate = Gate(Plan.model_validate({"limit": {"per_second": 20, "burst": 20}}))
    assert [gate.enter() is None for _ in range(21)] == [True] * 20 + [False]
    now[0] += 0.25
    assert [gate.enter() is None for _ in range(6)] == [True] * 5 + [False]
    now[0] += 1000
    assert [gate.enter() is None for _ in range(21)] == [True] * 20 + [False]


def test_so_many_at_once(serve: Serve) -> None:
    endpoint = serve({"concurrency": {"most": 2}}, latency_ms=400)
    found = statuses(endpoint, 5, 5)
    assert found == {200: 2, 429: 3}
    assert ask(endpoint, "alone").status == 200, "who is answered makes room"
    assert "retry-after" not in ask(endpoint, "alone").headers


def test_latency_is_waited_for_by_all_at_once(serve: Serve) -> None:
    endpoint = serve(latency_ms=150)
    assert statuses(endpoint, 8, 8) == {200: 8}
    rows = chat_rows(endpoint.log())
    assert all(row["t_billed"] - row["t_received"] >= 0.149 for row in rows)
    assert max(r["t_received"] for r in rows) < min(r["t_sent"] for r in rows), "side by side"
