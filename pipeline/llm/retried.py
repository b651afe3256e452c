"""Asking again: the one place where anything is."""

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_after_attempt
from tenacity.wait import wait_random_exponential

from pipeline.llm.answer import Response
from pipeline.llm.attempt import Asker, Attempt
from pipeline.llm.errors import ClientError, InvalidAnswer, Transient, Truncated, Unsuited
from pipeline.llm.halt import Halt
from pipeline.llm.request import Question


class Retried:
    """Asks again: the only layer that does, whatever the reason.

    After a fault that may pass, after a wait that grows at random, unless the endpoint said how
    long (then the gate waits, for all). After an answer that is none, once, quoting what is wrong
    with it. After one that was cut, once, with twice the token limit. No more than ``attempts``
    requests for an answer, and no more than ``ambiguous`` of them that may have been paid for.
    ``backoff`` is the longest that the first wait can be, in seconds; each next one may be twice
    as long, up to half a minute.
    """

    def __init__(
        self,
        inner: Asker,
        halt: Halt,
        attempts: int = 5,
        ambiguous: int = 2,
        backoff: float = 0.5,
    ) -> None:
        self._inner = inner
        self._halt = halt
        self._attempts = attempts
        self._ambiguous = ambiguous
        self._backoff = wait_random_exponential(multiplier=backoff, max=30)

    async def answer(self, question: Question) -> Response:
        """Ask until there is an answer or the attempts are spent; then raise the last fault."""
        course = _Course(question, self._ambiguous)
        retrying = AsyncRetrying(
            retry=retry_if_exception(course.goes_on),
            stop=stop_after_attempt(self._attempts),
            wait=self._wait,
            sleep=self._halt.sleep,
            reraise=True,
        )

        async def ask() -> Response:
            return await self._inner.ask(course.attempt)

        return await retrying(ask)

    def _wait(self, state: RetryCallState) -> float:
        fault = state.outcome.exception() if state.outcome else None
        if isinstance(fault, Transient) and fault.retry_after is None:
            return self._backoff(state)
        return 0.0


class _Course:
    """The attempts at one answer: which is next, and whether there is a next one."""

    def __init__(self, question: Question, ambiguous: int) -> None:
        self.attempt = Attempt.first(question)
        self._ambiguous = ambiguous
        self._mended = self._raised = False

    def goes_on(self, fault: BaseException) -> bool:
        """Make ready for the next attempt after ``fault``; False if there is to be none."""
        if isinstance(fault, ClientError) and fault.ambiguous:
            self._ambiguous -= 1
            if self._ambiguous <= 0:
                return False
        if isinstance(fault, Transient):
            self.attempt = self.attempt.again()
            return True
        if isinstance(fault, InvalidAnswer) and not self._mended:
            self._mended = True
            self.attempt = self.attempt.mended(fault.answer, str(fault))
            return True
        if isinstance(fault, Truncated) and not self._raised and self._limited:
            self._raised = True
            self.attempt = self.attempt.raised()
            return True
        if isinstance(fault, Unsuited):
            self.attempt = self.attempt.again()
            return True
        return False

    @property
    def _limited(self) -> bool:
        return self.attempt.request.parameters.max_tokens is not None
