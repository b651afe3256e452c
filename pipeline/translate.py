"""Article → Translation, and the repair of those units in which an error was found."""

from collections.abc import Collection, Sequence

from pipeline.llm import Question
from pipeline.model import Article, Finding, Note, Rendering, Term, Translation
from pipeline.prompts import Questions, article_inputs

STAGE = "translate"


def translation_question(
    questions: Questions, article: Article, subject: str, terms: Sequence[Term] = ()
) -> Question:
    """Ask for the translation of ``article``; ``subject`` is what messages call it."""
    return questions.make(
        "translate",
        Translation,
        stage=STAGE,
        subject=subject,
        inputs=article_inputs(article, terms),
    )


def translation_repair(
    questions: Questions,
    article: Article,
    subject: str,
    translation: Translation,
    findings: Sequence[Finding],
    terms: Sequence[Term] = (),
) -> Question:
    """Ask again for the units that ``findings`` flag, quoting each and saying what is wrong."""
    known = {unit.id for unit in article.units()}
    flagged = [id for id in dict.fromkeys(finding.paragraph for finding in findings) if id in known]
    given = {rendering.id: rendering.text for rendering in translation.paragraphs}
    inputs = article_inputs(article, terms) | {
        "flagged": [
            {
                "id": id,
                "target": given.get(id, "") or "(nothing)",
                "findings": [found.message for found in findings if found.paragraph == id],
            }
            for id in flagged
        ]
    }
    return questions.make(
        "repair-translation",
        Translation,
        stage=f"{STAGE}.repair",
        subject=subject,
        inputs=inputs,
    )


def in_order(article: Article, translation: Translation) -> Translation:
    """Return ``translation`` in the order of the article: known units only, the first of each."""
    given: dict[str, Rendering] = {}
    for rendering in translation.paragraphs:
        given.setdefault(rendering.id, rendering)
    ordered = [given[unit.id] for unit in article.units() if unit.id in given]
    return translation.model_copy(update={"paragraphs": tuple(ordered)})


def merge(
    article: Article, first: Translation, second: Translation, take: Collection[str]
) -> Translation:
    """Return ``first`` with the units named in ``take`` from ``second``, and the new remarks."""
    chosen = {rendering.id: rendering for rendering in first.paragraphs}
    chosen |= {rendering.id: rendering for rendering in second.paragraphs if rendering.id in take}
    ordered = tuple(chosen[unit.id] for unit in article.units() if unit.id in chosen)
    return Translation(
        paragraphs=ordered,
        notes=_joined(first.notes, [note for note in second.notes if note.paragraph in take]),
        doubts=_joined(first.doubts, [note for note in second.doubts if note.paragraph in take]),
    )


def joined(parts: Sequence[Translation]) -> Translation | None:
    """Return the translations of the parts of an article as one; None if there is none.

    A unit that stands in several parts (the head does) is taken from the first.
    """
    if not parts:
        return None
    units: dict[str, Rendering] = {}
    for rendering in (one for part in parts for one in part.paragraphs):
        units.setdefault(rendering.id, rendering)
    return Translation(
        paragraphs=tuple(units.values()) if len(parts) > 1 else parts[0].paragraphs,
        notes=_joined((), [note for part in parts for note in part.notes]),
        doubts=_joined((), [note for part in parts for note in part.doubts]),
    )


def _joined(first: Sequence[Note], more: Sequence[Note]) -> tuple[Note, ...]:
    return tuple(dict.fromkeys([*first, *more]))
