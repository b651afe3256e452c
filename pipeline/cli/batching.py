"""What ``batch`` does: submit what is open, look, fetch, cancel, and go on wave by wave."""

import json
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

from pipeline.batch.book import Book, Busy, Submission, committed
from pipeline.batch.fetch import Fetched, fetch, give_up
from pipeline.batch.post import Post, settle_doubts, submit
from pipeline.batch.sheets import Sheets
from pipeline.cli.console import emit, say
from pipeline.cli.loop import halting
from pipeline.cli.run import tell_broken
from pipeline.cli.waves import wave
from pipeline.config import REFERENCE, ConfigError, Settings, read_key, whom
from pipeline.llm import Archive, BudgetReached, Halt, Interrupted, Question
from pipeline.llm.batches import ENDED, Batch, Batches, Unknown
from pipeline.llm.prices import Price
from pipeline.session import LEDGER, known_spelling, own_store, prices_for

Result = TypeVar("Result")

_TIMES = 2
"""So often is a question submitted while ``--wait`` waits: what is no answer twice stays none."""

_SHOWN = 20
_SLOWER = 1.5
_SLOWEST = 30  # times the first interval


@dataclass(frozen=True)
class Desk:
    """What all batch commands work with."""

    settings: Settings
    store: Archive
    key: str
    halt: Halt

    @classmethod
    def of(cls, settings: Settings, inputs: Sequence[str] = ()) -> "Desk":
        """Make it; raises Fault, before anything is asked, where something is missing."""
        if settings.endpoint is None:
            raise ConfigError("batches need an endpoint: set OPENAI_API_KEY or give --base-url")
        key = read_key(settings, inputs) or "none"
        return cls(settings, own_store(settings), key, Halt())

    @property
    def book(self) -> Book:
        """The batches that the store knows of."""
        return Book(self.store)

    def do(self, work: Callable[[Post], Coroutine[Any, Any, Result]]) -> Result:
        """Run ``work`` with a connection to the provider; a halt is raised at its end."""
        settings = self.settings
        provider = Batches(
            self.key,
            settings.endpoint,
            self.halt,
            connect=settings.connect_timeout,
            read=settings.read_timeout,
            deadline=settings.deadline,
            attempts=settings.attempts,
        )
        post = Post(provider, self.book, self.store.beside(LEDGER), settings.batch_patience)
        result = halting(work(post), self.halt, provider.close)
        self.halt.check()
        return result


def run_submit(settings: Settings, inputs: Sequence[str], encoding: str | None, wait: bool) -> int:
    """Submit what is open; with ``wait`` fetch and go on until nothing is."""
    desk = Desk.of(settings, inputs)
    model = whom(settings)[1]
    if model == REFERENCE:
        raise ConfigError("batches are put to a model: give --model NAME")
    price = prices_for(settings, "batch").get(model)
    desk.store.check_writable()
    course = Course(desk, inputs, encoding, price)
    try:
        unread = course.submit()
        while wait and (desk.book.under_way() or course.unfinished):
            if not course.wait():
                return 3
            unread = course.submit()
    except KeyboardInterrupt:
        raise Interrupted("interrupted; run the same command again to go on") from None
    if course.given_up:
        say(
            f"error: {len(course.given_up)} questions were submitted {_TIMES} times without an "
            "answer that can be kept. Ask for them live: broadsheet brief"
        )
    return 3 if unread or course.given_up else 0


class Course:
    """One run of ``submit``: how often each question went out, and what was spent."""

    def __init__(
        self, desk: Desk, inputs: Sequence[str], encoding: str | None, price: Price | None
    ) -> None:
        self._desk, self._inputs, self._encoding = desk, inputs, encoding
        self._price = price
        self._sent: Counter[str] = Counter()
        self._spent = 0.0
        self.given_up: set[str] = set()
        self.unfinished = False

    def submit(self) -> int:
        """Submit what is open and in no batch; return how many inputs could not be read."""
        desk, settings = self._desk, self._desk.settings
        with desk.book.alone():
            desk.do(_begin)
            taken = {key for one in desk.book.under_way() for key in one.keys}
            waiting = 0
            host = urlsplit(settings.endpoint or "").hostname or ""
            with Sheets(
                desk.store,
                host,
                known_spelling(desk.store, settings),
                self._price,
                settings.batch_requests,
                settings.batch_bytes,
            ) as sheets:

                def out(question: Question) -> None:
                    nonlocal waiting
                    if question.key in taken:
                        waiting += 1
                    elif self._sent[question.key] >= _TIMES:
                        self.given_up.add(question.key)
                    else:
                        sheets.add(question)

                found = wave(settings, self._inputs, self._encoding, out)
                self._check_budget(sheets.worst)
                if len(sheets):
                    desk.do(lambda post: self._send(post, sheets))
        self.unfinished = bool(len(sheets))
        said = f"{len(sheets)} questions submitted" if len(sheets) else "nothing to submit"
        say(f"{said}; {waiting} were under way already" if waiting else said)
        return found.unread

    def wait(self) -> bool:
        """Fetch the batches under way as they end; False if one was rejected as a whole."""
        return self._desk.do(self._wait)

    async def _wait(self, post: Post) -> bool:
        desk = self._desk
        pause = desk.settings.batch_poll
        slowest = pause * _SLOWEST
        while True:
            fetched: list[Fetched] = []
            with suppress(Busy), desk.book.alone():
                fetched = await _fetch_all(post, desk)
            self._spent += sum(one.usd for one in fetched)
            if any(one.rejected for one in fetched):
                return False
            if not post.mine():
                return True
            await desk.halt.sleep(pause)
            pause = min(slowest, pause * _SLOWER)

    async def _send(self, post: Post, sheets: Sheets) -> None:
        provider, model = whom(self._desk.settings)
        for sheet in sheets:
            batch = await submit(post, sheet, provider, model, self._price)
            self._sent.update(asked.key for asked in sheet.asked)
            emit(json.dumps({"batch": batch.id, "questions": len(sheet.asked)}))

    def _check_budget(self, most: float) -> None:
        """Raise BudgetReached unless the worst case of all that is under way, and of this, fits."""
        budget = self._desk.settings.budget
        if budget is None or most == 0:
            return
        promised = committed(self._desk.store).usd
        needed = self._spent + promised + most
        if needed > budget:
            raise BudgetReached(
                f"nothing was submitted: these questions could cost {most:.4f} USD, and "
                f"{self._spent + promised:.4f} are spent or promised to batches under way, which "
                f"makes {needed:.4f}; the budget is {budget:.4f}"
            )


async def _begin(post: Post) -> None:
    """See that there is a Batch API, and find out about what a crash left in doubt."""
    await post.provider.check()
    await _settle(post)


async def _settle(post: Post) -> None:
    for submission, batch in await settle_doubts(post):
        if batch is None:
            say(f"batch {submission.id} was never made; its questions are open")
        else:
            say(f"batch {submission.id} was made after all: {batch.id}")


def run_status(settings: Settings) -> int:
    """Write a JSON line for each batch."""
    desk = Desk.of(settings)
    try:
        with desk.book.alone():
            desk.do(_settle)
    except Busy:
        say("another process is at work on the batches; this is how they stand meanwhile")

    async def show(post: Post) -> None:
        for submission in desk.book.all():
            emit(json.dumps(await _row(post, submission)))

    desk.do(show)
    tell_broken(desk.store)
    return 0


async def _row(post: Post, submission: Submission) -> dict[str, object]:
    """Return what ``status`` says of a batch; the provider is asked if it is under way there."""
    state: str = submission.ended or submission.state
    counts = None
    if submission.state == "submitted" and submission.endpoint == post.provider.url:
        try:
            batch = await post.provider.get(submission.batch or "")
        except Unknown:
            state = "unknown"
        else:
            state = batch.status
            counts = batch.request_counts and batch.request_counts.model_dump()
    return {
        "id": submission.id,
        "batch": submission.batch,
        "state": state,
        "fetched": submission.state == "fetched",
        "questions": submission.questions,
        "counts": counts,
        "submitted": submission.at,
        "model": submission.model,
        "endpoint": submission.endpoint,
        "worst_usd": None if submission.worst is None else round(submission.worst, 6),
    }


def run_fetch(settings: Settings) -> int:
    """Take in the answers of all batches that have ended."""
    desk = Desk.of(settings)
    desk.store.check_writable()
    with desk.book.alone():
        desk.do(_settle)
        fetched = desk.do(lambda post: _fetch_all(post, desk))
        left = desk.book.under_way()
    if not fetched:
        say("no batch has ended")
    if left:
        say(f"{len(left)} batches are under way")
    elsewhere = {one.endpoint for one in left} - {(settings.endpoint or "").rstrip("/")}
    for url in sorted(elsewhere):
        say(f"note: some are at another endpoint: --base-url {url}")
    return 0 if all(one.whole for one in fetched) else 3


async def _fetch_all(post: Post, desk: Desk) -> list[Fetched]:
    found: list[Fetched] = []
    for submission in post.mine():
        if submission.state != "submitted":
            continue
        desk.halt.check()
        told = _Told(submission)
        try:
            batch = await post.provider.get(submission.batch or "")
        except Unknown as fault:
            say(f"error: {fault}; broadsheet batch cancel {submission.id} gives it up")
            continue
        fetched = await fetch(post, desk.store, submission, batch, told)
        if fetched is not None:
            told.end(batch, fetched)
            found.append(fetched)
    return found


class _Told:
    """Names what is amiss in a batch: the first lines, then only how many."""

    def __init__(self, submission: Submission) -> None:
        self._submission = submission
        self._count = 0

    def __call__(self, what: str) -> None:
        self._count += 1
        if self._count <= _SHOWN:
            say(f"error: batch {self._submission.id}: {what}")

    def end(self, batch: Batch, fetched: Fetched) -> None:
        """Say what the batch came to."""
        if self._count > _SHOWN:
            say(f"error: batch {self._submission.id}: and {self._count - _SHOWN} more")
        say(
            f"batch {self._submission.id} ({batch.status}): {fetched.kept} answers kept, "
            f"{fetched.known} were known already, {fetched.unanswered} questions have none, "
            f"{fetched.bad} lines not kept"
        )


def run_cancel(settings: Settings, ids: Sequence[str]) -> int:
    """Cancel the batches ``ids``, or all that are under way at the endpoint."""
    desk = Desk.of(settings)
    with desk.book.alone():
        desk.do(_settle)
        known = {name: one for one in desk.book.under_way() for name in (one.id, one.batch)}
        unknown = [id for id in ids if id not in known]
        if unknown:
            raise ConfigError(
                f"no batch {unknown[0][:80]} is under way; see broadsheet batch status"
            )
        desk.do(lambda post: _cancel(post, desk, set(ids)))
    return 0


async def _cancel(post: Post, desk: Desk, ids: set[str]) -> None:
    for submission in post.mine():
        if ids and not ids & {submission.id, submission.batch}:
            continue
        desk.halt.check()
        id = submission.batch or ""
        try:
            batch = await post.provider.get(id)
            if batch.status not in (*ENDED, "cancelling"):
                batch = await post.provider.cancel(id)
        except Unknown as fault:
            told = _Told(submission)
            say(f"{fault}; it is given up")
            give_up(post, desk.store, submission, told)
            continue
        emit(json.dumps({"id": submission.id, "batch": id, "state": batch.status}))
