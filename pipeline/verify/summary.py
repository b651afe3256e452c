"""Whether a summary says only what the paragraphs it cites say."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from pipeline.model import Article, Entity, Figure, Finding, Lead, Statement, Summary
from pipeline.model.answer import Severity
from pipeline.verify import chinese, english, names, normal
from pipeline.verify.compare import differences
from pipeline.verify.figures import quoted
from pipeline.verify.findings import finding, shortened
from pipeline.verify.leftovers import bare_chinese
from pipeline.verify.quantity import DATE_KINDS, Quantity, is_year
from pipeline.verify.setting import Setting

_SPACES: Final = re.compile(r"\s+")


def check_summary(article: Article, summary: Summary, date: str | None = None) -> Iterator[Finding]:
    """Trace every statement, figure and name of ``summary`` to ``article``."""
    units = {unit.id: unit.text for unit in article.units()}
    whole = "\n".join(units.values())
    setting = Setting.of(date, chinese.quantities(whole))
    statements = [*summary.gist, *summary.key_points]
    if summary.date is not None:
        statements.append(summary.date)
    for statement in statements:
        yield from _unknown_cites(statement.cites, units, statement.text)
        yield from _statement(statement, units, setting)
    yield from _traced(summary.headline, whole, setting, None, "the article")
    for figure in summary.figures:
        yield from _unknown_cites(figure.cites, units, figure.value)
        yield from _figure(figure, units, setting)
    for entity in (*summary.people, *summary.organisations, *summary.places):
        yield from _entity(entity, whole)
    for person in summary.people:
        yield from _pinyin(person)
    yield from _chinese_left(summary)


def check_lead(summaries: Mapping[str, Summary], lead: Lead) -> Iterator[Finding]:
    """Trace the figures and cites of the page lead to the summaries of the articles it cites."""
    for point in lead.points:
        unknown = [cite for cite in point.cites if cite not in summaries]
        for cite in unknown:
            yield finding(
                "cite.unknown",
                "error",
                f"“{shortened(point.text, 60)}” cites {cite}, but the page has no such article",
                target=cite,
            )
        known = [summaries[cite] for cite in point.cites if cite in summaries]
        given = [q for summary in known for q in english.quantities(_said(summary))]
        for difference in differences(given, english.quantities(point.text), both_ways=False):
            if difference.target is not None:
                yield _untraced(difference.target, None, "the summaries it cites")
        yield from _left_in("the lead", point.text)


def _said(summary: Summary) -> str:
    """Return all that a summary says, as one text; figures stand beside what they count."""
    parts = [summary.headline, *(s.text for s in (*summary.gist, *summary.key_points))]
    parts += [f"{figure.value} {figure.what}" for figure in summary.figures]
    if summary.date is not None:
        parts.append(summary.date.text)
    return " \n ".join(parts)


def _unknown_cites(
    cites: Sequence[str], units: Mapping[str, str], statement: str
) -> Iterator[Finding]:
    for cite in cites:
        if cite not in units:
            yield finding(
                "cite.unknown",
                "error",
                f"“{shortened(statement, 60)}” cites {cite}, but the article has no such paragraph",
                paragraph=cite,
                target=cite,
            )


def _cited(cites: Sequence[str], units: Mapping[str, str]) -> str:
    return "\n".join(units[cite] for cite in cites if cite in units)


def _statement(
    statement: Statement, units: Mapping[str, str], setting: Setting
) -> Iterator[Finding]:
    source = _cited(statement.cites, units)
    if source:
        where = f"the cited {' '.join(statement.cites)}"
        yield from _traced(statement.text, source, setting, statement.cites[0], where)


def _traced(
    text: str, source: str, setting: Setting, paragraph: str | None, where: str
) -> Iterator[Finding]:
    given = chinese.quantities(source)
    shown = english.quantities(text)
    for difference in differences(given, shown, both_ways=False):
        target = difference.target
        if target is None or setting.explains(target, shown, source, given):
            continue
        yield _untraced(target, paragraph, where)


def _untraced(target: Quantity, paragraph: str | None, where: str) -> Finding:
    is_date = target.kind in DATE_KINDS or is_year(target)
    severity: Severity = "error" if target.tier == "hard" and not is_year(target) else "warning"
    return finding(
        "summary.date" if is_date else "summary.number",
        severity,
        f"{quoted(target)} does not stand in {where}",
        paragraph=paragraph,
        target=target.text,
    )


@lru_cache(maxsize=128)  # every entity asks about the whole article
def _packed(text: str) -> str:
    return _SPACES.sub("", normal.chinese(text))


def _figure(figure: Figure, units: Mapping[str, str], setting: Setting) -> Iterator[Finding]:
    source = _cited(figure.cites, units)
    if not source:
        return
    paragraph = figure.cites[0]
    where = f"the cited {' '.join(figure.cites)}"
    if _packed(figure.source) not in _packed(source) or not figure.source.strip():
        yield finding(
            "summary.number",
            "error",
            f"“{figure.source}” is given as the source of {figure.value}, but does not stand "
            f"in {where}",
            paragraph=paragraph,
            source=figure.source,
            target=figure.value,
        )
        return
    found = list(_traced(figure.value, figure.source, setting, paragraph, f"“{figure.source}”"))
    yield from found
    if not found:
        yield from _traced(figure.what, source, setting, paragraph, where)


def _entity(entity: Entity, whole: str) -> Iterator[Finding]:
    if not entity.source.strip() or _packed(entity.source) not in _packed(whole):
        yield finding(
            "summary.entity",
            "error",
            f"“{entity.source}” ({entity.name}) does not stand in the article",
            source=entity.source,
            target=entity.name,
        )


def _pinyin(person: Entity) -> Iterator[Finding]:
    source = "".join(person.source.split())
    if not person.pinyin or not re.fullmatch(r"[\u3400-\u9fff]{2,4}", source):
        return
    if not (names.fits(source, person.pinyin) or names.reads_as(source, person.pinyin)):
        yield finding(
            "summary.entity",
            "warning",
            f"{source} reads {names.pinyin_name(source)}; the summary has “{person.pinyin}”",
            source=source,
            target=person.pinyin,
        )


def _chinese_left(summary: Summary) -> Iterator[Finding]:
    yield from _left_in("the headline", summary.headline)
    for statement in (*summary.gist, *summary.key_points):
        yield from _left_in("the summary", statement.text)
    for entity in (*summary.people, *summary.organisations, *summary.places):
        yield from _left_in("a name", entity.name)
        yield from _left_in("a title", entity.title)
    for figure in summary.figures:
        yield from _left_in("a figure", figure.value)
        yield from _left_in("a figure", figure.what)


def _left_in(where: str, text: str) -> Iterator[Finding]:
    for run in bare_chinese(text):
        yield finding(
            "text.untranslated",
            "error",
            f"“{shortened(run, 60)}” is left in Chinese in {where}; translate it",
            target=run,
        )
