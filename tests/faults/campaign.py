"""Campaigns: a few dozen questions to an endpoint that fails by plan, until all are answered.

The endpoint is the fake one, over real HTTP on loopback; what was lost or paid twice is counted
from its log, not from ours. A campaign gives the same command again as long as that helps, as a
user would, and looks at the books after each.
"""

import asyncio
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipeline.cache import store_at
from pipeline.llm import ClientError, Halt, Json, Limits, Live, Question, Response, Terms
from pipeline.llm.attempt import Attempt
from pipeline.llm.ledger import Ledger, read
from pipeline.llm.openai import OpenAIChat
from pipeline.llm.prices import Price
from pipeline.llm.totals import totals
from pipeline.llm.wire import body
from tests.fake_endpoint import Plan, account, read_log, request_key
from tests.fake_endpoint.answers import answer
from tests.fake_endpoint.asked import posted
from tests.fake_endpoint.log import Log
from tests.fake_endpoint.server import Server
from tests.faults.figures import Figures
from tests.faults.pages import HOST, MODEL, questions
from tests.faults.rows import FaultRow

Row = Mapping[str, Any]

KEY = "sk-campaign-0815"
PRICE = Price(prompt=Decimal(1), completion=Decimal(1), cached=Decimal(1))  # a token is a µUSD
CONCURRENCY, ATTEMPTS, AMBIGUOUS = 8, 5, 2
_UNSURE = frozenset(("cut_body", "usage_missing"))
_SETTLE = 2.0


class Watched:
    """An endpoint of ours, with a note of which question each of its requests is about."""

    def __init__(self, chat: OpenAIChat, names: dict[str, str]) -> None:
        self._chat, self._names = chat, names
        self.attempts: list[Attempt] = []
        self.spelling = chat.spelling

    async def ask(self, attempt: Attempt) -> Response:
        self.attempts.append(attempt)
        sent = body(attempt.request, self._chat.host, self._chat.spelling)
        self._names[request_key(sent)] = attempt.question.key
        return await self._chat.ask(attempt)

    async def close(self) -> None:
        await self._chat.close()


@dataclass
class Pass:
    """One run over all questions: what each ended with, and what the run says of it."""

    live: Live
    watched: Watched
    halt: Halt
    ends: dict[str, Response | BaseException]
    rows: list[Row]


class Campaign:
    """One row of faults under one seed; ``folder`` is its own."""

    def __init__(self, row: FaultRow, seed: int, folder: Path, count: int = 24) -> None:
        self.row = row
        self.folder = folder
        self.log = folder / "endpoint.jsonl"
        self.asked = questions(count)
        self.names: dict[str, str] = {}
        self.durable: dict[str, float] = {}
        self.found = Figures(row.name, seed, questions=count)
        self._plan = Plan.model_validate({"seed": seed, "rules": row.rules, **row.plan})
        self.store = folder / ("answers.db" if seed % 2 else "answers")
        self._seen = 0

    async def run(self) -> Figures:
        """Go through it and return what came of it."""
        started = time.monotonic()
        log = Log(self.log)
        server = Server(self._plan, log)
        await server.start(0)
        try:
            await self._passes(f"http://{HOST}:{server.port}/v1")
        finally:
            await server.close()
            log.close()
        self._settle()
        self.found.wall = time.monotonic() - started
        return self.found

    async def _passes(self, url: str) -> None:
        open_ = list(self.asked)
        for _ in range(self.row.passes):
            self.found.passes += 1
            done = await self.one_pass(url, self.asked)
            self._check(done)
            open_ = [q for q in self.asked if not isinstance(done.ends[q.key], Response)]
            if not open_ or not self.row.resumes:
                break
        self.found.failed = len(open_)
        self.found.must(not (open_ and self.row.resumes), f"{len(open_)} are never answered")
        warm = await self.one_pass(url, [q for q in self.asked if q not in open_])
        self.found.must(not warm.rows, f"{len(warm.rows)} requests for what is kept")

    async def one_pass(self, url: str, asked: Sequence[Question]) -> Pass:
        """Ask all of ``asked`` as one run does."""
        live, watched, halt = self.connect(url)
        ends: dict[str, Response | BaseException] = {}

        async def one(question: Question) -> None:
            try:
                ends[question.key] = await live.client.answer(question)
                self.durable.setdefault(question.key, time.time())
            except Exception as error:  # noqa: BLE001 - whatever it is, the check names it
                ends[question.key] = error

        await asyncio.gather(*map(one, asked))
        await live.close()
        rows = await self._ended()
        fresh, self._seen = rows[self._seen :], len(rows)
        return Pass(live, watched, halt, ends, fresh)

    def connect(self, url: str) -> tuple[Live, Watched, Halt]:
        """Return what a run asks the endpoint at ``url`` through, with a store of its own."""
        row = self.row
        chat = OpenAIChat(KEY, url, connect=60.0, read=row.read, deadline=row.deadline)
        watched, halt = Watched(chat, self.names), Halt()
        store = store_at(self.store)
        store.check_writable()
        terms = Terms(
            limits=Limits(CONCURRENCY, patience=row.patience, strikes=10, backoff=0.02),
            attempts=ATTEMPTS,
            ambiguous=AMBIGUOUS,
            prices={MODEL: PRICE},
        )
        ledger = Ledger(store.beside("ledger.jsonl"))
        return Live.of(watched, store, halt, terms, ledger), watched, halt

    async def _ended(self) -> list[Row]:
        """Return the server's rows once no request is open there any more."""
        until = time.monotonic() + _SETTLE
        while any(row["status"] is None for row in read_log(self.log)):
            self.found.must(time.monotonic() < until, "requests stay open at the server")
            if time.monotonic() >= until:
                break
            await asyncio.sleep(0.01)
        return [self._named(row) for row in read_log(self.log)]

    def _named(self, row: Row) -> Row:
        # Nobody is killed here, so a client that went away was tired of waiting.
        fault = row["fault"] or ("hang" if row["status"] == "gone" else None)
        return {**row, "question": self.names.get(str(row["key"])), "fault": fault}

    def _unsure(self, rows: Sequence[Row]) -> list[Row]:
        """Return the rows of which a client cannot know whether they were paid."""
        uncounted = not self._plan.usage
        return [
            row
            for row in rows
            if row["t_sent"] is None
            or row["fault"] in _UNSURE
            or (uncounted and row["t_billed"] is not None)
        ]

    def _check(self, done: Pass) -> None:
        """Hold one pass to the promises."""
        must, row = self.found.must, self.row
        for question in self.asked:
            end = done.ends[question.key]
            kind = end.kind.replace(" ", "|") if isinstance(end, ClientError) else None
            fine = isinstance(end, Response) or kind in row.ends
            must(fine, f"a question ended with {end!r}")
        must(all(r["question"] for r in done.rows), "the server knows what was not asked")
        per_question = Counter(r["question"] for r in done.rows)
        most = max(per_question.values(), default=0)
        must(most <= ATTEMPTS, f"{most} requests for one answer")
        unsure = self._unsure(done.rows)
        most = max(Counter(r["question"] for r in unsure).values(), default=0)
        must(most <= AMBIGUOUS, f"{most} ambiguous requests for one answer")
        self._check_repairs(done)
        self._check_books(done, unsure)

    def _check_repairs(self, done: Pass) -> None:
        """At most one repair of each answer, and it quotes what was said and what is wrong."""
        mended: dict[str, set[str]] = defaultdict(set)
        for attempt in done.watched.attempts:
            said = attempt.request.messages[len(attempt.question.request.messages) :]
            if said:
                mended[attempt.question.key].add(attempt.request.key)
                self.found.must("not accepted: " in said[-1].content, "a repair quotes no error")
        self.found.must(all(len(each) == 1 for each in mended.values()), "a second repair")
        if mended and not self.row.repairs:
            kinds = {rule["fault"] for rule in self.row.rules}
            empty = {"message_null", "content_null", "content_empty", "duplicate_keys"}
            self.found.must(bool(kinds & empty), "a repair where nothing is to be repaired")

    def _check_books(self, done: Pass, unsure: Sequence[Row]) -> None:
        """The run's books say what the server's do."""
        must, spend, row = self.found.must, done.live.spend, self.row
        said = spend.requests
        must(
            said == len(done.rows) or (row.unlogged and said > len(done.rows)),
            f"{said} requests on our books, {len(done.rows)} on the server's",
        )
        must(
            spend.ambiguous == len(unsure) or (row.unlogged and spend.ambiguous > len(unsure)),
            f"{spend.ambiguous} ambiguous ones on our books, {len(unsure)} on the server's",
        )
        ids = {r["id"] for r in unsure}
        sure = sum(r["billed_tokens"] for r in done.rows if r["id"] not in ids)
        counted = spend.prompt_tokens + spend.completion_tokens
        must(counted == sure, f"{counted} tokens on our books, {sure} on the server's")
        must(abs((spend.usd or 0.0) - sure / 1e6) < 1e-9, f"{spend.usd} USD for {sure} tokens")
        doubted = sum(r["billed_tokens"] for r in unsure) / 1e6
        must(doubted <= (spend.ambiguous_usd or 0.0) + 1e-9, "ambiguous spend above its worst case")

    def _settle(self) -> None:
        """Settle the whole log with what can be read back."""
        found, must = self.found, self.found.must
        store = store_at(self.store)
        kept = {record.key: record.answer for record in store.records()}
        must(store.broken == (), f"broken records: {store.broken}")
        books = totals(read(store.beside("ledger.jsonl")))
        store.close()
        for question in self.asked:
            if question.key in kept:
                must(kept[question.key] == right(question), "the store holds what is no answer")
        must(set(kept) == set(self.durable), "the store holds more or less than was answered")
        rows = [self._named(row) for row in read_log(self.log)]
        settled = account(rows, self.durable, readable=kept, by="question")
        found.requests, found.reported = settled.asked, books.total.ambiguous
        found.struck = sum(r["fault"] is not None for r in rows)
        found.lost, found.dp_hard = len(settled.lost), len(settled.dp_hard)
        found.dp_inflight, found.dp_ambiguous = len(settled.dp_inflight), len(settled.dp_ambiguous)
        found.cap = AMBIGUOUS * found.questions * found.passes
        must(found.lost == 0, f"LOST = {found.lost}")
        must(found.dp_hard == 0, f"DP_hard = {found.dp_hard}")
        must(found.dp_inflight == 0, f"DP_inflight = {found.dp_inflight}, and nobody was killed")
        must(found.dp_ambiguous <= books.total.ambiguous <= found.cap, "ambiguous beyond the cap")
        must(books.total.unsettled == 0, f"{books.total.unsettled} entries are not settled")
        must(books.unread == books.unmatched == 0, "the ledger cannot be read")
        unsure = self._unsure(rows)
        must(self.row.unlogged or found.reported == len(unsure), "the ledger counts otherwise")


def right(question: Question) -> Json | None:
    """Return what the endpoint answers to ``question`` where nothing goes wrong."""
    return answer(posted(body(question.request, HOST)).asked)
