"""What can be wrong with an SQLite file, and what is said of it."""

import contextlib
import os
import random
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.cache import SqliteStore, store_at
from pipeline.cache.database import APPLICATION_ID
from pipeline.cache.seal import seal
from pipeline.llm import StoreError
from tests.cache.kept import numbered

RECORDS = sorted((numbered(number) for number in range(40)), key=lambda record: record.key)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed store with records."""
    store = SqliteStore(tmp_path / "answers.db")
    store.put_many(RECORDS)
    store.close()
    return store.path


def foreign(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")
    connection.close()


def of_a_later_version(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 9")
    connection.close()


def a_directory(path: Path) -> None:
    path.unlink()
    path.mkdir()


WRONG: dict[str, tuple[Callable[[Path], object], str]] = {
    "header": (
        lambda path: path.write_bytes(b"\0" * 100 + path.read_bytes()[100:]),
        "no SQLite file",
    ),
    "text": (
        lambda path: path.write_text("these are no answers, I am afraid " * 9),
        "no SQLite file",
    ),
    "cut": (lambda path: os.truncate(path, path.stat().st_size // 2), "damaged"),
    "foreign": (foreign, "another program"),
    "later": (of_a_later_version, "another version of Broadsheet"),
    "directory": (a_directory, "is a directory"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_file_that_is_no_store_is_refused_with_what_to_do(path: Path, wrong: str) -> None:
    damage, said = WRONG[wrong]
    damage(path)
    for use in (
        lambda store: list(store.records()),
        lambda store: store.put(numbered(99)),
        lambda store: store.check_writable(),
    ):
        with pytest.raises(StoreError, match=said) as caught:
            use(SqliteStore(path))
        assert str(path) in str(caught.value) and "name" in str(caught.value)


@pytest.mark.parametrize("seed", range(30))
def test_whatever_is_overwritten_nothing_false_is_served_and_nothing_crashes(
    path: Path, seed: int
) -> None:
    """Random bytes over random places: each answer is right, missing or a StoreError."""
    random_ = random.Random(seed)
    data = bytearray(path.read_bytes())
    for _ in range(random_.choice((1, 5, 50))):
        at = random_.randrange(len(data) - 16)
        data[at : at + 16] = random_.randbytes(random_.choice((1, 16)))[:16].ljust(16, b"\xff")
    path.write_bytes(data)
    for record in RECORDS:
        try:
            assert SqliteStore(path).get(record.key) in (None, record)
        except StoreError:
            continue
    with contextlib.suppress(StoreError):
        assert all(record in RECORDS for record in SqliteStore(path).records())


def test_a_store_is_known_by_its_name_or_its_first_bytes(path: Path, tmp_path: Path) -> None:
    renamed = path.rename(tmp_path / "answers of May")
    assert list(store_at(renamed).records()) == RECORDS
    for name in ("a.db", "a.SQLITE", "a.sqlite3"):
        assert isinstance(store_at(tmp_path / name), SqliteStore)
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match=r"no directory and no store.*ending in \.db"):
        store_at(tmp_path / "file")


def test_an_empty_file_is_an_empty_store(tmp_path: Path) -> None:
    (tmp_path / "a.db").touch()
    store = SqliteStore(tmp_path / "a.db")
    assert list(store.records()) == []
    store.put(RECORDS[0])
    assert store.get(RECORDS[0].key) == RECORDS[0]


def test_a_row_holds_the_bytes_of_a_file_and_the_file_says_whose_it_is(path: Path) -> None:
    connection = sqlite3.connect(path)
    rows = connection.execute("SELECT key, record FROM answers ORDER BY key").fetchall()
    assert rows == [(one.key, seal(one.model_dump(mode="json"))) for one in RECORDS]
    assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def test_a_broken_row_is_kept_in_a_table_of_its_own(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("UPDATE answers SET record = 'x' WHERE key = ?", (RECORDS[3].key,))
    connection.execute("UPDATE answers SET key = 'z' || key WHERE key = ?", (RECORDS[5].key,))
    connection.commit()
    store = SqliteStore(path)
    assert [one.key for one in store.records()] == [
        one.key for number, one in enumerate(RECORDS) if number not in (3, 5)
    ]
    rows = connection.execute("SELECT name, CAST(data AS TEXT), why FROM broken").fetchall()
    assert rows[0][:2] == (RECORDS[3].key, "x")
    assert rows[1][0] == f"z{RECORDS[5].key}" and "another record's name" in rows[1][2]
    connection.close()


def test_many_are_kept_together_or_not_at_all(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute(
        "CREATE TRIGGER full BEFORE INSERT ON answers WHEN NEW.key = '" + numbered(102).key + "' "
        "BEGIN SELECT RAISE(ABORT, 'no more'); END"
    )
    connection.close()
    store = SqliteStore(path)
    with pytest.raises(StoreError, match="no more"):
        store.put_many([numbered(100), numbered(101), numbered(102)])
    assert list(store.records()) == RECORDS
    store.put(numbered(100))
    assert store.get(numbered(100).key)


MAKER = """
import sys
from pathlib import Path
from pipeline.cache import SqliteStore
from tests.cache.kept import numbered
sys.stdin.readline()
store = SqliteStore(Path(sys.argv[1]))
for number in range(10):
    store.put(numbered(int(sys.argv[2]) * 100 + number))
"""


def test_several_processes_make_and_fill_one_file(tmp_path: Path, root: Path) -> None:
    path = tmp_path / "answers.db"
    makers = [
        subprocess.Popen(
            [sys.executable, "-c", MAKER, str(path), str(number)],
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=root,
            text=True,
        )
        for number in range(4)
    ]
    for maker in makers:
        assert maker.stdin
        maker.stdin.write("\n")
        maker.stdin.flush()
    for maker in makers:
        _, said = maker.communicate(timeout=120)
        assert maker.returncode == 0, said
    store = SqliteStore(path)
    assert len(list(store.records())) == 40 and store.broken == ()
