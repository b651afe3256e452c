"""What a ledger adds up to."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from pipeline.llm.ledger import ANSWERED, Entry, Sent, Settled, Unread
from pipeline.llm.prices import Way

By = Literal["day", "model", "stage", "run", "way"]


@dataclass
class Total:
    """What requests came to.

    ``requests`` left; ``answers`` of them brought one, ``failures`` counts the others by outcome,
    ``unsettled`` ones are under way or were lost in a crash. ``retries`` were not the first for
    their question. ``ambiguous`` ones came back, but nobody can tell whether they were paid for.
    Tokens are as the endpoints counted them. ``usd`` is certain; ``usd_at_most`` has the worst case
    of the ambiguous and the unsettled ones besides. Neither has what the ``unpriced`` ones cost,
    for which no price is known. ``first`` and ``last`` are when (UTC) the first and the last left.
    """

    requests: int = 0
    answers: int = 0
    retries: int = 0
    failures: dict[str, int] = field(default_factory=dict)
    ambiguous: int = 0
    unsettled: int = 0
    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0
    usd: float = 0.0
    usd_at_most: float = 0.0
    unpriced: int = 0
    first: str | None = None
    last: str | None = None

    @property
    def failed(self) -> int:
        """How many came back without an answer."""
        return sum(self.failures.values())

    def add_sent(self, entry: Sent) -> None:
        """Count a request that left."""
        self.requests += 1
        self.retries += entry.attempt > 1
        self.first = min(self.first or entry.at, entry.at)
        self.last = max(self.last or entry.at, entry.at)

    def add_settled(self, worst: float | None, entry: Settled) -> None:
        """Count what came of a request that could cost ``worst``."""
        if entry.outcome == ANSWERED:
            self.answers += 1
        else:
            self.failures[entry.outcome] = self.failures.get(entry.outcome, 0) + 1
        self.ambiguous += entry.ambiguous
        usage = entry.usage
        if usage:
            self.prompt_tokens += usage.prompt_tokens
            self.cached_tokens += usage.cached_tokens
            self.completion_tokens += usage.completion_tokens
        self.usd += entry.cost or 0.0
        self.usd_at_most += entry.cost or 0.0
        if entry.ambiguous:
            self._add_worst(worst)
        elif usage and entry.cost is None:
            self.unpriced += 1

    def add_unsettled(self, worst: float | None) -> None:
        """Count a request of which nothing more is known."""
        self.unsettled += 1
        self._add_worst(worst)

    def _add_worst(self, worst: float | None) -> None:
        self.usd_at_most += worst or 0.0
        self.unpriced += worst is None


@dataclass
class Totals:
    """A ledger's ``total``, and one for each group by name.

    ``unread`` lines were no entries. ``unmatched`` entries settle what the ledger never sent, or
    settled before; they count nowhere else.
    """

    total: Total = field(default_factory=Total)
    groups: dict[str, Total] = field(default_factory=dict)
    unread: int = 0
    unmatched: int = 0


def totals(entries: Iterable[Entry], by: By | None = None) -> Totals:
    """Add up ``entries``, in one pass; only what is not settled yet is held in memory."""
    sums = Totals()
    waiting: dict[str, tuple[float | None, Total]] = {}
    for entry in entries:
        if isinstance(entry, Unread):
            sums.unread += 1
        elif isinstance(entry, Sent):
            group = sums.groups.setdefault(_name(entry, by), Total()) if by else Total()
            waiting[entry.id] = entry.worst, group
            for total in (sums.total, group):
                total.add_sent(entry)
        else:
            if entry.id not in waiting:
                sums.unmatched += 1
                continue
            worst, group = waiting.pop(entry.id)
            for total in (sums.total, group):
                total.add_settled(worst, entry)
    for worst, group in waiting.values():
        for total in (sums.total, group):
            total.add_unsettled(worst)
    return sums


def _name(entry: Sent, by: By) -> str:
    return entry.at[:10] if by == "day" else str(getattr(entry, by))


def unsettled(entries: Iterable[Entry], way: Way) -> Iterator[Sent]:
    """Go through what was sent in this ``way`` and is not settled, oldest first."""
    waiting: dict[str, Sent] = {}
    for entry in entries:
        if isinstance(entry, Sent) and entry.way == way:
            waiting[entry.id] = entry
        elif isinstance(entry, Settled):
            waiting.pop(entry.id, None)
    yield from waiting.values()
