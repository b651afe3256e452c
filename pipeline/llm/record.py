"""An answer as it is kept, and what a keeper of answers can do."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal, Protocol

from pipeline.faults import Fault
from pipeline.llm.answer import Response
from pipeline.llm.request import Asked, Json, Question
from pipeline.llm.usage import Usage
from pipeline.model import Noun, Provenance


class Record(Noun):
    """One kept answer. Holds no source text, no key to any endpoint, no header.

    ``prompt`` names the prompt file whose version ``asked`` holds the digest of; ``expects`` the
    noun that the answer makes.
    """

    format: Literal["broadsheet-answer/1"] = "broadsheet-answer/1"
    key: str
    stage: str
    prompt: str
    expects: str
    asked: Asked
    provenance: Provenance
    usage: Usage
    answer: Json

    @classmethod
    def of(cls, question: Question, response: Response) -> "Record":
        """Make the record of a fresh ``response``."""
        return Pending.of(question).answered(response.content, response.provenance, response.usage)

    def pending(self) -> "Pending":
        """Return the note of the question that this answers."""
        return Pending(
            key=self.key,
            stage=self.stage,
            prompt=self.prompt,
            expects=self.expects,
            asked=self.asked,
        )

    def response(self) -> Response:
        """Return the answer as a client gives it."""
        return Response(
            content=self.answer, usage=self.usage, provenance=self.provenance, kept=True
        )


class Pending(Noun):
    """A question that was handed out to be answered elsewhere: what its answer must fit."""

    key: str
    stage: str
    prompt: str
    expects: str
    asked: Asked

    @classmethod
    def of(cls, question: Question) -> "Pending":
        """Make the note of ``question``."""
        return cls(
            key=question.key,
            stage=question.stage,
            prompt=question.prompt,
            expects=question.expects.__name__,
            asked=question.asked,
        )

    def answered(self, content: Json, provenance: Provenance, usage: Usage) -> Record:
        """Return the record of the answer ``content`` to this question."""
        return Record(
            key=self.key,
            stage=self.stage,
            prompt=self.prompt,
            expects=self.expects,
            asked=self.asked,
            provenance=provenance,
            usage=usage,
            answer=content,
        )


class Broken(Noun):
    """What was to be a record or a note and is none: where it lies now, and what is wrong."""

    place: str
    why: str


class Store(Protocol):
    """Where answers are found. Every record is verified when it is read; a broken one is never
    served."""

    def get(self, key: str) -> Record | None:
        """Return the record kept under ``key``, or None."""
        ...

    def records(self) -> Iterator[Record]:
        """Go through all records, in the order of their keys."""
        ...

    @property
    def broken(self) -> tuple[Broken, ...]:
        """What was found broken so far."""
        ...


class Archive(Store, Protocol):
    """A store that answers are kept in, with what a run that pays for them needs.

    Whatever writes raises StoreError where that fails, and leaves what was kept as it was. ``get``
    may be called while another thread is inside ``put_many``.
    """

    @property
    def place(self) -> str:
        """Where the store lies, for messages."""
        ...

    def put(self, record: Record) -> None:
        """Keep ``record``, whole or not at all: durable when this returns."""
        ...

    def put_many(self, records: Sequence[Record]) -> None:
        """Keep ``records`` at the price of one: all durable when this returns.

        After an error each of them is kept whole or not at all.
        """
        ...

    def remove(self, key: str) -> None:
        """Remove the record under ``key``; nothing happens if there is none."""
        ...

    def check_writable(self) -> None:
        """Raise StoreError unless a record can be written: before anything is paid for."""
        ...

    def check_room(self, answers: int) -> None:
        """Raise StoreError unless the disk has room for ``answers`` more; cheap."""
        ...

    def claim(self, key: str) -> bool:
        """Take the right to ask the question ``key``; False if someone else has it now.

        Holds against every other process and every other store object, does not wait, and ends
        with :meth:`release` or with the process, however that ends.
        """
        ...

    def release(self, key: str) -> None:
        """Give the right to ask ``key`` back; nothing happens where it is not held."""
        ...

    def hand_out(self, pending: Pending) -> None:
        """Note that a question goes out to be answered elsewhere; its answer ends the note."""
        ...

    def handed_out(self, key: str) -> Pending | None:
        """Return the note of the question under ``key``, or None if it never went out from here."""
        ...

    def note(self, kind: str, name: str, document: dict[str, Any]) -> None:
        """Keep a small ``document`` beside the answers; one of the same name is replaced."""
        ...

    def noted(self, kind: str, name: str) -> dict[str, Any] | None:
        """Return the document kept under ``kind`` and ``name``, or None where none holds."""
        ...

    def notes(self, kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """Go through all documents of ``kind`` with their names, in the order of these."""
        ...

    def drop_note(self, kind: str, name: str) -> None:
        """Remove a document; nothing happens if there is none."""
        ...

    def beside(self, name: str) -> Path:
        """Return where a companion file ``name`` of this store lies."""
        ...

    def close(self) -> None:
        """Give back claims and open files. The store can be used again; it then opens them anew."""
        ...


class StoreError(Fault):
    """A store cannot be used or written; the message says which and what to do."""
