"""The plan of faults: what goes wrong, for which requests, and how an endpoint is limited.

A plan is JSON. ``seed`` and ``rules`` decide who is hit; the first rule that applies to a request
decides what happens to it. Whether a ``rate`` rule applies depends on the seed, the rule's place,
the request's key and how often that key has come (its attempt), never on the order in which
requests happen to arrive; so the same plan hits the same requests in every run, and a request that
was hit is not hit for ever. ``on`` counts arrivals instead, which is right for one request at a
time.
"""

import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

Before = Literal[
    "rate_limit", "insufficient_quota", "unauthorized", "forbidden", "no_model",
    "server_error", "bad_gateway", "unavailable", "overloaded",
    "context_length", "unknown_parameter", "response_format_rejected",
    "redirect", "refused", "reset_before", "html", "error_body", "echo_key",
]  # fmt: skip
"""Nothing is generated, so nothing is billed."""
Spoiled = Literal[
    "choices_null", "choices_empty", "choices_missing", "message_null",
    "content_null", "content_empty", "cut_content", "cut_body", "duplicate_keys",
    "missing_member", "extra_member", "wrong_type", "missing_paragraph", "unknown_paragraph",
    "duplicate_paragraph", "changed_number", "length", "content_filter", "refusal", "fence",
    "prose",
]  # fmt: skip
"""Generated and billed, but no answer that can be used (fence and prose hold a good one)."""
Delivery = Literal[
    "hang", "slow", "drip", "short_body", "reset_after", "reset_midway", "endless", "usage_missing"
]
"""A good answer, billed, that arrives late, in part, without its bill, or not at all."""
BatchFault = Literal[
    "batch_failed", "batch_partial", "batch_expired", "batch_cancelled", "batch_shuffled",
    "batch_duplicated", "batch_unknown_id", "batch_cut", "batch_lost_response",
]  # fmt: skip
FaultName = Before | Spoiled | Delivery | BatchFault

BEFORE: frozenset[str] = frozenset(get_args(Before))
SPOILED: frozenset[str] = frozenset(get_args(Spoiled))
DELIVERY: frozenset[str] = frozenset(get_args(Delivery))
BATCH: frozenset[str] = frozenset(get_args(BatchFault))
Where = Literal["chat", "line", "batch", "files"]


class _Closed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Rule(_Closed):
    """One fault and whom it hits.

    ``rate`` (0 to 1), ``on`` (which arrivals among those that match, from 1), ``attempts`` (which
    attempts of one request, from 1), ``match`` (text that the messages hold) and ``times`` (most
    hits in all) must all agree; a rule with none of them hits everything.

    ``to`` says what it means: questions to the ``chat`` endpoint (if it says nothing), a ``line``
    of a batch, a ``batch`` as it is submitted (batch faults always do), or any request to the
    ``files`` and batches paths, whose text to ``match`` is method and path
    (``GET /v1/files/file-000002/content``).

    The rest are parameters of the fault; each says for which.
    """

    fault: FaultName
    to: Where | None = None
    rate: float | None = Field(default=None, ge=0, le=1)
    on: tuple[int, ...] | None = None
    attempts: tuple[int, ...] | None = None
    match: str | None = None
    times: int | None = None

    retry_after: str | None = None
    """Seconds to wait, on rate limits and 5xx; None sends no header. May be any text."""
    form: Literal["seconds", "date", "ms", "reset"] = "seconds"
    status: int | None = None
    """Of redirect (307, 308), echo_key and html."""
    seconds: float | None = None
    """How long hang waits (None: for ever), slow delays, refused stays away."""
    ms: float = 20.0
    """Between two bytes of drip."""
    share: float = Field(default=0.5, ge=0, le=1)
    """The part that is done or arrives: short_body, cut_*, reset_midway, batch_*."""
    below: int | None = None
    """length strikes only while max_tokens is below this (or not given)."""
    units_above: int | None = None
    """length strikes only articles of more units than this."""
    code: str = "server_error"
    """Of error_body: the code in it, such as insufficient_quota."""

    @property
    def where(self) -> Where:
        """What the rule is about."""
        return self.to or ("batch" if self.fault in BATCH else "chat")


class Limit(_Closed):
    """A token bucket: 429 beyond it. ``retry_after`` None sends no header."""

    per_second: float = Field(gt=0)
    burst: float = Field(default=1, ge=1)
    retry_after: str | int | float | None = 1
    form: Literal["seconds", "date", "ms", "reset"] = "seconds"


class Concurrency(_Closed):
    """429 for whoever comes while ``most`` requests are being answered."""

    most: int = Field(ge=1)
    retry_after: str | int | float | None = None


class Batches(_Closed):
    """How batches go: each status lasts ``ms``, or until it has been seen ``polls`` times."""

    ms: float = 20.0
    polls: int | None = None
    max_requests: int = 50_000


class Plan(_Closed):
    """What an endpoint can do and what goes wrong with it. ``structured`` is what it makes of
    ``response_format``: obeys json_schema, only json_object, rejects any, or ignores it silently.
    ``max_tokens`` false rejects that parameter, ``usage`` false says nowhere what an answer took.
    ``api_key`` is the only key taken, if given. ``echo`` gives the key of the request back
    (:mod:`tests.fake_endpoint.echo`) in all headers and errors, or also in every other answer."""

    seed: int = 0
    rules: tuple[Rule, ...] = ()
    limit: Limit | None = None
    concurrency: Concurrency | None = None
    structured: Literal["json_schema", "json_object", "none", "ignored"] = "json_schema"
    max_tokens: bool = True
    usage: bool = True
    context_tokens: int | None = None
    api_key: str | None = None
    echo: Literal["errors", "answers"] | None = None
    models: tuple[str, ...] = ("fake-1", "fake-2")
    any_model: bool = True
    batch: Batches = Batches()


def read_plan(text: str | None) -> Plan:
    """Return the plan that ``text`` is (JSON), or names (a file); the empty plan for None.

    Raises ValueError (pydantic's names the place) or OSError.
    """
    if not text:
        return Plan()
    inline = text.lstrip().startswith(("{", "["))
    data: Any = json.loads(text if inline else Path(text).read_text("utf-8"))
    return Plan.model_validate({"rules": data} if isinstance(data, list) else data)


class Chooser:
    """Decides which requests are hit. Holds the counts that ``on``, ``times`` and attempts need."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._arrived: Counter[int] = Counter()
        self._hit: Counter[int] = Counter()

    def choose(
        self, where: Where, key: str, attempt: int, text: str, *, max_tokens: int | None = None,
        units: int = 0,
    ) -> Rule | None:  # fmt: skip
        """Return the rule that strikes this request, if any."""
        chosen: Rule | None = None
        for n, rule in enumerate(self._plan.rules):
            if rule.where != where or (rule.match is not None and rule.match not in text):
                continue
            self._arrived[n] += 1
            if chosen is None and self._strikes(n, rule, key, attempt, max_tokens, units):
                self._hit[n] += 1
                chosen = rule
        return chosen

    def _strikes(
        self, n: int, rule: Rule, key: str, attempt: int, max_tokens: int | None, units: int
    ) -> bool:
        if rule.times is not None and self._hit[n] >= rule.times:
            return False
        if rule.on is not None and self._arrived[n] not in rule.on:
            return False
        if rule.attempts is not None and attempt not in rule.attempts:
            return False
        if rule.below is not None and max_tokens is not None and max_tokens >= rule.below:
            return False
        if rule.units_above is not None and units <= rule.units_above:
            return False
        return rule.rate is None or chance(self._plan.seed, n, key, attempt) < rule.rate


def chance(*parts: object) -> float:
    """Return a number in [0, 1) that depends on ``parts`` alone."""
    digest = hashlib.sha256("\x00".join(map(str, parts)).encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64
