"""A briefing and its pages as their reader meets them: what is said, and in which words."""

from collections.abc import Iterable, Sequence

from pipeline.model import Aside, PageBrief, Provenance, Versions
from pipeline.model.briefing import OriginName
from pipeline.write import words
from pipeline.write.item import failed, finding_doubts, item_view
from pipeline.write.view import Cited, Front, ItemView, PageView, Ref

_DIGEST_SHOWN = 12


def front(versions: Versions, pages: Iterable[PageBrief]) -> Front:
    """Return what is said before the first page. Of each page only title and date are kept."""
    contents = []
    by_origin: dict[OriginName, Provenance] = {}
    for page in pages:
        contents.append((_title(page), _date(page)))
        for answer in _answers(page):
            by_origin.setdefault(answer.origin, answer)
    first = ", ".join(filter(None, contents[0])) if contents else "no page"
    more = f" and {words.plural(len(contents) - 1, 'page')} more" if contents[1:] else ""
    return Front(
        versions=versions,
        title=first + more,
        status=words.status(tuple(by_origin.values())),
        contents=tuple(contents),
    )


def _answers(page: PageBrief) -> list[Provenance]:
    own = [page.lead_provenance] if page.lead_provenance else []
    return own + [answer for item in page.items for answer in item.provenance]


def _title(page: PageBrief) -> str:
    paper = page.publication
    name = " · ".join(filter(None, (paper.english or paper.pinyin, paper.name)))
    return name or page.source


def _date(page: PageBrief) -> str:
    return words.english_date(page.publication.date) or page.publication.date


def page_view(page: PageBrief, number: int, made: Versions) -> PageView:
    """Return the page as its reader meets it; ``number`` is its place in the briefing, from 1."""
    anchor = f"page-{number}"
    answers = _answers(page)
    mixed = len({answer.origin == "authored" for answer in answers}) > 1
    owned = {item.article.id: frozenset(item.article.lines) for item in page.items}
    owned[""] = frozenset(aside.span.line for aside in page.furniture + page.unassigned)
    items = []
    for place, item in enumerate(page.items, 1):
        foreign = frozenset[int]().union(
            *(lines for owner, lines in owned.items() if owner != item.article.id)
        )
        items.append(item_view(item, place, f"{anchor}-item-{place}", foreign, told=mixed))
    places = {
        item.article.id: Ref(f"item {shown.number}", shown.anchor, whole=True)
        for item, shown in zip(page.items, items, strict=True)
    }
    where = finding_doubts(page.lead_findings, lambda unit: places.get(unit, Ref(unit)), "")
    lead = page.lead.points if page.lead else ()
    return PageView(
        number=number,
        anchor=anchor,
        script="zh-Hant" if page.encoding.lower().startswith("big5") else "zh-Hans",
        title=_title(page),
        date=_date(page),
        facts=(*_facts(page, items, answers), *_made(made)),
        glance=tuple(
            Cited(point.text, tuple(places.get(cite, Ref(cite)) for cite in point.cites))
            for point in lead
        ),
        glance_notice=_no_glance(page),
        glance_doubts=where,
        items=tuple(items),
        asides=tuple(
            (title, tuple((f"line {aside.span.line}", aside.text) for aside in asides))
            for title, asides in _set_aside(page)
            if asides
        ),
    )


def _no_glance(page: PageBrief) -> str:
    if page.lead_failure:
        return failed(page.lead_failure.stage, page.lead_failure.message)
    return "" if page.lead else "No overview of this page was made."


def _made(made: Versions) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return what made the English, so that it can be made again."""
    prompts = (f"{name} {_short(version)}" for name, version in sorted(made.prompts.items()))
    return (
        ("Model", (f"{made.model} ({made.provider})" if made.provider else made.model,)),
        ("Prompts", tuple(prompts) or ("none",)),
        ("Glossary", (_short(made.glossary) or "none",)),
        ("Made by", (f"Broadsheet {made.broadsheet}",)),
    )


def _short(version: str) -> str:
    """Return enough of a version's digest to tell it by; all of it is in the JSON."""
    return version.removeprefix("sha256:")[:_DIGEST_SHOWN]


def _set_aside(page: PageBrief) -> tuple[tuple[str, tuple[Aside, ...]], ...]:
    return (
        ("Printed around the articles (page header, editor box)", page.furniture),
        ("Text that could not be placed in any item", page.unassigned),
    )


def _facts(
    page: PageBrief, items: Sequence[ItemView], answers: Sequence[Provenance]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return what the head of the page says, as names and lines."""
    paper = page.publication
    english = words.english_date(paper.date)
    date = f"{english} ({paper.date})" if english else paper.date
    unnamed = "not named on the page"
    whole = sum(item.complete for item in items)
    lost = sum(item.gaps for item in items)
    count = f"{words.plural(len(items), 'item')}, "
    count += "all" if whole == len(items) else f"{whole} of them"
    count += (
        " in English in full"
        if not lost
        else f" in English; print is lost in {words.plural(lost, 'item')}"
    )
    facts = (
        ("Paper", " · ".join(filter(None, (paper.english, paper.pinyin, paper.name))) or unnamed),
        ("Date", date or unnamed),
        ("Page", " · ".join(filter(None, (paper.page, paper.section))) or unnamed),
        ("Source file", page.source if page.page == 1 else f"{page.source}, page {page.page}"),
        ("SHA-256", page.sha256),
        ("Read as", page.encoding),
        ("Status", words.status(answers)),
        ("Contents", count),
        ("Confidence in the layout", words.sureness(page.confidence)),
    )
    return (
        *((name, (value,)) for name, value in facts),
        ("Answers", words.origins(answers) or ("none",)),
        *((("Reader’s notes", page.notes),) if page.notes else ()),
    )
