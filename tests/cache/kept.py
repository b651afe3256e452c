"""What the tests of stores share: records, stores of both kinds, and hands that damage them."""

import hashlib
import sqlite3
from collections.abc import Callable
from pathlib import Path

from pipeline.cache import BaseStore, DirectoryStore, SqliteStore
from pipeline.llm import Asked, Question, Record, Response, Usage
from pipeline.model import Provenance

MakeQuestion = Callable[..., Question]
PROVENANCE = Provenance(origin="live", provider="host", model="m", host="host", date="2026-01-01")


def record_of(question: Question, text: str = "Quiet, 安静.") -> Record:
    content = {"points": [{"text": text, "cites": ["a1"]}]}
    usage = Usage(prompt_tokens=7, completion_tokens=3)
    return Record.of(question, Response(content=content, usage=usage, provenance=PROVENANCE))


def numbered(number: int, text: str = "Quiet, 安静.") -> Record:
    """A record that needs no question: the number decides its key."""
    key = f"b1-sha256:{hashlib.sha256(str(number).encode()).hexdigest()}"
    asked = Asked(
        provider="host", model="m", prompt="sha256:1", answer_schema="sha256:2",
        parameters="sha256:3", inputs=f"sha256:{number}",
    )  # fmt: skip
    return Record(
        key=key, stage="lead", prompt="lead", expects="Lead", asked=asked, provenance=PROVENANCE,
        usage=Usage(), answer={"points": [{"text": f"{text} {number}", "cites": ["a1"]}]},
    )  # fmt: skip


def store_of(kind: str, root: Path, readonly: bool = False) -> BaseStore:
    """The store of ``kind`` in the folder ``root``; the same place each time."""
    if kind == "directory":
        return DirectoryStore(root / "answers", readonly)
    return SqliteStore(root / "answers.db", readonly)


def tamper(store: BaseStore, key: str, data: bytes) -> None:
    """Put other bytes where the record of ``key`` lies, behind the store's back."""
    if isinstance(store, DirectoryStore):
        digits = key.partition(":")[2]
        (store.root / digits[:2] / f"{digits}.json").write_bytes(data)
        return
    with sqlite3.connect(store.path) as connection:
        connection.execute("INSERT OR REPLACE INTO answers VALUES (?, ?)", (key, data))
    connection.close()


def litter(store: BaseStore) -> list[str]:
    """Name what lies in and beside the store that is neither record, note nor database."""
    if isinstance(store, DirectoryStore):
        return [
            path.name for path in store.root.rglob("*") if path.is_file() and path.suffix != ".json"
        ]
    return [path.name for path in store.path.parent.glob(f"{store.path.name}?*")]
