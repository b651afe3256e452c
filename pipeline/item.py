"""One article through all stages: summarize, translate, check, repair."""

import asyncio
from collections.abc import Sequence
from typing import Final

from pipeline.desk import Desk, Trail
from pipeline.model import (
    Article,
    Finding,
    Item,
    ItemStatus,
    Outcome,
    Summary,
    Term,
    Translation,
    UnitState,
)
from pipeline.parts import translated
from pipeline.summarize import summary_question, summary_repair
from pipeline.translate import in_order, merge, translation_repair
from pipeline.verify import verify_names, verify_summary, verify_translation

Findings = tuple[Finding, ...]
_LOST: Final = frozenset(("paragraph.missing", "paragraph.empty", "text.refused"))
"""Where no English is left: worse than any number of errors in English that is there."""


async def make_item(
    desk: Desk, article: Article, subject: str, date: str | None = None
) -> tuple[Item, Trail]:
    """Return the item of ``article``, and what happened on the way.

    ``subject`` is what messages call the article, ``date`` (ISO) when it appeared. Repair asks
    once, for what has an error. Each unit keeps the better of its two renderings (less lost, then
    fewer errors, then fewer warnings; else the first), so nothing loops and nothing gets worse.
    """
    terms = desk.terms(article)
    translating = asyncio.create_task(_translation(desk, article, subject, terms, date))
    try:
        summary, summary_findings, trail = await _summary(desk, article, subject, terms, date)
    finally:  # whatever happens to one, what the other has sent for is paid for
        await asyncio.wait([translating])
    translation, findings, repaired, more = translating.result()
    refused = any(failure.kind == "refused" for failure in more.failures)
    outcomes = _outcomes(article, translation, repaired, refused)
    trail.extend(more)
    if summary is not None and translation is not None:
        summary_findings += verify_names(article, summary, translation)
    item = Item(
        article=article,
        status=_status(summary, translation, outcomes, summary_findings + findings),
        summary=summary,
        translation=translation,
        outcomes=outcomes,
        summary_findings=summary_findings,
        findings=findings,
        failures=tuple(trail.failures),
        provenance=tuple(trail.provenance),
    )
    return item, trail


async def _summary(
    desk: Desk, article: Article, subject: str, terms: Sequence[Term], date: str | None
) -> tuple[Summary | None, Findings, Trail]:
    trail = Trail()
    question = summary_question(desk.questions, article, subject, terms)
    first = await desk.ask(question, Summary, trail)
    if first is None:
        return None, (), trail
    findings = verify_summary(article, first, date=date)
    errors = _errors(findings)
    if not errors or not desk.repair:
        return first, findings, trail
    again = summary_repair(desk.questions, article, subject, first, errors, terms)
    second = await desk.ask(again, Summary, trail)
    if second is not None:
        left = verify_summary(article, second, date=date)
        if _rank(left) < _rank(findings):
            return second, left, trail
    return first, findings, trail


async def _translation(
    desk: Desk, article: Article, subject: str, terms: Sequence[Term], date: str | None
) -> tuple[Translation | None, Findings, frozenset[str], Trail]:
    """Return the translation, what is still wrong with it, and the ids that repair mended."""
    trail = Trail()
    answer = await translated(desk, article, subject, terms, trail)
    if answer is None:
        return None, (), frozenset(), trail
    findings = verify_translation(article, answer, terms, date=date)
    first = in_order(article, answer)
    errors = _errors(findings)
    wrong = {unit.id for unit in article.units()} & {error.paragraph for error in errors}
    if not wrong or not desk.repair:
        return first, findings, frozenset(), trail
    again = translation_repair(desk.questions, article, subject, first, errors, terms)
    second = await desk.ask(again, Translation, trail)
    if second is None:
        return first, findings, frozenset(), trail
    second = in_order(article, second)

    def verified(translation: Translation) -> Findings:
        return verify_translation(article, translation, terms, date=date)

    before, after = verified(first), verified(merge(article, first, second, wrong))
    # A unit that was not given again may be better for its neighbour's sake: it was not repaired.
    given = wrong & {rendering.id for rendering in second.paragraphs if rendering.text.strip()}
    mended = frozenset(unit for unit in given if _rank(after, unit) < _rank(before, unit))
    better = merge(article, first, second, mended)
    left = verified(better)
    if _rank(left) >= _rank(before):  # none was mended, or only at the cost of another unit
        return first, findings, frozenset(), trail
    return better, left, mended, trail


def _errors(findings: Findings) -> Findings:
    return tuple(finding for finding in findings if finding.severity == "error")


def _rank(findings: Findings, unit: str | None = None) -> tuple[int, int, int]:
    """How bad it is, all in all or in one ``unit``: texts lost, then errors, then warnings."""
    found = [one for one in findings if unit in (None, one.paragraph)]
    errors = sum(one.severity == "error" for one in found)
    lost = sum(one.check in _LOST for one in found)
    return lost, errors, len(found) - errors


def _outcomes(
    article: Article, translation: Translation | None, repaired: frozenset[str], refused: bool
) -> tuple[Outcome, ...]:
    given = {r.id for r in translation.paragraphs if r.text.strip()} if translation else set()

    def state(unit: str) -> UnitState:
        if unit in given:
            return "repaired" if unit in repaired else "translated"
        return "refused" if refused else "failed"

    return tuple(Outcome(id=unit.id, state=state(unit.id)) for unit in article.units())


def _status(
    summary: Summary | None,
    translation: Translation | None,
    outcomes: Sequence[Outcome],
    findings: Findings,
) -> ItemStatus:
    if summary is None or translation is None:
        return "failed"
    whole = all(outcome.state in ("translated", "repaired") for outcome in outcomes)
    return "ok" if whole and not _errors(findings) else "degraded"
