"""The ledger under several processes, kill -9, full disks and files that are none."""

import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.llm import StoreError
from pipeline.llm.ledger import Ledger, Sent, Settled, Unread, read
from pipeline.llm.totals import totals, unsettled
from pipeline.llm.usage import Usage

USAGE = Usage(prompt_tokens=1000, cached_tokens=400, completion_tokens=200)
ASKED = {"key": "b1-sha256:" + "0" * 64, "stage": "translate", "model": "m", "provider": "host"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store" / "ledger.jsonl"


def sent(ledger: Ledger, **change: Any) -> str:
    return ledger.sent(**{**ASKED, "worst": 0.01, **change})


def test_what_is_written_is_read(path: Path) -> None:
    ledger = Ledger(path, run="r1")
    id = sent(ledger, attempt=2, way="batch")
    ledger.settled(id, outcome="answered", usage=USAGE, cost=0.004)
    first, second = read(path)
    assert isinstance(first, Sent) and isinstance(second, Settled)
    assert (first.run, first.attempt, first.way, first.worst) == ("r1", 2, "batch", 0.01)
    assert (second.id, second.usage, second.cost) == (first.id, USAGE, 0.004)


def test_no_ledger_is_an_empty_one(path: Path) -> None:
    assert list(read(path)) == []
    assert totals(read(path)).total.requests == 0


def test_failures_retries_and_what_nobody_can_tell_are_in_the_totals(path: Path) -> None:
    ledger = Ledger(path)
    ledger.settled(sent(ledger), outcome="rate-limited", cost=0.0)
    ledger.settled(sent(ledger, attempt=2), outcome="unreachable", cost=0.0, ambiguous=True)
    ledger.settled(sent(ledger, attempt=3), outcome="invalid", usage=USAGE, cost=0.002)
    ledger.settled(sent(ledger, attempt=4), outcome="answered", usage=USAGE, cost=0.003)
    sent(ledger)  # and the process was killed
    total = totals(read(path)).total
    assert (total.requests, total.answers, total.retries, total.failed) == (5, 1, 3, 3)
    assert total.failures == {"rate-limited": 1, "unreachable": 1, "invalid": 1}
    assert (total.ambiguous, total.unsettled, total.unpriced) == (1, 1, 0)
    assert (total.prompt_tokens, total.cached_tokens, total.completion_tokens) == (2000, 800, 400)
    assert total.usd == pytest.approx(0.005)
    assert total.usd_at_most == pytest.approx(0.025)


def test_an_unknown_price_is_not_free(path: Path) -> None:
    ledger = Ledger(path)
    ledger.settled(sent(ledger, worst=None), outcome="answered", usage=USAGE)
    ledger.settled(sent(ledger, worst=None), outcome="rate-limited")
    ledger.settled(sent(ledger, worst=None), outcome="unreachable", ambiguous=True)
    sent(ledger, worst=None)
    assert totals(read(path)).total.unpriced == 3  # a 429 costs nothing anywhere


def test_groups_add_up_to_the_total(path: Path) -> None:
    ledger = Ledger(path)
    for number in range(12):
        id = sent(ledger, stage=("translate", "summarize")[number % 2], model=f"m{number % 3}")
        if number % 4:
            ledger.settled(id, outcome="answered", usage=USAGE, cost=0.001 * number)
    for by, names in (("stage", {"translate", "summarize"}), ("model", {"m0", "m1", "m2"})):
        sums = totals(read(path), by)  # type: ignore[arg-type]
        assert set(sums.groups) == names
        assert sum(one.requests for one in sums.groups.values()) == sums.total.requests == 12
        assert sum(one.usd_at_most for one in sums.groups.values()) == pytest.approx(
            sums.total.usd_at_most
        )


def test_batches_under_way_are_found_and_settled_by_another_process(path: Path) -> None:
    submitter, fetcher = Ledger(path), Ledger(path)
    ids = [sent(submitter, way="batch") for _ in range(3)]
    sent(submitter)
    fetcher.settled(ids[1], outcome="answered", usage=USAGE, cost=0.001)
    assert [entry.id for entry in unsettled(read(path), "batch")] == [ids[0], ids[2]]


def test_settling_twice_is_counted_once(path: Path) -> None:
    ledger = Ledger(path)
    id = sent(ledger)
    for _ in range(2):
        ledger.settled(id, outcome="answered", usage=USAGE, cost=0.001)
    sums = totals(read(path))
    assert (sums.total.answers, sums.total.usd, sums.unmatched) == (1, 0.001, 1)


def test_a_cut_line_costs_itself_alone(path: Path) -> None:
    ledger = Ledger(path)
    ids = [sent(ledger) for _ in range(3)]
    whole = path.read_bytes()
    path.write_bytes(whole[:-40])  # the third was cut; another process then goes on
    ledger.close()
    after = sent(ledger)
    entries = list(read(path))
    assert [one.id for one in entries if isinstance(one, Sent)] == [*ids[:2], after]
    assert [one.line for one in entries if isinstance(one, Unread)] == [3]


@given(cut=st.integers(min_value=0, max_value=2000), trash=st.binary(max_size=40))
def test_wherever_it_is_cut_the_whole_lines_before_are_read(
    tmp_path_factory: pytest.TempPathFactory, cut: int, trash: bytes
) -> None:
    path = tmp_path_factory.mktemp("cut") / "ledger.jsonl"
    ledger = Ledger(path)
    for _ in range(4):
        ledger.settled(sent(ledger), outcome="answered", usage=USAGE, cost=0.001)
    ledger.close()
    data = path.read_bytes()[:cut]
    path.write_bytes(data + trash)
    found = [one for one in read(path) if not isinstance(one, Unread)]
    whole = data.count(b"\n")
    assert len(found) in (whole, whole + 1)  # one more where just its line's end is cut


FOREIGN = [
    b"",
    b"[]",
    b"null",
    b"{}",
    b"\xff\xfe\x00",
    b'{"id":"x","at":"2026-01-01T00:00:00Z","entry":"refunded"}',
    b'{"id":"x","at":"2026-01-01T00:00:00Z","entry":"settled","outcome":"answered","usage":null,'
    b'"cost":-5,"ambiguous":false}',
    b'{"id":"x","at":"2026-01-01T00:00:00Z","entry":"settled","outcome":"answered","usage":null,'
    b'"cost":1e999,"ambiguous":false}',
    b"[" * 100_000,
]


def test_foreign_lines_are_skipped_and_counted(path: Path) -> None:
    ledger = Ledger(path)
    for line in FOREIGN:
        sent(ledger)
        with path.open("ab") as file:
            file.write(line + b"\n")
    sums = totals(read(path))
    assert (sums.total.requests, sums.unread) == (len(FOREIGN), len(FOREIGN))


def test_a_line_of_a_later_version_is_still_read(path: Path) -> None:
    sent(Ledger(path))
    path.write_bytes(path.read_bytes().replace(b'"attempt"', b'"colour":"red","attempt"'))
    assert totals(read(path)).total.requests == 1


def test_a_full_disk_stops_before_the_request_leaves() -> None:
    with pytest.raises(StoreError, match=r"No space left.*run again"):
        sent(Ledger(Path("/dev/full")))


def test_a_ledger_that_is_a_folder_cannot_be_kept_nor_read(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="directory"):
        sent(Ledger(tmp_path))
    with pytest.raises(StoreError, match="cannot be read"):
        list(read(tmp_path))


def test_an_entry_that_fits_only_in_part_is_none(path: Path) -> None:
    ledger = Ledger(path)
    first = sent(ledger)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 50, hard))
    try:
        with pytest.raises(StoreError, match="only part"):
            sent(ledger)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    after = sent(ledger)  # there is room again
    assert [one.id for one in read(path) if isinstance(one, Sent)] == [first, after]
    assert totals(read(path)).unread == 1


WRITER = """
import sys
from pathlib import Path
from pipeline.llm.usage import Usage
from pipeline.llm.ledger import Ledger
ledger = Ledger(Path(sys.argv[1]), run=sys.argv[2])
usage = Usage(prompt_tokens=10, completion_tokens=1)
print("ready", flush=True)
for number in range(int(sys.argv[3])):
    id = ledger.sent(key="k" * 200, stage="s", model="m", provider="p", worst=0.5)
    ledger.settled(id, outcome="answered", usage=usage, cost=0.25)
    print(id, flush=True)
"""


def writer(root: Path, path: Path, run: str, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), run, str(count)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
    )


def test_several_processes_write_one_ledger(root: Path, path: Path) -> None:
    writers = [writer(root, path, f"run{number}", 500) for number in range(4)]
    for one in writers:
        one.communicate(timeout=120)
    sums = totals(read(path), "run")
    assert (sums.unread, sums.unmatched, sums.total.unsettled) == (0, 0, 0)
    assert {name: one.answers for name, one in sums.groups.items()} == {
        f"run{number}": 500 for number in range(4)
    }


def test_what_was_noted_outlives_kill_9(root: Path, path: Path) -> None:
    for number in range(10):
        victim = writer(root, path, f"run{number}", 10**9)
        assert victim.stdout and victim.stdout.readline() == "ready\n"
        time.sleep(0.01 * number)
        victim.send_signal(signal.SIGKILL)
        # What it said it settled before it died; the last line may be cut.
        said = set(victim.stdout.read().splitlines(keepends=True))
        victim.wait(timeout=30)
        kept = {one.id for one in read(path) if isinstance(one, Settled)}
        assert {line[:-1] for line in said if line.endswith("\n")} <= kept
    sums = totals(read(path))
    assert sums.total.requests == sums.total.answers + sums.total.unsettled
    assert sums.total.unsettled <= 10 and sums.unread <= 10
    assert sums.total.usd_at_most == pytest.approx(
        0.25 * sums.total.answers + 0.5 * sums.total.unsettled
    )
