"""An answer as it is kept, and what a keeper of answers can do."""

from collections.abc import Iterator
from typing import Literal, Protocol

from pipeline.faults import Fault
from pipeline.llm.answer import Response, Usage
from pipeline.llm.request import Asked, Json, Question
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
    """A file that was to be a record and is none: where it lies now, and what is wrong with it."""

    place: str
    why: str


class Store(Protocol):
    """Keeps answers. Every record is verified when it is read; a broken one is never served."""

    def get(self, key: str) -> Record | None:
        """Return the record kept under ``key``, or None."""
        ...

    def put(self, record: Record) -> None:
        """Keep ``record``, whole or not at all (StoreError if it cannot be kept)."""
        ...

    def records(self) -> Iterator[Record]:
        """Go through all records, in the order of their keys."""
        ...

    @property
    def broken(self) -> tuple[Broken, ...]:
        """What was found broken so far."""
        ...


class StoreError(Fault):
    """A store cannot be used or written; the message says which and what to do."""
