"""The gate: what one is told holds for all, up slowly, down at once."""

import asyncio
import itertools
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import pytest

from pipeline.llm import Halt, Interrupted, Later, Limits
from pipeline.llm.errors import InvalidAnswer, Limited, Transient
from pipeline.llm.gate import Gate

Serve = Callable[[int], Awaitable[None]]


@dataclass
class Pool:
    """Workers that go through one gate; ``serve`` is the endpoint: it returns or raises."""

    gate: Gate
    serve: Serve
    entered: list[float] = field(default_factory=list)
    faults: list[BaseException] = field(default_factory=list)
    most: int = 0

    async def one(self, number: int) -> None:
        while True:
            ticket = await self.gate.enter(10)
            self.entered.append(time.monotonic())
            self.most = max(self.most, self.gate.inside)
            try:
                await self.serve(number)
            except (Transient, InvalidAnswer) as fault:
                self.faults.append(fault)
                self.gate.left_failed(ticket, fault)
                if isinstance(fault, InvalidAnswer):
                    return
            else:
                self.gate.left_answered(ticket, 10)
                return

    async def all(self, count: int) -> list[BaseException | None]:
        return await asyncio.gather(
            *(self.one(number) for number in range(count)), return_exceptions=True
        )


def run(limits: Limits, serve: Serve, count: int, halt: Halt | None = None) -> Pool:
    async def whole() -> Pool:
        pool = Pool(Gate(limits, halt or Halt()), serve)
        await pool.all(count)
        return pool

    return asyncio.run(whole())


async def at_once(number: int) -> None:
    await asyncio.sleep(0)


async def slowly(number: int) -> None:
    await asyncio.sleep(0.02)


def test_no_more_are_inside_than_allowed() -> None:
    pool = run(Limits(concurrency=7), slowly, 60)
    assert pool.most == 7 and len(pool.entered) == 60


def test_a_wide_window_opens_by_answers() -> None:
    async def a_while(number: int) -> None:
        await asyncio.sleep(0.2)

    pool = run(Limits(concurrency=60), a_while, 180)
    assert 24 < pool.most <= 60


class Bucket:
    """An endpoint that takes ``rate`` requests a second after a burst of as many."""

    def __init__(self, rate: float, retry_after: float | None) -> None:
        self.rate, self.retry_after = rate, retry_after
        self.level, self.at = rate, time.monotonic()
        self.told = 0

    async def __call__(self, number: int) -> None:
        now = time.monotonic()
        self.level = min(self.rate, self.level + (now - self.at) * self.rate)
        self.at = now
        if self.level < 1:
            self.told += 1
            await asyncio.sleep(0.001)
            raise Limited("429", retry_after=self.retry_after)
        self.level -= 1
        await asyncio.sleep(0.02)


def test_one_who_is_told_to_wait_makes_all_wait() -> None:
    endpoint = Bucket(rate=50, retry_after=0.4)
    pool = run(Limits(concurrency=40), endpoint, 150)
    gaps = [after - before for before, after in itertools.pairwise(pool.entered)]
    assert max(gaps) > 0.35, "there was a pause of the pool"
    assert len(pool.entered) == 150 + endpoint.told
    assert endpoint.told < 75, "and the endpoint's pace was learnt"


def test_without_retry_after_it_backs_off_by_itself() -> None:
    endpoint = Bucket(rate=40, retry_after=None)
    pool = run(Limits(concurrency=20, backoff=0.1), endpoint, 60)
    assert len(pool.faults) == endpoint.told > 0
    assert len(pool.entered) == 60 + endpoint.told


def test_an_endpoint_that_takes_few_at_once_is_given_few() -> None:
    inside = told = 0

    async def few(number: int) -> None:
        nonlocal inside, told
        if inside >= 3:
            told += 1
            raise Limited("429", retry_after=0.01)
        inside += 1
        await asyncio.sleep(0.02)
        inside -= 1

    pool = run(Limits(concurrency=24), few, 120)
    assert len(pool.entered) == 120 + told
    assert told < 80
    assert pool.gate.window < 10


def test_a_long_wait_ends_the_run() -> None:
    async def closed(number: int) -> None:
        raise Limited("the endpoint has had enough", retry_after=900)

    halt = Halt()
    run(Limits(concurrency=5), closed, 50, halt)
    assert isinstance(halt.reason, Later) and "15 minutes" in str(halt.reason)


def test_an_endpoint_that_is_down_ends_the_run_and_is_not_hammered() -> None:
    async def down(number: int) -> None:
        await asyncio.sleep(0.001)
        raise Transient("no connection")

    halt = Halt()
    pool = run(Limits(concurrency=20, strikes=6, backoff=0.02), down, 100, halt)
    assert isinstance(halt.reason, Later) and "no connection" in str(halt.reason)
    assert len(pool.entered) < 60
    late = pool.entered[-3:]
    assert late[1] - late[0] >= 0.05, "the last ones go one by one, further and further apart"


def test_an_endpoint_that_comes_back_is_asked_as_before() -> None:
    began = time.monotonic()

    async def restarting(number: int) -> None:
        await asyncio.sleep(0.001)
        if time.monotonic() - began < 0.3:
            raise Transient("no connection")

    halt = Halt()
    pool = run(Limits(concurrency=10, backoff=0.05), restarting, 100, halt)
    assert halt.reason is None
    assert len(pool.entered) - len(pool.faults) == 100


def test_failures_with_answers_between_them_are_no_outage() -> None:
    halt = Halt()
    turns = iter(range(100_000))

    async def flaky(number: int) -> None:
        await asyncio.sleep(0.001)
        if next(turns) % 3 == 0:
            raise Transient("500")

    pool = run(Limits(concurrency=10, backoff=0.01), flaky, 200, halt)
    assert halt.reason is None and len(pool.faults) > 60


@pytest.mark.parametrize("limits", [{"requests": 1200.0}, {"tokens": 12_000.0}])
def test_limits_a_minute_hold(limits: dict[str, float]) -> None:
    pool = run(Limits(concurrency=50, **limits), at_once, 50)
    assert 1.0 < pool.entered[-1] - pool.entered[0] < 2.5, "20 a second, and a second's worth ahead"


def test_who_waits_is_sent_away_when_the_run_halts() -> None:
    halt = Halt()

    async def whole() -> tuple[int, int]:
        pool = Pool(Gate(Limits(concurrency=4), halt), slowly)
        work = asyncio.create_task(pool.all(50))
        await asyncio.sleep(0.03)
        halt.now(Interrupted("enough"))
        ended = await work
        return len(pool.entered), sum(isinstance(one, Interrupted) for one in ended)

    entered, sent_away = asyncio.run(whole())
    assert entered + sent_away == 50 and 4 <= entered <= 12


def test_who_gives_up_waiting_takes_no_place() -> None:
    async def whole() -> int:
        gate = Gate(Limits(concurrency=1), Halt())
        first = await gate.enter()
        waiting = [asyncio.create_task(gate.enter()) for _ in range(5)]
        await asyncio.sleep(0)
        for one in waiting:
            one.cancel()
        gate.left_answered(first)
        second = await asyncio.wait_for(gate.enter(), 1)
        gate.left_answered(second)
        return gate.inside

    assert asyncio.run(whole()) == 0
