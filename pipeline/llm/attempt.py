"""One request of those that an answer may take, and who sends it."""

from dataclasses import dataclass, replace
from typing import Protocol

from pipeline.llm.answer import Response
from pipeline.llm.request import Message, Question, Request

_AGAIN = (
    "This answer was not accepted: {why}. Answer the same question again, whole, as one JSON "
    "object that fits the schema, and write nothing else."
)
_QUOTED = 20_000


@dataclass(frozen=True)
class Attempt:
    """What is sent to get ``question`` answered.

    ``request`` is the question's own, but for a word on what was wrong with the last answer or a
    higher token limit. Whatever was sent, the answer is one to the question and kept under its key.
    """

    question: Question
    request: Request
    number: int = 1

    @classmethod
    def first(cls, question: Question) -> "Attempt":
        """Return the first attempt: the question's request as it is."""
        return cls(question, question.request)

    def again(self) -> "Attempt":
        """Return the next attempt, of the same request."""
        return replace(self, number=self.number + 1)

    def mended(self, answer: str, why: str) -> "Attempt":
        """Return the next attempt, which shows the model its ``answer`` and what is wrong."""
        said = (Message(role="assistant", content=answer[:_QUOTED]),) if answer else ()
        told = Message(role="user", content=_AGAIN.format(why=why))
        request = self.request.model_copy(
            update={"messages": (*self.question.request.messages, *said, told)}
        )
        return replace(self, request=request, number=self.number + 1)

    def raised(self) -> "Attempt":
        """Return the next attempt, with twice the token limit."""
        parameters = self.request.parameters
        limit = (parameters.max_tokens or 0) * 2 or None
        request = self.request.model_copy(
            update={"parameters": parameters.model_copy(update={"max_tokens": limit})}
        )
        return replace(self, request=request, number=self.number + 1)


class Asker(Protocol):
    """Sends one attempt, and does not try again: that is for who asked."""

    async def ask(self, attempt: Attempt) -> Response:
        """Return the answer, checked against the question's schema; raise ClientError."""
        ...
