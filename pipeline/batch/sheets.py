"""Input files of batches: as many as the questions need, each within the provider's limits."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from typing import IO, NamedTuple

from pipeline.llm import Archive, Pending, Question, Request
from pipeline.llm.attempt import Attempt
from pipeline.llm.prices import Price, worst
from pipeline.llm.request import digits
from pipeline.llm.tokens import completion_at_most, prompt_at_most
from pipeline.llm.wire import Spelling, batch_line

_RAISED = "raised"


class Asked(NamedTuple):
    """A question on a sheet, and the most that it can cost (USD, None where no price is known)."""

    key: str
    stage: str
    worst: float | None


@dataclass
class Sheet:
    """One input file and what is asked in it."""

    file: IO[bytes]
    asked: list[Asked] = field(default_factory=list)
    size: int = 0
    hash: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    @property
    def worst(self) -> float:
        """The most that it can cost, in USD, as far as prices are known."""
        return sum(one.worst or 0.0 for one in self.asked)


class Sheets:
    """Writes questions to temporary files of ``requests`` lines and ``size`` bytes at the most.

    ``host`` and ``spelling`` say how the endpoint is asked, ``price`` what a batch costs there.
    """

    def __init__(
        self,
        store: Archive,
        host: str,
        spelling: Spelling | None,
        price: Price | None,
        requests: int,
        size: int,
    ) -> None:
        self._store = store
        self._host, self._spelling, self._price = host, spelling, price
        self._requests, self._size = requests, size
        self._sheets: list[Sheet] = []
        self._files = ExitStack()

    def add(self, question: Question) -> None:
        """Write ``question``, and note in the store what its answer must fit."""
        request = _raised(question, self._store)
        line = batch_line(question.key, request, self._host, self._spelling)
        data = json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        self._store.hand_out(Pending.of(question))
        sheet = self._sheet_for(len(data))
        sheet.file.write(data)
        sheet.hash.update(data)
        sheet.size += len(data)
        sheet.asked.append(Asked(question.key, question.stage, self._worst(request)))

    def __iter__(self) -> Iterator[Sheet]:
        return iter(self._sheets)

    def __len__(self) -> int:
        """Return the number of questions."""
        return sum(len(sheet.asked) for sheet in self._sheets)

    @property
    def worst(self) -> float:
        """The most that all of it can cost, in USD, as far as prices are known."""
        return sum(sheet.worst for sheet in self._sheets)

    def __enter__(self) -> "Sheets":
        return self

    def __exit__(self, *_: object) -> None:
        self._files.close()

    def _sheet_for(self, more: int) -> Sheet:
        last = self._sheets[-1] if self._sheets else None
        if last is None or len(last.asked) >= self._requests or last.size + more > self._size:
            file = TemporaryFile()  # noqa: SIM115 - the stack closes it
            last = Sheet(self._files.enter_context(file))
            self._sheets.append(last)
        return last

    def _worst(self, request: Request) -> float | None:
        if self._price is None:
            return None
        return worst(self._price, prompt_at_most(request), completion_at_most(request))


def note_too_short(key: str, store: Archive, batch: str) -> bool:
    """Remember that the answer to ``key`` in our ``batch`` was cut at its token limit: it is asked
    once more, with twice the limit. False if that was done already."""
    name = digits(key)
    noted = store.noted(_RAISED, name)
    if noted is not None:
        return noted.get("batch") == batch
    store.note(_RAISED, name, {"batch": batch})
    return True


def _raised(question: Question, store: Archive) -> Request:
    """Return the request to send: with twice the token limit where the last answer was cut."""
    noted = store.noted(_RAISED, digits(question.key))
    return question.request if noted is None else Attempt.first(question).raised().request
