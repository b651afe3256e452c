"""The example page through a real model: a small one, so its English is bad, which must show.

Nothing here rests on what it says. It differs from machine to machine, and it need not be good; it
need only be treated as promised.
"""

import re
import socket
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import pipeline.model
from pipeline.cache import DirectoryStore
from pipeline.llm import Record
from pipeline.llm.ledger import Settled, read
from pipeline.model import Finding, Item
from tests.real.conftest import MODEL, PageRun, broadsheet

pytestmark = pytest.mark.real

# What is printed alike in both languages: at least three digits, and no 万 or 亿 behind them.
FIGURE = re.compile(r"(?<![\d.,])\d{3,}(?![\d.,]|\s*[多余]?[万亿])")


def items(run: PageRun) -> list[Item]:
    return [item for page in run.briefing.pages for item in page.items]


def findings(run: PageRun) -> list[Finding]:
    return [one for item in items(run) for one in (*item.summary_findings, *item.findings)]


def records(run: PageRun) -> list[Record]:
    store = DirectoryStore(run.cache, readonly=True)
    kept = list(store.records())
    assert store.broken == ()
    return kept


@pytest.fixture
def nobody() -> Iterator[str]:
    """An endpoint under the same host that takes no connection."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}/v1"


def test_the_tokens_of_the_run_are_those_the_server_counted(page_run: PageRun) -> None:
    spend = page_run.report["spend"]
    assert spend["prompt_tokens"] == page_run.counted.prompt
    assert spend["cached_tokens"] == page_run.counted.cached
    assert spend["completion_tokens"] == page_run.counted.completion
    assert spend["requests"] == spend["answers"] + sum(spend["failures"].values())
    assert spend["ambiguous"] == 0
    settled = [
        entry for entry in read(page_run.cache / "ledger.jsonl") if isinstance(entry, Settled)
    ]
    assert len(settled) == spend["requests"]
    assert sum(entry.usage.completion_tokens for entry in settled if entry.usage) == (
        page_run.counted.completion
    )


def test_the_questions_of_a_page_begin_alike_so_the_server_reads_that_once(
    page_run: PageRun,
) -> None:
    spend = page_run.report["spend"]
    assert spend["cached_tokens"] > spend["prompt_tokens"] / 3


def test_every_kept_answer_fits_its_schema_and_says_where_it_is_from(page_run: PageRun) -> None:
    kept = records(page_run)
    assert len(kept) == page_run.report["spend"]["answers"] > 0
    for record in kept:
        getattr(pipeline.model, record.expects).model_validate(record.answer)
        assert record.usage.prompt_tokens > 0 and record.usage.completion_tokens > 0
        from_ = record.provenance
        assert (from_.origin, from_.provider, from_.host) == ("live", "127.0.0.1", "127.0.0.1")
        assert from_.model == MODEL


def test_no_item_and_no_unit_is_lost(page_run: PageRun) -> None:
    done = broadsheet("segment", page_run.page, home=page_run.folder.parent)
    (page,) = page_run.briefing.pages
    segmented = re.findall(r'"id": ?"(a\d+)"', done.stdout)
    assert [item.article.id for item in page.items] == segmented != []
    for item in page.items:
        assert [outcome.id for outcome in item.outcomes] == [u.id for u in item.article.units()]
        given = {one.id for one in item.translation.paragraphs} if item.translation else set()
        done_ids = {o.id for o in item.outcomes if o.state in ("translated", "repaired")}
        assert done_ids <= given <= {unit.id for unit in item.article.units()}


def test_what_came_to_nothing_says_why_and_the_exit_code_says_so(page_run: PageRun) -> None:
    report, markdown = page_run.report, (page_run.folder / "briefing.md").read_text("utf-8")
    found = Counter(item.status for item in items(page_run))
    counts = report["counts"]
    assert {name: counts[name] for name in ("ok", "degraded", "failed")} == {
        name: found[name] for name in ("ok", "degraded", "failed")
    }
    for item in items(page_run):
        if item.summary is None or item.translation is None:
            assert item.status == "failed" and item.failures
        for failure in item.failures:
            assert failure.kind in {"length", "invalid"}, failure
        if item.status == "failed":
            assert any(failure.message in markdown for failure in item.failures)
    failed = counts["failed"] or counts["leads_failed"]
    assert page_run.done.returncode == (3 if failed else 0)


def test_bad_translations_are_flagged(page_run: PageRun) -> None:
    errors = [finding for finding in findings(page_run) if finding.severity == "error"]
    kinds = {finding.check.partition(".")[0] for finding in errors}
    assert {"paragraph", "number"} <= kinds, kinds


def test_no_lost_figure_goes_unflagged(page_run: PageRun) -> None:
    lost = 0
    for item in items(page_run):
        english = (
            {one.id: one.text for one in item.translation.paragraphs} if item.translation else {}
        )
        for unit in item.article.units():
            target = english.get(unit.id, "")
            missing = [f for f in FIGURE.findall(unit.text) if f not in target.replace(",", "")]
            if target and missing:
                lost += 1
                flagged = [f for f in item.findings if f.paragraph == unit.id]
                assert any(f.severity == "error" for f in flagged), (unit.text, target)
    assert lost or not any(item.translation for item in items(page_run))


def test_the_run_is_replayed_to_the_byte_without_the_endpoint(
    page_run: PageRun, nobody: str, tmp_path: Path
) -> None:
    done = broadsheet(
        "brief", page_run.page, "-o", tmp_path, "--model", MODEL, "--base-url", nobody,
        "--cache", page_run.cache, "--mode", "replay", home=tmp_path / "home",
    )  # fmt: skip
    assert done.returncode == page_run.done.returncode, done.stderr
    for name in ("briefing.json", "briefing.md", "briefing.html"):
        assert (tmp_path / name).read_bytes() == (page_run.folder / name).read_bytes()


def test_another_temperature_is_another_question(
    page_run: PageRun, nobody: str, tmp_path: Path
) -> None:
    done = broadsheet(
        "brief", page_run.page, "-o", tmp_path / "out", "--model", MODEL, "--base-url", nobody,
        "--cache", page_run.cache, "--mode", "replay",
        home=tmp_path, BROADSHEET_TEMPERATURE="0.5",
    )  # fmt: skip
    assert done.returncode == 4
    assert "differs in: parameters" in done.stderr
