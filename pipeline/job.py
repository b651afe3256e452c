"""The staged job: pages in, pages of the briefing out.

One bad item never ends a run: what went wrong stands in the item, and the rest goes on. Only what
no other item can escape (a wrong key, a full disk) ends it, and then everything that was answered
is already kept. The order of work changes nothing in the result.
"""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pipeline.brief import page_brief
from pipeline.desk import Desk, Miss, Trail
from pipeline.item import make_item
from pipeline.lead import lead_question
from pipeline.model import Item, Lead, Page, PageBrief, Segmentation, Summary
from pipeline.verify import verify_lead


@dataclass(frozen=True)
class PageResult:
    """A page as it came out; ``missing`` is what a replay had no answer to."""

    brief: PageBrief
    missing: tuple[Miss, ...]


async def run(
    desk: Desk,
    pages: Iterable[Page],
    at_once: int,
    done: Callable[[PageResult], None] | None = None,
) -> list[PageResult]:
    """Take ``pages`` through all stages, ``at_once`` of them at a time; results in their order.

    ``done`` is called after each page. Raises Stop or StoreError where going on is no use.
    """
    waiting = enumerate(pages)
    results: dict[int, PageResult] = {}

    async def work() -> None:
        for index, page in waiting:
            results[index] = await make_page(desk, page)
            if done:
                done(results[index])

    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(at_once):
                group.create_task(work())
    except BaseExceptionGroup as several:
        raise _first(several) from None
    return [results[index] for index in sorted(results)]


async def make_page(desk: Desk, page: Page) -> PageResult:
    """Take one page through all stages."""
    segmentation = desk.segment(page)
    made = await asyncio.gather(
        *(
            make_item(desk, article, f"{page.name}, article {article.id} (line {article.lines[0]})")
            for article in segmentation.articles
        )
    )
    items = [item for item, _ in made]
    missing = [miss for _, trail in made for miss in trail.missing]
    return await _with_lead(desk, page, segmentation, items, missing)


async def _with_lead(
    desk: Desk, page: Page, segmentation: Segmentation, items: Sequence[Item], missing: list[Miss]
) -> PageResult:
    trail = Trail()
    lead = None if missing else await _lead(desk, page, items, trail)
    brief = page_brief(
        page,
        segmentation,
        items,
        lead=lead,
        lead_findings=verify_lead(_summaries(items), lead) if lead else (),
        lead_failure=trail.failures[0] if trail.failures else None,
        lead_provenance=trail.provenance[0] if trail.provenance else None,
    )
    return PageResult(brief, tuple(missing + trail.missing))


async def _lead(desk: Desk, page: Page, items: Sequence[Item], trail: Trail) -> Lead | None:
    summarized = [(item.article, item.summary) for item in items if item.summary]
    if not summarized:
        return None
    return await desk.ask(lead_question(desk.questions, summarized, page.name), Lead, trail)


def _summaries(items: Sequence[Item]) -> dict[str, Summary]:
    return {item.article.id: item.summary for item in items if item.summary}


def _first(several: BaseExceptionGroup[BaseException]) -> BaseException:
    """Return the first fault in a group of groups: they stop the run all alike."""
    fault: BaseException = several
    while isinstance(fault, BaseExceptionGroup):
        fault = fault.exceptions[0]
    return fault
