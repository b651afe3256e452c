"""What a kept answer costs: hits, puts and claims, in CPU time of this process alone.

    python benchmarks/cache.py [ANSWERS]

A hit is the whole way: ``Replayed.answer`` of a question that was never hashed before, with a
prompt of 6 kB and an answer of 1.3 kB, from a store of ANSWERS (10,000 unless told) of them: name
the question, find the record, verify its seal, check the answer against its schema. Beside it, in
the same run, a pickle in SQLite without any verification, which is how diskcache does it.
"""

import asyncio
import pickle
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from pipeline.cache import BaseStore, DirectoryStore, SqliteStore
from pipeline.llm import (
    Message,
    Parameters,
    Question,
    Record,
    Replayed,
    Request,
    Response,
    Usage,
    answer_schema,
)
from pipeline.model import Provenance, Rendering, Translation

ROUNDS = 15
A_ROUND = 200
PARAGRAPH = "市民们在公园里下棋，讨论明天的天气。春天来了，湖边的柳树又绿了。"  # 93 bytes
ENGLISH = "Citizens played chess in the park and talked about the weather; spring had come again. "


def question(number: int) -> Question:
    """Make the question ``number`` anew: nothing of it is known yet."""
    request = Request(
        provider="api.example.com",
        model="some-model",
        messages=(
            Message(role="system", content="Translate for an analyst. " * 40),
            Message(role="user", content=f"{number}\n" + PARAGRAPH * 54),
        ),
        parameters=Parameters(temperature=0.0),
        answer_schema=answer_schema(Translation),
    )
    return Question(
        request=request,
        stage="translation",
        subject=f"page.txt, article a{number}",
        prompt="translate",
        prompt_version="sha256:" + "0" * 64,
        inputs={"text": str(number)},
        expects=Translation,
    )


def record(number: int) -> Record:
    """Make the record of the answer to question ``number``."""
    units = tuple(Rendering(id=f"p{unit}", text=ENGLISH * 2) for unit in range(1, 7))
    content = Translation(paragraphs=units, notes=(), doubts=()).model_dump(mode="json")
    provenance = Provenance(
        origin="live", provider="host", model="m", host="host", date="2026-01-01"
    )
    usage = Usage(prompt_tokens=4000, completion_tokens=330)
    return Record.of(
        question(number), Response(content=content, usage=usage, provenance=provenance)
    )


def milliseconds(prepare: Callable[[], Iterable[object]], work: Callable[..., object]) -> float:
    """Return the median over rounds of the CPU milliseconds that ``work`` takes for one thing."""
    taken = []
    for _ in range(ROUNDS):
        things = list(prepare())
        start = time.process_time()
        for thing in things:
            work(thing)
        taken.append((time.process_time() - start) / len(things) * 1000)
    return statistics.median(taken)


def hit(store: BaseStore, answers: int) -> float:
    """Return the CPU milliseconds of a hit, the event loop's own costs left out."""
    replayed = Replayed(store)

    def serve(asked: Question) -> None:
        coroutine = replayed.answer(asked)
        try:
            coroutine.send(None)
        except StopIteration as done:
            if not done.value.kept:
                raise SystemExit("that was no hit") from None

    return milliseconds(lambda: map(question, random.sample(range(answers), A_ROUND)), serve)


def pickled(place: Path, records: Sequence[Record]) -> float:
    """Return the CPU milliseconds of a hit in a pickle cache: no seal, no schema, no check."""
    connection = sqlite3.connect(place)
    connection.execute("CREATE TABLE cache (key TEXT PRIMARY KEY, value BLOB)")
    rows = [(one.key, pickle.dumps(one.response())) for one in records]
    connection.executemany("INSERT INTO cache VALUES (?, ?)", rows)

    def serve(asked: Question) -> None:
        query = "SELECT value FROM cache WHERE key = ?"
        pickle.loads(connection.execute(query, (asked.key,)).fetchone()[0])

    return milliseconds(lambda: map(question, random.sample(range(len(rows)), A_ROUND)), serve)


async def replay_at_once(store: BaseStore, answers: int) -> float:
    """Return the CPU milliseconds of a hit inside a running loop, 200 tasks at once."""
    replayed = Replayed(store)
    taken = []
    for _ in range(ROUNDS):
        asked = [question(number) for number in random.sample(range(answers), A_ROUND)]
        start = time.process_time()
        await asyncio.gather(*(replayed.answer(one) for one in asked))
        taken.append((time.process_time() - start) / A_ROUND * 1000)
    return statistics.median(taken)


def main(answers: int) -> None:
    """Fill both stores and print the figures."""
    records = [record(number) for number in range(answers)]
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        for store in (SqliteStore(root / "answers.db"), DirectoryStore(root / "answers")):
            name = type(store).__name__
            fill = [records[at : at + 500] for at in range(0, answers, 500)]
            start = time.process_time()
            for some in fill:
                store.put_many(some)
            put = (time.process_time() - start) / answers * 1000
            print(f"{name}: put {put:.3f} ms CPU an answer, 500 at once")
            one_by_one = milliseconds(lambda: records[:20], store.put)
            print(f"{name}: put {one_by_one:.3f} ms CPU an answer, one by one")
            print(f"{name}: hit {hit(store, answers):.3f} ms CPU among {answers}")
            in_loop = asyncio.run(replay_at_once(store, answers))
            print(f"{name}: hit {in_loop:.3f} ms CPU among {answers}, 200 tasks at once")

            def claim(one: Record, store: BaseStore = store) -> None:
                store.claim(one.key)
                store.release(one.key)

            claimed = milliseconds(lambda: random.sample(records, A_ROUND), claim)
            print(f"{name}: claim and release {claimed * 1000:.1f} µs CPU")
            store.close()
        print(
            f"pickle in SQLite, nothing verified: hit {pickled(root / 'p.db', records):.3f} ms CPU"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
