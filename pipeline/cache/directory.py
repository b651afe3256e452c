"""Answers as a directory of one readable JSON file each.

``<store>/<first two digits>/<all digits>.json``. A file comes into being under another name, is
forced to disk and then renamed, so that whoever finds it finds it whole; the directory is forced to
disk too, so that a crash right behind that does not take it away again. Read errors never spread: a
broken file is set aside under ``.broken`` and named, and everything else is served.
"""

import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from pipeline.cache.seal import Unsealed, seal, unseal
from pipeline.llm import Broken, Pending, Record, StoreError

_KEY = re.compile(r"b1-sha256:([0-9a-f]{64})")
_ASKED = "asked"


class DirectoryStore:
    """A store in the directory ``root``.

    With ``readonly`` nothing is written, moved or made; a broken record is still not served. A
    directory that does not exist is an empty store until something is kept in it.
    """

    def __init__(self, root: Path, readonly: bool = False) -> None:
        self.root = root
        self.readonly = readonly
        self._broken: dict[str, Broken] = {}
        if root.exists() and not root.is_dir():
            raise StoreError(f"{root} is no directory; name a directory for the answers")

    @property
    def broken(self) -> tuple[Broken, ...]:
        """What was found broken so far."""
        return tuple(self._broken.values())

    def get(self, key: str) -> Record | None:
        """Return the record kept under ``key``, or None where there is none that holds."""
        path = self._path(key)
        return self._read(path) if path else None

    def put(self, record: Record) -> None:
        """Keep ``record``: on disk and whole, or StoreError."""
        path = self._path(record.key)
        if path is None:
            raise StoreError(f"{record.key} is no key that can be kept")
        self._write(path, seal(record.model_dump(mode="json")))
        self._asked_path(path).unlink(missing_ok=True)

    def remove(self, key: str) -> None:
        """Remove the record under ``key``; nothing happens if there is none."""
        self._must_be_writable()
        path = self._path(key)
        if path:
            path.unlink(missing_ok=True)

    def records(self) -> Iterator[Record]:
        """Go through all records that hold, in the order of their keys."""
        for path in self._files():
            record = self._read(path)
            if record:
                yield record

    def hand_out(self, pending: Pending) -> None:
        """Note that a question goes out to be answered elsewhere."""
        path = self._path(pending.key)
        if path is None:
            raise StoreError(f"{pending.key} is no key that can be kept")
        self._write(self._asked_path(path), seal(pending.model_dump(mode="json")))

    def handed_out(self, key: str) -> Pending | None:
        """Return the note of the question under ``key``, or None if it never went out from here."""
        path = self._path(key)
        if path is None:
            return None
        try:
            return Pending.model_validate(unseal(self._asked_path(path).read_bytes()))
        except (FileNotFoundError, Unsealed, ValidationError):
            return None

    def check_writable(self) -> None:
        """Raise StoreError unless a record can be written: before anything is paid for."""
        self._must_be_writable()
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=self.root):
                pass
        except OSError as error:
            raise StoreError(
                f"answers cannot be kept in {self.root} ({error.strerror}); name another --cache"
            ) from None

    def _must_be_writable(self) -> None:
        if self.readonly:
            raise StoreError(f"{self.root} is read only; name another --cache to keep answers in")

    def _path(self, key: str) -> Path | None:
        match = _KEY.fullmatch(key)
        return self.root / match[1][:2] / f"{match[1]}.json" if match else None

    def _asked_path(self, path: Path) -> Path:
        return self.root / _ASKED / path.name

    def _files(self) -> list[Path]:
        return sorted(self.root.glob("[0-9a-f][0-9a-f]/*.json"))

    def _read(self, path: Path) -> Record | None:
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            self._note(path, f"it cannot be read ({error.strerror})")
            return None
        try:
            record = Record.model_validate(unseal(data))
        except Unsealed as error:
            self._set_aside(path, str(error))
        except ValidationError:
            self._set_aside(path, "it is no record of this version")
        else:
            if self._path(record.key) == path:
                return record
            self._set_aside(path, "it lies under another record's name")
        return None

    def _set_aside(self, path: Path, why: str) -> None:
        target = path.with_name(f"{path.name}.broken")
        if not self.readonly:
            try:
                path.replace(target)
                self._note(target, why)
            except OSError:
                self._note(path, why)
        else:
            self._note(path, why)

    def _note(self, path: Path, why: str) -> None:
        self._broken[path.name] = Broken(place=str(path), why=why)

    def _write(self, path: Path, data: bytes) -> None:
        self._must_be_writable()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
            try:
                with os.fdopen(descriptor, "wb") as file:
                    os.fchmod(descriptor, 0o644)
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                Path(name).replace(path)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise
            _sync_directory(path.parent)
        except OSError as error:
            raise StoreError(
                f"the answer could not be kept in {self.root} ({error.strerror}); "
                "free some space or name another --cache, then run again"
            ) from None


def _sync_directory(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
