"""Who may ask a question just now: one byte of a file, locked by the kernel.

Each key has one byte of the file ``claims`` beside the store (the file itself stays empty: a lock
may lie behind its end), so any number of claims costs one file. The kernel drops a lock with the
process that holds it, so a killed holder's claim is free at once and there is no lease to wait for.
A byte costs about 3 µs; a lock file per key (``filelock``) costs 130 µs and leaves the file behind.

POSIX record locks belong to a process, not to who took them, and all of them end as soon as the
process closes *any* descriptor of the file. So a process has one descriptor per file, shared by all
that claim in it, and a table that keeps these apart from each other.
"""

import contextlib
import os
import sys
import threading
import weakref
from pathlib import Path

from pipeline.llm import StoreError

if sys.platform == "win32":  # pragma: no cover - seen on Windows alone
    import msvcrt

    _BITS = 31  # the C runtime positions with 32 bits

    def _lock(descriptor: int, offset: int) -> None:
        os.lseek(descriptor, offset, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

    def _unlock(descriptor: int, offset: int) -> None:
        os.lseek(descriptor, offset, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

    def _lock_all(descriptor: int) -> None:
        """Nothing: Windows refuses to remove a file that is open, which is what we want to know."""

else:
    import fcntl

    _BITS = 60

    def _lock(descriptor: int, offset: int) -> None:
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, offset)

    def _unlock(descriptor: int, offset: int) -> None:
        fcntl.lockf(descriptor, fcntl.LOCK_UN, 1, offset)

    def _lock_all(descriptor: int) -> None:
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


class Claims:
    """The claims that one store object holds in ``file``. May be used from several threads."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._mine: set[int] = set()
        self._shared: _Shared | None = None
        self._leave: weakref.finalize[..., Claims] | None = None

    def claim(self, digits: str) -> bool:
        """Take the claim on the key with these hexadecimal ``digits``; False if it is taken.

        Two keys share a byte once in 2**60 (Windows: 2**31); the second then waits for the first.
        StoreError if the file system has no locks.
        """
        offset = _offset(digits)
        with _guard:
            if self._shared is None:
                self._shared = _share(self._file)
                # Also where nobody closes: at the end of the program, or when this is forgotten.
                self._leave = weakref.finalize(self, _leave, self._shared, self._mine)
            taken = self._shared.take(offset)
            if taken:
                self._mine.add(offset)
            return taken

    def release(self, digits: str) -> None:
        """Give the claim on ``digits`` back, if it is held here."""
        offset = _offset(digits)
        with _guard:
            if self._shared and offset in self._mine:
                self._mine.remove(offset)
                self._shared.give(offset)

    def close(self) -> None:
        """Give all claims back, and take the file away if nobody else claims in it."""
        with _guard:
            if self._leave:
                self._leave()
            self._shared = self._leave = None


def _offset(digits: str) -> int:
    return int(digits[:16], 16) >> (64 - _BITS)


class _Shared:
    """The one descriptor that this process has of a file of claims."""

    def __init__(self, file: Path) -> None:
        self.users = 0
        self._file = file
        self._taken: set[int] = set()
        self._descriptor = self._open()

    def take(self, offset: int) -> bool:
        if offset in self._taken:
            return False
        try:
            _lock(self._descriptor, offset)
            while os.fstat(self._descriptor).st_nlink == 0:  # taken away by the last of the others
                os.close(self._descriptor)
                self._descriptor = self._open()
                for kept in (*self._taken, offset):
                    _lock(self._descriptor, kept)
        except (BlockingIOError, PermissionError):
            return False
        except OSError as error:
            raise _unusable(self._file, error) from None
        self._taken.add(offset)
        return True

    def give(self, offset: int) -> None:
        self._taken.remove(offset)
        with contextlib.suppress(OSError):
            _unlock(self._descriptor, offset)

    def leave(self) -> None:
        self.users -= 1
        if self.users:
            return
        del _open_files[self._file]
        # Whoever locks all bytes is alone, and whoever comes later sees that the file has no name.
        with contextlib.suppress(OSError):
            _lock_all(self._descriptor)
            if os.fstat(self._descriptor).st_nlink:
                self._file.unlink()
        os.close(self._descriptor)

    def _open(self) -> int:
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            return os.open(self._file, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o666)
        except OSError as error:
            raise _unusable(self._file, error) from None


_guard = threading.RLock()  # a forgotten Claims may leave in the middle of another's call
_open_files: dict[Path, _Shared] = {}


def _share(file: Path) -> _Shared:
    real = file.resolve()
    shared = _open_files.get(real)
    if shared is None:
        shared = _open_files[real] = _Shared(real)
    shared.users += 1
    return shared


def _leave(shared: _Shared, mine: set[int]) -> None:
    with _guard:
        for offset in mine:
            shared.give(offset)
        mine.clear()
        shared.leave()


def _unusable(file: Path, error: OSError) -> StoreError:
    return StoreError(
        f"{file} cannot be locked ({error.strerror}), so two runs could pay for the same answer; "
        "name a --cache on a local disk"
    )
