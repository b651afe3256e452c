"""What a crash, a full disk and a second process do to a store: nothing that was acknowledged is
lost, nothing is half there, and a claim ends with its holder."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.llm import StoreError
from tests.cache.kept import litter, numbered, store_of

KINDS = ("directory", "sqlite")
KILLS = 30

WRITER = """
import sys
from pathlib import Path
from tests.cache.kept import numbered, store_of
store = store_of(sys.argv[1], Path(sys.argv[2]))
number = int(sys.argv[3])
print("ready", flush=True)
while True:
    some = [numbered(number + more) for more in range(1 + number % 3)]
    store.put_many(some)
    for _ in some:
        print(number, flush=True)
        number += 1
"""

HOLDER = """
import sys
from pathlib import Path
from tests.cache.kept import numbered, store_of
store = store_of(sys.argv[1], Path(sys.argv[2]))
print(all([store.claim(numbered(number).key) for number in range(20)]), flush=True)
sys.stdin.readline()
"""


def started(code: str, root: Path, *args: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, args)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=root,
        text=True,
    )


def killed(process: subprocess.Popen[str]) -> str:
    """Kill -9; return what it had said before."""
    process.send_signal(signal.SIGKILL)
    said, _ = process.communicate(timeout=60)
    return said


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_acknowledged_outlives_any_kill(kind: str, tmp_path: Path, root: Path) -> None:
    random_ = random.Random(kind)
    acknowledged: set[int] = set()
    for kill in range(KILLS):
        process = started(WRITER, root, kind, tmp_path, kill * 100_000)
        assert process.stdout and process.stdout.readline() == "ready\n"
        time.sleep(random_.uniform(0.0, 0.08))
        said = killed(process)
        acknowledged |= {int(line) for line in said.splitlines(keepends=True) if line[-1] == "\n"}
        store = store_of(kind, tmp_path)
        assert all(store.get(numbered(one).key) == numbered(one) for one in acknowledged)
        assert store.broken == ()
        store.close()
    found = list(store_of(kind, tmp_path).records())
    assert len(found) >= len(acknowledged) > KILLS, "the writers did write"


@pytest.mark.parametrize("kind", KINDS)
def test_claims_exclude_other_processes_and_end_with_them(
    kind: str, tmp_path: Path, root: Path
) -> None:
    keys = [numbered(number).key for number in range(20)]
    store = store_of(kind, tmp_path)
    store.put(numbered(99))
    for end in (killed, lambda process: process.communicate("\n", timeout=60)):
        process = started(HOLDER, root, kind, tmp_path)
        assert process.stdout and process.stdout.readline() == "True\n"
        assert not any(store.claim(key) for key in keys)
        assert store.claim(numbered(20).key)
        end(process)
        assert all(store.claim(key) for key in keys), "free at once, without a wait"
        second = started(HOLDER, root, kind, tmp_path)
        assert second.stdout and second.stdout.readline() == "False\n"
        second.communicate("\n", timeout=60)
        store.close()
    assert litter(store) == []


RACER = """
import sys
from pathlib import Path
from tests.cache.kept import numbered, store_of
print("ready", flush=True)
sys.stdin.readline()
for round_ in range(300):
    store = store_of(sys.argv[1], Path(sys.argv[2]))
    if store.claim(numbered(1).key):
        inside = Path(sys.argv[2]) / "inside"
        inside.touch(exist_ok=False)
        inside.unlink()
        store.release(numbered(1).key)
    store.close()
"""


@pytest.mark.parametrize("kind", KINDS)
def test_two_never_hold_one_claim_while_its_file_comes_and_goes(
    kind: str, tmp_path: Path, root: Path
) -> None:
    """Each closes its store after each claim, which takes the file of claims away."""
    racers = [started(RACER, root, kind, tmp_path) for _ in range(3)]
    for racer in racers:
        assert racer.stdout and racer.stdout.readline() == "ready\n"
    for racer in racers:
        assert racer.stdin
        racer.stdin.write("\n")
        racer.stdin.flush()
    for racer in racers:
        racer.communicate(timeout=120)
        assert racer.returncode == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 4 MiB of its own."""
    place = tmp_path / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "none", str(place)]
    if os.name == "nt" or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("this user may not mount a file system")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.parametrize("kind", KINDS)
def test_a_full_disk_is_told_early_and_takes_nothing_away(kind: str, small_disk: Path) -> None:
    store = store_of(kind, small_disk)
    kept = [numbered(number) for number in range(20)]
    store.put_many(kept)
    store.check_room(8)
    filler = small_disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 4096)
        except OSError:
            pass
    with pytest.raises(StoreError, match=r"the disk is full: .* MiB are left"):
        store_of(kind, small_disk).check_room(1)
    many = [numbered(number, "long " * 2000) for number in range(100, 300)]
    with pytest.raises(StoreError, match=r"No space left on device.*free some space"):
        store.put_many(many)
    assert [store.get(one.key) for one in kept] == kept and store.broken == ()
    assert [name for name in litter(store) if ".new-" in name] == []
    filler.unlink()
    store.put_many(many)
    store.close()
    assert list(store_of(kind, small_disk).records()) == sorted(
        kept + many, key=lambda record: record.key
    )


@pytest.mark.parametrize("kind", KINDS)
def test_on_a_medium_that_cannot_be_written_answers_are_served_and_recording_refuses(
    kind: str, small_disk: Path
) -> None:
    store = store_of(kind, small_disk)
    store.put_many([numbered(number) for number in range(5)])
    store.note("batch", "b", {"a": 1})
    store.close()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    for readonly in (True, False):
        store = store_of(kind, small_disk, readonly)
        assert len(list(store.records())) == 5 and store.get(numbered(3).key) == numbered(3)
        assert store.noted("batch", "b") == {"a": 1}
        with pytest.raises(StoreError, match="name another --cache"):
            store.check_writable()


def test_a_log_that_cannot_be_read_is_not_passed_over(small_disk: Path, root: Path) -> None:
    """Where nothing can be written, the log of a killed writer is out of reach: that is told."""
    process = started(WRITER, root, "sqlite", small_disk, 0)
    assert process.stdout and process.stdout.readline() == "ready\n"
    while process.stdout.readline() != "5\n":
        pass
    killed(process)
    (small_disk / "answers.db-shm").unlink()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(StoreError, match=r"answers\.db-wal that cannot be read"):
        store_of("sqlite", small_disk, readonly=True).get(numbered(1).key)


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write anywhere")
@pytest.mark.parametrize("kind", KINDS)
def test_a_folder_without_the_right_to_write(kind: str, tmp_path: Path) -> None:
    place = tmp_path / "locked"
    store = store_of(kind, place)
    store.put(numbered(1))
    store.close()
    for path in (*place.rglob("*"), place):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        store = store_of(kind, place)
        assert store.get(numbered(1).key) == numbered(1)
        with pytest.raises(StoreError, match="name another --cache"):
            store.check_writable()
    finally:
        for path in (place, *place.rglob("*")):
            path.chmod(0o755)
