"""What is known of each batch: a note beside the answers, durable before anything leaves.

A batch is ``intent`` before its file is uploaded, ``uploaded`` before it is made (from here on the
provider may have it), ``submitted`` once the provider's name for it is known, and ``fetched`` once
all its answers are durable. Until then its questions are under way: nobody submits them again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal, NamedTuple

from pydantic import ValidationError

from pipeline.llm import Archive, Later, StoreError
from pipeline.llm.ledger import Money
from pipeline.llm.prices import Price
from pipeline.llm.request import SCHEME, digest, digits
from pipeline.model import Noun

KIND = "batches"
_CLAIM = f"{SCHEME}:{digits(digest('who deals with the batches of this store'))}"
State = Literal["intent", "uploaded", "submitted", "fetched"]


class Submission(Noun):
    """One batch.

    ``id`` is our own name for it, ``file`` and ``batch`` are the provider's names; ``sha256`` and
    ``size`` (bytes) are of the input file. ``worst`` is the most that it can cost, in USD, None
    where no ``price`` is known. ``posted`` is when (Unix seconds) the provider was about to be
    asked to make it. ``ended`` is the status that it was fetched in; ``keys`` is then empty, and
    ``questions`` says how many there were.
    """

    format: Literal["broadsheet-batch/1"] = "broadsheet-batch/1"
    id: str
    at: str
    state: State
    endpoint: str
    host: str
    provider: str
    model: str
    questions: int
    keys: tuple[str, ...]
    sha256: str
    size: int
    price: Price | None
    worst: Money | None
    file: str | None = None
    posted: float | None = None
    batch: str | None = None
    ended: str | None = None

    def now(self, state: State, **known: Any) -> "Submission":
        """Return it in another state, with what is known by then."""
        return self.model_copy(update={"state": state, **known})


class Book:
    """The batches that ``store`` knows of."""

    def __init__(self, store: Archive) -> None:
        self._store = store

    def keep(self, submission: Submission) -> Submission:
        """Note ``submission``, durable when this returns, and return it; StoreError."""
        self._store.note(KIND, submission.id, submission.model_dump(mode="json"))
        return submission

    def drop(self, submission: Submission) -> None:
        """Forget a submission that came to nothing."""
        self._store.drop_note(KIND, submission.id)

    def all(self) -> Iterator[Submission]:
        """Go through all of them, those that are fetched too.

        StoreError for one that cannot be understood: what is in it might be asked again.
        """
        for name, document in self._store.notes(KIND):
            try:
                yield Submission.model_validate(document)
            except ValidationError:
                raise StoreError(
                    f"the batch {name} in {self._store.place} was noted by another version of "
                    "Broadsheet; deal with it by that version"
                ) from None

    def under_way(self) -> list[Submission]:
        """Return those that are not fetched, oldest first."""
        open_ones = [one for one in self.all() if one.state != "fetched"]
        return sorted(open_ones, key=lambda one: (one.at, one.id))

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Be the only one, in all processes, who submits and fetches; raise Busy if one does."""
        if not self._store.claim(_CLAIM):
            raise Busy(
                f"another process deals with the batches of {self._store.place} just now, and "
                "nothing was done; run the same command again when it has ended"
            )
        try:
            yield
        finally:
            self._store.release(_CLAIM)


class Busy(Later):
    """Somebody else deals with the batches of the store."""

    kind = "busy"


class Promised(NamedTuple):
    """What is under way: how many batches, and the most that they may still cost, in USD, as far
    as known."""

    batches: int
    usd: float


def committed(store: Archive) -> Promised:
    """Return what the batches under way are, to whoever else spends."""
    under_way = Book(store).under_way()
    return Promised(len(under_way), sum(one.worst or 0.0 for one in under_way))
