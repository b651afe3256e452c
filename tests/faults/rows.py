"""The faults of an endpoint, one row each, and what a run may make of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Rules = tuple[Mapping[str, Any], ...]

_SOME = 0.25


@dataclass(frozen=True)
class FaultRow:
    """What goes wrong, and how a run is to end.

    ``ends`` are the kinds of error that a question may end with (an answer it may always end with).
    ``passes`` is how often the same command is given until all is answered; where it is not
    ``resumes``, what failed goes on failing, and stands in the briefing. ``unlogged`` requests do
    not reach the server's log, so its count is a lower bound. Time-outs are in seconds, of the
    client; ``repairs`` says that answers are asked for once more, quoting what is wrong.
    """

    name: str
    rules: Rules
    ends: frozenset[str] = frozenset()
    resumes: bool = True
    unlogged: bool = False
    repairs: bool = False
    read: float = 120.0
    deadline: float = 120.0
    patience: float = 120.0
    passes: int = 12
    plan: Mapping[str, Any] = field(default_factory=dict)

    @property
    def in_haste(self) -> bool:
        """Whether a machine that is busy for a second or two would look like the fault."""
        return self.read < 10 or self.deadline < 10


def _row(name: str, *faults: str, ends: str = "", rate: float = _SOME, **more: Any) -> FaultRow:
    """Return a row of ``faults`` that share a ``rate``; what no row has, the rules have."""
    own = {field: more.pop(field) for field in tuple(more) if field in FaultRow.__annotations__}
    rules = tuple({"fault": fault, "rate": rate / len(faults), **more} for fault in faults)
    return FaultRow(name, rules, ends=frozenset(ends.split()), **own)


_TIRED = "unreachable later"
"""Attempts spent, or failures in a row."""

TRANSIENT = (
    _row("429, seconds", "rate_limit", retry_after="0.05", ends="rate-limited"),
    _row("429, milliseconds", "rate_limit", retry_after="0.05", form="ms", ends="rate-limited"),
    _row("429, date", "rate_limit", retry_after="0", form="date", ends="rate-limited", rate=0.1),
    _row("429, reset", "rate_limit", retry_after="0.05", form="reset", ends="rate-limited"),
    _row("429, no header", "rate_limit", ends="rate-limited"),
    _row("429, no sense", "rate_limit", retry_after="soon", ends="rate-limited"),
    _row("500", "server_error", ends=_TIRED),
    _row("502", "bad_gateway", ends=_TIRED),
    _row("503, seconds", "unavailable", retry_after="0.05", ends=_TIRED),
    _row("529", "overloaded", ends=_TIRED),
    _row("refused", "refused", seconds=0.1, rate=0.2, times=3, unlogged=True, ends=_TIRED),
    _row("reset before", "reset_before", ends=_TIRED),
    _row("web page", "html", ends=_TIRED),
    _row("error body", "error_body", ends=_TIRED),
)
"""Nothing is generated, so nothing is paid."""

AMBIGUOUS = (
    _row("reset after", "reset_after", ends=_TIRED),
    _row("reset midway", "reset_midway", ends=_TIRED),
    _row("short body", "short_body", ends=_TIRED),
    _row("read time-out", "hang", read=1.0, rate=0.1, ends=_TIRED),
    _row("slow drip", "drip", deadline=1.5, rate=0.1, ends=_TIRED),
    _row("cut body", "cut_body", ends=_TIRED),
    _row("no usage", "usage_missing"),
    _row(
        "nothing counted", "choices_null", "cut_content", "duplicate_keys",
        "content_null", "content_filter", "refusal", rate=0.5, plan={"usage": False},
        ends=f"{_TIRED} invalid refused", repairs=True, passes=20,
    ),
)  # fmt: skip
"""Generated and paid, and nobody can tell: counted apart, and capped."""

NO_ANSWER = (
    _row("choices null", "choices_null", ends=_TIRED),
    _row("choices empty or missing", "choices_empty", "choices_missing", ends=_TIRED),
    _row("empty message", "message_null", "content_null", "content_empty", ends="invalid"),
    _row("cut JSON", "cut_content", ends="invalid", repairs=True),
    _row("duplicate keys", "duplicate_keys", ends="invalid", repairs=True),
    _row(
        "schema violation", "missing_member", "extra_member", "wrong_type",
        ends="invalid", repairs=True,
    ),
    _row("code fence", "fence"),
    _row("length, limit raised", "length", below=5000),
    _row("length, at any limit", "length", rate=0.2, ends="length", resumes=False),
    _row("content filter", "content_filter", rate=0.15, ends="refused"),
    _row("refusal", "refusal", rate=0.15, ends="refused"),
    _row("refused each time", "refusal", rate=1.0, match="双槐", ends="refused", resumes=False),
    _row("too long", "context_length", rate=1.0, match="双槐", ends="length too|long",
         resumes=False),
)  # fmt: skip
"""Paid, and no answer."""

_MIXED = (
    "rate_limit", "server_error", "bad_gateway", "unavailable", "overloaded", "reset_before",
    "html", "error_body", "reset_after", "reset_midway", "short_body", "cut_body",
    "usage_missing", "choices_null", "choices_empty", "choices_missing", "message_null",
    "content_null", "content_empty", "cut_content", "duplicate_keys", "missing_member",
    "extra_member", "wrong_type", "fence", "content_filter", "refusal",
)  # fmt: skip
STORM = _row(
    "storm of all", *_MIXED, rate=0.5, ends=f"{_TIRED} rate-limited invalid refused", passes=40
)

ROWS = (*TRANSIENT, *AMBIGUOUS, *NO_ANSWER, STORM)

STOPS = {
    "insufficient_quota": "quota",
    "unauthorized": "OPENAI_API_KEY",
    "forbidden": "403",
    "no_model": "check model and base URL",
}
"""What ends a run at once, and a word of what the user is told to do."""
