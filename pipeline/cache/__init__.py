"""Where answers are kept."""

from pipeline.cache.base import ASKED, BaseStore
from pipeline.cache.copy import Copied, copy
from pipeline.cache.directory import DirectoryStore
from pipeline.cache.layered import LayeredStore
from pipeline.cache.places import store_at
from pipeline.cache.sqlite import SqliteStore

__all__ = [
    "ASKED",
    "BaseStore",
    "Copied",
    "DirectoryStore",
    "LayeredStore",
    "SqliteStore",
    "copy",
    "store_at",
]
