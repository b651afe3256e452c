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
from pipeline.llm.ledger import Sent, Settled, read
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
    kinds = {one.check.partition(".")[0] for one in findings(page_run) if one.severity == "error"}
    assert "paragraph" in kinds and len(kinds) > 1
    counts = page_run.report["counts"]
    assert counts["ok"] < counts["items"]
    assert "**Error**" in (page_run.folder / "briefing.md").read_text("utf-8")


def test_no_lost_figure_goes_unflagged(page_run: PageRun) -> None:
    lost = 0
    for item in items(page_run):
        if item.translation is None:
            continue
        english = {one.id: one.text.replace(",", "") for one in item.translation.paragraphs}
        wrong = {one.paragraph for one in item.findings if one.severity == "error"}
        for unit in item.article.units():
            gone = [f for f in FIGURE.findall(unit.text) if f not in english.get(unit.id, "")]
            lost += len(gone)
            assert not gone or unit.id in wrong, (gone, unit.text, english.get(unit.id))
    assert lost > 0, "a model of this size keeps every figure?"


def test_the_run_is_replayed_to_the_byte_without_the_endpoint(
    page_run: PageRun, nobody: str, tmp_path: Path
) -> None:
    done = broadsheet(
        "brief", page_run.page, "-o", tmp_path, "--model", MODEL, "--base-url", nobody,
        "--cache", page_run.cache, "--mode", "replay", "--no-repair", home=tmp_path / "home",
    )  # fmt: skip
    assert done.returncode == page_run.done.returncode, done.stderr
    for name in ("briefing.json", "briefing.md", "briefing.html"):
        assert (tmp_path / name).read_bytes() == (page_run.folder / name).read_bytes()


def test_another_temperature_is_another_question(
    page_run: PageRun, nobody: str, tmp_path: Path
) -> None:
    done = broadsheet(
        "brief", page_run.page, "-o", tmp_path / "out", "--model", MODEL, "--base-url", nobody,
        "--cache", page_run.cache, "--mode", "replay", "--no-repair",
        home=tmp_path, BROADSHEET_TEMPERATURE="0.5",
    )  # fmt: skip
    assert done.returncode == 4
    assert "differs in: parameters" in done.stderr


def test_what_was_answered_on_one_page_is_not_asked_again_for_another(
    repaired_run: PageRun,
) -> None:
    entries = read(repaired_run.cache / "ledger.jsonl")
    sent = [entry for entry in entries if isinstance(entry, Sent)]
    asked = {entry.stage for entry in sent if entry.run == sent[-1].run}
    assert asked <= {"summarize.repair", "translate.repair", "lead"}
    assert repaired_run.report["spend"]["prompt_tokens"] == repaired_run.counted.prompt


def test_repair_makes_nothing_worse(page_run: PageRun, repaired_run: PageRun) -> None:
    (mended,) = items(repaired_run)
    (first,) = (i for i in items(page_run) if i.article.headline == mended.article.headline)
    assert mended.article.text == first.article.text
    assert errors(mended) <= errors(first)
    assert errors(first) > 0 or first.status == "failed", "there was something to repair"


def errors(item: Item) -> int:
    return sum(f.severity == "error" for f in (*item.summary_findings, *item.findings))
