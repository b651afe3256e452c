"""A directory of answers: whole or not at all, verified at every read, broken ones set aside."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.cache import DirectoryStore, LayeredStore
from pipeline.cache.seal import Unsealed, seal, unseal
from pipeline.llm import StoreError
from tests.cache.kept import MakeQuestion, record_of


@pytest.fixture
def store(tmp_path: Path) -> DirectoryStore:
    return DirectoryStore(tmp_path / "answers")


def only_file(store: DirectoryStore) -> Path:
    (path,) = store.root.glob("??/*.json")
    return path


def test_a_record_is_readable_and_holds_no_source(
    store: DirectoryStore, make_question: MakeQuestion
) -> None:
    store.put(record_of(make_question("机密原文")))
    text = only_file(store).read_text("utf-8")
    assert "Quiet, 安静." in text, "people and diffs must be able to read answers"
    assert "机密原文" not in text
    assert set(json.loads(text)["asked"]) == {
        "provider", "model", "prompt", "answer_schema", "parameters", "inputs",
    }  # fmt: skip


def test_every_changed_byte_is_noticed(store: DirectoryStore, make_question: MakeQuestion) -> None:
    """All single-bit flips and all truncations of a record."""
    store.put(record_of(make_question()))
    data = only_file(store).read_bytes()
    for index in range(len(data)):
        for flip in (0x01, 0x20, 0x80):
            changed = data[:index] + bytes([data[index] ^ flip]) + data[index + 1 :]
            with pytest.raises(Unsealed):
                unseal(changed)
        with pytest.raises(Unsealed):
            unseal(data[:index])
    with pytest.raises(Unsealed):
        unseal(data + b"\n")


@given(
    st.dictionaries(
        st.text(st.characters(exclude_categories=["Cs"])).filter(lambda name: name != "digest"),
        st.integers(),
        min_size=1,
    )
)
def test_what_is_sealed_is_unsealed(content: dict[str, int]) -> None:
    assert unseal(seal(content)) == content


@given(st.binary(max_size=400))
def test_no_foreign_bytes_are_taken_for_a_record(data: bytes) -> None:
    with pytest.raises(Unsealed):
        unseal(data)


def test_a_broken_record_is_set_aside_named_and_spoils_nothing_else(
    store: DirectoryStore, make_question: MakeQuestion
) -> None:
    good, bad = make_question("good"), make_question("bad")
    store.put(record_of(bad))
    path = only_file(store)
    path.write_bytes(path.read_bytes().replace(b"Quiet", b"Riots"))
    store.put(record_of(good))

    assert store.get(bad.key) is None
    assert store.get(good.key) == record_of(good)
    (broken,) = store.broken
    assert broken.place == f"{path}.broken" and "digest" in broken.why
    assert Path(broken.place).exists() and not path.exists()
    store.put(record_of(bad))
    assert store.get(bad.key) == record_of(bad)


def test_a_read_only_store_names_a_broken_record_and_leaves_it(
    store: DirectoryStore, make_question: MakeQuestion
) -> None:
    question = make_question()
    store.put(record_of(question))
    path = only_file(store)
    path.write_bytes(b"{}")
    shipped = DirectoryStore(store.root, readonly=True)
    assert shipped.get(question.key) is None
    assert [broken.place for broken in shipped.broken] == [str(path)]
    assert path.exists()
    with pytest.raises(StoreError, match="read only"):
        shipped.put(record_of(question))


@pytest.mark.parametrize(
    "content",
    [{"some": "thing"}, {"format": "broadsheet-answer/2"}, {"key": "b1-sha256:1", "surprise": 1}],
)
def test_a_sealed_file_of_another_kind_is_no_record(
    store: DirectoryStore, make_question: MakeQuestion, content: dict[str, Any]
) -> None:
    question = make_question()
    store.put(record_of(question))
    only_file(store).write_bytes(seal(content))
    assert store.get(question.key) is None
    assert "no record of this version" in store.broken[0].why


def test_a_store_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="no directory"):
        DirectoryStore(tmp_path / "file")


def test_layers_read_all_and_write_the_first(tmp_path: Path, make_question: MakeQuestion) -> None:
    below = DirectoryStore(tmp_path / "below")
    old, new = make_question("old"), make_question("new")
    below.put(record_of(old))
    own = DirectoryStore(tmp_path / "own")
    both = LayeredStore(own, [DirectoryStore(below.root, readonly=True)])
    both.put(record_of(new))
    assert own.get(new.key) and below.get(new.key) is None
    assert {record.key for record in both.records()} == {old.key, new.key}
    own.put(record_of(old, "Mine."))
    assert both.get(old.key) == record_of(old, "Mine.")
    assert len(list(both.records())) == 2


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(order=st.permutations(range(6)))
def test_records_come_in_one_order_whatever_the_order_of_keeping(
    tmp_path_factory: pytest.TempPathFactory, make_question: MakeQuestion, order: list[int]
) -> None:
    store = DirectoryStore(tmp_path_factory.mktemp("answers"))
    for number in order:
        store.put(record_of(make_question(f"question {number}")))
    keys = [record.key for record in store.records()]
    assert keys == sorted(keys) and len(keys) == 6
