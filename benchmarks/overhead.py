"""What our whole way to an answer costs, beside the bare SDK and raw aiohttp, in one run.

    python -m benchmarks.overhead [--latency-ms 200] [--requests 1000] [--at-once 50 200]

A fake endpoint on loopback answers after the latency. Ours is everything: the key, the store
(SQLite, each answer forced to disk before it is used), claims, retries, the gate, the ledger, the
reading and checking of the answer. The SDK (with its aiohttp backend) and aiohttp only send, wait
and read JSON. Each way runs in a process of its own, several times in turn; figures are medians:
wall seconds, requests a second, and milliseconds of the process's CPU a request, imports left out.
"""

import argparse
import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from pipeline.cache import store_at
from pipeline.llm import (
    Halt,
    Limits,
    Live,
    Message,
    Parameters,
    Question,
    Request,
    Terms,
    answer_schema,
)
from pipeline.llm.ledger import Ledger
from pipeline.llm.wire import body
from pipeline.model import Lead
from tests.fake_endpoint import FakeEndpoint

PROMPT = "本报讯 昨日,全县召开会议。" * 130
"""About 6 kB, as in an article's question."""

Way = Callable[[str, int, int], Awaitable[None]]


def question(number: int) -> Question:
    """Return one of many different questions."""
    request = Request(
        provider="bench",
        model="fake-1",
        messages=(Message(role="user", content=f"{number} {PROMPT}"),),
        parameters=Parameters(),
        answer_schema=answer_schema(Lead),
    )
    return Question(
        request=request,
        stage="lead",
        subject=f"page {number}",
        prompt="lead",
        prompt_version="sha256:0",
        inputs={"number": number},
        expects=Lead,
    )


async def ours(url: str, requests: int, at_once: int) -> None:
    """Ask through everything that a live run asks through."""
    from pipeline.llm.openai import OpenAIChat

    with tempfile.TemporaryDirectory() as folder:
        store = store_at(Path(folder) / "answers.db")
        store.check_writable()
        terms = Terms(limits=Limits(concurrency=at_once))
        chat = OpenAIChat("bench-key-0000", url)
        live = Live.of(chat, store, Halt(), terms, Ledger(store.beside("ledger.jsonl")))
        await in_turn(requests, at_once * 2, lambda n: live.client.answer(question(n)))
        await live.close()
        store.close()


async def sdk(url: str, requests: int, at_once: int) -> None:
    """Ask through the SDK with its aiohttp backend."""
    import openai

    client = openai.AsyncOpenAI(
        api_key="bench", base_url=url, max_retries=0, http_client=openai.DefaultAioHttpClient()
    )

    async def ask(number: int) -> object:
        return await client.chat.completions.create(**body(question(number).request, "bench"))

    await in_turn(requests, at_once, ask)
    await client.close()


async def raw(url: str, requests: int, at_once: int) -> None:
    """Ask through aiohttp."""
    import aiohttp

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:

        async def ask(number: int) -> object:
            sent = body(question(number).request, "bench")
            async with session.post(f"{url}/chat/completions", json=sent) as reply:
                return json.loads(await reply.read())

        await in_turn(requests, at_once, ask)


async def in_turn(requests: int, at_once: int, ask: Callable[[int], Awaitable[object]]) -> None:
    """Ask ``requests`` questions, ``at_once`` of them at a time."""
    numbers = iter(range(requests))

    async def work() -> None:
        for number in numbers:
            await ask(number)

    await asyncio.gather(*(work() for _ in range(at_once)))


WAYS: dict[str, Way] = {"aiohttp": raw, "openai": sdk, "broadsheet": ours}


def one(way: str, url: str, requests: int, at_once: int) -> None:
    """Run one way in this process and write what it took."""
    asyncio.run(WAYS[way](url, min(20, requests), 5))  # whatever is imported late, is now
    wall, cpu = time.perf_counter(), time.process_time()
    asyncio.run(WAYS[way](url, requests, at_once))
    print(json.dumps([time.perf_counter() - wall, time.process_time() - cpu]))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--latency-ms", type=float, default=200)
    parser.add_argument("--requests", type=int, default=1000)
    parser.add_argument("--at-once", type=int, nargs="+", default=[50, 200])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--one", nargs=4, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        way, url, requests, at_once = given.one
        one(way, url, int(requests), int(at_once))
        return
    for at_once in given.at_once:
        table(given.latency_ms, given.requests, at_once, given.rounds)


def table(latency_ms: float, requests: int, at_once: int, rounds: int) -> None:
    """Measure all ways in turn, ``rounds`` times."""
    print(f"{requests} requests, {at_once} at once, {latency_ms:g} ms latency")
    taken: dict[str, list[tuple[float, float]]] = {way: [] for way in WAYS}
    with FakeEndpoint(latency_ms=latency_ms) as endpoint:
        for _ in range(rounds):
            for way in WAYS:
                command = [sys.executable, "-m", "benchmarks.overhead", "--one", way, endpoint.url]
                done = subprocess.run(
                    [*command, str(requests), str(at_once)],
                    check=True,
                    stdout=subprocess.PIPE,
                )
                wall, cpu = json.loads(done.stdout.splitlines()[-1])
                taken[way].append((wall, cpu))
    for way, rows in taken.items():
        wall = statistics.median(row[0] for row in rows)
        cpu = statistics.median(row[1] for row in rows) * 1000 / requests
        print(f"  {way:<11}{wall:6.2f} s {requests / wall:7.0f}/s {cpu:6.2f} ms CPU a request")
    ours_wall, sdk_wall = (
        statistics.median(r[0] for r in taken[w]) for w in ("broadsheet", "openai")
    )
    print(f"  broadsheet / openai: {ours_wall / sdk_wall:.2f} of the wall time")


if __name__ == "__main__":
    main()
