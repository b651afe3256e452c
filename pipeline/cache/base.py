"""What stores have in common, whatever they lie in: names, claims, room, notes, what was broken."""

import re
import shutil
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from pipeline.cache.claims import Claims
from pipeline.cache.seal import Unsealed, seal, unseal
from pipeline.llm import Broken, Pending, Record, StoreError

ASKED = "asked"
"""The kind of the notes of questions that were handed out; they go when the answer comes."""

_KEY = re.compile(r"b1-sha256:([0-9a-f]{64})")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,199}")
_SPARE = 1 << 20
_PER_ANSWER = 64 << 10  # a long translation with its record is a quarter of that


class Sealed(NamedTuple):
    """A record with the bytes that it is kept as."""

    record: Record
    data: bytes


class BaseStore(ABC):
    """A store at ``path``; with ``readonly`` nothing is written, moved, locked or made there."""

    def __init__(self, path: Path, readonly: bool) -> None:
        self.path = path
        self.readonly = readonly
        self._broken: dict[str, Broken] = {}
        self._claims = Claims(self.beside("claims"))

    @property
    def place(self) -> str:
        """Where the store lies, for messages."""
        return str(self.path)

    @property
    def broken(self) -> tuple[Broken, ...]:
        """What was found broken so far."""
        return tuple(self._broken.values())

    @abstractmethod
    def beside(self, name: str) -> Path:
        """Return where a companion file ``name`` of this store lies."""

    @abstractmethod
    def get(self, key: str) -> Record | None:
        """Return the record kept under ``key``, or None where there is none that holds."""

    @abstractmethod
    def sealed(self) -> Iterator[Sealed]:
        """Go through all records that hold, in the order of their keys, with their bytes.

        Holds neither a lock nor more than one record meanwhile; what is kept or removed by others
        during it may be met or not.
        """

    @abstractmethod
    def keep(self, sealed: Sequence[Sealed]) -> None:
        """Keep records as the very bytes given: :meth:`put_many` for a copier."""

    @abstractmethod
    def remove(self, key: str) -> None:
        """Remove the record under ``key``; nothing happens if there is none."""

    def put(self, record: Record) -> None:
        """Keep ``record``: on disk and whole, or StoreError."""
        self.put_many([record])

    def put_many(self, records: Sequence[Record]) -> None:
        """Keep ``records``, all of them on disk when this returns; StoreError."""
        self.keep([Sealed(record, seal(record.model_dump(mode="json"))) for record in records])

    def records(self) -> Iterator[Record]:
        """Go through all records that hold, in the order of their keys."""
        return (record for record, _ in self.sealed())

    def claim(self, key: str) -> bool:
        """Take the right to ask ``key``; False if another process or store object has it now."""
        self._must_be_writable()
        return self._claims.claim(must_digits(key))

    def release(self, key: str) -> None:
        """Give the right to ask ``key`` back; nothing happens where it is not held."""
        self._claims.release(must_digits(key))

    def check_room(self, answers: int) -> None:
        """Raise StoreError unless there is room for ``answers`` more, of 64 KiB, and 1 MiB more."""
        free = self._ask_room()
        if free < _SPARE + answers * _PER_ANSWER:
            raise StoreError(
                f"the disk is full: {free / _SPARE:.1f} MiB are left at {self.place}, too "
                f"little to keep {answers} more answers; free some space or name another --cache, "
                "then run again"
            )

    def hand_out(self, pending: Pending) -> None:
        """Note that a question goes out to be answered elsewhere."""
        self.note(ASKED, must_digits(pending.key), pending.model_dump(mode="json"))

    def handed_out(self, key: str) -> Pending | None:
        """Return the note of the question under ``key``, or None if it never went out from here."""
        digits = digits_of(key)
        document = self.noted(ASKED, digits) if digits else None
        try:
            return Pending.model_validate(document) if document else None
        except ValidationError:
            return None

    def note(self, kind: str, name: str, document: dict[str, Any]) -> None:
        """Keep a small ``document`` (not empty) beside the answers: on disk, or StoreError."""
        self._keep_note(_checked(kind), _checked(name), seal(document))

    def noted(self, kind: str, name: str) -> dict[str, Any] | None:
        """Return the document kept under ``kind`` and ``name``; None where none holds."""
        data = self._note_data(_checked(kind), _checked(name))
        if data is None:
            return None
        try:
            return unseal(data)
        except Unsealed as error:
            self._set_note_aside(kind, name, data, str(error))
            return None

    def notes(self, kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """Go through all documents of ``kind`` that hold, in the order of their names."""
        for name in self._note_names(_checked(kind)):
            document = self.noted(kind, name)
            if document is not None:
                yield name, document

    def drop_note(self, kind: str, name: str) -> None:
        """Remove a document; nothing happens if there is none."""
        self._must_be_writable()
        self._remove_note(_checked(kind), _checked(name))

    @abstractmethod
    def note_kinds(self) -> list[str]:
        """Name the kinds that there are notes of."""

    def close(self) -> None:
        """Give back claims and open files; the next call opens them anew."""
        self._claims.close()

    @abstractmethod
    def check_writable(self) -> None:
        """Raise StoreError unless a record can be written: before anything is paid for."""

    @abstractmethod
    def _keep_note(self, kind: str, name: str, data: bytes) -> None: ...

    @abstractmethod
    def _note_data(self, kind: str, name: str) -> bytes | None: ...

    @abstractmethod
    def _note_names(self, kind: str) -> list[str]: ...

    @abstractmethod
    def _remove_note(self, kind: str, name: str) -> None: ...

    @abstractmethod
    def _set_note_aside(self, kind: str, name: str, data: bytes, why: str) -> None: ...

    def _must_be_writable(self) -> None:
        if self.readonly:
            raise StoreError(f"{self.place} is read only; name another --cache to keep answers in")

    def _name_broken(self, place: str, why: str) -> None:
        self._broken[place.removesuffix(".broken")] = Broken(place=place, why=why)

    def _ask_room(self) -> int:
        there = self.path
        while True:
            try:
                return shutil.disk_usage(there).free
            except (FileNotFoundError, NotADirectoryError):  # it is made with the first answer
                there = there.absolute().parent
            except OSError as error:
                raise StoreError(f"{self.place} cannot be reached ({error.strerror})") from None


def digits_of(key: str) -> str | None:
    """Return the 64 hexadecimal digits of ``key``; None if it is no key."""
    match = _KEY.fullmatch(key)
    return match[1] if match else None


def must_digits(key: str) -> str:
    """Return the digits of ``key``; StoreError if it is no key that can be kept."""
    digits = digits_of(key)
    if digits is None:
        raise StoreError(f"{key[:80]} is no key that can be kept")
    return digits


def _checked(name: str) -> str:
    """Return ``name`` if it can be a file's name everywhere; StoreError."""
    if not _NAME.fullmatch(name):
        raise StoreError(f"{name[:80]!r} is no name for a note: letters, digits, dots, dashes only")
    return name
