"""Answers as a directory of one readable JSON file each.

``<store>/<first two digits>/<all digits>.json``, notes as ``<store>/<kind>/<name>.json``. A file
comes into being under another name, is forced to disk and then renamed, so that whoever finds it
finds it whole; the directory is forced to disk too, so that a crash right behind that does not take
it away again. Read errors never spread: a broken file is set aside under ``.broken`` and named, and
everything else is served.
"""

import contextlib
import os
import re
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pipeline.cache.base import ASKED, BaseStore, Sealed, digits_of, must_digits
from pipeline.cache.seal import Unsealed, unseal_record
from pipeline.llm import Record, StoreError

_SHELF = re.compile(r"[0-9a-f]{2}")
_FILE = re.compile(r"([0-9a-f]{64})\.json")
_NEW = ".new-"
_ABANDONED = 3600.0  # seconds after which an unfinished file has no writer any more


class DirectoryStore(BaseStore):
    """A store in the directory ``root``.

    With ``readonly`` nothing is written, moved or made; a broken record is still not served. A
    directory that does not exist is an empty store until something is kept in it.
    """

    def __init__(self, root: Path, readonly: bool = False) -> None:
        self.root = root
        super().__init__(root, readonly)
        if root.exists() and not root.is_dir():
            raise StoreError(
                f"{root} is no directory and no store of answers; name a directory, or a file "
                "ending in .db for an SQLite store"
            )

    def beside(self, name: str) -> Path:
        """Return where a companion file ``name`` of this store lies."""
        return self.root / name

    def get(self, key: str) -> Record | None:
        """Return the record kept under ``key``, or None where there is none that holds."""
        digits = digits_of(key)
        found = self._read(digits) if digits else None
        return found.record if found else None

    def sealed(self) -> Iterator[Sealed]:
        """Go through all records that hold, in the order of their keys, with their bytes."""
        for shelf in _names(self.root, _SHELF):
            for name in _names(self.root / shelf, _FILE):
                found = self._read(name.removesuffix(".json"))
                if found:
                    yield found

    def keep(self, sealed: Sequence[Sealed]) -> None:
        """Keep records as the very bytes given; whatever fails leaves whole files only."""
        digits = [must_digits(record.key) for record, _ in sealed]
        self._write(
            [(self._path(name), data) for name, (_, data) in zip(digits, sealed, strict=True)]
        )
        for name in digits:
            self._note_path(ASKED, name).unlink(missing_ok=True)

    def remove(self, key: str) -> None:
        """Remove the record under ``key``; nothing happens if there is none."""
        self._must_be_writable()
        digits = digits_of(key)
        if digits:
            self._unlink(self._path(digits))

    def check_writable(self) -> None:
        """Raise StoreError unless a record can be written; sweep out what killed writers left."""
        self._must_be_writable()
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=self.root, prefix=_NEW) as file:
                file.write(b"\0")
                file.flush()
        except OSError as error:
            raise StoreError(
                f"answers cannot be kept in {self.root} ({error.strerror}); name another --cache"
            ) from None
        self._sweep()

    def note_kinds(self) -> list[str]:
        """Name the kinds that there are notes of."""
        kinds = _names(self.root, re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*"))
        return [kind for kind in kinds if not _SHELF.fullmatch(kind) and self._note_names(kind)]

    def _keep_note(self, kind: str, name: str, data: bytes) -> None:
        if _SHELF.fullmatch(kind):
            raise StoreError(f"{kind} is no kind of note: answers lie under this name")
        self._write([(self._note_path(kind, name), data)])

    def _note_data(self, kind: str, name: str) -> bytes | None:
        return self._bytes(self._note_path(kind, name))

    def _note_names(self, kind: str) -> list[str]:
        files = _names(self.root / kind, re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\.json"))
        return [name.removesuffix(".json") for name in files]

    def _remove_note(self, kind: str, name: str) -> None:
        self._unlink(self._note_path(kind, name))

    def _set_note_aside(self, kind: str, name: str, data: bytes, why: str) -> None:  # noqa: ARG002
        self._set_aside(self._note_path(kind, name), why)

    def _path(self, digits: str) -> Path:
        return self.root / digits[:2] / f"{digits}.json"

    def _note_path(self, kind: str, name: str) -> Path:
        return self.root / kind / f"{name}.json"

    def _read(self, digits: str) -> Sealed | None:
        # Put together as text: a Path would be a tenth of the price of a hit.
        data = self._bytes(f"{self.root}{os.sep}{digits[:2]}{os.sep}{digits}.json")
        if data is None:
            return None
        try:
            return Sealed(unseal_record(data, f"b1-sha256:{digits}"), data)
        except Unsealed as error:
            self._set_aside(self._path(digits), str(error))
            return None

    def _bytes(self, path: Path | str) -> bytes | None:
        try:
            with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - half of Path's price
                return file.read()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            self._name_broken(str(path), f"it cannot be read ({error.strerror})")
            return None

    def _set_aside(self, path: Path, why: str) -> None:
        target = path.with_name(f"{path.name}.broken")
        if not self.readonly:
            with contextlib.suppress(OSError):
                path.replace(target)
                self._name_broken(str(target), why)
                return
        self._name_broken(str(path), why)

    def _unlink(self, path: Path) -> None:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise StoreError(f"{path} could not be removed ({error.strerror})") from None

    def _write(self, files: Sequence[tuple[Path, bytes]]) -> None:
        self._must_be_writable()
        unfinished: list[Path] = []
        try:
            fresh = _make_directories({path.parent for path, _ in files})
            for path, data in files:
                unfinished.append(_write_new(path.parent, data))
            for path, _ in files:
                unfinished[0].replace(path)
                del unfinished[0]
            for directory in {path.parent for path, _ in files} | fresh:
                _sync_directory(directory)
        except OSError as error:
            raise StoreError(
                f"the answer could not be kept in {self.root} ({error.strerror}); "
                "free some space or name another --cache, then run again"
            ) from None
        finally:
            for path in unfinished:
                with contextlib.suppress(OSError):
                    path.unlink(missing_ok=True)

    def _sweep(self) -> None:
        before = time.time() - _ABANDONED
        for path in self.root.glob(f"*/{_NEW}*"):
            with contextlib.suppress(OSError):
                if path.stat().st_mtime < before:
                    path.unlink()


def _names(directory: Path, pattern: re.Pattern[str]) -> list[str]:
    try:
        return sorted(name for name in os.listdir(directory) if pattern.fullmatch(name))  # noqa: PTH208
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise StoreError(f"{directory} cannot be read ({error.strerror})") from None


def _make_directories(directories: Iterable[Path]) -> set[Path]:
    """Make what is missing; return the directories that have a new entry by that."""
    changed: set[Path] = set()
    for directory in directories:
        missing = directory
        while not missing.exists():
            missing = missing.parent
            changed.add(missing)
        directory.mkdir(parents=True, exist_ok=True)
    return changed


def _write_new(directory: Path, data: bytes) -> Path:
    """Write ``data`` to a new file in ``directory`` and force it to disk."""
    descriptor, name = tempfile.mkstemp(dir=directory, prefix=_NEW)
    path = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            path.chmod(0o644)  # a temporary file is its owner's alone; answers are for a desk
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def _sync_directory(path: Path) -> None:
    if os.name == "nt":
        return  # Windows cannot open a directory, and writes the entry with the rename
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
