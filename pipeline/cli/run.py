"""What ``brief`` does, step by step: read, work, write, say how it went."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline import __version__
from pipeline.brief import make_briefing
from pipeline.cli.console import emit, progress, say
from pipeline.cli.loop import finish
from pipeline.cli.pages import Pages, read_pages
from pipeline.config import Settings, make_client, make_desk, open_store
from pipeline.desk import Desk, Miss
from pipeline.job import PageResult, run
from pipeline.llm import Count, Counted, Store
from pipeline.model import Briefing, Versions
from pipeline.write import check_output, write_atomic, write_briefing

_SHOWN = 20


def run_brief(
    settings: Settings,
    inputs: Sequence[str],
    output: Path,
    formats: str,
    *,
    encoding: str | None = None,
    strict: bool = False,
) -> int:
    """Do the main job and return the exit code; raises Fault for what the user must mend."""
    wanted = [name.strip() for name in formats.split(",") if name.strip()]
    check_output(output, wanted)
    started = datetime.now(UTC)
    pages = read_pages(inputs, encoding)
    store = open_store(settings)
    client = Counted(make_client(settings, store))
    desk = make_desk(settings, client)
    results = work(desk, pages, settings.concurrency)
    tell_broken(store)
    missing = [miss for result in results for miss in result.missing]
    if missing:
        tell_missing(missing)
        return 4
    briefing = make_briefing([result.brief for result in results if result.brief], versions(desk))
    written = write_briefing(briefing.versions, briefing.pages, output, wanted)
    report = run_report(briefing, pages, client.count, store, started)
    write_atomic(output / "run.json", json.dumps(report, ensure_ascii=False, indent=2) + "\n")
    for path in [*written, output / "run.json"]:
        emit(str(path))
    return tell_end(report["counts"], bool(pages.unread), strict)


def work(desk: Desk, pages: Pages, at_once: int) -> list[PageResult]:
    """Take all pages through the job, with progress."""
    with progress(len(pages.pages), "pages") as advance:
        return finish(run(desk, pages.pages, at_once, lambda result: advance(result.source)))


def versions(desk: Desk) -> Versions:
    """Return what the briefing must say of how it was made."""
    questions = desk.questions
    asked = [name for name in questions.prompts.names if name not in ("article", "conventions")]
    return Versions(
        broadsheet=__version__,
        model=questions.model,
        provider=questions.provider,
        prompts={name: questions.prompts.version(name) for name in asked},
        glossary=desk.glossary.version,
    )


def run_report(
    briefing: Briefing, pages: Pages, count: Count, store: Store, started: datetime
) -> dict[str, Any]:
    """Return ``run.json``: what came of every input and item, and what it took."""
    items = [(page, item) for page in briefing.pages for item in page.items]
    leads = [page for page in briefing.pages if page.lead_failure]
    ended = datetime.now(UTC)
    return {
        "format": "broadsheet-run/1",
        "broadsheet": __version__,
        "started": started.isoformat(timespec="seconds"),
        "ended": ended.isoformat(timespec="seconds"),
        "seconds": round((ended - started).total_seconds(), 3),
        "inputs": [
            {"source": page.source, "sha256": page.sha256, "page": page.number}
            for page in pages.pages
        ],
        "unread": list(pages.unread),
        "counts": {
            "pages": len(briefing.pages),
            "items": len(items),
            **{
                status: sum(item.status == status for _, item in items)
                for status in ("ok", "degraded", "failed")
            },
            "leads_failed": len(leads),
        },
        "answers": asdict(count),
        "cost_usd": None if count.asked else 0.0,
        "broken_records": [broken.model_dump() for broken in store.broken],
        "items": [
            {
                "source": page.source,
                "page": page.page,
                "id": item.article.id,
                "line": item.article.lines[0],
                "kind": item.article.kind,
                "status": item.status,
                "failures": [failure.model_dump() for failure in item.failures],
                "errors": sum(
                    finding.severity == "error"
                    for finding in (*item.summary_findings, *item.findings)
                ),
            }
            for page, item in items
        ],
    }


def tell_broken(store: Store) -> None:
    """Name the records that were found broken."""
    for broken in store.broken:
        say(f"warning: {broken.place} is broken and was not used: {broken.why}")


def tell_missing(missing: Sequence[Miss]) -> None:
    """Say which answers a replay lacks, why, and what to do."""
    for miss in missing[:_SHOWN]:
        say(f"missing: {miss.why}")
    if len(missing) > _SHOWN:
        say(f"missing: and {len(missing) - _SHOWN} more")
    say(
        f"error: {len(missing)} answers are missing, so nothing was written. Set OPENAI_API_KEY or "
        "--base-url and --model to ask for them, or have them answered elsewhere: broadsheet "
        "requests export"
    )


def tell_end(counts: dict[str, int], unread: bool, strict: bool) -> int:
    """Say how it ended and return the exit code."""
    said = ", ".join(f"{counts[status]} {status}" for status in ("ok", "degraded", "failed"))
    say(f"{counts['items']} items on {counts['pages']} pages: {said}.")
    if counts["leads_failed"]:
        say(f"{counts['leads_failed']} pages have no page at a glance; the briefing says why.")
    if unread or counts["failed"] or counts["leads_failed"] or (strict and counts["degraded"]):
        return 3
    return 0
