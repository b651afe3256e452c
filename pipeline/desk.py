"""What a run works with, and the one place where a question turns into an answer or a reason."""

import asyncio
from collections.abc import Awaitable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from pydantic import BaseModel

from pipeline.faults import Fault
from pipeline.glossary import Glossary
from pipeline.llm import AnswerMissing, Client, ClientError, Halt, Question, Stop, StoreError
from pipeline.model import Article, Failure, Provenance, Term
from pipeline.prompts import Questions

Answer = TypeVar("Answer", bound=BaseModel)
Made = TypeVar("Made")


@dataclass(frozen=True)
class Miss:
    """A question that a replay has no answer to, and what is known of why."""

    question: Question
    why: str


@dataclass
class Trail:
    """What happened while one thing was made: where answers came from, what failed, what misses.

    ``stopped`` is what ended the run meanwhile: the thing is not finished, and that is no failure
    of its own.
    """

    provenance: list[Provenance] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    missing: list[Miss] = field(default_factory=list)
    stopped: Fault | None = None

    @property
    def finished(self) -> bool:
        """Whether all that was asked came to an end, good or bad."""
        return not self.missing and self.stopped is None

    def extend(self, other: "Trail") -> None:
        """Add what happened in ``other``; a provenance that is known already is not repeated."""
        self.provenance += [one for one in other.provenance if one not in self.provenance]
        self.failures += other.failures
        self.missing += other.missing
        self.stopped = self.stopped or other.stopped


@dataclass(frozen=True)
class Desk:
    """What a run works with.

    ``halt`` ends the run from within. ``repair`` asks again for what checking flags as an error;
    ``referee`` asks the model about the borders of pages that the rules are less sure of than this
    (0: never).
    """

    client: Client
    questions: Questions
    halt: Halt = field(default_factory=Halt)
    glossary: Glossary = field(default_factory=Glossary)
    repair: bool = True
    referee: float = 0.0

    def terms(self, article: Article) -> tuple[Term, ...]:
        """Return the glossary rows that ``article`` needs."""
        return self.glossary.matching(article.text)

    async def ask(self, question: Question, expects: type[Answer], trail: Trail) -> Answer | None:
        """Return the answer to ``question``, or None with the reason in ``trail``.

        Where no other question would be answered either, the run is halted.
        """
        try:
            response = await self.client.answer(question)
        except (Stop, StoreError) as fault:
            self.halt.now(fault)
            trail.stopped = fault
        except AnswerMissing as error:
            trail.missing.append(Miss(question, str(error)))
        except ClientError as error:
            trail.failures.append(
                Failure(stage=question.stage, kind=error.kind, message=str(error))
            )
        else:
            if response.provenance not in trail.provenance:
                trail.provenance.append(response.provenance)
            return expects.model_validate(response.content)
        return None


async def all_of(works: Iterable[Awaitable[Made]]) -> list[Made]:
    """Return what ``works`` come to, in their order, once all have ended.

    If one fails it is raised then, and not while others wait for answers that are paid for.
    """
    ended = await asyncio.gather(*works, return_exceptions=True)
    made: list[Made] = []
    for one in ended:
        if isinstance(one, BaseException):
            raise one
        made.append(one)
    return made
