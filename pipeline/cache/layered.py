"""Several stores seen as one: the first is written, all are read."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pipeline.llm import Archive, Broken, Pending, Record, Store


class LayeredStore:
    """Reads ``own``, then ``others`` in order; the first that has an answer wins.

    Everything that writes, claims or notes goes to ``own`` alone.
    """

    def __init__(self, own: Archive, others: Sequence[Store]) -> None:
        self._own = own
        self._stores: tuple[Store, ...] = (own, *others)

    @property
    def place(self) -> str:
        """Where the store that is written lies."""
        return self._own.place

    @property
    def broken(self) -> tuple[Broken, ...]:
        """What was found broken so far, in any of them."""
        return tuple(broken for store in self._stores for broken in store.broken)

    def get(self, key: str) -> Record | None:
        """Return the first record found under ``key``, or None."""
        found = (store.get(key) for store in self._stores)
        return next((record for record in found if record), None)

    def records(self) -> Iterator[Record]:
        """Go through all records, store by store; one that stands in several comes once."""
        for number, store in enumerate(self._stores):
            for record in store.records():
                if not any(above.get(record.key) for above in self._stores[:number]):
                    yield record

    def put(self, record: Record) -> None:
        """Keep ``record`` in the first store."""
        self._own.put(record)

    def put_many(self, records: Sequence[Record]) -> None:
        """Keep ``records`` in the first store."""
        self._own.put_many(records)

    def remove(self, key: str) -> None:
        """Remove the record under ``key`` from the first store."""
        self._own.remove(key)

    def check_writable(self) -> None:
        """Raise StoreError unless the first store can be written."""
        self._own.check_writable()

    def check_room(self, answers: int) -> None:
        """Raise StoreError unless the first store has room for ``answers`` more."""
        self._own.check_room(answers)

    def claim(self, key: str) -> bool:
        """Take the right to ask ``key`` in the first store."""
        return self._own.claim(key)

    def release(self, key: str) -> None:
        """Give the right to ask ``key`` back."""
        self._own.release(key)

    def hand_out(self, pending: Pending) -> None:
        """Note in the first store that a question goes out."""
        self._own.hand_out(pending)

    def handed_out(self, key: str) -> Pending | None:
        """Return the first store's note of the question under ``key``."""
        return self._own.handed_out(key)

    def note(self, kind: str, name: str, document: dict[str, Any]) -> None:
        """Keep a document beside the answers of the first store."""
        self._own.note(kind, name, document)

    def noted(self, kind: str, name: str) -> dict[str, Any] | None:
        """Return a document of the first store."""
        return self._own.noted(kind, name)

    def notes(self, kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """Go through the first store's documents of ``kind``."""
        return self._own.notes(kind)

    def drop_note(self, kind: str, name: str) -> None:
        """Remove a document from the first store."""
        self._own.drop_note(kind, name)

    def beside(self, name: str) -> Path:
        """Return where a companion file of the first store lies."""
        return self._own.beside(name)

    def close(self) -> None:
        """Close the first store."""
        self._own.close()
