"""Several stores seen as one: the first is written, all are read."""

from collections.abc import Iterator, Sequence

from pipeline.llm import Broken, Record, Store


class LayeredStore:
    """Reads ``stores`` in order, the first that has an answer wins; writes to the first only."""

    def __init__(self, stores: Sequence[Store]) -> None:
        self._stores = tuple(stores)

    @property
    def broken(self) -> tuple[Broken, ...]:
        """What was found broken so far, in any of them."""
        return tuple(broken for store in self._stores for broken in store.broken)

    def get(self, key: str) -> Record | None:
        """Return the first record found under ``key``, or None."""
        found = (store.get(key) for store in self._stores)
        return next((record for record in found if record), None)

    def put(self, record: Record) -> None:
        """Keep ``record`` in the first store."""
        self._stores[0].put(record)

    def records(self) -> Iterator[Record]:
        """Go through all records, store by store; one that stands in several comes once."""
        seen: set[str] = set()
        for store in self._stores:
            for record in store.records():
                if record.key not in seen:
                    seen.add(record.key)
                    yield record
