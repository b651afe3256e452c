"""What a run works with, and the one place where a question turns into an answer or a reason."""

from dataclasses import dataclass, field
from typing import TypeVar

from pydantic import BaseModel

from pipeline.glossary import Glossary
from pipeline.llm import AnswerMissing, Client, ClientError, Question, Stop
from pipeline.model import Article, Failure, Provenance, Term
from pipeline.prompts import Questions

Answer = TypeVar("Answer", bound=BaseModel)


@dataclass(frozen=True)
class Miss:
    """A question that a replay has no answer to, and what is known of why."""

    question: Question
    why: str


@dataclass
class Trail:
    """What happened while one thing was made: where answers came from, what failed, what misses."""

    provenance: list[Provenance] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    missing: list[Miss] = field(default_factory=list)

    def extend(self, other: "Trail") -> None:
        """Add what happened in ``other``; a provenance that is known already is not repeated."""
        self.provenance += [one for one in other.provenance if one not in self.provenance]
        self.failures += other.failures
        self.missing += other.missing


@dataclass(frozen=True)
class Desk:
    """What a run works with.

    ``repair`` asks again for what checking flags as an error; ``referee`` asks the model about the
    borders of pages that the rules are less sure of than this (0: never).
    """

    client: Client
    questions: Questions
    glossary: Glossary = field(default_factory=Glossary)
    repair: bool = True
    referee: float = 0.0

    def terms(self, article: Article) -> tuple[Term, ...]:
        """Return the glossary rows that ``article`` needs."""
        return self.glossary.matching(article.text)

    async def ask(self, question: Question, expects: type[Answer], trail: Trail) -> Answer | None:
        """Return the answer to ``question``, or None with the reason in ``trail``.

        Raises Stop where no other question would be answered either.
        """
        try:
            response = await self.client.answer(question)
        except Stop:
            raise
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
