"""The staged job: pages in, pages of the briefing out.

One bad item never ends a run: what went wrong stands in the item, and the rest goes on. Only what
no other item can escape (a wrong key, a full disk) ends it, and then everything that was answered
is already kept. The order of work changes nothing in the result.
"""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pipeline.brief import page_brief, printed_date
from pipeline.desk import Desk, Miss, Trail, all_of
from pipeline.faults import Fault
from pipeline.issue import issue_date
from pipeline.item import make_item
from pipeline.lead import lead_question
from pipeline.model import Item, Lead, Page, PageBrief, Segmentation, Summary
from pipeline.referee import referee_question
from pipeline.segment import segment_page
from pipeline.segment.doubts import Case, open_case
from pipeline.segment.referee import Verdict, VerdictError, apply_verdict, overruled
from pipeline.verify import verify_lead


@dataclass(frozen=True)
class PageResult:
    """A page as it came out.

    ``missing`` is what a replay had no answer to; ``brief`` is there if the page is finished: if
    nothing is missing and the run was not halted before. ``articles`` is how many were found.
    """

    source: str
    articles: int
    brief: PageBrief | None
    missing: tuple[Miss, ...] = ()


async def run(
    desk: Desk, pages: Iterable[Page], at_once: int, done: Callable[[PageResult], None]
) -> None:
    """Take ``pages`` through all stages, ``at_once`` of them at a time.

    ``done`` is given each page as it comes out; nothing of it is held here, and no page is read
    before its turn. Where ``desk.halt`` is thrown, no further page is begun, those under way end
    (with what was sent for them answered and kept), and the reason is left to the caller. So it is
    where we fail ourselves: what is under way is paid for, and comes home first.
    """
    waiting = iter(pages)
    failed: list[Exception] = []

    async def work() -> None:
        try:
            for page in waiting:
                if desk.halt.reason is not None:
                    return
                done(await make_page(desk, page))
        except Fault as fault:
            desk.halt.now(fault)
        except Exception as error:  # noqa: BLE001 - it is raised below
            failed.append(error)
            desk.halt.now(Fault("Broadsheet itself failed"))

    async with asyncio.TaskGroup() as group:
        for _ in range(at_once):
            group.create_task(work())
    if failed:
        raise failed[0]


async def make_page(desk: Desk, page: Page) -> PageResult:
    """Take one page through all stages."""
    trail = Trail()
    page, segmentation = await take_apart(desk, page, trail)
    articles = segmentation.articles
    if not trail.finished:  # the referee's verdict decides which articles there are to ask about
        return PageResult(page.source, len(articles), None, tuple(trail.missing))
    date = issue_date(printed_date(page, segmentation), page.source)
    made = await all_of(
        make_item(
            desk, article, f"{page.name}, article {article.id} (line {article.lines[0]})", date
        )
        for article in articles
    )
    items = [item for item, _ in made]
    for _, each in made:
        trail.missing += each.missing
        trail.stopped = trail.stopped or each.stopped
    lead_trail = Trail()
    lead = await _lead(desk, page, items, lead_trail) if trail.finished else None
    trail.missing += lead_trail.missing
    if not (trail.finished and lead_trail.finished):
        return PageResult(page.source, len(articles), None, tuple(trail.missing))
    brief = page_brief(
        page,
        segmentation,
        items,
        lead=lead,
        lead_findings=verify_lead(_summaries(items), lead) if lead else (),
        lead_failure=lead_trail.failures[0] if lead_trail.failures else None,
        lead_provenance=lead_trail.provenance[0] if lead_trail.provenance else None,
    )
    return PageResult(page.source, len(articles), brief)


async def take_apart(desk: Desk, page: Page, trail: Trail) -> tuple[Page, Segmentation]:
    """Segment ``page``, with the model as referee where the desk wants one and rules are unsure.

    It is asked once at the most, about the borders in doubt. The page comes back with a note of
    what it did; a verdict that cannot be used changes nothing.
    """
    segmentation = segment_page(page)
    if segmentation.confidence >= desk.referee:
        return page, segmentation
    case = open_case(page, desk.referee)
    if not case.doubts:
        return page, segmentation
    verdict = await desk.ask(referee_question(desk.questions, case), Verdict, trail)
    if verdict is None:
        why = trail.failures[-1].message if trail.failures else "no kept answer"
        return _noted(page, f"The referee gave no verdict on the borders: {why}"), segmentation
    try:
        judged = apply_verdict(case, verdict)
    except VerdictError as error:
        return _noted(page, f"The referee's verdict was not used: {error}"), segmentation
    return _noted(page, _ruling(case, verdict)), judged


def _ruling(case: Case, verdict: Verdict) -> str:
    unsure, asked, changed = case.unsure, len(case.doubts), overruled(case, verdict)
    about = f", about the {asked} least sure" if asked < unsure else ""
    return (
        f"The rules were unsure of {unsure} line{'s' * (unsure > 1)}; a model was asked{about}, "
        f"and read {changed} otherwise."
    )


def _noted(page: Page, note: str) -> Page:
    return page.model_copy(update={"notes": (*page.notes, note)})


async def _lead(desk: Desk, page: Page, items: Sequence[Item], trail: Trail) -> Lead | None:
    summarized = [(item.article, item.summary) for item in items if item.summary]
    if not summarized:
        return None
    return await desk.ask(lead_question(desk.questions, summarized, page.name), Lead, trail)


def _summaries(items: Sequence[Item]) -> dict[str, Summary]:
    return {item.article.id: item.summary for item in items if item.summary}
