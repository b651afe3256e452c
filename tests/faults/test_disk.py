"""A disk that is full, and one that cannot be written: real ones, mounted for the test."""

import errno
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.fake_endpoint import FakeEndpoint
from tests.faults.figures import Figures
from tests.faults.pages import ARTICLES, PAGES, QUESTIONS, write_pages
from tests.faults.processes import WORKERS, Job, briefing, ended

Mount = Callable[..., Path]
STORES = ["answers", "answers.db"]


@pytest.fixture
def mount(tmp_path: Path) -> Iterator[Mount]:
    """Mounts a small file system of its own in memory."""
    place = tmp_path / "disk"

    def make(size: str) -> Path:
        place.mkdir()
        command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(place)]
        if shutil.which("mount") is None or subprocess.run(command, check=False).returncode:
            reason = "no small file system can be mounted here (it takes root)"
            if os.environ.get("CI") == "true":
                pytest.fail(reason)
            pytest.skip(reason)
        return place

    yield make
    if place.is_mount():
        subprocess.run(["umount", "-l", place], check=True)


def fill(folder: Path) -> Path:
    """Take all the space there is."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (1 << 16, 1 << 12, 1):
            try:
                while file.write(b"\0" * size):
                    pass
            except OSError as error:
                assert error.errno == errno.ENOSPC
    return filler


@pytest.mark.parametrize("store", STORES)
def test_too_little_room_stops_before_anything_is_paid_in_vain(
    store: str, mount: Mount, pages: Path, calm: tuple[bytes, ...], tmp_path: Path
) -> None:
    """Room for some answers: what is asked can be kept, and the rest is not asked."""
    disk = mount("1700k")  # a run keeps 1.5 MiB free for what may be under way and to spare
    found = Figures("room runs out", 0)
    with FakeEndpoint(latency_ms=20) as endpoint:
        job = Job(pages, endpoint, disk / store)
        first = job.finish(tmp_path / "out")
        assert first.returncode == 2, first.stderr
        assert "the disk is full" in first.stderr and "free some space" in first.stderr
        assert "Traceback" not in first.stderr
        job.look()
        paid = {row["broadsheet"] for row in endpoint.log() if row["t_billed"] is not None}
        assert paid == set(job.kept), "all that was paid for is kept"
        assert 0 < len(paid) < QUESTIONS
        subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
        assert job.finish(tmp_path / "out").returncode == 0
        job.settle(found, kills=0)
    assert found.wrong == []
    assert briefing(tmp_path / "out") == calm


@pytest.mark.parametrize("store", STORES)
def test_a_disk_that_fills_up_meanwhile_stops_the_run_and_harms_nothing(
    store: str, mount: Mount, pages: Path, calm: tuple[bytes, ...], tmp_path: Path
) -> None:
    """Someone else takes the last byte while questions are under way: writing itself fails."""
    disk = mount("16m")
    with FakeEndpoint(latency_ms=100) as endpoint:
        job = Job(pages, endpoint, disk / store)
        running = job.start(tmp_path / "out")
        assert job.wait_for_lines(running, 45)
        filler = fill(disk)
        full = filler.stat().st_mtime
        first = ended(running)
        assert first.returncode == 2, first.stderr
        assert "free some space" in first.stderr and "Traceback" not in first.stderr
        rows = endpoint.log()
        assert sum(row["t_received"] > full + 0.05 for row in rows) <= WORKERS
        filler.unlink()
        job.look()
        assert job.lost == set() and job.kept
        paid = {row["broadsheet"] for row in rows if row["t_billed"] is not None}
        assert len(paid - set(job.kept)) <= WORKERS, "no more than what was under way"
        assert job.finish(tmp_path / "out").returncode == 0
        found = Figures("disk full", 0)
        job.settle(found, kills=1)
    assert found.wrong == []
    assert briefing(tmp_path / "out") == calm


@pytest.mark.parametrize("store", STORES)
def test_a_cache_that_cannot_be_written_replays_and_does_not_record(
    store: str, mount: Mount, pages: Path, calm: tuple[bytes, ...], tmp_path: Path
) -> None:
    disk = mount("16m")
    with FakeEndpoint() as endpoint:
        job = Job(pages, endpoint, disk / store)
        assert job.finish(tmp_path / "out").returncode == 0
        before = job.lines()
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        replay = job.finish(tmp_path / "replay", "--mode", "replay")
        assert replay.returncode == 0, replay.stderr
        assert briefing(tmp_path / "replay") == calm
        more = write_pages(tmp_path / "more", PAGES + 1, ARTICLES)
        job.pages = more
        record = job.finish(tmp_path / "record")
        assert record.returncode not in (0, 3), record.stdout
        assert "name another --cache" in record.stderr and "Traceback" not in record.stderr
        assert job.lines() == before, "nothing is sent"
