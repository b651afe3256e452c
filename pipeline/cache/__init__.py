"""Where answers are kept."""

from pipeline.cache.directory import DirectoryStore
from pipeline.cache.layered import LayeredStore
from pipeline.cache.places import store_at
from pipeline.cache.sqlite import SqliteStore

__all__ = ["DirectoryStore", "LayeredStore", "SqliteStore", "store_at"]
