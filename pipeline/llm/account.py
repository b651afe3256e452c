"""What requests cost: reserved before one leaves, settled when it is back, written down.

The worst case is reserved (every byte of the prompt a token, the answer as long as it may be), so a
budget holds whatever comes back. A request that may have been paid for, and nobody can tell, is
counted apart, at its worst case.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from pipeline.faults import Fault
from pipeline.llm.answer import Response
from pipeline.llm.attempt import Asker, Attempt
from pipeline.llm.errors import BudgetReached, ClientError
from pipeline.llm.halt import Halt
from pipeline.llm.ledger import Ledger
from pipeline.llm.prices import Price, cost, worst
from pipeline.llm.tokens import completion_at_most, prompt_at_most
from pipeline.llm.usage import Usage


@dataclass
class Took:
    """What requests took: tokens as the endpoint counted, for answers that were none too.

    ``usd`` is certain; None where no price is known.
    """

    requests: int = 0
    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0
    usd: float | None = None


@dataclass
class Spend(Took):
    """What a run sent and spent.

    ``requests`` left; ``answers`` of them came back as answers; ``retries`` were not the first for
    their question; ``failures`` counts the others by kind. ``ambiguous_usd`` is the most that
    requests may have cost of which nobody can tell (``ambiguous`` of them); None where no price is
    known. ``prices`` says where the price of each model is from, ``stages`` what each stage took.
    """

    answers: int = 0
    retries: int = 0
    ambiguous: int = 0
    ambiguous_usd: float | None = None
    prices: dict[str, str] = field(default_factory=dict)
    failures: dict[str, int] = field(default_factory=dict)
    stages: dict[str, Took] = field(default_factory=dict)

    def report(self) -> dict[str, Any]:
        """Return it as JSON shows it."""
        return asdict(self)


class Accounted:
    """Sends through ``inner``, within the budget and on the books.

    ``prices`` are those of the models that may be asked, all of them where there is a ``budget``;
    ``committed`` is what of the budget is promised elsewhere (batches under way). Both in USD.
    """

    def __init__(
        self,
        inner: Asker,
        halt: Halt,
        ledger: Ledger | None = None,
        prices: Mapping[str, Price] | None = None,
        budget: float | None = None,
        committed: float = 0.0,
    ) -> None:
        self._inner = inner
        self._halt = halt
        self._ledger = ledger
        self._prices = prices or {}
        self._budget = budget
        self._committed = committed
        self._reserved = 0.0
        self._settled = asyncio.Event()
        self.spend = Spend()
        if self._prices:
            self.spend.usd = self.spend.ambiguous_usd = 0.0
            self.spend.prices = {model: price.source for model, price in self._prices.items()}

    async def ask(self, attempt: Attempt) -> Response:
        """Ask ``inner``; raise BudgetReached, for all, where the worst case does not fit."""
        most = self._worst(attempt)
        await self._reserve(most)
        try:
            entry = self._sent(attempt, most)
            try:
                response = await self._inner.ask(attempt)
            except ClientError as fault:
                self._settle(attempt, entry, most, fault.kind, fault.usage, fault.ambiguous)
                raise
            except BaseException:
                # Left in the middle: it was sent, and whether it is paid for nobody will know.
                self._settle(attempt, entry, most, "left", None, ambiguous=True)
                raise
            # Where nobody counted, the worst case stands.
            usage = response.usage if response.usage.counted else None
            self._settle(attempt, entry, most, "answered", usage, ambiguous=usage is None)
            return response
        finally:
            self._reserved -= most
            self._settled.set()

    def _worst(self, attempt: Attempt) -> float:
        request = attempt.request
        price = self._prices.get(request.model)
        if price is None:
            return 0.0
        return worst(price, prompt_at_most(request), completion_at_most(request))

    async def _reserve(self, most: float) -> None:
        """Hold ``most`` of the budget, waiting for what is out to be settled if need be."""
        while self._budget is not None:
            self._halt.check()
            spent = self._committed + (self.spend.usd or 0.0) + (self.spend.ambiguous_usd or 0.0)
            if spent + self._reserved + most <= self._budget:
                break
            if spent + most > self._budget:
                reached = BudgetReached(
                    f"the budget of {self._budget:g} USD is reached: {spent:.4f} are spent or "
                    f"promised, and the next request could cost {most:.4f}"
                )
                self._halt.now(reached)
                raise reached
            self._settled.clear()
            await self._settled.wait()
        self._reserved += most

    def _totals(self, stage: str) -> tuple[Took, Took]:
        """Return what a request of ``stage`` counts in: the run, and its stage."""
        return self.spend, self.spend.stages.setdefault(stage, Took())

    def _sent(self, attempt: Attempt, most: float) -> str | None:
        question = attempt.question
        self.spend.retries += attempt.number > 1
        for total in self._totals(question.stage):
            total.requests += 1
        if self._ledger is None:
            return None
        try:
            return self._ledger.sent(
                key=question.key,
                stage=question.stage,
                model=attempt.request.model,
                provider=attempt.request.provider,
                attempt=attempt.number,
                worst=most if attempt.request.model in self._prices else None,
            )
        except Fault as fault:  # what cannot be written down is not paid for
            self._halt.now(fault)
            raise

    def _settle(
        self,
        attempt: Attempt,
        entry: str | None,
        most: float,
        outcome: str,
        usage: Usage | None,
        ambiguous: bool,
    ) -> None:
        price = self._prices.get(attempt.request.model)
        spend = self.spend
        if outcome == "answered":
            spend.answers += 1
        else:
            spend.failures[outcome] = spend.failures.get(outcome, 0) + 1
        spend.ambiguous += ambiguous
        usd = cost(price, usage) if price and usage else 0.0
        for total in self._totals(attempt.question.stage):
            if usage:
                total.prompt_tokens += usage.prompt_tokens
                total.cached_tokens += usage.cached_tokens
                total.completion_tokens += usage.completion_tokens
            if price:
                total.usd = (total.usd or 0.0) + usd
        if price:
            spend.ambiguous_usd = (spend.ambiguous_usd or 0.0) + (most if ambiguous else 0.0)
        if self._ledger and entry is not None:
            try:
                self._ledger.settled(
                    entry,
                    outcome=outcome,
                    usage=usage,
                    cost=usd if price else None,
                    ambiguous=ambiguous,
                )
            except Fault as fault:  # this answer is paid for and goes on; no other one is asked
                self._halt.now(fault)
