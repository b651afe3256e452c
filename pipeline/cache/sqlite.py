"""Answers as rows of one SQLite file, for stores of many thousands.

A row of ``answers`` holds under its key the very bytes that a file of the directory store holds,
seal and all, and is verified like one when it is read. A row that does not hold moves to the table
``broken`` and is named. In WAL mode a put is appended to the log and forced to disk; several
processes may read and write at once.
"""

import contextlib
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from pipeline.cache.base import ASKED, BaseStore, Sealed, must_digits
from pipeline.cache.database import Database
from pipeline.cache.seal import Unsealed, unseal_record
from pipeline.llm import Record, StoreError

# The casts: a damaged file may hold any type in any column, and what we compare are bytes.
_GET = "SELECT rowid, CAST(record AS BLOB) FROM answers WHERE key = ?"
_ROW = "SELECT CAST(key AS BLOB), CAST(record AS BLOB) FROM answers WHERE rowid = ?"
_NOTE = "SELECT CAST(document AS BLOB) FROM notes WHERE kind = ? AND name = ?"
# Keys in 257 stretches without a gap, each small; the first and the last take in what is no key.
_BOUNDS = [f"b1-sha256:{shelf:02x}" for shelf in range(256)]
_STRETCHES = (
    ("key < ?", (_BOUNDS[0],)),
    *(("key >= ? AND key < ?", pair) for pair in pairwise(_BOUNDS)),
    ("key >= ?", (_BOUNDS[-1],)),
)


class SqliteStore(BaseStore):
    """A store in the SQLite file at ``path``.

    With ``readonly`` nothing is written or moved, and it can lie on a medium where nothing can be;
    a broken record is still not served. A file that does not exist is an empty store until
    something is kept in it.
    """

    def __init__(self, path: Path, readonly: bool = False) -> None:
        super().__init__(path, readonly)
        self._database = Database(path, readonly)

    def beside(self, name: str) -> Path:
        """Return where a companion file ``name`` of this store lies."""
        return self.path.with_name(f"{self.path.name}.{name}")

    def get(self, key: str) -> Record | None:
        """Return the record kept under ``key``, or None where there is none that holds."""
        for number, data in self._database.rows(_GET, key):
            found = self._verified(key, data, number)
            return found.record if found else None
        return None

    def sealed(self) -> Iterator[Sealed]:
        """Go through all records that hold, in the order of their keys, with their bytes."""
        for within, bounds in _STRETCHES:
            order = f"SELECT rowid FROM answers WHERE {within} ORDER BY key"  # noqa: S608 - ours
            for (number,) in self._database.rows(order, *bounds):
                for key, data in self._database.rows(_ROW, number):
                    found = self._verified(key.decode("utf-8", "replace"), data, number)
                    if found:
                        yield found

    def keep(self, sealed: Sequence[Sealed]) -> None:
        """Keep records as the very bytes given, in one transaction: all of them or none."""
        digits = [must_digits(record.key) for record, _ in sealed]
        with self._database.transaction() as connection:
            connection.executemany(
                "INSERT INTO answers (key, record) VALUES (?, ?) "
                "ON CONFLICT (key) DO UPDATE SET record = excluded.record",
                [(record.key, data) for record, data in sealed],
            )
            connection.executemany(
                "DELETE FROM notes WHERE kind = ? AND name = ?", [(ASKED, name) for name in digits]
            )

    def remove(self, key: str) -> None:
        """Remove the record under ``key``; nothing happens if there is none."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM answers WHERE key = ?", (key,))

    def check_writable(self) -> None:
        """Raise StoreError unless a record can be written."""
        with self._database.transaction():
            pass

    def note_kinds(self) -> list[str]:
        """Name the kinds that there are notes of."""
        return [kind for (kind,) in self._database.rows("SELECT DISTINCT kind FROM notes")]

    def close(self) -> None:
        """Give back claims and close the file; the next call opens it anew."""
        super().close()
        self._database.close()

    def _verified(self, key: str, data: bytes, number: int) -> Sealed | None:
        try:
            return Sealed(unseal_record(data, key), data)
        except Unsealed as error:
            self._set_aside("answers", number, key, data, str(error))
            return None

    def _keep_note(self, kind: str, name: str, data: bytes) -> None:
        with self._database.transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO notes VALUES (?, ?, ?)", (kind, name, data))

    def _note_data(self, kind: str, name: str) -> bytes | None:
        for (data,) in self._database.rows(_NOTE, kind, name):
            return bytes(data)
        return None

    def _note_names(self, kind: str) -> list[str]:
        query = "SELECT name FROM notes WHERE kind = ? ORDER BY name"
        return [name for (name,) in self._database.rows(query, kind)]

    def _remove_note(self, kind: str, name: str) -> None:
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM notes WHERE kind = ? AND name = ?", (kind, name))

    def _set_note_aside(self, kind: str, name: str, data: bytes, why: str) -> None:
        query = "SELECT rowid FROM notes WHERE kind = ? AND name = ?"
        for (number,) in self._database.rows(query, kind, name):
            self._set_aside("notes", number, f"{kind}/{name}", data, why)

    def _set_aside(self, table: str, number: int, name: str, data: bytes, why: str) -> None:
        """Move a row to the table of the broken ones, unless someone has put a new one there."""
        place = f"{self.path}, {name}"
        column = {"answers": "record", "notes": "document"}[table]
        if not self.readonly:
            with contextlib.suppress(StoreError), self._database.transaction() as connection:
                gone = connection.execute(
                    f"DELETE FROM {table} WHERE rowid = ? AND CAST({column} AS BLOB) = ?",  # noqa: S608
                    (number, data),
                )
                if gone.rowcount:
                    connection.execute("INSERT INTO broken VALUES (?, ?, ?)", (name, data, why))
                place = f"{place} (now in its table broken)"
        self._name_broken(place, why)
