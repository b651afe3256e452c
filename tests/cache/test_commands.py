"""broadsheet cache on both kinds of stores."""

from pathlib import Path

import pytest

from pipeline.cache import DirectoryStore, SqliteStore
from pipeline.llm import Pending, Record
from pipeline.shipped import shipped
from tests.cache.kept import numbered, tamper
from tests.conftest import Run

RECORDS = sorted((numbered(number) for number in range(450)), key=lambda record: record.key)


@pytest.fixture
def folder(tmp_path: Path) -> DirectoryStore:
    store = DirectoryStore(tmp_path / "answers")
    store.put_many(RECORDS)
    return store


def files(root: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


def test_there_and_back_again_is_the_same_bytes(
    run: Run, folder: DirectoryStore, tmp_path: Path
) -> None:
    folder.note("batch", "b", {"id": "under way"})
    before = files(folder.root)
    for source, target in (("answers", "answers.db"), ("answers.db", "back")):
        done = run("cache", "copy", tmp_path / source, tmp_path / target)
        assert done.returncode == 0, done.stderr
        assert "450 answers copied, 0 known already" in done.stderr and "1 notes" in done.stderr
    assert files(tmp_path / "back") == before == files(folder.root)


def test_a_copy_goes_on_where_it_stopped_and_replaces_only_when_told(
    run: Run, folder: DirectoryStore, tmp_path: Path
) -> None:
    target = SqliteStore(tmp_path / "answers.db")
    mine = numbered(7, "mine")
    target.put_many([*RECORDS[:100], mine])
    known = len({record.key for record in (*RECORDS[:100], mine)})
    done = run("cache", "copy", folder.root, target.path)
    assert done.returncode == 0, done.stderr
    assert f"{450 - known} answers copied, {known} known already (1 of them differ" in done.stderr
    assert target.get(mine.key) == mine and len(list(target.records())) == 450
    done = run("cache", "copy", folder.root, target.path, "--replace")
    assert "1 answers copied, 449 known already (0 of them differ)" in done.stderr
    assert list(target.records()) == RECORDS


def test_what_is_broken_is_named_left_behind_and_renewed_in_the_target(
    run: Run, folder: DirectoryStore, tmp_path: Path
) -> None:
    target = SqliteStore(tmp_path / "answers.db")
    target.put_many(RECORDS)
    tamper(target, RECORDS[1].key, b"broken there")
    tamper(folder, RECORDS[0].key, b"broken here")
    target.remove(RECORDS[0].key)
    before = files(folder.root)
    done = run("cache", "copy", folder.root, target.path)
    assert done.returncode == 3
    assert "1 answers copied, 448 known already" in done.stderr and "1 broken" in done.stderr
    assert f"{RECORDS[0].key.partition(':')[2]}.json is broken" in done.stderr
    assert list(target.records()) == RECORDS[1:] and files(folder.root) == before


def test_a_copy_from_nowhere_or_onto_itself_is_refused(
    run: Run, folder: DirectoryStore, tmp_path: Path
) -> None:
    done = run("cache", "copy", tmp_path / "nowhere", tmp_path / "new.db")
    assert done.returncode == 2 and "there is no store" in done.stderr
    done = run("cache", "copy", folder.root, folder.root)
    assert done.returncode == 2 and "the same store" in done.stderr
    assert not (tmp_path / "new.db").exists()


@pytest.mark.parametrize("name", ["answers", "answers.db"])
def test_list_show_verify(run: Run, folder: DirectoryStore, tmp_path: Path, name: str) -> None:
    run("cache", "copy", folder.root, tmp_path / "answers.db")
    store = tmp_path / name
    done = run("cache", "list", "--cache", store)
    assert [line.split("\t")[0] for line in done.stdout.splitlines()] == [
        record.key for record in RECORDS
    ]
    done = run("cache", "show", RECORDS[0].key[:30], "--cache", store)
    assert Record.model_validate_json(done.stdout) == RECORDS[0]
    done = run("cache", "verify", "--cache", store)
    assert done.returncode == 0 and "450 records are whole, 0 are broken" in done.stderr
    tamper(folder if name == "answers" else SqliteStore(store), RECORDS[0].key, b"x")
    done = run("cache", "verify", "--cache", store)
    assert done.returncode == 3 and RECORDS[0].key.partition(":")[2] in done.stderr


@pytest.mark.parametrize("name", ["answers", "answers.db"])
def test_prune_takes_what_no_prompt_asks_and_the_notes_of_it(
    run: Run, tmp_path: Path, name: str
) -> None:
    run("cache", "copy", shipped("cache"), tmp_path / name)
    store = DirectoryStore(tmp_path / name) if name == "answers" else SqliteStore(tmp_path / name)
    current = next(store.records())
    still_open = current.pending().model_copy(update={"key": numbered(3).key})
    store.put(numbered(1))
    for pending in (still_open, numbered(2).pending()):
        store.hand_out(pending)
    done = run("cache", "prune", "--cache", tmp_path / name)
    assert done.stdout == f"{numbered(1).key}\n" and store.get(numbered(1).key)
    assert "1 answers (and 1 exported questions) match no prompt" in done.stderr
    done = run("cache", "prune", "--cache", tmp_path / name, "--yes")
    assert "1 answers (and 1 exported questions) were removed" in done.stderr
    assert store.get(numbered(1).key) is None and store.get(current.key) == current
    notes = [Pending.model_validate(note) for _, note in store.notes("asked")]
    assert notes == [still_open]
