"""Whether a summary says only what the paragraphs it cites say."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from pipeline.model import Article, Entity, Figure, Finding, Lead, Statement, Summary
from pipeline.model.answer import Severity
from pipeline.verify import chinese, english, normal, pinyin
from pipeline.verify.cites import (
    check_cites,
    check_conflated,
    check_counted,
    check_subjects,
    is_certain,
)
from pipeline.verify.compare import differences
from pipeline.verify.consistency import check_named
from pipeline.verify.derived import follows
from pipeline.verify.figures import quoted
from pipeline.verify.findings import finding, shortened
from pipeline.verify.leftovers import bare_chinese
from pipeline.verify.names import check_people
from pipeline.verify.places import check_levels
from pipeline.verify.quantity import Quantity, is_date, is_year
from pipeline.verify.setting import Setting
from pipeline.verify.support import Support
from pipeline.verify.titles import check_titles, deputies_of

_SPACES: Final = re.compile(r"\s+")


def check_summary(article: Article, summary: Summary, date: str | None = None) -> Iterator[Finding]:
    """Trace every statement, figure and name of ``summary`` to ``article``."""
    units = {unit.id: unit.text for unit in article.units()}
    whole = "\n".join(units.values())
    setting = Setting.of(date, chinese.quantities(whole))
    support = Support(units)
    statements = [*summary.gist, *summary.key_points]
    if summary.date is not None:
        statements.append(summary.date)
    for statement in statements:
        yield from _unknown_cites(statement.cites, units, statement.text)
        yield from _statement(statement, units, setting, support)
        yield from _names(statement, _cited(statement.cites, units), summary.people)
    yield from _traced(summary.headline, whole, setting, None, "the article")
    for figure in summary.figures:
        yield from _unknown_cites(figure.cites, units, figure.value)
        yield from _figure(figure, units, setting)
    for entity in (*summary.people, *summary.organisations, *summary.places):
        yield from _entity(entity, whole)
    for person in summary.people:
        yield from _pinyin(person)
        yield from _office(person, _packed(whole))
    for place in (*summary.organisations, *summary.places):
        yield from check_levels(place.source, place.name)
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
        for cite in point.cites:
            if cite in summaries:
                named = summaries[cite]
                entities = (*named.people, *named.organisations, *named.places)
                yield from check_named(entities, f"the summary of {cite}", point.text)


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
    statement: Statement, units: Mapping[str, str], setting: Setting, support: Support
) -> Iterator[Finding]:
    cites = [cite for cite in dict.fromkeys(statement.cites) if cite in units]
    if not cites:
        return
    where = f"the cited {' '.join(statement.cites)}"
    untraced = _untraced_in(statement.text, [units[cite] for cite in cites], setting)
    found = list(check_cites(statement.text, cites, untraced, support))
    if not found:
        found = [_untraced(one, cites[0], where) for one in untraced]
    yield from found
    if not found:
        yield from check_conflated(statement.text, cites, support)
    yield from check_levels(_cited(cites, units), statement.text, cites[0])


def _names(statement: Statement, cited: str, people: Sequence[Entity]) -> Iterator[Finding]:
    sources = ["".join(person.source.split()) for person in people]
    known = [name for name in sources if pinyin.HAN_NAME.fullmatch(name) and name in _packed(cited)]
    yield from check_people(cited, statement.text, statement.cites[0], known)
    yield from check_subjects(statement.text, statement.cites, cited, people)


def _traced(
    text: str, source: str, setting: Setting, paragraph: str | None, where: str
) -> Iterator[Finding]:
    for one in _untraced_in(text, [source], setting):
        yield _untraced(one, paragraph, where)


def _untraced_in(text: str, sources: Sequence[str], setting: Setting) -> list[Quantity]:
    """Return the figures and dates of ``text`` that ``sources`` neither give nor explain."""
    given = [chinese.quantities(source) for source in sources]
    all_given = [q for part in given for q in part]
    shown = english.quantities(text)
    return [
        target
        for difference in differences(all_given, shown, both_ways=False)
        if (target := difference.target) is not None
        and not follows(target, all_given)
        and not any(
            _explained(target, shown, source, part, setting)
            for source, part in zip(sources, given, strict=True)
        )
    ]


def _explained(
    target: Quantity,
    shown: Sequence[Quantity],
    source: str,
    given: tuple[Quantity, ...],
    setting: Setting,
) -> bool:
    part = "year" if is_year(target) else target.kind
    if any(getattr(day, part, None) == target.low for day in setting.dates_told(source)):
        return True
    return setting.explains(target, shown, source, given)


def _untraced(target: Quantity, paragraph: str | None, where: str) -> Finding:
    severity: Severity = "error" if is_certain(target) else "warning"
    return finding(
        "summary.date" if is_date(target) else "summary.number",
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
        found = list(_traced(figure.what, source, setting, paragraph, where))
        yield from found or check_counted(figure, source)


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
    if not pinyin.HAN_NAME.fullmatch(source):
        return
    for given in dict.fromkeys((person.pinyin, person.name)):
        # A name of Hong Kong or Korea is its owner's own; one in pinyin is read by us.
        own = given == person.name and not pinyin.is_name(given)
        if given and not own and not pinyin.fits(source, given):
            yield finding(
                "summary.entity",
                "warning",
                f"{source} reads {pinyin.pinyin_name(source)}; the summary has “{given}”",
                source=source,
                target=given,
            )


def _office(person: Entity, article: str) -> Iterator[Finding]:
    named = deputies_of(_packed(person.source), article)
    for found in check_titles(named or article, person.title):
        yield found.model_copy(
            update={"message": f"{person.name}, {person.title}: {found.message}"}
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
