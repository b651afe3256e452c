"""Who can be asked: the protocol that every layer speaks."""

from typing import Protocol

from pipeline.llm.answer import Response
from pipeline.llm.request import Question


class Client(Protocol):
    """Answers questions.

    A layer is a client that wraps a client and does one thing more. All layers raise
    :class:`~pipeline.llm.errors.ClientError` and nothing else.
    """

    async def answer(self, question: Question) -> Response:
        """Return the answer to ``question``, checked against its schema."""
        ...
