"""Clients for tests, ours and yours: no network, no surprise.

>>> client = Scripted(lambda question: {"points": [{"text": "All quiet.", "cites": ["a1"]}]})
"""

from collections.abc import Callable, Iterable

from pipeline.llm.answer import Response, check_answer
from pipeline.llm.attempt import Attempt
from pipeline.llm.errors import ClientError
from pipeline.llm.request import Json, Question
from pipeline.llm.usage import Usage
from pipeline.llm.wire import Spelling
from pipeline.model import Provenance

Reply = Json | ClientError


class Scripted:
    """Answers with what ``script`` gives: a function of the question, or replies one by one.

    A reply that is a ClientError is raised. Answers are checked against the schema as real ones
    are. ``asked`` lists the questions, in the order in which they came. It can stand for a whole
    client, or (by ``ask``, with ``attempts`` as the list) for the endpoint alone.
    """

    def __init__(self, script: Callable[[Question], Reply] | Iterable[Reply]) -> None:
        self._script = script if callable(script) else _one_by_one(script)
        self.asked: list[Question] = []
        self.attempts: list[Attempt] = []
        self.spelling = Spelling()

    async def answer(self, question: Question) -> Response:
        """Return the scripted answer."""
        self.asked.append(question)
        reply = self._script(question)
        if isinstance(reply, ClientError):
            raise reply
        check_answer(reply, question.expects)
        provenance = Provenance(
            origin="live",
            provider=question.request.provider,
            model=question.request.model,
            host="test.invalid",
            date="2000-01-01",
        )
        usage = Usage(prompt_tokens=100, completion_tokens=50)
        return Response(content=reply, usage=usage, provenance=provenance)

    async def ask(self, attempt: Attempt) -> Response:
        """Return the scripted answer to the question of ``attempt``."""
        self.attempts.append(attempt)
        return await self.answer(attempt.question)

    async def close(self) -> None:
        """Do nothing: nothing was opened."""


class Forbidden:
    """A client that must not be asked: it fails whoever does."""

    async def answer(self, question: Question) -> Response:
        """Raise AssertionError."""
        raise AssertionError(f"asked about {question.subject} though nothing was to be asked")


def _one_by_one(replies: Iterable[Reply]) -> Callable[[Question], Reply]:
    remaining = iter(replies)

    def reply(question: Question) -> Reply:
        try:
            return next(remaining)
        except StopIteration:
            raise AssertionError(f"no reply is left for {question.subject}") from None

    return reply
