"""The books: the worst case is reserved before a request leaves, and settled when it is back."""

import asyncio
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.llm import (
    BudgetReached,
    ClientError,
    Halt,
    InvalidAnswer,
    Json,
    Parameters,
    Question,
    Response,
    StoreError,
    Transient,
    Usage,
)
from pipeline.llm.account import Accounted
from pipeline.llm.attempt import Attempt
from pipeline.llm.doubles import Scripted
from pipeline.llm.ledger import Ledger, Sent, Settled, read
from pipeline.llm.prices import Price, worst
from pipeline.llm.tokens import prompt_at_most

MakeQuestion = Callable[..., Question]
GOOD: Json = {"points": [{"text": "Quiet.", "cites": ["a1"]}]}
PRICE = Price(prompt=Decimal(10), completion=Decimal(100))
# What Scripted reports: 100 tokens in, 50 out.
USD = (100 * 10 + 50 * 100) / 1e6


@pytest.fixture
def question(make_question: MakeQuestion) -> Question:
    return make_question(parameters=Parameters(max_tokens=200))


def most(question: Question) -> float:
    return worst(PRICE, prompt_at_most(question.request), 200)


def ask(accounted: Accounted, question: Question) -> Response:
    return asyncio.run(accounted.ask(Attempt.first(question)))


def test_what_comes_back_is_settled_at_what_it_cost(question: Question, tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.jsonl")
    accounted = Accounted(Scripted([GOOD]), Halt(), ledger, {"m": PRICE})
    ask(accounted, question)
    spend = accounted.spend
    assert (spend.requests, spend.answers, spend.retries, spend.ambiguous) == (1, 1, 0, 0)
    assert spend.usd == pytest.approx(USD) and spend.ambiguous_usd == 0
    sent, settled = read(ledger.path)
    assert isinstance(sent, Sent) and isinstance(settled, Settled)
    assert sent.id == settled.id and sent.key == question.key
    assert sent.worst == pytest.approx(most(question)) and settled.cost == pytest.approx(USD)


def test_the_worst_case_must_fit_before_anything_leaves(question: Question) -> None:
    script, halt = Scripted([GOOD]), Halt()
    accounted = Accounted(script, halt, None, {"m": PRICE}, budget=most(question) * 0.99)
    with pytest.raises(BudgetReached, match="budget"):
        ask(accounted, question)
    assert script.asked == [] and isinstance(halt.reason, BudgetReached)
    assert halt.reason.exit_code == 5


def test_a_budget_that_is_exhausted_stops_the_run(question: Question) -> None:
    script, halt = Scripted([GOOD] * 50), Halt()
    budget = most(question) + 10 * USD
    accounted = Accounted(script, halt, None, {"m": PRICE}, budget)
    with pytest.raises(BudgetReached):
        for _ in range(50):
            ask(accounted, question)
    assert len(script.asked) == 11
    assert (accounted.spend.usd or 0) <= budget


def test_who_fits_when_others_are_settled_waits_for_them(question: Question) -> None:
    """Reservations are high and costs low: at once only one fits, in the end all do."""
    under_way = together = 0

    class Slow:
        async def ask(self, attempt: Attempt) -> Response:
            nonlocal under_way, together
            under_way += 1
            together = max(together, under_way)
            await asyncio.sleep(0.001)
            under_way -= 1
            return await Scripted([GOOD]).ask(attempt)

    async def many() -> Accounted:
        accounted = Accounted(Slow(), Halt(), None, {"m": PRICE}, most(question) * 1.9)
        await asyncio.gather(*(accounted.ask(Attempt.first(question)) for _ in range(3)))
        return accounted

    assert most(question) * 0.9 > USD * 3, "else this shows nothing"
    accounted = asyncio.run(many())
    assert accounted.spend.answers == 3 and together == 1


def test_what_is_promised_to_batches_is_not_there_to_spend(question: Question) -> None:
    budget = most(question) * 2
    accounted = Accounted(
        Scripted([GOOD]), Halt(), None, {"m": PRICE}, budget, committed=most(question) * 1.5
    )
    with pytest.raises(BudgetReached):
        ask(accounted, question)


@pytest.mark.parametrize(
    ("fault", "usd", "ambiguous"),
    [
        (InvalidAnswer("x", usage=Usage(prompt_tokens=100, completion_tokens=50)), USD, False),
        (Transient("500"), 0.0, False),
        (Transient("timeout", ambiguous=True), 0.0, True),
    ],
)
def test_what_is_no_answer_costs_what_it_costs(
    question: Question, tmp_path: Path, fault: ClientError, usd: float, ambiguous: bool
) -> None:
    ledger = Ledger(tmp_path / "ledger.jsonl")
    accounted = Accounted(Scripted([fault]), Halt(), ledger, {"m": PRICE})
    with pytest.raises(type(fault)):
        ask(accounted, question)
    spend = accounted.spend
    assert spend.failures == {fault.kind: 1} and spend.answers == 0
    assert spend.usd == pytest.approx(usd)
    assert spend.ambiguous == ambiguous
    assert spend.ambiguous_usd == pytest.approx(most(question) if ambiguous else 0)
    settled = list(read(ledger.path))[1]
    assert isinstance(settled, Settled) and settled.ambiguous == ambiguous


def test_an_answer_whose_tokens_nobody_counted_is_reckoned_at_its_worst(
    question: Question,
) -> None:
    class Silent:
        async def ask(self, attempt: Attempt) -> Response:
            response = await Scripted([GOOD]).ask(attempt)
            return response.model_copy(update={"usage": Usage()})

    accounted = Accounted(Silent(), Halt(), None, {"m": PRICE})
    ask(accounted, question)
    assert accounted.spend.answers == 1 and accounted.spend.ambiguous == 1
    assert accounted.spend.ambiguous_usd == pytest.approx(most(question))


def test_who_leaves_in_the_middle_leaves_an_ambiguous_entry(
    question: Question, tmp_path: Path
) -> None:
    class Endless:
        async def ask(self, attempt: Attempt) -> Response:
            await asyncio.sleep(60)
            raise AssertionError

    ledger = Ledger(tmp_path / "ledger.jsonl")
    accounted = Accounted(Endless(), Halt(), ledger, {"m": PRICE})

    async def leave() -> None:
        task = asyncio.create_task(accounted.ask(Attempt.first(question)))
        await asyncio.sleep(0.01)
        task.cancel()
        await asyncio.wait([task])

    asyncio.run(leave())
    assert accounted.spend.ambiguous == 1
    settled = list(read(ledger.path))[1]
    assert isinstance(settled, Settled) and settled.ambiguous and settled.outcome == "left"


def test_what_cannot_be_written_down_is_not_sent(question: Question, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    script, halt = Scripted([GOOD]), Halt()
    accounted = Accounted(script, halt, Ledger(tmp_path / "file" / "ledger.jsonl"))
    with pytest.raises(StoreError, match="ledger"):
        ask(accounted, question)
    assert script.asked == [] and isinstance(halt.reason, StoreError)


def test_an_answer_is_not_lost_because_the_ledger_is_full(
    question: Question, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object, **kwargs: object) -> None:
        raise StoreError("the ledger cannot be kept")

    ledger, halt = Ledger(tmp_path / "ledger.jsonl"), Halt()
    monkeypatch.setattr(ledger, "settled", full)
    assert ask(Accounted(Scripted([GOOD]), halt, ledger), question).content == GOOD
    assert isinstance(halt.reason, StoreError), "but nothing more is asked"
