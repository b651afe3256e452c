"""Kept answers first: what the store has is served, and what is asked is kept before it is used."""

import asyncio
from dataclasses import replace

from pipeline.llm.answer import Response, check_answer
from pipeline.llm.client import Client
from pipeline.llm.errors import (
    AnswerMissing,
    ClientError,
    InvalidAnswer,
    Refused,
    TooLong,
    Truncated,
)
from pipeline.llm.halt import Halt
from pipeline.llm.keeper import Keeper
from pipeline.llm.miss import Nearest, explain
from pipeline.llm.record import Archive, Record, Store, StoreError
from pipeline.llm.request import Question, digits

_CUT = "cut"
_LOOK_AGAIN = 0.05
_LOOK_LATER = 1.0


class Cached:
    """Serves what the store has; asks ``inner`` for the rest and keeps it before it is used.

    The same question asked twice at once is asked once, in this process and in all others that work
    with the same store: the second waits for the first. An answer that cannot be kept, or could not
    be kept if it were asked for, ends the run.

    No more than ``at_once`` questions are under way, and one is until its answer is on disk: so
    many are lost at the most if the process is killed, however slow the disk.
    """

    def __init__(self, inner: Client, store: Archive, halt: Halt, at_once: int = 8) -> None:
        self._inner = inner
        self._at_once = at_once
        self._under_way = asyncio.Semaphore(at_once)
        self._store = store
        self._halt = halt
        self._keeper = Keeper(store)
        self._asking: dict[str, asyncio.Lock] = {}

    async def answer(self, question: Question) -> Response:
        """Return the kept answer, or the fresh one once it is kept."""
        record = self._store.get(question.key)
        if record is not None:
            return served(record, question)
        lock = self._asking.setdefault(question.key, asyncio.Lock())
        try:
            async with lock:
                return await self._ask(question)
        except StoreError as fault:
            self._halt.now(fault)
            raise
        finally:
            if not lock.locked():
                self._asking.pop(question.key, None)

    async def _ask(self, question: Question) -> Response:
        """Ask, as the only one who does, unless somebody else has meanwhile."""
        pause = _LOOK_AGAIN
        while not self._store.claim(question.key):
            await self._halt.sleep(pause)
            record = self._store.get(question.key)
            if record is not None:
                return served(record, question)
            pause = min(_LOOK_LATER, pause * 1.5)
        try:
            record = self._store.get(question.key)
            if record is not None:
                return served(record, question)
            refuse_known_cut(question, self._store)
            async with self._under_way:
                return await self._ask_and_keep(question)
        finally:
            self._store.release(question.key)

    async def _ask_and_keep(self, question: Question) -> Response:
        self._store.check_room(self._at_once)
        try:
            response = await self._inner.answer(question)
        except (Truncated, TooLong) as fault:
            note_cut(question.key, self._store, fault)
            raise
        await self._keeper.keep(Record.of(question, response))
        return response


class Replayed:
    """Serves what the store has, and nothing else."""

    def __init__(self, store: Archive) -> None:
        self._store = store
        self._nearest = Nearest(store)

    async def answer(self, question: Question) -> Response:
        """Return the kept answer; raise AnswerMissing, saying what changed, where there is none."""
        record = self._store.get(question.key)
        if record is None:
            refuse_known_cut(question, self._store)
            raise AnswerMissing(explain(question, self._store, self._nearest))
        return served(record, question)


def served(record: Record, question: Question) -> Response:
    """Return the answer of ``record`` if it still makes what ``question`` expects.

    A record can be whole and yet not fit, where a store was filled by a program that kept other
    schemas under the same words; it is then no answer.
    """
    try:
        check_answer(record.answer, question.expects)
    except InvalidAnswer as error:
        raise InvalidAnswer(f"the kept answer {record.key}: {error}") from None
    return record.response()


def note_cut(key: str, store: Archive, fault: ClientError) -> None:
    """Remember that the answer to ``key`` does not fit, whole: it is paid for once, and from then
    on its parts are asked at once, live and in a replay."""
    store.note(_CUT, digits(key), {"why": str(fault)})


def refuse_known_cut(question: Question, store: Archive) -> None:
    """Raise Truncated if the answer to ``question`` is known not to fit."""
    noted = store.noted(_CUT, digits(question.key))
    if noted is not None:
        raise Truncated(str(noted.get("why")))


class Fallback:
    """Asks another model where the first one declines, and only there.

    What the other model has answered before is served without asking the first one again.
    """

    def __init__(self, inner: Client, store: Store, model: str) -> None:
        self._inner = inner
        self._store = store
        self._model = model

    async def answer(self, question: Question) -> Response:
        """Return the first model's answer, or the other one's if the first declines."""
        other = replace(
            question, request=question.request.model_copy(update={"model": self._model})
        )
        for asked in (question, other):
            record = self._store.get(asked.key)
            if record is not None:
                return served(record, asked)
        try:
            return await self._inner.answer(question)
        except Refused:
            return await self._inner.answer(other)
