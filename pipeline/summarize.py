"""Article → Summary."""

from collections.abc import Sequence

from pipeline.llm import Question
from pipeline.model import Article, Finding, Summary, Term
from pipeline.prompts import Questions, article_inputs

STAGE = "summarize"


def summary_question(
    questions: Questions, article: Article, subject: str, terms: Sequence[Term] = ()
) -> Question:
    """Ask for the summary of ``article``; ``subject`` is what messages call it."""
    return questions.make(
        "summarize", Summary, stage=STAGE, subject=subject, inputs=article_inputs(article, terms)
    )


def summary_repair(
    questions: Questions,
    article: Article,
    subject: str,
    summary: Summary,
    findings: Sequence[Finding],
    terms: Sequence[Term] = (),
) -> Question:
    """Ask again for ``summary``, naming what was found in it."""
    inputs = article_inputs(article, terms) | {
        "summary": summary.model_dump_json(indent=1),
        "findings": [finding.message for finding in findings],
    }
    return questions.make(
        "repair-summary", Summary, stage=f"{STAGE}.repair", subject=subject, inputs=inputs
    )
