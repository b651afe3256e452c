"""What ``brief`` does, step by step: read, work, write, say how it went."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline import __version__
from pipeline.cli.console import emit, progress, say
from pipeline.cli.loop import finish
from pipeline.cli.pages import Pages
from pipeline.config import Settings
from pipeline.desk import Desk
from pipeline.faults import Fault
from pipeline.job import PageResult, run
from pipeline.llm import Store
from pipeline.model import PageBrief, Versions
from pipeline.nametable import NameTable
from pipeline.referee import STAGE
from pipeline.session import Session, open_session
from pipeline.spool import Spool
from pipeline.write import check_output, write_briefing, write_pieces

_SHOWN = 20


@dataclass
class Tally:
    """What came of the pages so far: nothing that grows with them but two short words each."""

    started: datetime = field(default_factory=lambda: datetime.now(UTC))
    pages: list[dict[str, Any]] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    leads_failed: int = 0
    unfinished: int = 0
    missing: int = 0
    whys: list[str] = field(default_factory=list)

    def add(self, result: PageResult) -> None:
        """Count one page."""
        self.missing += len(result.missing)
        self.whys += [miss.why for miss in result.missing][: _SHOWN - len(self.whys)]
        if result.brief is None:
            self.unfinished += 1
            return
        brief = result.brief
        self.pages.append({"source": brief.source, "sha256": brief.sha256, "page": brief.page})
        self.statuses.update(item.status for item in brief.items)
        self.leads_failed += brief.lead_failure is not None

    def counts(self) -> dict[str, int]:
        """Return the counts that ``run.json`` gives."""
        return {
            "pages": len(self.pages),
            "items": self.statuses.total(),
            **{status: self.statuses[status] for status in ("ok", "degraded", "failed")},
            "leads_failed": self.leads_failed,
        }


def run_brief(
    settings: Settings,
    inputs: Sequence[str],
    output: Path,
    formats: str,
    *,
    encoding: str | None = None,
    strict: bool = False,
) -> int:
    """Do the main job and return the exit code; raises Fault for what the user must mend.

    A run that is halted (interrupted, out of budget, the endpoint down) leaves ``run.json``, which
    says so, and no briefing: what was answered is kept, and the same command goes on from there.
    """
    wanted = [name.strip() for name in formats.split(",") if name.strip()]
    check_output(output, wanted)
    pages = Pages(inputs, encoding)
    session = open_session(settings, inputs, say)
    tally, names = Tally(), NameTable()
    with Spool() as spool:

        def done(result: PageResult) -> None:
            tally.add(result)
            if result.brief is not None:
                spool.add(result.brief)
                names.add(result.brief)

        work(session, pages, done)
        tell_broken(session.store)
        halted = session.desk.halt.reason
        if halted is not None:
            if session.live is not None and session.live.spend.requests:
                _write_run(output, session, pages, tally, (), halted)
            raise halted
        if tally.missing:
            tell_missing(tally.missing, tally.whys)
            return 4
        written = write_briefing(versions(session.desk), names.checked(spool), output, wanted)
        _write_run(output, session, pages, tally, spool, None)
    for path in [*written, output / "run.json"]:
        emit(str(path))
    tell_referee(session)
    return tell_end(tally.counts(), bool(pages.unread), strict)


def work(session: Session, pages: Pages, done: Callable[[PageResult], None]) -> None:
    """Take all pages through the job, with progress; ``done`` is given each as it comes out."""
    with progress(len(pages), "inputs") as advance:

        def one(result: PageResult) -> None:
            done(result)
            advance(result.source)

        finish(run(session.desk, pages, session.settings.concurrency, one), session)


def versions(desk: Desk) -> Versions:
    """Return what the briefing must say of how it was made."""
    questions = desk.questions
    asked = [name for name in questions.prompts.names if name not in ("article", "conventions")]
    return Versions(
        broadsheet=__version__,
        model=questions.model,
        provider=questions.provider,
        prompts={name: questions.prompts.version(name) for name in sorted(asked)},
        glossary=desk.glossary.version,
    )


def _write_run(
    output: Path,
    session: Session,
    pages: Pages,
    tally: Tally,
    briefs: Iterable[PageBrief],
    halted: Fault | None,
) -> None:
    """Write ``run.json``: what came of every input and item, and what it took."""
    ended = datetime.now(UTC)
    live = session.live
    head = {
        "format": "broadsheet-run/1",
        "broadsheet": __version__,
        "started": tally.started.isoformat(timespec="seconds"),
        "ended": ended.isoformat(timespec="seconds"),
        "seconds": round((ended - tally.started).total_seconds(), 3),
        "halted": str(halted) if halted else None,
        "pages_unfinished": tally.unfinished,
        "inputs": sorted(tally.pages, key=lambda page: tuple(page.values())),
        "unread": pages.unread,
        "counts": tally.counts(),
        "answers": asdict(session.client.count),
        "spend": live.spend.report() if live else None,
        "cost_usd": live.spend.usd if live and live.spend.requests else 0.0,
        "broken_records": [broken.model_dump() for broken in session.store.broken],
    }
    text = json.dumps(head, ensure_ascii=False, indent=2).removesuffix("\n}")
    write_pieces(output / "run.json", _with_items(text, briefs))


def _with_items(head: str, briefs: Iterable[PageBrief]) -> Iterator[str]:
    yield f'{head},\n  "items": ['
    between = "\n"
    for brief in briefs:
        for item in brief.items:
            row = {
                "source": brief.source,
                "page": brief.page,
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
            yield f"{between}    {json.dumps(row, ensure_ascii=False)}"
            between = ",\n"
    yield "\n  ]\n}\n"


def tell_broken(store: Store) -> None:
    """Name the records that were found broken."""
    for broken in store.broken:
        say(f"warning: {broken.place} is broken and was not used: {broken.why}")


def tell_referee(session: Session) -> None:
    """Say what the referee took in this run, where it was asked."""
    took = session.live.spend.stages.get(STAGE) if session.live else None
    if took:
        usd = "" if took.usd is None else f", {took.usd:.4f} USD"
        requests = f"{took.requests:,} request{'s' * (took.requests != 1)}"
        tokens = f"{took.prompt_tokens:,} tokens in, {took.completion_tokens:,} out"
        say(f"The referee took {requests}: {tokens}{usd}.")


def tell_missing(count: int, whys: Sequence[str]) -> None:
    """Say which answers a replay lacks, why, and what to do."""
    for why in whys[:_SHOWN]:
        say(f"missing: {why}")
    if count > len(whys[:_SHOWN]):
        say(f"missing: and {count - len(whys[:_SHOWN])} more")
    say(
        f"error: {count} answers are missing, so nothing was written. Set OPENAI_API_KEY or "
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
