"""Summaries → the page at a glance."""

from collections.abc import Sequence

from pipeline.llm import Question
from pipeline.model import Article, Lead, Summary
from pipeline.prompts import Questions

STAGE = "lead"


def lead_question(
    questions: Questions, items: Sequence[tuple[Article, Summary]], subject: str
) -> Question:
    """Ask what the page as a whole says, from what its articles say."""
    inputs = {
        "items": [
            {
                "id": article.id,
                "kind": article.kind,
                "headline": summary.headline,
                "gist": [statement.text for statement in summary.gist],
            }
            for article, summary in items
        ]
    }
    return questions.make("lead", Lead, stage=STAGE, subject=subject, inputs=inputs)
