"""What a live run asks through: the layers put together, and what can be seen of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from pipeline.llm.account import Accounted, Spend
from pipeline.llm.attempt import Asker
from pipeline.llm.client import Client
from pipeline.llm.gate import Gate, Gated, Limits
from pipeline.llm.halt import Halt
from pipeline.llm.kept import Cached, Fallback
from pipeline.llm.ledger import Ledger
from pipeline.llm.prices import Price
from pipeline.llm.record import Archive
from pipeline.llm.retried import Retried
from pipeline.llm.wire import Spelling


class Endpoint(Asker, Protocol):
    """An asker that holds connections, and knows how it is to be asked."""

    spelling: Spelling

    async def close(self) -> None:
        """Close them."""
        ...


@dataclass(frozen=True)
class Terms:
    """On what terms a run asks: ``attempts`` requests for an answer at the most, ``ambiguous`` of
    them of unsure spend; ``budget`` in USD, of which ``committed`` is promised to batches."""

    limits: Limits = field(default_factory=Limits)
    attempts: int = 5
    ambiguous: int = 2
    prices: Mapping[str, Price] | None = None
    budget: float | None = None
    committed: float = 0.0
    fallback: str | None = None


@dataclass(frozen=True)
class Live:
    """A client that asks, and what came of it."""

    client: Client
    spend: Spend
    gate: Gate
    endpoint: Endpoint

    @classmethod
    def of(
        cls,
        endpoint: Endpoint,
        store: Archive,
        halt: Halt,
        terms: Terms,
        ledger: Ledger | None = None,
        notify: Callable[[str], None] | None = None,
    ) -> "Live":
        """Put the layers around ``endpoint``: kept, retried, gated, on the books.

        ``notify`` is told when the gate makes all wait.
        """
        gate = Gate(terms.limits, halt, notify)
        accounted = Accounted(endpoint, halt, ledger, terms.prices, terms.budget, terms.committed)
        backoff = terms.limits.backoff
        retried = Retried(Gated(accounted, gate), halt, terms.attempts, terms.ambiguous, backoff)
        cached: Client = Cached(retried, store, halt, terms.limits.concurrency)
        if terms.fallback:
            cached = Fallback(cached, store, terms.fallback)
        return cls(cached, accounted.spend, gate, endpoint)

    async def close(self) -> None:
        """Close the connections."""
        await self.endpoint.close()
