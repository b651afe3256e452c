"""An endpoint that allows 20 requests a second: who gets through, how fast, at what waste.

    python -m benchmarks.limits [--requests 200] [--at-once 50]

The fake endpoint lets 20 requests a second through (a burst of 20) and answers 429 with Retry-After
1 beyond that. Ideal is (requests - 20) / 20 seconds. Waste is 429s for each success. Beside ours:
the openai SDK with 2 and with 10 retries, and inspect_ai where it is installed.
"""

import argparse
import asyncio
import os
import time
from collections.abc import Awaitable, Callable
from importlib.util import find_spec

from benchmarks.overhead import in_turn, question
from pipeline.llm import Halt, Limits, Live, Terms
from pipeline.llm.wire import body
from tests.fake_endpoint import FakeEndpoint

LIMIT = {"limit": {"per_second": 20, "burst": 20, "retry_after": 1}}
Ask = Callable[[int], Awaitable[object]]


async def ours(url: str, requests: int, at_once: int) -> int:
    """Ask through our gate; return how many failed."""
    import tempfile
    from pathlib import Path

    from pipeline.cache import store_at
    from pipeline.llm.openai import OpenAIChat

    with tempfile.TemporaryDirectory() as folder:
        store = store_at(Path(folder) / "answers.db")
        terms = Terms(limits=Limits(concurrency=at_once))
        live = Live.of(OpenAIChat("bench-key-0000", url), store, Halt(), terms)
        failed = await count(requests, at_once, lambda n: live.client.answer(question(n)))
        await live.close()
        store.close()
    return failed


def sdk(retries: int) -> Callable[[str, int, int], Awaitable[int]]:
    """Return a way of asking through the SDK with ``retries``."""

    async def ask_all(url: str, requests: int, at_once: int) -> int:
        import openai

        client = openai.AsyncOpenAI(api_key="bench", base_url=url, max_retries=retries)

        async def ask(number: int) -> object:
            return await client.chat.completions.create(**body(question(number).request, "bench"))

        failed = await count(requests, at_once, ask)
        await client.close()
        return failed

    return ask_all


async def inspect(url: str, requests: int, at_once: int) -> int:
    """Ask through inspect_ai."""
    from inspect_ai.model import GenerateConfig, get_model

    config = GenerateConfig(max_connections=at_once)
    model = get_model(
        "openai/fake-1", base_url=url, api_key="bench", config=config, responses_api=False
    )

    async def ask(number: int) -> object:
        return await model.generate(question(number).request.messages[0].content)

    return await count(requests, at_once, ask)


async def count(requests: int, at_once: int, ask: Ask) -> int:
    """Ask all; return how many ended without an answer."""
    failed = 0

    async def one(number: int) -> None:
        nonlocal failed
        try:
            await ask(number)
        except Exception:  # noqa: BLE001 - every kind counts
            failed += 1

    await in_turn(requests, at_once, one)
    return failed


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--requests", type=int, default=200)
    parser.add_argument("--at-once", type=int, default=50)
    parser.add_argument("--latency-ms", type=float, default=50)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    ways = {"broadsheet": ours, "openai, 2 retries": sdk(2), "openai, 10 retries": sdk(10)}
    if find_spec("inspect_ai"):
        os.environ.setdefault("INSPECT_LOG_LEVEL", "error")
        ways["inspect_ai"] = inspect
    ideal = (given.requests - 20) / 20
    print(f"{given.requests} requests, {given.at_once} at once; ideal {ideal:.1f} s")
    for name, way in ways.items():
        for _ in range(given.rounds):
            with FakeEndpoint(LIMIT, latency_ms=given.latency_ms) as endpoint:
                began = time.perf_counter()
                failed = asyncio.run(way(endpoint.url, given.requests, given.at_once))
                wall = time.perf_counter() - began
                statuses = [row["status"] for row in endpoint.log()]
            wasted = statuses.count(429)
            good = max(1, given.requests - failed)
            print(
                f"  {name:<20} failed {failed:3}  {wall:5.1f} s ({wall / ideal:.2f} of the ideal)"
                f"  {wasted / good:.3f} wasted 429s a success"
            )


if __name__ == "__main__":
    main()
