"""Which kind of store a path names."""

from pathlib import Path

from pipeline.cache.base import BaseStore
from pipeline.cache.directory import DirectoryStore
from pipeline.cache.sqlite import SqliteStore

_SUFFIXES = frozenset({".db", ".sqlite", ".sqlite3"})
_HEADER = b"SQLite format 3\0"


def store_at(path: Path, readonly: bool = False) -> BaseStore:
    """Return the store at ``path``: SQLite if it is named or begins like that, else a directory."""
    if path.suffix.lower() in _SUFFIXES or _begins_like_sqlite(path):
        return SqliteStore(path, readonly)
    return DirectoryStore(path, readonly)


def _begins_like_sqlite(path: Path) -> bool:
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return file.read(len(_HEADER)) == _HEADER
    except OSError:
        return False
