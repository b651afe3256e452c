"""Layers around a client, each of which does one thing.

:func:`pipeline.llm.live` puts together what a live run needs; a replay is :class:`Replayed` alone.
"""

import asyncio
from collections.abc import Awaitable, Callable

from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_attempt
from tenacity.wait import wait_exception, wait_random_exponential

from pipeline.llm.answer import Response, check_answer
from pipeline.llm.client import Client
from pipeline.llm.errors import AnswerMissing, InvalidAnswer, Transient
from pipeline.llm.miss import Nearest, explain
from pipeline.llm.record import Archive, Record, Store
from pipeline.llm.request import Question


class Cached:
    """Serves what the store has; asks ``inner`` for the rest and keeps it before it is used.

    The same question asked twice at once is asked once: the second waits for the first.
    """

    def __init__(self, inner: Client, store: Archive) -> None:
        self._inner = inner
        self._store = store
        self._asking: dict[str, asyncio.Lock] = {}

    async def answer(self, question: Question) -> Response:
        """Return the kept answer, or the fresh one once it is kept."""
        lock = self._asking.setdefault(question.key, asyncio.Lock())
        try:
            async with lock:
                record = self._store.get(question.key)
                if record is not None:
                    return served(record, question)
                response = await self._inner.answer(question)
                self._store.put(Record.of(question, response))
                return response
        finally:
            if not lock.locked():
                self._asking.pop(question.key, None)


class Replayed:
    """Serves what the store has, and nothing else."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._nearest = Nearest(store)

    async def answer(self, question: Question) -> Response:
        """Return the kept answer; raise AnswerMissing, saying what changed, where there is none."""
        record = self._store.get(question.key)
        if record is None:
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


class Gated:
    """Lets at most ``limit`` questions through at once."""

    def __init__(self, inner: Client, limit: int) -> None:
        self._inner = inner
        self._gate = asyncio.Semaphore(limit)

    async def answer(self, question: Question) -> Response:
        """Wait for a place, then ask."""
        async with self._gate:
            return await self._inner.answer(question)


class Retried:
    """Asks again after a fault that may pass: the only layer that retries.

    The wait is what the endpoint says (Retry-After), else random and growing, so that many askers
    do not come back at the same moment.
    """

    def __init__(
        self,
        inner: Client,
        attempts: int = 5,
        longest_wait: float = 60.0,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._inner = inner
        self._attempts = attempts
        self._sleep = sleep
        self._longest = longest_wait
        self._backoff = wait_random_exponential(multiplier=1, max=longest_wait)

    async def answer(self, question: Question) -> Response:
        """Ask until there is an answer or ``attempts`` are spent; then raise the last fault."""
        retrying = AsyncRetrying(
            retry=retry_if_exception_type(Transient),
            stop=stop_after_attempt(self._attempts),
            wait=wait_exception(self._said) + self._backoff,
            sleep=self._sleep,
            reraise=True,
        )
        return await retrying(self._inner.answer, question)

    def _said(self, fault: BaseException) -> float:
        said = fault.retry_after if isinstance(fault, Transient) else None
        return min(said or 0.0, self._longest)
