"""broadsheet ledger, as a person and as a script sees it."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from pipeline.llm.ledger import Ledger
from pipeline.llm.usage import Usage

Run = Callable[..., CompletedProcess[str]]
USAGE = Usage(prompt_tokens=1000, cached_tokens=400, completion_tokens=200)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store beside whose answers one run has left its entries."""
    ledger = Ledger(tmp_path / "answers" / "ledger.jsonl", run="r")
    for stage, outcome in (("translate", "answered"), ("summarize", "rate-limited")):
        id = ledger.sent(key="k", stage=stage, model="m", provider="host", worst=0.5)
        usage = USAGE if outcome == "answered" else None
        ledger.settled(id, outcome=outcome, usage=usage, cost=0.25 if usage else 0.0)
    ledger.sent(key="k", stage="summarize", model="m", provider="host", attempt=2, worst=0.5)
    return tmp_path / "answers"


def test_the_table_has_a_row_for_each_and_the_total(run: Run, store: Path) -> None:
    done = run("ledger", "--cache", store, "--by", "stage")
    assert done.returncode == 0, done.stderr
    head, *rows = (line.split() for line in done.stdout.splitlines())
    assert head[0] == "stage"
    assert [row[0] for row in rows] == ["summarize", "translate", "total"]
    assert " ".join(rows[-1][1:]) == "3 1 1 1 0 1 1,000 400 200 0.2500 0.7500"
    assert "rate-limited 1" in done.stderr and "nobody can tell" in done.stderr


def test_json_holds_the_same(run: Run, store: Path) -> None:
    done = run("ledger", "--cache", store, "--json", "--by", "model")
    found = json.loads(done.stdout)
    assert found["total"]["usd"] == 0.25 and found["total"]["usd_at_most"] == 0.75
    assert found["groups"] == {"m": found["total"]}


def test_where_a_price_is_unknown_no_sum_is_given_as_whole(run: Run, store: Path) -> None:
    ledger = Ledger(store / "ledger.jsonl")
    id = ledger.sent(key="k", stage="lead", model="mine", provider="host")
    ledger.settled(id, outcome="answered", usage=USAGE)
    done = run("ledger", "--cache", store)
    assert done.stdout.splitlines()[-1].endswith("≥ 0.2500      unknown")
    assert "you have set no price" in done.stderr


def test_nothing_asked_so_far_is_said_and_no_error(run: Run, tmp_path: Path) -> None:
    done = run("ledger", "--cache", tmp_path / "nothing")
    assert (done.returncode, done.stdout) == (0, "")
    assert "Nothing was asked so far" in done.stderr
    assert not (tmp_path / "nothing").exists()


def test_a_foreign_ledger_cannot_steer_the_terminal(run: Run, store: Path) -> None:
    Ledger(store / "ledger.jsonl").sent(
        key="k", stage="\x1b[2J", model="m", provider="host", worst=0.0
    )
    done = run("ledger", "--cache", store, "--by", "stage")
    assert "\x1b" not in done.stdout and "[U+001B]" in done.stdout
