"""Asking a language model: requests with a name, and clients as layers.

Read :mod:`~pipeline.llm.request` for what a question is and :mod:`~pipeline.llm.layers` for how it
is asked. The OpenAI SDK is imported only by :mod:`pipeline.llm.openai`, and that only when live.
"""

from pipeline.llm.answer import Response, Usage, check_answer, read_answer
from pipeline.llm.client import Client
from pipeline.llm.counted import Count, Counted
from pipeline.llm.errors import (
    AnswerMissing,
    ClientError,
    InvalidAnswer,
    Refused,
    Rejected,
    Stop,
    Transient,
    Truncated,
)
from pipeline.llm.layers import Cached, Gated, Replayed, Retried
from pipeline.llm.record import Archive, Broken, Pending, Record, Store, StoreError
from pipeline.llm.request import (
    Asked,
    Json,
    Message,
    Parameters,
    Question,
    Request,
    answer_schema,
    canonical,
    digest,
)

__all__ = [
    "AnswerMissing",
    "Archive",
    "Asked",
    "Broken",
    "Cached",
    "Client",
    "ClientError",
    "Count",
    "Counted",
    "Gated",
    "InvalidAnswer",
    "Json",
    "Message",
    "Parameters",
    "Pending",
    "Question",
    "Record",
    "Refused",
    "Rejected",
    "Replayed",
    "Request",
    "Response",
    "Retried",
    "Stop",
    "Store",
    "StoreError",
    "Transient",
    "Truncated",
    "Usage",
    "answer_schema",
    "canonical",
    "check_answer",
    "digest",
    "live",
    "read_answer",
]


def live(asker: Client, store: Archive, concurrency: int, attempts: int) -> Client:
    """Put the layers around ``asker`` that a live run needs."""
    return Cached(Retried(Gated(asker, concurrency), attempts), store)
