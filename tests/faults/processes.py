"""``broadsheet brief`` as a process of its own that can be killed, beside an endpoint of its own.

What is durable is seen from outside: after each process has ended, the store is read, and whatever
it holds then must still be there, byte for byte, at the end, and must not be asked for again.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from pipeline.cache import store_at
from pipeline.llm.ledger import read
from pipeline.llm.totals import Totals, totals
from tests.fake_endpoint import FakeEndpoint, account
from tests.faults.figures import Figures
from tests.faults.pages import MODEL

Running = subprocess.Popen[str]
Ended = subprocess.CompletedProcess[str]

ROOT = Path(__file__).resolve().parents[2]
KEY = "sk-process-0815"
WORKERS = 8
BRIEFING = ("briefing.md", "briefing.html", "briefing.json")
_PATIENCE = 240
_LOOK = 0.005
_STARTING = 2.0


class Job:
    """A briefing of ``pages`` through ``endpoint``, its answers in ``store``."""

    def __init__(
        self, pages: Path, endpoint: FakeEndpoint, store: Path, workers: int = WORKERS
    ) -> None:
        self.pages, self.endpoint, self.store, self.workers = pages, endpoint, store, workers
        self.kept: dict[str, bytes] = {}
        self.durable: dict[str, float] = {}
        self.lost: set[str] = set()

    def start(self, out: Path, *args: str, env: Mapping[str, str] | None = None) -> Running:
        """Start a run that writes to ``out``."""
        command = [
            sys.executable, "-m", "pipeline", "brief", str(self.pages), "-o", str(out),
            "--model", MODEL, "--base-url", self.endpoint.url, "--cache", str(self.store),
            "--concurrency", str(self.workers), "--price", "1,1,1", *args,
        ]  # fmt: skip
        given = {"OPENAI_API_KEY": KEY, "PYTHONPATH": str(ROOT), **(env or {})}
        return subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env=os.environ | given, cwd=ROOT,
        )  # fmt: skip

    def finish(self, out: Path, *args: str, env: Mapping[str, str] | None = None) -> Ended:
        """Run to the end; return exit code and what was said."""
        return ended(self.start(out, *args, env=env))

    def look(self) -> None:
        """Read the store, as it is after a process has ended."""
        store = store_at(self.store)
        now = {sealed.record.key: sealed.data for sealed in store.sealed()}
        broken = store.broken
        store.close()
        self.lost |= {key for key, data in self.kept.items() if now.get(key) != data}
        self.lost |= {one.place for one in broken}
        seen = time.time()
        for key, data in now.items():
            self.kept.setdefault(key, data)
            self.durable.setdefault(key, seen)

    def books(self) -> Totals:
        """Add up our ledger."""
        store = store_at(self.store)
        path = store.beside("ledger.jsonl")
        store.close()
        return totals(read(path))

    def lines(self) -> int:
        """Return how many lines the server's log has: three for a request that went well."""
        path = self.endpoint.log_path
        return path.read_bytes().count(b"\n") if path.exists() else 0

    def wait_for_lines(self, running: Running, more: int) -> bool:
        """Wait until the server's log has ``more`` lines than now; False if the run ends first."""
        wanted, until = self.lines() + more, time.monotonic() + _PATIENCE
        while running.poll() is None and time.monotonic() < until:
            if self.lines() >= wanted:
                return True
            time.sleep(_LOOK)
        return False

    def settle(self, found: Figures, kills: int) -> None:
        """Settle the server's log with what the store has held since when, and with our ledger."""
        self.look()
        rows = self.endpoint.log()
        settled = account(
            rows, self.durable, readable=set(self.durable) - self.lost, by="broadsheet"
        )
        books, bill = self.books(), settled.billed_tokens / 1e6
        found.requests, found.questions = settled.asked, len(self.kept)
        found.lost, found.dp_hard = len(settled.lost), len(settled.dp_hard)
        found.dp_inflight, found.dp_ambiguous = len(settled.dp_inflight), len(settled.dp_ambiguous)
        found.reported = books.total.ambiguous + books.total.unsettled
        must = found.must
        must(found.lost == 0, f"LOST = {found.lost}")
        must(found.dp_hard == 0, f"DP_hard = {found.dp_hard}")
        must(found.dp_inflight <= kills * self.workers, f"DP_inflight = {found.dp_inflight}")
        must(found.dp_ambiguous == 0, f"DP_ambiguous = {found.dp_ambiguous}")
        must(settled.unkept == (), f"{len(settled.unkept)} answers are paid for and not kept")
        must(books.total.requests >= settled.asked, "requests left that the ledger does not know")
        must(books.total.unsettled <= kills * self.workers, "more unsettled than were in flight")
        in_vain = found.reported + books.total.answers - len(self.kept)
        must(found.dp_inflight <= in_vain, "the ledger does not show what was in flight")
        must(books.total.usd_at_most + 1e-9 >= bill, f"{bill} USD billed, fewer on the ledger")
        must(books.total.usd <= bill + 1e-9, f"{bill} USD billed, more on the ledger")


def ended(running: Running) -> Ended:
    """Wait for the end of a run."""
    try:
        out, err = running.communicate(timeout=_PATIENCE)
    except subprocess.TimeoutExpired:
        running.kill()
        raise
    return subprocess.CompletedProcess(running.args, running.returncode, out, err)


def briefing(out: Path) -> tuple[bytes, ...]:
    """Return the bytes of the briefing in ``out``."""
    return tuple((out / name).read_bytes() for name in BRIEFING)


def undisturbed(pages: Path, folder: Path, workers: int = WORKERS) -> tuple[bytes, ...]:
    """Return the briefing of ``pages`` as it is where nothing goes wrong."""
    with FakeEndpoint() as endpoint:
        done = Job(pages, endpoint, folder / "calm", workers).finish(folder / "calm-out")
    if done.returncode:
        raise RuntimeError(f"an undisturbed run ended with {done.returncode}: {done.stderr}")
    return briefing(folder / "calm-out")


def kill_at_random(
    job: Job, out: Path, chance: random.Random, latency: float, timed: float
) -> bool:
    """Start a run and kill it (SIGKILL) at some moment; False if it ended before.

    Most moments are counted in what the endpoint sees, so that they lie where something is asked;
    ``timed`` of them in seconds, so that they also lie before and after.
    """
    running = job.start(out)
    if chance.random() < timed:
        time.sleep(chance.uniform(0, _STARTING))
    elif job.wait_for_lines(running, chance.randint(1, 45)):
        time.sleep(chance.uniform(0, latency))
    killed = running.poll() is None
    running.send_signal(signal.SIGKILL)
    ended(running)
    job.look()
    return killed


def killed_again_and_again(
    pages: Path, folder: Path, store: str, seed: int, kills: int, calm: tuple[bytes, ...],
    latency_ms: float = 40, timed: float = 0.2,
) -> tuple[Figures, int]:  # fmt: skip
    """Kill runs on one store until they end, at most ``kills`` times, then let one finish.

    Return the figures and how many were killed.
    """
    found = Figures(f"kill -9, {store}", seed)
    started, chance, done = time.monotonic(), random.Random(seed), 0
    with FakeEndpoint(latency_ms=latency_ms) as endpoint:
        job = Job(pages, endpoint, folder / store)
        latency = latency_ms / 1000
        while done < kills and kill_at_random(job, folder / "out", chance, latency, timed):
            done += 1
        found.passes = done + 1
        last = job.finish(folder / "out")
        found.must(last.returncode == 0, f"exit {last.returncode}: {last.stderr}")
        found.must(briefing(folder / "out") == calm, "the briefing differs")
        job.settle(found, done)
        before = job.lines()
        again = job.finish(folder / "again")
        found.must(again.returncode == 0 and job.lines() == before, "a warm run asked something")
    found.wall = time.monotonic() - started
    return found, done
