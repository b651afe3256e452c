"""Every fault that an endpoint has, in campaigns over seeds, counted by the server's log."""

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from pipeline.cache import SqliteStore, store_at
from pipeline.cache.base import Sealed
from pipeline.desk import Desk, Trail
from pipeline.llm import Later, Parameters, Response, Stop
from pipeline.parts import translated
from pipeline.prompts import Prompts, Questions
from pipeline.segment import segment_page
from pipeline.shipped import shipped
from tests.fake_endpoint.log import Log, read_log
from tests.fake_endpoint.plan import Plan
from tests.fake_endpoint.server import Server
from tests.faults.campaign import CONCURRENCY, Campaign, Pass
from tests.faults.figures import Figures
from tests.faults.pages import HOST, MODEL, article_text, read_page
from tests.faults.rows import ROWS, STOPS, STORM, FaultRow


def campaigns(row: FaultRow, seeds: range, folder: Path) -> list[Figures]:
    async def all_seeds() -> list[Figures]:
        each = [Campaign(row, seed, folder / str(seed)) for seed in seeds]
        for campaign in each:
            campaign.folder.mkdir()
        return await asyncio.gather(*(campaign.run() for campaign in each))

    return asyncio.run(all_seeds())


@pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])
def test_nothing_is_lost_or_paid_twice(row: FaultRow, tmp_path: Path) -> None:
    found = campaigns(row, range(5 if row is STORM else 3), tmp_path)
    assert [wrong for each in found for wrong in each.wrong] == []
    assert all(each.struck for each in found), "the fault was there"


def ask(row: FaultRow, folder: Path, passes: int = 1) -> list[Pass]:
    """Ask all questions at an endpoint with the faults of ``row``, ``passes`` times."""
    campaign = Campaign(row, 1, folder)

    async def asked() -> list[Pass]:
        server = Server(Plan.model_validate({"rules": row.rules}), Log(campaign.log))
        await server.start(0)
        try:
            url = f"http://{HOST}:{server.port}/v1"
            return [await campaign.one_pass(url, campaign.asked) for _ in range(passes)]
        finally:
            await server.close()

    return asyncio.run(asked())


@pytest.mark.parametrize(("fault", "advice"), STOPS.items())
def test_what_the_user_must_mend_stops_at_once(fault: str, advice: str, tmp_path: Path) -> None:
    (done,) = ask(FaultRow(fault, ({"fault": fault},)), tmp_path)
    assert all(isinstance(end, Stop) and advice in str(end) for end in done.ends.values())
    assert not isinstance(done.halt.reason, Later) and done.halt.reason
    assert done.halt.reason.exit_code == 2
    assert max(Counter(row["question"] for row in done.rows).values()) == 1, "no retry"
    told = min(row["t_sent"] for row in done.rows)
    late = [row for row in done.rows if row["t_received"] > told]
    assert len(late) < CONCURRENCY and len(done.rows) <= CONCURRENCY, "whoever has not left stays"


@pytest.mark.parametrize("form", ["seconds", "date", "ms", "reset"])
def test_a_long_wait_parks_the_run_and_the_next_one_goes_on(form: str, tmp_path: Path) -> None:
    rule = {"fault": "rate_limit", "retry_after": "600", "form": form, "on": [9]}
    first, second = ask(FaultRow("parked", (rule,)), tmp_path, passes=2)
    assert isinstance(first.halt.reason, Later) and "10 minutes" in str(first.halt.reason)
    assert first.halt.reason.exit_code == 5
    answered = {key for key, end in first.ends.items() if isinstance(end, Response)}
    parked = [end for key, end in first.ends.items() if key not in answered]
    assert answered and all(isinstance(end, Later) for end in parked)
    told = next(row["t_sent"] for row in first.rows if row["status"] == 429)
    late = [row for row in first.rows if row["t_received"] > told]
    assert len(late) < CONCURRENCY, "nobody leaves once that is known"
    assert all(isinstance(end, Response) for end in second.ends.values())
    assert len(second.rows) == len(parked), "what was answered before is kept"


def test_an_endpoint_that_is_down_ends_the_run_resumable(tmp_path: Path) -> None:
    rule = {"fault": "refused", "seconds": 3600}
    (done,) = ask(FaultRow("down", (rule,)), tmp_path)
    assert isinstance(done.halt.reason, Later) and "in a row" in str(done.halt.reason)
    assert done.live.spend.requests <= 2 * CONCURRENCY + 10
    assert list(store_at(tmp_path / "answers.db").records()) == []


def test_no_more_is_under_way_than_may_be_lost_even_where_the_disk_is_slow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer that waits for the disk is still under way: a kill would lose it."""
    most = 0
    keep = SqliteStore.keep

    def slowly(store: SqliteStore, sealed: Sequence[Sealed]) -> None:
        nonlocal most
        time.sleep(0.05)
        paid = sum(row["t_billed"] is not None for row in read_log(tmp_path / "endpoint.jsonl"))
        most = max(most, paid - len(list(store.records())))
        keep(store, sealed)

    monkeypatch.setattr(SqliteStore, "keep", slowly)
    (done,) = ask(FaultRow("slow disk", ()), tmp_path)
    assert all(isinstance(end, Response) for end in done.ends.values())
    assert 1 < most <= CONCURRENCY


def test_a_repair_quotes_the_answer_and_what_is_wrong_with_it(tmp_path: Path) -> None:
    rule = {"fault": "duplicate_keys", "on": [1]}
    (done,) = ask(FaultRow("twice", (rule,)), tmp_path)
    assert all(isinstance(end, Response) for end in done.ends.values())
    (mended,) = (a.request for a in done.watched.attempts if len(a.request.messages) > 2)
    answer, told = mended.messages[-2:]
    assert answer.role == "assistant" and answer.content.startswith("{")
    assert told.role == "user" and "stands twice in one object" in told.content


def test_an_article_whose_translation_is_cut_is_translated_in_parts(tmp_path: Path) -> None:
    """Cut at any limit: the limit is raised once, then the halves are asked, for good."""
    article = segment_page(read_page(article_text(3, paragraphs=6))).articles[0]
    rule = {"fault": "length", "units_above": 4}
    row = FaultRow("split", (rule,))
    campaign = Campaign(row, 1, tmp_path)

    async def translate() -> tuple[Any, Trail, int]:
        server = Server(Plan.model_validate({"rules": row.rules}), Log(campaign.log))
        await server.start(0)
        live = campaign.connect(f"http://{HOST}:{server.port}/v1")[0]
        make = Questions(Prompts(shipped("prompts")), HOST, MODEL, Parameters(max_tokens=4096))
        trail = Trail()
        desk = Desk(client=live.client, questions=make)
        try:
            got = await translated(desk, article, "the article", (), trail)
            return got, trail, live.spend.requests
        finally:
            await live.close()
            await server.close()

    first, trail, requests = asyncio.run(translate())
    assert trail.failures == []
    assert {one.id for one in first.paragraphs} == {unit.id for unit in article.units()}
    again, _, more = asyncio.run(translate())
    assert again == first and more == 0, "that it does not fit is known, and costs nothing again"
    assert requests > 2
