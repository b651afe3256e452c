"""Finished pages, kept on disk until the briefing is written.

A run may have more pages than memory holds. They come in any order and are wanted in the
briefing's, more than once; only their names and places are remembered.
"""

import json
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from typing import IO, Any, NamedTuple, Self

from pipeline.brief import order
from pipeline.faults import Fault
from pipeline.model import PageBrief

_FASTEST = 1  # of zlib's levels; a page shrinks to a third, and a temporary folder is often small


class SpoolError(Fault):
    """Finished pages cannot be kept until the briefing is written. Says what to do about it."""


class _Place(NamedTuple):
    """Where a page lies in the file. Sorts as pages do; the checksum orders what is named alike."""

    order: tuple[str, str, int]
    checksum: int
    start: int
    size: int


class Spool:
    """Pages of a briefing on disk: added one by one in any order, read in the briefing's.

    What it gives depends on what was added alone, not on the order. It may be gone through any
    number of times, also side by side. The file has no name where the system can do that, so
    nothing is left of it, whatever ends the process::

        with Spool() as spool:
            spool.add(brief)
            for brief in spool: ...

    Raises:
        SpoolError: the temporary folder is full, or cannot be written or read.
    """

    def __init__(self) -> None:
        self._places: list[_Place] = []
        self._sorted = True
        self._end = 0
        self._folder = "the temporary folder"
        try:
            self._folder = tempfile.gettempdir()
            self._file: IO[bytes] = tempfile.TemporaryFile(prefix="broadsheet-")  # noqa: SIM115
        except OSError as error:
            raise self._fault(error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the disk space back."""
        with suppress(OSError):  # what a full disk did not take, it is asked to take once more
            self._file.close()

    def __len__(self) -> int:
        return len(self._places)

    def add(self, brief: PageBrief) -> None:
        """Keep ``brief``."""
        data = _packed(brief)
        try:
            self._file.seek(self._end)
            self._file.write(data)
            self._file.flush()
        except OSError as error:
            raise self._fault(error) from error
        self._places.append(_Place(order(brief), zlib.crc32(data), self._end, len(data)))
        self._end += len(data)
        self._sorted = False

    def __iter__(self) -> Iterator[PageBrief]:
        """Go through the pages, by source, digest and page number."""
        if not self._sorted:
            self._places.sort()
            self._sorted = True
        for place in tuple(self._places):
            yield _unpacked(self._read(place))

    def _read(self, place: _Place) -> bytes:
        try:
            self._file.seek(place.start)
            data = self._file.read(place.size)
        except OSError as error:
            raise self._fault(error) from error
        if zlib.crc32(data) != place.checksum:
            raise SpoolError(
                f"The temporary file in {self._folder} gives back other bytes than were written. "
                f"Check that disk, or set TMPDIR to a folder on another one. {_AGAIN}"
            )
        return data

    def _fault(self, error: OSError) -> SpoolError:
        return SpoolError(
            f"Finished pages wait in {self._folder} until the briefing is written, and that failed "
            f"({error.strerror}). Free some space there, or set TMPDIR to a folder that has more. "
            f"{_AGAIN}"
        )


_AGAIN = "Then run again: no answer is asked for twice."


def _packed(brief: PageBrief) -> bytes:
    # Not pydantic's own JSON: it fails at half a character (a lone surrogate), which ours can name.
    fields: dict[str, Any] = brief.model_dump(mode="json", exclude_computed_fields=True)
    return zlib.compress(json.dumps(fields, separators=(",", ":")).encode("ascii"), _FASTEST)


def _unpacked(data: bytes) -> PageBrief:
    return PageBrief.model_validate(json.loads(zlib.decompress(data)))
