"""What every store promises, be it a directory or an SQLite file."""

import errno
import os
import shutil
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.cache import BaseStore, DirectoryStore, LayeredStore, SqliteStore, store_at
from pipeline.cache.seal import seal
from pipeline.llm import Pending, StoreError
from tests.cache.kept import MakeQuestion, litter, numbered, record_of, store_of, tamper

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)
SLOW = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25
)


@pytest.fixture(params=["directory", "sqlite"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def store(kind: str, tmp_path: Path) -> BaseStore:
    return store_of(kind, tmp_path)


@SLOW
@given(answers=st.dictionaries(st.integers(0, 999), st.dictionaries(TEXT, JSON), max_size=8))
def test_whatever_is_kept_comes_back(
    kind: str, tmp_path_factory: pytest.TempPathFactory, answers: dict[int, dict[str, object]]
) -> None:
    root = tmp_path_factory.mktemp("any")
    records = [
        numbered(number).model_copy(update={"answer": answer}) for number, answer in answers.items()
    ]
    store_of(kind, root).put_many(records)
    again = store_of(kind, root)
    assert [again.get(record.key) for record in records] == records
    assert list(again.records()) == sorted(records, key=lambda record: record.key)
    shutil.rmtree(root)


def test_every_changed_byte_of_a_kept_record_is_noticed(store: BaseStore) -> None:
    """Every byte flipped (all eight bits in turn over the record) and every truncation."""
    record = numbered(1, "Citizens queue for 3,200 tickets; 市民排队。")
    data = seal(record.model_dump(mode="json"))
    store.put(record)
    changed = [
        data[:at] + bytes([data[at] ^ (1 << at % 8)]) + data[at + 1 :] for at in range(len(data))
    ]
    for number, damaged in enumerate([*changed, *(data[:at] for at in range(len(data)))]):
        tamper(store, record.key, damaged)
        assert store.get(record.key) is None, number
        assert store.broken
    store.put(record)
    assert store.get(record.key) == record


@pytest.mark.parametrize("value", ["text", 7, 2.5, b"", b"{}"])
def test_a_row_of_any_type_is_set_aside(tmp_path: Path, value: object) -> None:
    store = SqliteStore(tmp_path / "answers.db")
    store.put(numbered(1))
    tamper(store, numbered(1).key, value)  # type: ignore[arg-type]
    assert list(store.records()) == [] and len(store.broken) == 1


def test_a_broken_record_is_set_aside_named_and_spoils_nothing_else(store: BaseStore) -> None:
    good, bad = numbered(1), numbered(2)
    store.put_many([good, bad])
    tamper(store, bad.key, seal(bad.model_dump(mode="json")).replace(b"Quiet", b"Riots"))
    assert list(store.records()) == [good]
    (broken,) = store.broken
    assert bad.key.partition(":")[2] in broken.place and "digest" in broken.why
    store.put(bad)
    assert store.get(bad.key) == bad


def test_a_record_under_anothers_name_is_not_served(store: BaseStore) -> None:
    store.put_many([numbered(1), numbered(2)])
    tamper(store, numbered(1).key, seal(numbered(2).model_dump(mode="json")))
    assert store.get(numbered(1).key) is None
    assert "another record's name" in store.broken[0].why


def test_a_read_only_store_serves_names_and_writes_nothing(kind: str, tmp_path: Path) -> None:
    store = store_of(kind, tmp_path)
    store.put_many([numbered(1), numbered(2)])
    tamper(store, numbered(2).key, b"{}")
    store.close()
    shipped = store_of(kind, tmp_path, readonly=True)
    assert list(shipped.records()) == [numbered(1)] and len(shipped.broken) == 1
    for write in (
        lambda: shipped.put(numbered(3)),
        lambda: shipped.note("batch", "b", {"a": 1}),
        lambda: shipped.drop_note("batch", "b"),
        lambda: shipped.remove(numbered(1).key),
        lambda: shipped.claim(numbered(1).key),
        shipped.check_writable,
    ):
        with pytest.raises(StoreError, match="read only; name another --cache"):
            write()
    shipped.close()
    again = store_of(kind, tmp_path)
    assert list(again.records()) == [numbered(1)] and len(again.broken) == 1, "it was still there"


def test_a_store_that_is_not_there_is_empty_and_is_not_made_by_looking(
    kind: str, tmp_path: Path
) -> None:
    store = store_of(kind, tmp_path)
    assert store.get(numbered(1).key) is None and list(store.records()) == []
    assert list(store.notes("batch")) == [] and store.note_kinds() == []
    store.release(numbered(1).key)
    store.check_room(1)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["a b", "100%", "what?.x", "no#1", "%2e%2e", "报纸", "a&mode=ro"])
def test_odd_places(kind: str, tmp_path: Path, name: str) -> None:
    store_of(kind, tmp_path / name).put(numbered(1))
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert store_of(kind, tmp_path / name).get(numbered(1).key) == numbered(1)
    path = tmp_path / f"{name}.db"
    store_at(path).put(numbered(1))
    assert path.is_file() and store_at(path).get(numbered(1).key) == numbered(1)


def test_what_is_kept_is_found_by_a_store_that_is_open_already(kind: str, tmp_path: Path) -> None:
    early = store_of(kind, tmp_path)
    assert early.get(numbered(1).key) is None
    store_of(kind, tmp_path).put(numbered(1))
    assert early.get(numbered(1).key) == numbered(1)
    early.remove(numbered(1).key)
    early.remove(numbered(1).key)
    assert store_of(kind, tmp_path).get(numbered(1).key) is None


def test_going_through_all_records_stops_no_writer(store: BaseStore) -> None:
    records = [numbered(number) for number in range(50)]
    store.put_many(records)
    going = store.records()
    next(going)
    store.put(numbered(99))
    store.remove(records[0].key)
    assert 48 <= len(list(going)) <= 50


def test_reading_while_another_thread_writes(store: BaseStore) -> None:
    first = [numbered(number) for number in range(20)]
    store.put_many(first)
    failed: list[BaseException] = []

    def write() -> None:
        try:
            for number in range(100, 160):
                store.put_many([numbered(number), numbered(number + 1000)])
        except BaseException as error:  # noqa: BLE001
            failed.append(error)

    writer = threading.Thread(target=write)
    writer.start()
    while writer.is_alive():
        assert [store.get(record.key) for record in first] == first
    writer.join()
    assert not failed and len(list(store.records())) == 140


def test_notes(kind: str, tmp_path: Path) -> None:
    store = store_of(kind, tmp_path)
    assert store.noted("batch", "batch_1") is None
    store.note("batch", "batch_1", {"id": "批", "keys": [1, 2]})
    store.note("batch", "batch_0", {"id": "other"})
    store.note("asked", "x", {"id": "of another kind"})
    store.note("batch", "batch_1", {"id": "renewed"})
    store.close()
    again = store_of(kind, tmp_path)
    assert list(again.notes("batch")) == [
        ("batch_0", {"id": "other"}),
        ("batch_1", {"id": "renewed"}),
    ]
    assert sorted(again.note_kinds()) == ["asked", "batch"]
    again.drop_note("batch", "batch_1")
    again.drop_note("batch", "batch_1")
    assert again.noted("batch", "batch_1") is None and list(again.records()) == []


@pytest.mark.parametrize("name", ["", "../x", "a/b", ".hidden", "x" * 300, "a\\b", "批"])
def test_a_note_never_leads_out_of_the_store(store: BaseStore, name: str) -> None:
    with pytest.raises(StoreError, match="no name for a note"):
        store.note("batch", name, {"a": 1})
    with pytest.raises(StoreError, match="no name for a note"):
        store.noted(name, "a")


def test_a_broken_note_is_named_and_not_served(kind: str, tmp_path: Path) -> None:
    store = store_of(kind, tmp_path)
    store.note("batch", "b", {"a": 1})
    if isinstance(store, DirectoryStore):
        path = store.root / "batch" / "b.json"
        path.write_bytes(path.read_bytes().replace(b"1", b"2", 1))
    else:
        import sqlite3

        with sqlite3.connect(store.path) as connection:
            connection.execute("UPDATE notes SET document = CAST(document AS TEXT) || ' '")
        connection.close()
    assert store.noted("batch", "b") is None
    assert "b" in store.broken[0].place and list(store.notes("batch")) == []


def test_a_question_handed_out_is_known_until_it_is_answered(
    store: BaseStore, make_question: MakeQuestion
) -> None:
    question = make_question()
    assert store.handed_out(question.key) is None
    store.hand_out(Pending.of(question))
    assert store.handed_out(question.key) == Pending.of(question)
    store.put(record_of(question))
    assert store.handed_out(question.key) is None


@pytest.mark.parametrize(
    "key", ["", "x", "../../etc/passwd", "b1-sha256:" + "A" * 64, "b1-sha256:/", "b1-sha256:\0"]
)
def test_what_is_no_key_finds_nothing_and_is_not_kept(store: BaseStore, key: str) -> None:
    assert store.get(key) is None and store.handed_out(key) is None
    for act in (
        lambda: store.put(numbered(1).model_copy(update={"key": key})),
        lambda: store.claim(key),
    ):
        with pytest.raises(StoreError, match="no key"):
            act()


def test_claims_exclude_other_stores_in_this_process(kind: str, tmp_path: Path) -> None:
    one, two = store_of(kind, tmp_path), store_of(kind, tmp_path)
    first, second = numbered(1).key, numbered(2).key
    assert one.claim(first) and two.claim(second)
    assert not two.claim(first) and not one.claim(first), "not even its holder gets it twice"
    two.release(first)
    assert not two.claim(first), "only the holder gives it back"
    one.release(first)
    assert two.claim(first)
    two.close()
    assert one.claim(first) and one.claim(second)
    one.put(numbered(1))
    one.close()
    assert litter(one) == []


def test_a_forgotten_store_holds_no_claim(kind: str, tmp_path: Path) -> None:
    assert store_of(kind, tmp_path).claim(numbered(1).key)
    store = store_of(kind, tmp_path)
    assert store.claim(numbered(1).key)


@pytest.mark.parametrize(
    ("free", "answers", "fits"),
    [(1 << 20, 0, True), ((1 << 20) - 1, 0, False), (65 << 16, 49, True), (65 << 16, 50, False)],
)
def test_room_is_asked_for_before_more_is_paid(
    store: BaseStore, monkeypatch: pytest.MonkeyPatch, free: int, answers: int, fits: bool
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=free))
    if fits:
        store.check_room(answers)
        return
    with pytest.raises(StoreError, match=r"the disk is full: .* free some space or name another"):
        store.check_room(answers)


def test_companions_lie_beside_the_store(tmp_path: Path) -> None:
    assert DirectoryStore(tmp_path / "a").beside("ledger") == tmp_path / "a" / "ledger"
    assert SqliteStore(tmp_path / "a.db").beside("ledger") == tmp_path / "a.db.ledger"


def test_the_layers_write_claim_and_note_in_the_first(kind: str, tmp_path: Path) -> None:
    below = store_of(kind, tmp_path / "below")
    below.put(numbered(1))
    own = store_of(kind, tmp_path / "own")
    both = LayeredStore(own, [below])
    both.put_many([numbered(2)])
    both.note("batch", "b", {"a": 1})
    assert both.get(numbered(1).key) and own.get(numbered(1).key) is None
    assert list(both.notes("batch")) == list(own.notes("batch")) == [("b", {"a": 1})]
    assert both.claim(numbered(1).key) and not own.claim(numbered(1).key)
    assert below.claim(numbered(1).key)
    assert both.place == own.place and both.beside("x") == own.beside("x")
    both.drop_note("batch", "b")
    both.remove(numbered(2).key)
    assert list(own.records()) == [] and own.note_kinds() == []


@pytest.mark.parametrize("failing", ["fsync", "replace", "write"])
def test_a_directory_whose_disk_fails_keeps_what_it_had_and_no_halves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    """The third of three files fails, in each step that can."""
    store = DirectoryStore(tmp_path / "answers")
    kept = [numbered(1), numbered(2)]
    store.put_many(kept)
    calls = iter(range(100))
    true = {"fsync": os.fsync, "replace": Path.replace, "write": os.fdopen}[failing]

    def fails(*given: object, **named: object) -> object:
        if next(calls) == 2:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return true(*given, **named)  # type: ignore[operator]

    owner, name = {
        "fsync": (os, "fsync"), "replace": (Path, "replace"), "write": (os, "fdopen"),
    }[failing]  # fmt: skip
    monkeypatch.setattr(owner, name, fails)
    changed = numbered(1, "changed")
    with pytest.raises(StoreError, match=r"No space left .*free some space"):
        store.put_many([numbered(3), numbered(4), changed])
    monkeypatch.undo()
    assert [store.get(record.key) for record in kept] == kept
    assert litter(store) == [] and store.broken == ()


def test_what_killed_writers_left_is_swept_once_it_is_old(tmp_path: Path) -> None:
    store = DirectoryStore(tmp_path / "answers")
    store.put(numbered(1))
    shelf = next(path for path in store.root.iterdir() if path.is_dir())
    old, fresh = shelf / ".new-old", shelf / ".new-fresh"
    for path in (old, fresh):
        path.write_bytes(b"half")
    os.utime(old, (0, 0))
    store.check_writable()
    assert not old.exists() and fresh.exists(), "someone may be writing it now"
