"""The campaigns themselves, against clients that break a promise: each is caught."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.cache import store_at
from pipeline.llm import Response, kept, retried
from pipeline.llm.attempt import Attempt
from pipeline.llm.errors import ClientError
from pipeline.llm.openai import OpenAIChat
from tests.faults.campaign import Campaign
from tests.faults.rows import ROWS

Break = Callable[[pytest.MonkeyPatch], None]
_ask = OpenAIChat.ask


def caught(row: str, folder: Path) -> str:
    """Return what a campaign of ``row``, with twice as many faults, finds wrong."""
    (named,) = (one for one in ROWS if one.name == row)
    rules = tuple({**rule, "rate": 2 * rule["rate"]} for rule in named.rules)
    campaign = Campaign(replace(named, rules=rules), 2, folder)
    return "\n".join(asyncio.run(campaign.run()).wrong)


def forges_faults(patch: pytest.MonkeyPatch, member: str, value: object) -> None:
    async def ask(self: OpenAIChat, attempt: Attempt) -> Response:
        try:
            return await _ask(self, attempt)
        except ClientError as fault:
            setattr(fault, member, value)
            raise

    patch.setattr(OpenAIChat, "ask", ask)


def hides_ambiguity(patch: pytest.MonkeyPatch) -> None:
    forges_faults(patch, "ambiguous", False)


def retries_by_itself(patch: pytest.MonkeyPatch) -> None:
    async def ask(self: OpenAIChat, attempt: Attempt) -> Response:
        try:
            return await _ask(self, attempt)
        except ClientError:
            return await _ask(self, attempt)

    patch.setattr(OpenAIChat, "ask", ask)


def forgets_what_failures_cost(patch: pytest.MonkeyPatch) -> None:
    forges_faults(patch, "usage", None)


def never_tires(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(retried, "stop_after_attempt", lambda attempts: lambda state: False)
    patch.setattr(retried._Course, "goes_on", lambda course, fault: True)


def keeps_nothing(patch: pytest.MonkeyPatch) -> None:
    async def keep(self: object, record: object) -> None:
        pass

    patch.setattr(kept.Keeper, "keep", keep)


def keeps_anything(patch: pytest.MonkeyPatch) -> None:
    async def ask(self: OpenAIChat, attempt: Attempt) -> Response:
        response = await _ask(self, attempt)
        return response.model_copy(update={"content": {**response.content, "more": 1}})

    patch.setattr(OpenAIChat, "ask", ask)
    patch.setattr(kept, "check_answer", lambda content, expects: None)


@pytest.mark.parametrize(
    ("breaks", "row", "word"),
    [
        (hides_ambiguity, "short body", "ambiguous ones on our books"),
        (retries_by_itself, "500", "requests on our books"),
        (forgets_what_failures_cost, "choices null", "tokens on our books"),
        (never_tires, "reset after", "ambiguous requests for one answer"),
        (keeps_nothing, "code fence", "LOST = 24"),
        (keeps_nothing, "code fence", "requests for what is kept"),
        (keeps_anything, "code fence", "what is no answer"),
    ],
)
def test_a_broken_promise_is_noticed(
    breaks: Break, row: str, word: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    breaks(monkeypatch)
    assert word in caught(row, tmp_path)


def test_an_answer_that_goes_bad_on_disk_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Harm done between the last question and the settling: it must not pass for kept."""
    settle = Campaign._settle

    def harmed(self: Campaign) -> None:
        path = next(self.store.glob("??/*.json"))
        path.write_bytes(path.read_bytes()[:-9])
        settle(self)

    monkeypatch.setattr(Campaign, "_settle", harmed)
    words = caught("code fence", tmp_path)
    assert "broken records" in words and "LOST = 1" in words
    assert len(list(store_at(tmp_path / "answers").records())) == 23
