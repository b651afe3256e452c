"""What a run may spend and says it spent, against an endpoint that keeps books of its own."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from tests.fake_endpoint import FakeEndpoint

Run = Callable[..., CompletedProcess[str]]
KEY = {"OPENAI_API_KEY": "sk-canary-4711"}


def brief(run: Run, endpoint: FakeEndpoint, page: Path, *more: str) -> CompletedProcess[str]:
    folder = page.parents[1]
    return run(
        "brief", page, "-o", folder / "out", "--base-url", endpoint.url, "--model", "fake-1",
        "--cache", folder / "answers.db", *more, env=KEY,
    )  # fmt: skip


def report(page: Path) -> dict[str, Any]:
    text = (page.parents[1] / "out" / "run.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def test_the_books_are_those_of_the_endpoint(run: Run, page: Path) -> None:
    with FakeEndpoint() as endpoint:
        done = brief(run, endpoint, page, "--price", "1000,2000,500")
        rows = endpoint.log()
    assert done.returncode == 0, done.stderr
    spend = report(page)["spend"]
    billed = sum(row["billed_tokens"] for row in rows)
    assert spend["requests"] == spend["answers"] == len(rows) == 3
    assert spend["prompt_tokens"] + spend["completion_tokens"] == billed
    plain = spend["prompt_tokens"] - spend["cached_tokens"]
    usd = (plain * 1000 + spend["cached_tokens"] * 500 + spend["completion_tokens"] * 2000) / 1e6
    assert report(page)["cost_usd"] == pytest.approx(usd)
    told = run("ledger", "--cache", page.parents[1] / "answers.db", "--json")
    assert json.loads(told.stdout)["total"]["usd"] == pytest.approx(usd, abs=1e-6)


def test_a_budget_ends_the_run_and_the_next_one_goes_on(run: Run, page: Path) -> None:
    with FakeEndpoint() as endpoint:
        small = brief(
            run, endpoint, page, "--price", "0,100", "--budget", "0.85", "--concurrency", "1"
        )
        asked = len(endpoint.log())
        again = brief(run, endpoint, page, "--price", "0,100", "--budget", "10")
        rows = endpoint.log()
    assert small.returncode == 5 and "budget of 0.85 USD" in small.stderr
    assert 0 < asked < 3
    assert again.returncode == 0, again.stderr
    assert len({row["broadsheet"] for row in rows}) == len(rows) == 3, "nothing is paid twice"


def test_a_budget_without_a_price_is_refused_before_anything_is_sent(run: Run, page: Path) -> None:
    with FakeEndpoint() as endpoint:
        done = brief(run, endpoint, page, "--budget", "1")
        assert endpoint.log() == []
    assert done.returncode == 2 and "--price" in done.stderr


def test_an_estimate_knows_the_cache(run: Run, page: Path) -> None:
    folder = page.parents[1]
    command = ("estimate", page, "--model", "fake-1", "--provider", "127.0.0.1")
    options = ("--price", "1,2", "--cache", folder / "answers.db")
    before = json.loads(run(*command, *options).stdout)
    with FakeEndpoint() as endpoint:
        brief(run, endpoint, page)
        billed = sum(row["billed_tokens"] for row in endpoint.log())
    after = json.loads(run(*command, *options).stdout)
    assert before["missing"] == {"summarize": 1, "translate": 1}
    assert 0 < before["cost_usd"] < before["cost_usd_at_most"]
    assert before["prompt_tokens"] == pytest.approx(billed, rel=0.6)
    assert after["missing"] == {} and after["cost_usd"] == 0 and after["kept"] == 3


@pytest.fixture
def unsure(page: Path) -> Path:
    """A page of headlines only, on which nothing says where an item begins."""
    heads = "清河县部署春耕", "县图书馆延长开放", "周末也开放", "读者说很方便"
    page.write_text("\n\n".join(heads), "utf-8")
    return page


def test_what_the_referee_takes_is_shown_wherever_money_is(run: Run, unsure: Path) -> None:
    cache = unsure.parents[1] / "answers.db"
    asked = ("--model", "fake-1", "--provider", "127.0.0.1", "--price", "1000,2000")
    before = json.loads(run("estimate", unsure, "--cache", cache, "--referee", *asked).stdout)
    with FakeEndpoint() as endpoint:
        done = brief(run, endpoint, unsure, "--referee", "--price", "1000,2000")
    took = report(unsure)["spend"]["stages"]
    ledger = json.loads(run("ledger", "--cache", cache, "--by", "stage", "--json").stdout)
    spent = ledger["groups"]["referee"]
    tokens = ("requests", "prompt_tokens", "completion_tokens")

    assert before["missing"] == {"referee": 1}, "what else there is to ask is for it to decide"
    expected = before["stages"]["referee"]
    assert expected["prompt_tokens"] == before["prompt_tokens"] < 1500
    assert expected["cost_usd"] == before["cost_usd"] > 0
    assert [took["referee"][name] for name in tokens] == [spent[name] for name in tokens]
    assert took["referee"]["requests"] == 1
    assert took["referee"]["usd"] == pytest.approx(spent["usd"], abs=1e-6)
    assert sum(one["usd"] for one in took.values()) == pytest.approx(report(unsure)["cost_usd"])
    told = f"{took['referee']['prompt_tokens']:,} tokens in"
    assert f"The referee took 1 request: {told}" in done.stderr


def test_segment_says_what_the_referee_did_and_took(run: Run, unsure: Path) -> None:
    cache = unsure.parents[1] / "answers.db"
    with FakeEndpoint() as endpoint:
        at = ("--base-url", endpoint.url, "--model", "fake-1", "--cache", cache)
        done = run("segment", unsure, "--referee", *at, env=KEY)
        again = run("segment", unsure, "--referee", *at, env=KEY)
        assert len(endpoint.log()) == 1
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["articles"] and done.stdout == again.stdout
    assert "note: page.txt: The rules were unsure of " in done.stderr
    assert "The referee took 1 request: " in done.stderr
    assert "The referee took" not in again.stderr, "a kept answer costs nothing"


def test_where_the_model_declines_another_one_is_asked(run: Run, page: Path) -> None:
    with FakeEndpoint([{"fault": "refusal", "on": [1]}]) as endpoint:
        done = brief(run, endpoint, page, "--fallback-model", "fake-2", "--concurrency", "1")
        again = brief(run, endpoint, page, "--fallback-model", "fake-2", "--mode", "replay")
    assert done.returncode == 0, done.stderr
    assert again.returncode == 0, again.stderr
    briefing = json.loads((page.parents[1] / "out" / "briefing.json").read_text("utf-8"))
    (item,) = briefing["pages"][0]["items"]
    assert {one["model"] for one in item["provenance"]} == {"fake-1", "fake-2"}


@pytest.mark.parametrize(
    ("structured", "form"),
    [("json_schema", "json_schema"), ("json_object", "json_object"), ("none", "none:")],
)
def test_doctor_finds_what_the_endpoint_can_do_and_a_run_goes_by_it(
    run: Run, page: Path, structured: str, form: str
) -> None:
    with FakeEndpoint({"structured": structured}) as endpoint:
        done = brief(run, endpoint, page)
        asked = len(endpoint.log())
        told = run(
            "doctor", "--probe", "--base-url", endpoint.url, "--model", "fake-1",
            "--cache", page.parents[1] / "answers.db", env=KEY,
        )  # fmt: skip
        again = brief(run, endpoint, page, "--provider", "elsewhere")
        statuses = [row["status"] for row in endpoint.log() if row["path"].endswith("completions")]
    assert done.returncode == 0, done.stderr
    assert told.returncode == 0, told.stderr
    lines = dict(line.split(maxsplit=1) for line in told.stdout.splitlines())
    assert lines["form"].startswith(form) and lines["asked"].startswith("answered")
    assert again.returncode == 0, again.stderr
    assert 400 not in statuses[-3:], "what was found is remembered"
    assert asked >= 3
