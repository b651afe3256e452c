"""The states a line can have in a reading of the page, and how well each fits.

All scores are log-odds, set by hand from what the cues are worth on county papers and wire news.
"""

from collections.abc import Callable
from typing import Final

from pipeline.segment.evidence import Evidence
from pipeline.segment.outline import LineRole

# Capitals start an item.
KICKER, HEADLINE, BODY, CAPTION = "K", "H", "N", "C"
UNDER, DECK, BYLINE, TEXT, SUBHEAD = "h", "d", "b", "t", "s"
MORE, CREDIT, SIGNED, DATED = "c", "r", "g", "y"

STARTS: Final = (KICKER, HEADLINE, BODY, CAPTION)
ROLE: Final[dict[str, LineRole]] = {
    KICKER: "kicker", HEADLINE: "headline", BODY: "body", CAPTION: "caption", UNDER: "headline",
    DECK: "deck", BYLINE: "byline", TEXT: "body", SUBHEAD: "subhead", MORE: "caption",
    CREDIT: "credit", SIGNED: "byline", DATED: "dateline",
}  # fmt: skip
NEXT: Final[dict[str, tuple[str, ...]]] = {
    "": STARTS,
    KICKER: (UNDER,),
    HEADLINE: (DECK, BYLINE, TEXT, MORE, KICKER, HEADLINE),
    UNDER: (DECK, BYLINE, TEXT, MORE, KICKER, HEADLINE),
    DECK: (DECK, BYLINE, TEXT, MORE),
    BYLINE: (TEXT, BYLINE, SUBHEAD, MORE),
    BODY: (TEXT, SUBHEAD, SIGNED, DATED, *STARTS),
    TEXT: (TEXT, SUBHEAD, SIGNED, DATED, *STARTS),
    SUBHEAD: (TEXT,),
    SIGNED: (TEXT, SIGNED, DATED, *STARTS),
    DATED: (TEXT, SIGNED, *STARTS),
    CAPTION: (MORE, CREDIT, TEXT, *STARTS),
    MORE: (MORE, CREDIT, TEXT, *STARTS),
    CREDIT: (TEXT, *STARTS),
}
"""What may follow what; the empty state stands before the page."""
FORMS_HEAD: Final = (KICKER, HEADLINE, UNDER, DECK, BYLINE, SUBHEAD)
"""After these the text is still to come."""

IMPOSSIBLE: Final = -1e9


def _head(one: Evidence) -> float:
    named = 2.5 if one.row.names_kind else 0.0
    return (
        one.head_like
        + named
        - (3.0 if one.before_credit else 0.0)
        - (2.0 if one.before_date else 0.0)
    )


def _text(one: Evidence) -> float:
    row = one.row
    if row.byline or row.credit or row.signature or row.dated:
        return -4.0
    score = 2.0 if row.closed else -1.0
    if len(row.runs) >= 3 or one.set_in_column:
        score += 2.5
    if row.width > 46:
        score += 4.0
    if one.before_credit:
        score -= 4.0
    if row.credited:
        score -= 8.0
    if row.picture:
        score -= 1.0
    if row.listed and row.width <= 24 and not row.closed:
        score -= 1.0
    return score


def _new_text(one: Evidence) -> float:
    return _text(one) + (2.5 if one.row.dateline else -1.0 if one.first else -4.0)


def _subhead(one: Evidence) -> float:
    score = one.head_like - 0.5 + min(one.kin, 2) * 2.0 - (1.5 if one.shift > 1.5 else 0.0)
    return score + (3.0 if one.row.listed else 0.0) - (1.5 if one.row.width > 22 else 0.0)


def _byline(one: Evidence) -> float:
    return 6.0 if one.row.byline else IMPOSSIBLE


def _signed(one: Evidence) -> float:
    row = one.row
    if row.signature or (one.before_date and row.width <= 24 and not row.closed):
        return 5.0
    return 3.0 if row.byline or row.credit else IMPOSSIBLE


def _dated(one: Evidence) -> float:
    return 6.0 if one.row.dated else IMPOSSIBLE


def _credit(one: Evidence) -> float:
    return 6.0 if one.row.credit else IMPOSSIBLE


def _caption(one: Evidence) -> float:
    row = one.row
    if row.byline or row.credit:
        return -8.0
    score = -5.0
    if row.credited:
        score += 9.0
    if row.picture:
        score += 8.0
    if one.before_credit and row.width > 8:
        score += 9.0
    return score


def _more_caption(one: Evidence) -> float:
    return max(_caption(one), -6.0 if one.row.dateline else -2.0)


FIT: Final[dict[str, Callable[[Evidence], float]]] = {
    BODY: _new_text, TEXT: _text, SUBHEAD: _subhead, BYLINE: _byline, SIGNED: _signed,
    DATED: _dated, CREDIT: _credit, CAPTION: _caption, MORE: _more_caption,
}  # fmt: skip


def fits(one: Evidence) -> dict[str, float]:
    """Return how well each state fits the line; states it cannot have are left out."""
    head = _head(one)
    found = {KICKER: head, HEADLINE: head, UNDER: head, DECK: head}
    for state, fit in FIT.items():
        score = fit(one)
        if score > IMPOSSIBLE:
            found[state] = score
    return found
