"""Asking a language model: requests with a name, and clients as layers.

Read :mod:`~pipeline.llm.request` for what a question is and :mod:`~pipeline.llm.live` for how it is
asked. What is heavy to import (:mod:`~pipeline.llm.openai`, :mod:`~pipeline.llm.batches`, the price
list) is imported only where something is really asked.
"""

from pipeline.llm.answer import Response, check_answer, read_answer
from pipeline.llm.client import Client
from pipeline.llm.counted import Count, Counted
from pipeline.llm.errors import (
    AnswerMissing,
    BudgetReached,
    ClientError,
    Interrupted,
    InvalidAnswer,
    Later,
    Refused,
    Rejected,
    Stop,
    TooLong,
    Transient,
    Truncated,
)
from pipeline.llm.gate import Limits
from pipeline.llm.halt import Halt
from pipeline.llm.kept import Fallback, Replayed
from pipeline.llm.live import Live, Terms
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
from pipeline.llm.usage import Usage

__all__ = [
    "AnswerMissing",
    "Archive",
    "Asked",
    "Broken",
    "BudgetReached",
    "Client",
    "ClientError",
    "Count",
    "Counted",
    "Fallback",
    "Halt",
    "Interrupted",
    "InvalidAnswer",
    "Json",
    "Later",
    "Limits",
    "Live",
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
    "Stop",
    "Store",
    "StoreError",
    "Terms",
    "TooLong",
    "Transient",
    "Truncated",
    "Usage",
    "answer_schema",
    "canonical",
    "check_answer",
    "digest",
    "read_answer",
]
