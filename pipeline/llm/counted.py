"""Counting what a run asked, was served and spent."""

from dataclasses import dataclass

from pipeline.llm.answer import Response
from pipeline.llm.client import Client
from pipeline.llm.errors import AnswerMissing, ClientError, Stop
from pipeline.llm.request import Question


@dataclass
class Count:
    """Answers served from the store, asked live, missing and failed; tokens of the asked ones."""

    kept: int = 0
    asked: int = 0
    missing: int = 0
    failed: int = 0
    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0


class Counted:
    """Counts what passes through it in ``count``."""

    def __init__(self, inner: Client) -> None:
        self._inner = inner
        self.count = Count()

    async def answer(self, question: Question) -> Response:
        """Ask ``inner`` and count what came of it."""
        try:
            response = await self._inner.answer(question)
        except AnswerMissing:
            self.count.missing += 1
            raise
        except Stop:
            raise  # it was not asked, or its answer is of no use to anybody
        except ClientError:
            self.count.failed += 1
            raise
        if response.kept:
            self.count.kept += 1
        else:
            self.count.asked += 1
            self.count.prompt_tokens += response.usage.prompt_tokens
            self.count.cached_tokens += response.usage.cached_tokens
            self.count.completion_tokens += response.usage.completion_tokens
        return response
