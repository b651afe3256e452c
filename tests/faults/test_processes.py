"""Runs that are killed, interrupted, or two at once: nothing is lost, little is paid twice."""

import signal
from pathlib import Path

import pytest

from tests.fake_endpoint import FakeEndpoint
from tests.faults.figures import Figures
from tests.faults.pages import QUESTIONS
from tests.faults.processes import (
    WORKERS,
    Job,
    briefing,
    ended,
    killed_again_and_again,
)

STORES = ["answers", "answers.db"]


@pytest.mark.parametrize("store", STORES)
def test_killed_at_any_moment_the_next_run_goes_on(
    store: str, pages: Path, calm: tuple[bytes, ...], tmp_path: Path
) -> None:
    found, kills = killed_again_and_again(pages, tmp_path, store, 1, 3, calm, timed=0)
    assert found.wrong == []
    assert kills == 3, "the moments were such that something was left to do"


@pytest.mark.parametrize("store", STORES)
def test_the_first_interrupt_drains(
    store: str, pages: Path, calm: tuple[bytes, ...], tmp_path: Path
) -> None:
    found = Figures("SIGINT", 0)
    with FakeEndpoint(latency_ms=100) as endpoint:
        job = Job(pages, endpoint, tmp_path / store)
        running = job.start(tmp_path / "out")
        assert job.wait_for_lines(running, 12)
        running.send_signal(signal.SIGINT)
        first = ended(running)
        assert first.returncode == 130, first.stderr
        assert "interrupted" in first.stderr and "Traceback" not in first.stderr
        job.look()
        paid = [row for row in endpoint.log() if row["t_billed"] is not None]
        assert 0 < len(paid) < QUESTIONS
        assert {row["broadsheet"] for row in paid} == set(job.kept), "all that was paid is kept"
        assert job.finish(tmp_path / "out").returncode == 0
        job.settle(found, kills=0)
    assert found.wrong == []
    assert briefing(tmp_path / "out") == calm


def test_the_second_interrupt_leaves(pages: Path, calm: tuple[bytes, ...], tmp_path: Path) -> None:
    found = Figures("SIGINT twice", 0)
    slow = {"fault": "hang", "seconds": 3600, "attempts": [1], "rate": 0.5}
    with FakeEndpoint([slow], latency_ms=20) as endpoint:
        job = Job(pages, endpoint, tmp_path / "answers")
        running = job.start(tmp_path / "out")
        assert job.wait_for_lines(running, 12)
        running.send_signal(signal.SIGINT)
        assert running.stderr and "interrupt again" in running.stderr.readline()
        running.send_signal(signal.SIGINT)
        assert ended(running).returncode == 130, "although some would never have been answered"
        job.look()
        assert {row["status"] for row in endpoint.log() if row["fault"]} == {"gone"}
        left = job.books().total
        assert 0 < left.ambiguous + left.unsettled <= WORKERS, "shown as what may have been paid"
    with FakeEndpoint(log=endpoint.log_path) as healthy:
        job.endpoint = healthy
        assert job.finish(tmp_path / "out").returncode == 0
        job.look()
        assert job.lost == set()
    assert found.wrong == []
    assert briefing(tmp_path / "out") == calm


@pytest.mark.parametrize(("store", "runs"), [("answers", 2), ("answers.db", 3)])
def test_runs_on_one_cache_pay_each_question_once(
    store: str, runs: int, pages: Path, calm: tuple[bytes, ...], tmp_path: Path
) -> None:
    found = Figures("together", 0)
    with FakeEndpoint(latency_ms=20) as endpoint:
        job = Job(pages, endpoint, tmp_path / store)
        together = [job.start(tmp_path / f"out-{n}") for n in range(runs)]
        ends = [ended(running) for running in together]
        assert [end.returncode for end in ends] == [0] * runs, [end.stderr for end in ends]
        job.settle(found, kills=0)
    assert found.wrong == []
    assert found.requests == found.questions == QUESTIONS, "once each"
    for n in range(runs):
        assert briefing(tmp_path / f"out-{n}") == calm


def test_one_of_two_is_killed_and_the_other_takes_over(
    pages: Path, calm: tuple[bytes, ...], tmp_path: Path
) -> None:
    found = Figures("one of two", 0)
    with FakeEndpoint(latency_ms=60) as endpoint:
        job = Job(pages, endpoint, tmp_path / "answers")
        victim, other = job.start(tmp_path / "victim"), job.start(tmp_path / "other")
        assert job.wait_for_lines(victim, 20)
        victim.kill()
        ended(victim)
        end = ended(other)
        assert end.returncode == 0, end.stderr
        job.settle(found, kills=1)
    assert found.wrong == []
    assert briefing(tmp_path / "other") == calm
