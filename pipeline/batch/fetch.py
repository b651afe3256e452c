"""Taking in what a batch came to: good answers kept, the rest named, costs settled.

A batch counts as fetched only when all its answers are durable, and an answer's cost is settled
only when the answer is; so whatever is interrupted is done again, and changes nothing then.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from typing import IO, NamedTuple

from pipeline.batch.book import Submission
from pipeline.batch.post import Post, entries_of
from pipeline.batch.sheets import note_too_short
from pipeline.incoming import NotDone, keep_given, line_key, read_given
from pipeline.llm import Archive, ClientError, InvalidAnswer, Record, TooLong, Truncated, Usage
from pipeline.llm.batches import ENDED, Batch, Problem, Unknown
from pipeline.llm.kept import note_cut
from pipeline.llm.ledger import ANSWERED, Ledger, Sent
from pipeline.llm.prices import cost

_AT_ONCE = 200
_LONGEST_LINE = 16 * 1024 * 1024
_FILE = 16 * 1024 * 1024
_PER_ANSWER = 1024 * 1024
_PROBLEMS = {
    "duplicate_custom_id": "a custom_id stands twice",
    "empty_file": "the file is empty",
    "invalid_json_line": "a line is no JSON",
    "invalid_method": "a line asks by another method than POST",
    "invalid_request": "a request is not accepted",
    "invalid_url": "a line asks another endpoint",
    "mismatched_model": "the lines name several models",
    "model_not_found": "the model is not known, or has no batches",
    "missing_required_parameter": "a parameter is missing",
    "token_limit_exceeded": "more tokens are waiting in batches than the account may have; fetch "
    "or cancel others, or submit smaller batches (batch_requests)",
    "too_many_tasks": "too many requests in one file; set batch_requests lower",
    "file_too_large": "the file is too large; set batch_bytes lower",
}

Told = Callable[[str], None]


@dataclass
class Fetched:
    """What a batch came to.

    ``kept`` answers are new, ``known`` ones were there before; ``bad`` lines could not be kept;
    ``unanswered`` questions are open again, ``failed`` of them since the answer was none. ``usd``
    is what it cost, as far as known. ``rejected``: it failed validation, as a whole.
    """

    kept: int = 0
    known: int = 0
    bad: int = 0
    failed: int = 0
    unanswered: int = 0
    usd: float = 0.0
    rejected: bool = False

    @property
    def whole(self) -> bool:
        """Whether every question was answered, and every line kept."""
        return not (self.bad or self.unanswered)


async def fetch(
    post: Post, store: Archive, submission: Submission, batch: Batch, told: Told
) -> Fetched | None:
    """Take in what ``batch`` came to; None if it has not ended. ``told`` hears what is amiss."""
    if batch.status not in ENDED:
        return None
    reading = _Reading(post, store, submission, told)
    if batch.status == "failed":
        reading.fetched.rejected = True
        told(f"{post.provider.host} rejects the batch: {_problems(batch)}")
    for id in (batch.output_file_id, batch.error_file_id):
        if id is not None:
            await _read_file(post, id, reading)
    reading.end(batch.status)
    post.book.keep(submission.now("fetched", keys=(), ended=batch.status))
    return reading.fetched


def give_up(post: Post, store: Archive, submission: Submission, told: Told) -> Fetched:
    """Release the questions of a batch that the provider does not know any more."""
    reading = _Reading(post, store, submission, told)
    reading.all_there = False
    reading.end("unknown")
    post.book.keep(submission.now("fetched", keys=(), ended="unknown"))
    return reading.fetched


async def _read_file(post: Post, id: str, reading: "_Reading") -> None:
    with TemporaryFile() as file:
        most = _FILE + _PER_ANSWER * reading.submission.questions
        try:
            await post.provider.download(id, file, most)
        except Unknown as fault:
            reading.amiss(f"{fault}; its answers are lost", lost=True)
            return
        for number, line in enumerate(_lines(file), 1):
            reading.take(f"file {id}, line {number}", line)


def _lines(file: IO[bytes]) -> Iterable[bytes]:
    file.seek(0)
    return (line for line in iter(lambda: file.readline(_LONGEST_LINE), b"") if line.strip())


def _problems(batch: Batch) -> str:
    """Say what validation found, in known words and line numbers alone."""
    found = (batch.errors.data if batch.errors else None) or []
    said = [_problem(one) for one in found[:5]]
    more = f" and {len(found) - 5} more" if len(found) > 5 else ""
    return ("; ".join(said) or "it does not say why") + more


def _problem(problem: Problem) -> str:
    words = _PROBLEMS.get(problem.code or "", "for a reason that we do not know")
    return words if problem.line is None else f"line {problem.line}: {words}"


class _Settled(NamedTuple):
    """What came of a question, to be written down once its answer is durable."""

    key: str
    outcome: str
    usage: Usage | None
    ambiguous: bool


@dataclass
class _Reading:
    """The lines of one batch, as they are taken in."""

    post: Post
    store: Archive
    submission: Submission
    told: Told
    fetched: Fetched = field(default_factory=Fetched)
    all_there: bool = True

    def __post_init__(self) -> None:
        self._open = dict.fromkeys(self.submission.keys)
        self._done: set[str] = set()
        self._entries: dict[str, Sent] = {
            entry.key: entry for entry in entries_of(self.post.ledger, self.submission)
        }
        self._ledger = Ledger(self.post.ledger, self.submission.id)
        self._records: list[Record] = []
        self._settled: list[_Settled] = []
        self._not_done: Counter[str] = Counter()

    def take(self, place: str, line: bytes) -> None:
        """Take one line in."""
        key = line_key(line)
        if key is None:
            self.amiss(f"{place}: it is cut, or no line of a batch", lost=True)
        elif key in self._done:
            self.amiss(f"{place}: it answers a question for the second time")
        elif key not in self._open:
            self.amiss(f"{place}: it answers no question of this batch")
        else:
            self._done.add(key)
            del self._open[key]
            self._take_answer(place, key, line)
            if len(self._settled) >= _AT_ONCE:
                self._flush()

    def amiss(self, what: str, lost: bool = False) -> None:
        """Name what could not be kept; ``lost`` if it may have been an answer that is paid for."""
        self.fetched.bad += 1
        self.all_there = self.all_there and not lost
        self.told(f"{what}; it was not kept")

    def end(self, status: str) -> None:
        """Make all that was taken durable, and settle what has no answer."""
        for key in self._open:
            paid = not self.all_there or status in ("completed", "unknown")
            self._settled.append(_Settled(key, "lost" if paid else status, None, ambiguous=paid))
        if self._open or self._not_done:
            count = len(self._open) + self._not_done.total()
            self.fetched.unanswered += count
            self.told(f"{count} questions came back without an answer ({status}); they are open")
        self._flush()
        self._ledger.close()

    def _take_answer(self, place: str, key: str, line: bytes) -> None:
        usage: Usage | None = None
        unsure = False
        try:
            given = read_given(line)
            usage = given.usage if given.usage.counted else None
            unsure = usage is None  # where nobody counted, the worst case stands
            if self.post.provider.secret.is_in(line):
                raise InvalidAnswer("the provider sends the key back in its answer")
            record = keep_given(self.store, given, "batch", self.submission.host)
        except ClientError as fault:
            unsure = unsure or fault.ambiguous
            self._settled.append(_Settled(key, fault.kind, fault.usage or usage, unsure))
            self._failed(place, key, fault)
            return
        self._settled.append(_Settled(key, ANSWERED, usage, unsure))
        if record is None:
            self.fetched.known += 1
        else:
            self._records.append(record)

    def _failed(self, place: str, key: str, fault: ClientError) -> None:
        if isinstance(fault, NotDone):
            self._not_done[fault.kind] += 1
            return
        if isinstance(fault, TooLong) or (
            isinstance(fault, Truncated) and not note_too_short(key, self.store, self.submission.id)
        ):
            note_cut(key, self.store, fault)
        self.fetched.failed += 1
        self.fetched.unanswered += 1
        entry = self._entries.get(key)
        stage = f"{entry.stage}, " if entry else ""
        self.amiss(f"{place} ({stage}{key[:22]}…): {fault}")

    def _flush(self) -> None:
        """Make answers durable; then, and only then, settle what they cost."""
        if self._records:
            self.store.check_room(len(self._records))
            self.store.put_many(self._records)
        self.fetched.kept += len(self._records)
        for one in self._settled:
            self._settle(one)
        self._records, self._settled = [], []

    def _settle(self, one: _Settled) -> None:
        price = self.submission.price
        usd = cost(price, one.usage) if price and one.usage else 0.0
        entry = self._entries.pop(one.key, None)
        self.fetched.usd += usd if not one.ambiguous else (entry and entry.worst) or 0.0
        if entry is not None:  # else it was settled before an interruption
            self._ledger.settled(
                entry.id,
                outcome=one.outcome,
                usage=one.usage,
                cost=usd if price else None,
                ambiguous=one.ambiguous,
            )
