"""Many articles, one of which is different: it alone is named, or asked about again."""

import json
import time
from collections import Counter
from pathlib import Path
from typing import Any

from pipeline.llm.ledger import Sent, read
from tests.fake_endpoint import FakeEndpoint
from tests.faults.figures import Figures
from tests.faults.pages import article_text, write_pages
from tests.faults.processes import Job, briefing

_ON_A_PAGE = 5


def one_bad_article(folder: Path, count: int) -> Figures:
    """Brief ``count`` articles, to one of which the endpoint will not answer.

    All others are briefed, the exit code is 3, and the one stands in ``run.json`` and in the
    briefing with its typed error.
    """
    found = Figures(f"one bad article of {count}", 0, passes=1)
    started, bad = time.monotonic(), count // 2
    headline = article_text(bad).partition("\n")[0]
    pages = write_pages(folder / "in", count // _ON_A_PAGE, _ON_A_PAGE)
    # The page's lead is asked about by what its summaries say, so only the article's own are hit.
    refusing = {"fault": "content_filter", "match": headline}
    with FakeEndpoint([refusing]) as endpoint:
        job = Job(pages, endpoint, folder / "answers.db")
        done = job.finish(folder / "out")
        found.must(done.returncode == 3, f"exit {done.returncode}: {done.stderr[-500:]}")
        job.settle(found, kills=0)
    report = json.loads((folder / "out" / "run.json").read_text("utf-8"))
    items: list[dict[str, Any]] = report["items"]
    failed = [item for item in items if item["status"] == "failed"]
    found.failed = len(failed)
    found.must(report["counts"]["ok"] == count - 1, f"{report['counts']} of {count}")
    found.must(report["counts"]["leads_failed"] == 0, "a page has no lead")
    kinds = {(row["stage"], row["kind"]) for item in failed for row in item["failures"]}
    found.must(kinds == {("summarize", "refused"), ("translate", "refused")}, f"{kinds}")
    text, _, document = briefing(folder / "out")
    found.must(text.decode().count("content filter of") >= 1, "the briefing does not say why")
    named = [
        item["article"]["headline"]
        for page in json.loads(document)["pages"]
        for item in page["items"]
        if item["status"] == "failed"
    ]
    found.must(named == [headline], f"failed in the briefing: {named}")
    found.wall = time.monotonic() - started
    return found


def edit_one(folder: Path, count: int) -> Figures:
    """Brief ``count`` articles, change a paragraph of one, and brief them again.

    Its summary, its translation and the lead of its page are asked, and nothing else.
    """
    found = Figures(f"one edit among {count}", 0, passes=2)
    started = time.monotonic()
    pages = write_pages(folder / "in", count // _ON_A_PAGE, _ON_A_PAGE)
    with FakeEndpoint() as endpoint:
        job = Job(pages, endpoint, folder / "answers.db")
        first = job.finish(folder / "out")
        found.must(first.returncode == 0, first.stderr[-500:])
        job.look()
        known = job.books().total.requests
        page = pages / f"page-{count // _ON_A_PAGE // 2:04}.txt"
        old = page.read_text("utf-8")
        new = old.replace("惠及群众", "方便群众", 1)
        found.must(old != new, "nothing was edited")
        page.write_text(new, "utf-8")
        second = job.finish(folder / "again")
        found.must(second.returncode == 0, second.stderr[-500:])
        job.settle(found, kills=0)
        entries = read(folder / "answers.db.ledger.jsonl")
        sent = [entry.stage for entry in entries if isinstance(entry, Sent)]
        fresh = Counter(sent[known:])
        expected = {"summarize": 1, "translate": 1, "lead": 1}
        found.must(fresh == expected, f"asked after the edit: {dict(fresh)}")
        found.struck = fresh.total()
    found.wall = time.monotonic() - started
    return found
