"""Where answers are kept."""

from pipeline.cache.directory import DirectoryStore
from pipeline.cache.layered import LayeredStore

__all__ = ["DirectoryStore", "LayeredStore"]
