"""The one gate to an endpoint: how many may be inside, how fast they enter, when all must wait.

What it goes by:

* **Window.** How many may be inside at once. It opens quickly until the first trouble (each answer
  admits one more, as TCP's slow start does), slowly after it (a tenth for each window of answers),
  and closes at once: after a 429 to as many as the endpoint still holds, after a failure by half.
* **Pause.** Whoever is told to wait makes all wait; those who are already inside and are told the
  same do not count again.
* **Pace.** An endpoint that says 429 has told its limit: as many as it took since the last pause,
  in the time until it takes more. From then on entries are spaced accordingly, and the pace grows
  by a few percent a second until the next 429.
* **Strikes.** Failures of the connection with no answer between them. From the second on they go
  one by one, further and further apart; the last one ends the run, resumable.
* **Stop.** What only the user can mend (the key, the quota, the model) ends the run before the next
  one enters.

Everything happens in one event loop; there is nothing to lock.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from pipeline.llm.answer import Response
from pipeline.llm.attempt import Asker, Attempt
from pipeline.llm.errors import ClientError, Later, Limited, Stop, Transient
from pipeline.llm.halt import Halt
from pipeline.llm.tokens import completion_about, prompt_about


@dataclass(frozen=True)
class Limits:
    """What a gate starts from and holds to.

    ``concurrency`` is the widest window; ``requests`` and ``tokens`` are limits a minute, None for
    none. A wait above ``patience`` seconds ends the run, as ``strikes`` failures in a row do;
    ``backoff`` is the first wait in seconds where the endpoint names none.
    """

    concurrency: int = 8
    requests: float | None = None
    tokens: float | None = None
    patience: float = 120.0
    strikes: int = 8
    backoff: float = 0.5


# At first nobody knows how much the endpoint takes: so many go ahead, spaced so that the first 429
# can come back before the rest has left. With each answer there is less to fear.
_FIRST_WINDOW = 24
_OPEN_AFTER = 50  # answers, until a window is open that is wider than this
_FIRST_SPACING = 0.002
_PACE_GROWTH = 0.03
_WINDOW_GROWTH = 0.1
# So many must have entered before a 429 says anything of the endpoint's pace: a run that begins
# where another one used the limit up is told 429 at once.
_ENOUGH = 4
_LONGEST_BACKOFF = 30.0
_WONDER = 2.0
_GO_ON = "every answer is kept: run the same command again later"


@dataclass
class Ticket:
    """One who is inside: when it entered, as which since the last pause."""

    entered: float
    epoch: int
    place: int
    tokens: int


@dataclass
class _Bucket:
    """A limit a minute. It holds a second's worth, and may be overdrawn by one entry."""

    per_minute: float
    level: float = field(init=False)
    at: float = field(init=False, default=0.0)

    def __post_init__(self) -> None:
        self.level = self._most

    @property
    def _most(self) -> float:
        return max(1.0, self.per_minute / 60)

    def wait(self, now: float) -> float:
        """Return the seconds until something may be taken."""
        if self.at:
            self.level = min(self._most, self.level + (now - self.at) * self.per_minute / 60)
        self.at = now
        return 0.0 if self.level > 0 else (1e-9 - self.level) * 60 / self.per_minute

    def take(self, amount: float) -> None:
        """Take ``amount``; a negative one gives back."""
        self.level = min(self._most, self.level - amount)


class Gate:
    """Lets requests to one endpoint through. ``enter``, then one of ``left_*``.

    ``notify`` is told why all wait, where it takes long enough for somebody to wonder.
    """

    def __init__(
        self,
        limits: Limits,
        halt: Halt,
        notify: Callable[[str], None] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.limits = limits
        self._halt = halt
        self._notify = notify
        self._clock = clock
        self._queue: deque[tuple[asyncio.Future[Ticket], int]] = deque()
        self._alarm: asyncio.TimerHandle | None = None
        self.inside = 0
        self.window = float(min(limits.concurrency, max(_FIRST_WINDOW, limits.concurrency / 4)))
        self._slow_start = True
        self._opening = max(1.0, limits.concurrency / _OPEN_AFTER)
        self._answers = 0
        self._open_at = 0.0
        self._epoch = 0
        self._since = clock()
        self._entered = 0
        self.pace = float("inf")
        self._paced_at = 0.0
        self._next_at = 0.0
        self._waves = 0
        self.strikes = 0
        self._struck_at = 0.0
        self._buckets = {
            name: _Bucket(limit)
            for name, limit in (("requests", limits.requests), ("tokens", limits.tokens))
            if limit
        }
        halt.tell(self._dismiss)

    async def enter(self, tokens: int = 0) -> Ticket:
        """Wait for a turn; ``tokens`` is what the request may use. Raises what halted the run."""
        self._halt.check()
        waiter: asyncio.Future[Ticket] = asyncio.get_running_loop().create_future()
        self._queue.append((waiter, tokens))
        self._pump()
        try:
            ticket = await waiter
        except asyncio.CancelledError:
            if waiter.done() and not waiter.cancelled() and waiter.exception() is None:
                self._leave()
            raise
        if self._halt.reason is not None:  # thrown between the turn and this line
            self._leave()
            raise self._halt.reason
        return ticket

    def left_answered(self, ticket: Ticket, tokens: int = 0, rest: float | None = None) -> None:
        """One came back with an answer, having used ``tokens``.

        ``rest`` is given where the endpoint said that a limit is now used up, for so many seconds.
        """
        self._settle(ticket, tokens)
        self._answers += 1
        self.strikes = 0
        self._waves = 0
        if self.inside >= int(self.window):  # a window that is not used has proved nothing
            step = self._opening if self._slow_start else max(1 / self.window, _WINDOW_GROWTH)
            self.window = min(float(self.limits.concurrency), self.window + step)
        if rest is not None and rest > 0:
            self._pause(rest, "a limit of the endpoint's is used up")
        self._leave()

    def left_failed(self, ticket: Ticket, fault: BaseException) -> None:
        """One came back without an answer; what that means for the others depends on ``fault``."""
        self._settle(ticket, 0)
        self.inside -= 1
        if isinstance(fault, Stop):
            self._halt.now(fault)
        elif isinstance(fault, Limited):
            self._limited(ticket, fault)
        elif isinstance(fault, Transient):
            self._failed(ticket, fault)
        elif isinstance(fault, ClientError):  # no answer of use, but the endpoint is there
            self._answers += 1
            self.strikes = self._waves = 0
        self._pump()

    def _limited(self, ticket: Ticket, fault: Limited) -> None:
        now = self._clock()
        self.window = max(1.0, min(self.window, float(self.inside)))
        if ticket.epoch == self._epoch:  # the first to be told since the last pause
            self._waves += 1
            wait = fault.retry_after
            if wait is None:
                wait = min(_LONGEST_BACKOFF, 2 * self.limits.backoff * 2 ** (self._waves - 1))
            if ticket.place >= _ENOUGH:
                self.pace = ticket.place / max(ticket.entered - self._since + wait, 1e-3)
            self._paced_at = self._next_at = now + wait
            self._slow_start = False
            self._pause(wait, str(fault))
        elif fault.retry_after is not None:
            self._pause(fault.retry_after, str(fault))

    def _failed(self, ticket: Ticket, fault: Transient) -> None:
        now = self._clock()
        if self.strikes and ticket.entered < self._struck_at:
            return  # it was under way already when the last strike fell: the same trouble
        self.strikes += 1
        self._struck_at = now
        self._slow_start = False
        self.window = max(1.0, self.window / 2)
        if self.strikes >= self.limits.strikes:
            self._halt.now(
                Later(
                    f"{fault} ({self.strikes} requests in a row failed, so the run ends "
                    f"here; {_GO_ON})"
                )
            )
            return
        wait = fault.retry_after
        if wait is None and self.strikes > 1:
            wait = min(_LONGEST_BACKOFF, self.limits.backoff * 2 ** (self.strikes - 2))
        if wait:
            self._pause(wait, str(fault))

    def _pause(self, wait: float, why: str) -> None:
        if wait > self.limits.patience:
            minutes = max(1, round(wait / 60))
            self._halt.now(
                Later(f"{why}: it asks to wait {minutes} minutes, so the run ends here; {_GO_ON}")
            )
            return
        until = self._clock() + wait
        if until > self._open_at + _WONDER and wait >= _WONDER and self._notify:
            self._notify(f"{why}; waiting {wait:.0f} s")
        self._open_at = max(self._open_at, until)
        self._epoch += 1
        self._entered = 0
        self._since = self._open_at

    def _settle(self, ticket: Ticket, tokens: int) -> None:
        if "tokens" in self._buckets and tokens:
            self._buckets["tokens"].take(tokens - ticket.tokens)

    def _leave(self) -> None:
        self.inside -= 1
        self._pump()

    def _pump(self) -> None:
        """Let in whoever may enter now; set an alarm for when the next one may."""
        while self._queue:
            now = self._clock()
            wide = 1.0 if self.strikes > 1 else self.window
            if self.inside >= max(1, int(wide)):
                return  # whoever leaves pumps again
            wait = self._wait(now)
            if wait > 0:
                self._wake_in(wait)
                return
            waiter, tokens = self._queue.popleft()
            if not waiter.done():
                waiter.set_result(self._admit(now, tokens))

    def _wait(self, now: float) -> float:
        limits = (bucket.wait(now) for bucket in self._buckets.values())
        return max(self._open_at - now, self._next_at - now, *limits, 0.0)

    def _admit(self, now: float, tokens: int) -> Ticket:
        self.inside += 1
        ticket = Ticket(now, self._epoch, self._entered, tokens)
        self._entered += 1
        if "requests" in self._buckets:
            self._buckets["requests"].take(1)
        if "tokens" in self._buckets:
            self._buckets["tokens"].take(tokens)
        spacing = 1 / self._grown_pace(now) if self.pace < float("inf") else 0.0
        if self._slow_start:
            eased = 1 + self._answers / _FIRST_WINDOW
            spacing = max(spacing, _FIRST_SPACING / eased)
        self._next_at = max(self._next_at, now - spacing) + spacing if spacing else now
        return ticket

    def _grown_pace(self, now: float) -> float:
        if now > self._paced_at:
            self.pace *= (1 + _PACE_GROWTH) ** (now - self._paced_at)
            self._paced_at = now
        return self.pace

    def _wake_in(self, seconds: float) -> None:
        loop = asyncio.get_running_loop()
        if self._alarm and not self._alarm.cancelled():
            if self._alarm.when() <= loop.time() + seconds and self._alarm.when() > loop.time():
                return
            self._alarm.cancel()
        self._alarm = loop.call_later(seconds, self._pump)

    def _dismiss(self) -> None:
        """Send away all who wait: the run ends."""
        while self._queue:
            waiter, _ = self._queue.popleft()
            if not waiter.done():
                waiter.set_exception(self._halt.reason or Later("the run ends"))


class Gated:
    """Sends what passes the gate, and tells the gate what came of it."""

    def __init__(self, inner: Asker, gate: Gate) -> None:
        self._inner = inner
        self._gate = gate

    async def ask(self, attempt: Attempt) -> Response:
        """Wait for a turn, then ask."""
        ticket = await self._gate.enter(self._tokens(attempt))
        try:
            response = await self._inner.ask(attempt)
        except BaseException as fault:
            self._gate.left_failed(ticket, fault)
            raise
        used = response.usage.prompt_tokens + response.usage.completion_tokens
        self._gate.left_answered(ticket, used, response.rest)
        return response

    def _tokens(self, attempt: Attempt) -> int:
        """Return about what the request will use, where somebody limits it: counting takes time."""
        if not self._gate.limits.tokens:
            return 0
        return prompt_about(attempt.request) + completion_about(attempt.question)
