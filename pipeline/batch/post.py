"""Sending batches, so that after a crash at any point each question is in one batch at the most.

What is about to be done is durable before it is done (:mod:`~pipeline.batch.book`), and carries our
own name for it; so whoever comes after a crash, or after a response that was lost, can ask the
provider what became of it.
"""

import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pipeline.batch.book import Book, Submission
from pipeline.batch.sheets import Sheet
from pipeline.llm import ClientError, Later, Transient
from pipeline.llm.batches import Batch, Batches
from pipeline.llm.ledger import Ledger, Sent, read
from pipeline.llm.prices import Price
from pipeline.llm.totals import unsettled

UNSENT = "unsent"
"""The outcome, in the ledger, of what was to be sent and never was."""

_LOOK_AGAIN = 2.0


@dataclass(frozen=True)
class Post:
    """What batches are sent and fetched with.

    ``ledger`` is the file that costs are written to. A batch of which the provider knows nothing
    ``patience`` seconds after it was to be made, was not made.
    """

    provider: Batches
    book: Book
    ledger: Path
    patience: float = 30.0

    def mine(self) -> list[Submission]:
        """Return the batches under way at this endpoint."""
        return [one for one in self.book.under_way() if one.endpoint == self.provider.url]


async def submit(post: Post, sheet: Sheet, provider: str, model: str, price: Price | None) -> Batch:
    """Submit ``sheet`` as a batch, whose questions are put to ``model`` of ``provider``.

    Raises ClientError where it was not made (it is then forgotten), Later where nobody can tell.
    """
    post.provider.halt.check()
    submission = post.book.keep(
        Submission(
            id=secrets.token_hex(8),
            at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            state="intent",
            endpoint=post.provider.url,
            host=post.provider.host,
            provider=provider,
            model=model,
            questions=len(sheet.asked),
            keys=tuple(one.key for one in sheet.asked),
            sha256=sheet.hash.hexdigest(),
            size=sheet.size,
            price=price,
            worst=sheet.worst if price else None,
        )
    )
    _note_sent(post.ledger, submission, sheet)
    try:
        file = await post.provider.upload(f"{submission.id}.jsonl", sheet.file, sheet.size)
    except ClientError:
        await release(post, submission)
        raise
    submission = post.book.keep(submission.now("uploaded", file=file, posted=time.time()))
    return await _make(post, submission, file)


async def _make(post: Post, submission: Submission, file: str) -> Batch:
    try:
        batch = await post.provider.create(file, submission.id)
    except Transient:  # it may have been made all the same
        found = await find(post, submission)
        if found is None:
            await release(post, submission)
            raise Later(
                f"{post.provider.host} did not take the batch, and nothing was submitted; run the "
                "same command again"
            ) from None
        batch = found
    except ClientError:
        await release(post, submission)
        raise
    post.book.keep(submission.now("submitted", batch=batch.id))
    return batch


async def find(post: Post, submission: Submission) -> Batch | None:
    """Find out what became of a batch that the provider may have made; None if it was not.

    Looks until the batch is there, or ``patience`` is over: a request may arrive late.
    """
    posted = submission.posted or 0.0
    while True:
        batch = await post.provider.find(submission.id, submission.file, posted)
        left = posted + post.patience - time.time()
        if batch is not None or left <= 0:
            return batch
        await post.provider.halt.sleep(min(left, _LOOK_AGAIN))


async def settle_doubts(post: Post) -> list[tuple[Submission, Batch | None]]:
    """Find out about every batch that was begun and whose end is not known.

    What the provider has is adopted, what never came to be is released: its questions are open
    again. Returns both, the latter with None. To be called by one process at a time.
    """
    found: list[tuple[Submission, Batch | None]] = []
    for submission in post.mine():
        if submission.state == "submitted":
            continue
        batch = await find(post, submission) if submission.state == "uploaded" else None
        if batch is None:
            await release(post, submission)
        else:
            post.book.keep(submission.now("submitted", batch=batch.id))
        found.append((submission, batch))
    return found


async def release(post: Post, submission: Submission) -> None:
    """Forget a batch that was never made; its file, which holds pages, is deleted."""
    ledger = Ledger(post.ledger, submission.id)
    for entry in entries_of(post.ledger, submission):
        ledger.settled(entry.id, outcome=UNSENT)
    ledger.close()
    post.book.drop(submission)
    if submission.file is not None:
        try:
            await post.provider.discard(submission.file)
        except ClientError:
            return  # a file too many, and no reason to end


def entries_of(ledger: Path, submission: Submission) -> Iterable[Sent]:
    """Go through what the ledger holds as sent with ``submission`` and not settled yet."""
    waiting = list(unsettled(read(ledger), "batch"))
    return (entry for entry in waiting if entry.run == submission.id)


def _note_sent(path: Path, submission: Submission, sheet: Sheet) -> None:
    """Write the questions down as sent; the batch is the run that they belong to."""
    ledger = Ledger(path, submission.id)
    for asked in sheet.asked:
        ledger.sent(
            key=asked.key,
            stage=asked.stage,
            model=submission.model,
            provider=submission.provider,
            worst=asked.worst,
            way="batch",
        )
    ledger.close()
