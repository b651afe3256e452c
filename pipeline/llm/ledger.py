"""The ledger: what was sent, and what came of it, over all runs.

One JSON object a line, only ever appended. An entry ``sent`` is written before a request leaves, an
entry ``settled`` when it is back. A request that was sent and never settled may have been paid for:
its process was killed, or it is still under way. There is neither a key to an endpoint nor any text
in it.

Each line is one write to a file opened for appending, so several processes can share a ledger, and
what was written outlives the process that is killed. It is not forced to disk: after a power
failure the last entries may be missing. A line that is cut (a full disk) is skipped and counted;
what another process wrote right behind it on the same line is found again.
"""

import os
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from pipeline.llm.prices import Way
from pipeline.llm.record import StoreError
from pipeline.llm.usage import Usage
from pipeline.model import Noun

ANSWERED = "answered"
"""The outcome of a request that brought an answer; every other outcome names what went wrong."""

Money = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Moment = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")]


class _Line(Noun):
    # A later version may say more in a line; what this one knows of it is still true.
    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str  # first of all: an entry behind a cut one is found by it
    at: Moment


class Sent(_Line):
    """A request is about to leave.

    ``at`` is in UTC; ``attempt`` counts from 1 for each question; ``worst`` is the most that it can
    cost, in USD, None where no price is known.
    """

    entry: Literal["sent"] = "sent"
    run: str
    way: Way
    key: str
    stage: str
    model: str
    provider: str
    attempt: int = Field(ge=1)
    worst: Money | None


class Settled(_Line):
    """What came of the request ``id``.

    ``cost`` is what is certain, in USD, None where no price is known; ``ambiguous`` that it may
    have been paid for and nobody can tell.
    """

    entry: Literal["settled"] = "settled"
    outcome: str
    usage: Usage | None
    cost: Money | None
    ambiguous: bool


class Unread(Noun):
    """A line that is no entry: cut, or not ours."""

    line: int


Entry = Sent | Settled | Unread

_BEGIN = b'{"id":'

_ENTRY: TypeAdapter[Sent | Settled] = TypeAdapter(
    Annotated[Sent | Settled, Field(discriminator="entry")]
)


class Ledger:
    """Appends to the ledger at ``path``; the file is made with the first entry.

    ``run`` names the run that it writes for (by default a random name).
    """

    def __init__(self, path: Path, run: str | None = None) -> None:
        self.path = path
        self.run = run or secrets.token_hex(6)
        self._descriptor: int | None = None

    def sent(
        self,
        *,
        key: str,
        stage: str,
        model: str,
        provider: str,
        attempt: int = 1,
        worst: float | None = None,
        way: Way = "live",
    ) -> str:
        """Note a request that is about to leave; return its id. StoreError: then do not send it."""
        entry = Sent(
            id=secrets.token_hex(8),
            at=_now(),
            run=self.run,
            way=way,
            key=key,
            stage=stage,
            model=model,
            provider=provider,
            attempt=attempt,
            worst=worst,
        )
        self._append(entry)
        return entry.id

    def settled(
        self,
        id: str,
        *,
        outcome: str,
        usage: Usage | None = None,
        cost: float | None = None,
        ambiguous: bool = False,
    ) -> None:
        """Note what came of the request ``id``, whichever process sent it. StoreError."""
        self._append(
            Settled(id=id, at=_now(), outcome=outcome, usage=usage, cost=cost, ambiguous=ambiguous)
        )

    def close(self) -> None:
        """Close the file; it is opened again when it is needed."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _append(self, entry: Sent | Settled) -> None:
        line = entry.model_dump_json().encode() + b"\n"
        try:
            if self._descriptor is None:
                self._descriptor = self._open()
            written = os.write(self._descriptor, line)
        except OSError as error:
            raise _full(self.path, error.strerror or "it cannot be written") from None
        if written < len(line):
            raise _full(self.path, "only part of an entry could be written")

    def _open(self) -> int:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o644)


def _full(path: Path, why: str) -> StoreError:
    return StoreError(
        f"the ledger {path} cannot be kept ({why}), and what cannot be written down is not paid "
        "for; free some space or name another --cache, then run again"
    )


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read(path: Path) -> Iterator[Entry]:
    """Go through the entries at ``path`` in the order in which they were written.

    A file that is not there is an empty ledger; StoreError for one that cannot be read.
    """
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                yield from _entries(line, number)
    except FileNotFoundError:
        return
    except OSError as error:
        raise StoreError(f"the ledger {path} cannot be read ({error.strerror})") from None


def _entries(line: bytes, number: int) -> Iterator[Entry]:
    """Give the entry of ``line``; of a cut one, with the next behind it, say so and give that."""
    entry = _entry(line)
    if entry:
        yield entry
        return
    yield Unread(line=number)
    start = line.rfind(_BEGIN)
    behind = _entry(line[start:]) if start > 0 else None
    if behind:
        yield behind


def _entry(line: bytes) -> Sent | Settled | None:
    try:
        return _ENTRY.validate_json(line)
    except ValidationError:
        return None
