"""Answers that come back from elsewhere: a line of a file in, a kept record out.

A line is one of a provider's Batch output file, or ``{"custom_id": KEY, "answer": {…}}``. It is
believed in nothing: it must answer a question that went out from this store, and fit its schema.
"""

import json
from datetime import UTC, datetime
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel

from pipeline.config import REFERENCE
from pipeline.llm import (
    Archive,
    ClientError,
    InvalidAnswer,
    Pending,
    Record,
    Usage,
    check_answer,
    read_answer,
)
from pipeline.llm.reply import read_reply_object, refuse_status
from pipeline.model import Lead, Provenance, Summary, Translation
from pipeline.segment.referee import Verdict

_EXPECTED: dict[str, type[BaseModel]] = {
    noun.__name__: noun for noun in (Summary, Translation, Lead, Verdict)
}
Origin = Literal["exchange", "authored", "batch"]


class Given(NamedTuple):
    """What a line gives: the key it answers, the answer (an object, or the model's text), the model
    as named there, and what it took."""

    key: str
    answer: Any
    model: str | None
    usage: Usage


class NotDone(ClientError):
    """The provider did not get to the question; nothing was paid for it."""

    kind = "expired"


def line_key(line: bytes) -> str | None:
    """Return the ``custom_id`` of a line; None where it is cut, or has none."""
    try:
        key = _row(line)["custom_id"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return key if isinstance(key, str) else None


def read_given(line: bytes) -> Given:
    """Return what ``line`` gives; raises ClientError where it is no answer, saying why."""
    try:
        row = _row(line)
        key = str(row["custom_id"])
        if "answer" in row:
            return Given(key, row["answer"], None, Usage())
        if row.get("error"):
            raise _not_done(row["error"])
        response = row["response"]
        status, body = int(response["status_code"]), response["body"]
        if status != 200:
            raise refuse_status(status, {}, json.dumps(body).encode(), "the provider", "the model")
        said = read_reply_object(body, "the provider")
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError):
        raise InvalidAnswer(
            'the line is no answer: it needs "custom_id" and "answer", or a batch response'
        ) from None
    return Given(key, said.text, said.model, said.usage)


def _row(line: bytes) -> Any:
    # Nothing but UTF-8: json would guess other encodings, in which no key is found.
    return json.loads(line.decode("utf-8"))


def _not_done(error: Any) -> ClientError:
    if isinstance(error, dict) and error.get("code") in ("batch_expired", "batch_cancelled"):
        return NotDone("the batch ended before its turn came")
    return InvalidAnswer("the provider failed on it")


def keep_given(
    store: Archive, given: Given, origin: Origin, host: str | None = None, replace: bool = False
) -> Record | None:
    """Return the record of ``given``, to be kept; None if its question is answered already.

    Raises InvalidAnswer where it answers no question of ours, or does not fit.
    """
    record = store.get(given.key)
    if record and not replace:
        return None
    pending = record.pending() if record else store.handed_out(given.key)
    if pending is None:
        raise InvalidAnswer(f"no question {given.key[:30]} was exported from this store")
    _keep_apart(pending, origin)
    content = _content(given.answer, _EXPECTED[pending.expects])
    provenance = Provenance(
        origin=origin,
        provider=pending.asked.provider,
        model=given.model or pending.asked.model,
        host=host,
        date=datetime.now(UTC).date().isoformat(),
    )
    return pending.answered(content, provenance, given.usage)


def _content(given: Any, expects: type[BaseModel]) -> dict[str, Any]:
    if isinstance(given, str):
        return read_answer(given, expects)
    if not isinstance(given, dict):
        raise InvalidAnswer("the answer is no JSON object")
    check_answer(given, expects)
    return given


def _keep_apart(pending: Pending, origin: Origin) -> None:
    """Hand-written answers stand under ``reference`` and under nothing else."""
    if (pending.asked.model == REFERENCE) != (origin == "authored"):
        raise InvalidAnswer(
            f"the question is put to {pending.asked.model}: authored answers are kept for the "
            f"model {REFERENCE} only, and {REFERENCE} keeps no others"
        )
