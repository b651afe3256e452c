"""Who paid for what, and how often: the server's log against what the client has kept.

All times are wall clock of one machine (:func:`time.time`). A file's mtime is a wall time too, but
of a coarse clock that may lag some milliseconds behind; where ``durable`` is made of mtimes, give
that much ``slack``, or an answer kept and asked for at the same moment looks asked for afterwards.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.fake_endpoint.plan import DELIVERY

Row = Mapping[str, Any]

AMBIGUOUS = DELIVERY | {"batch_lost_response", "batch_cut"}
"""Faults after which a client cannot know whether it was billed, unless all was sent after all."""
NO_ANSWER = frozenset(
    (
        "choices_null", "choices_empty", "choices_missing", "message_null", "content_null",
        "content_empty", "cut_content", "cut_body", "duplicate_keys", "missing_member",
        "extra_member", "wrong_type", "length", "content_filter", "refusal",
    )
)  # fmt: skip
"""Faults that are billed and give nothing to keep; to pay again for these is not to pay twice."""


@dataclass(frozen=True)
class Account:
    """What the log says. Rows are given by their ``id``, questions by their key.

    * ``lost``: acknowledged as kept, and cannot be read back.
    * ``dp_hard``: asked (billed or not) after the answer was durable.
    * ``dp_inflight``: billed, sent or being sent, and billed again since nothing was durable yet:
      what a kill, or a second process without single flight, costs.
    * ``dp_ambiguous``: billed, but cut off, reset or timed out, and billed again.
    * ``useless``: billed for no answer (bad JSON, cut at the limit, filtered, refused …).
    * ``unkept``: questions that were paid for and are not durable.

    Every billed row is the one that pays for its question, or in exactly one of ``dp_hard``,
    ``dp_inflight``, ``dp_ambiguous`` and ``useless``.
    """

    asked: int
    billed: int
    billed_tokens: int
    questions_paid: int
    lost: tuple[str, ...]
    dp_hard: tuple[str, ...]
    dp_inflight: tuple[str, ...]
    dp_ambiguous: tuple[str, ...]
    useless: tuple[str, ...]
    unkept: tuple[str, ...]


def account(
    rows: Iterable[Row],
    durable: Mapping[str, float],
    *,
    readable: Collection[str] | None = None,
    by: str = "key",
    slack: float = 0.0,
) -> Account:
    """Settle the log ``rows`` with what is ``durable`` (key → when it became so, Unix seconds).

    ``durable`` is what the client acknowledged. ``readable`` are the keys whose answers can be
    read back and verified at the end (all of ``durable`` unless given). ``by`` names the member of
    a row that the keys are: ``key``, or ``broadsheet`` for the keys of our own stores.
    """
    asked = [row for row in rows if row.get(by) and row.get("fault") != "redirected"]
    hard = [row for row in asked if row["t_received"] > durable.get(row[by], _NEVER) + slack]
    late = {row["id"] for row in hard}
    paid: dict[str, list[Row]] = defaultdict(list)
    for row in sorted((r for r in asked if r["t_billed"] is not None), key=_when_billed):
        if row["id"] not in late:
            paid[row[by]].append(row)
    found: dict[str, list[str]] = defaultdict(list)
    for payments in paid.values():
        for row in _wasted(payments):
            found[_kind(row)].append(row["id"])
    billed = [row for row in asked if row["t_billed"] is not None]
    kept = set(durable if readable is None else readable)
    questions = {row[by] for row in billed if _kind(row) != "useless"}
    return Account(
        asked=len(asked),
        billed=len(billed),
        billed_tokens=sum(row["billed_tokens"] for row in billed),
        questions_paid=len(questions),
        lost=tuple(sorted(set(durable) - kept)),
        dp_hard=tuple(row["id"] for row in hard),
        dp_inflight=tuple(found["inflight"]),
        dp_ambiguous=tuple(found["ambiguous"]),
        useless=tuple(found["useless"]),
        unkept=tuple(sorted(questions - set(durable))),
    )


_NEVER = float("inf")


def _when_billed(row: Row) -> float:
    return float(row["t_billed"])


def _kind(row: Row) -> str:
    """Return what became of a payment, as far as the server can tell.

    A request that was still open when the log ends is ambiguous to its client: the server died.
    """
    if row["fault"] in NO_ANSWER:
        return "useless"
    if row["t_sent"] is None and (row["fault"] in AMBIGUOUS or row["status"] is None):
        return "ambiguous"
    return "inflight"


def _wasted(payments: list[Row]) -> list[Row]:
    """Return the payments for one question that bought nothing, or bought it again.

    The last good one is held to be the one that was kept; without a good one, the last ambiguous.
    """
    kinds = [_kind(row) for row in payments]
    keeper = -1
    for kind in ("ambiguous", "inflight"):
        if kind in kinds:
            keeper = len(kinds) - 1 - kinds[::-1].index(kind)
    return [row for n, row in enumerate(payments) if n != keeper]
