"""One SQLite file as a desk needs it: made once, opened safely, its errors in words.

Two connections, since a reader must not wait for a writer's disk: in WAL mode neither blocks the
other. Each is used by one thread at a time.
"""

import contextlib
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pipeline.llm import StoreError

APPLICATION_ID = 0x42726473  # "Brds"
VERSION = 1
_TABLES = """
CREATE TABLE answers (key TEXT NOT NULL PRIMARY KEY, record BLOB NOT NULL);
CREATE TABLE notes (kind TEXT NOT NULL, name TEXT NOT NULL, document BLOB NOT NULL,
                    PRIMARY KEY (kind, name));
CREATE TABLE broken (name TEXT NOT NULL, data BLOB, why TEXT NOT NULL);
"""
_BUSY = 60.0  # seconds to wait for another process that writes


class Database:
    """The file at ``path``, which need not exist; with ``readonly`` it is never written.

    Every method raises StoreError, in words that say what to do, for whatever SQLite raises.
    """

    def __init__(self, path: Path, readonly: bool) -> None:
        self.path = path
        self._readonly = readonly
        self._reader: sqlite3.Connection | None = None
        self._writer: sqlite3.Connection | None = None
        self._reading = threading.Lock()
        self._writing = threading.Lock()
        if path.is_dir():
            raise StoreError(f"{path} is a directory; name an SQLite file, or rename the directory")

    def rows(self, query: str, *values: object) -> list[Any]:
        """Return all rows of ``query``; none where there is no file yet."""
        with self._reading, self._told():
            if self._reader is None:
                self._reader = self._open_reader()
            return self._reader.execute(query, values).fetchall() if self._reader else []

    @contextlib.contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Give a connection inside a transaction: on disk when this ends, or nothing changed."""
        with self._writing, self._told():
            if self._writer is None:
                self._writer = self._open_writer()
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                yield self._writer
                self._writer.execute("COMMIT")
            except BaseException:
                # SQLite itself has rolled back after some errors, a full disk among them.
                if self._writer.in_transaction:
                    self._writer.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Close both connections; the next call opens them anew."""
        with self._writing, self._reading, self._told():
            # The writer last: the last connection folds the log into the file and removes it.
            for connection in (self._reader, self._writer):
                if connection:
                    connection.close()
            self._reader = self._writer = None

    def _open_reader(self) -> sqlite3.Connection | None:
        if not self.path.exists():
            return None
        # Also a reader opens for writing: the last to close must be able to clear the log away.
        connection = self._connect("rw")
        connection.execute("PRAGMA query_only = ON")
        try:
            written = self._is_ours(connection)
        except sqlite3.OperationalError as error:
            connection.close()
            if error.sqlite_errorcode & 0xFF not in (
                sqlite3.SQLITE_CANTOPEN,
                sqlite3.SQLITE_READONLY,
                sqlite3.SQLITE_IOERR,
            ):
                raise
            # A reader, too, makes files for the log: on a medium where it cannot, nobody writes.
            self._must_have_no_log()
            connection = self._connect("ro", immutable=True)
            written = self._is_ours(connection)
        if not written:
            connection.close()
            return None
        return connection

    def _open_writer(self) -> sqlite3.Connection:
        if self._readonly:
            raise StoreError(f"{self.path} is read only; name another --cache to keep answers in")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                f"{self.path} cannot be made ({error.strerror}); name another --cache"
            ) from None
        connection = self._connect("rwc")
        try:
            if not self._is_ours(connection):
                self._make(connection)
            connection.execute("PRAGMA synchronous = FULL")
        except BaseException:
            connection.close()
            raise
        return connection

    def _connect(self, mode: str, immutable: bool = False) -> sqlite3.Connection:
        # As a URI: quoted, for a path may hold ? # % and what else a name can.
        place = quote(self.path.absolute().as_posix())
        connection = sqlite3.connect(
            f"file:{'' if place.startswith('/') else '/'}{place}?mode={mode}"
            + ("&immutable=1" if immutable else ""),
            uri=True,
            timeout=_BUSY,
            isolation_level=None,
            check_same_thread=False,
        )
        # Text that a damaged file holds need be no UTF-8; what we compare are bytes.
        connection.text_factory = lambda data: data.decode("utf-8", "replace")
        return connection

    def _is_ours(self, connection: sqlite3.Connection) -> bool:
        """Whether it holds our tables; False for an empty file, StoreError for someone else's."""
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if not application and not version and not tables:
            return False
        if application != APPLICATION_ID:
            raise StoreError(
                f"{self.path} is an SQLite file of another program; name another --cache"
            )
        if version != VERSION:
            raise StoreError(
                f"{self.path} was made by another version of Broadsheet (its form is {version}, "
                f"we know {VERSION}); use that version, or name another --cache"
            )
        return True

    def _make(self, connection: sqlite3.Connection) -> None:
        """Make the tables, unless another process does so at the same moment."""
        _wait_for(connection, "PRAGMA journal_mode = WAL")
        connection.execute("BEGIN IMMEDIATE")
        try:
            if not self._is_ours(connection):
                for statement in _TABLES.split(";"):
                    connection.execute(statement)
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                connection.execute(f"PRAGMA user_version = {VERSION}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise

    def _must_have_no_log(self) -> None:
        log = self.path.with_name(f"{self.path.name}-wal")
        if log.exists() and log.stat().st_size:
            raise StoreError(
                f"{self.path} has answers in {log.name} that cannot be read where nothing can be "
                "written; copy both files to a folder that can be written, and name that one"
            )

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what SQLite raises into a StoreError."""
        try:
            yield
        except sqlite3.Error as error:
            raise StoreError(f"{self.path} {_words(error)}") from None


def _words(error: sqlite3.Error) -> str:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    said = str(error)
    if code == sqlite3.SQLITE_NOTADB:
        return (
            "is no SQLite file, or its beginning is destroyed; restore it from a copy, or name "
            "another --cache"
        )
    if code == sqlite3.SQLITE_CORRUPT:
        return (
            f"is damaged ({said}); save what can be read with: sqlite3 FILE .recover, or restore "
            "it from a copy, or name another --cache"
        )
    if code == sqlite3.SQLITE_FULL:
        return (
            "cannot be written: No space left on device; free some space or name another --cache, "
            "then run again"
        )
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return (
            f"has been locked by another process for {_BUSY:.0f} seconds; let that one end, then "
            "run again"
        )
    if code == sqlite3.SQLITE_CANTOPEN:
        return "cannot be opened for writing: look at the folder's rights, or name another --cache"
    if code == sqlite3.SQLITE_READONLY:
        return "is read only; name another --cache to keep answers in"
    return f"cannot be used ({said}); look at the disk and the rights, or name another --cache"


def _wait_for(connection: sqlite3.Connection, statement: str) -> None:
    """Execute what SQLite refuses at once, without its own waiting, while others have it open."""
    until = time.monotonic() + _BUSY
    while True:
        try:
            connection.execute(statement)
        except sqlite3.OperationalError as error:
            busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
            if not busy or time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return
