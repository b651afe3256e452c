"""How well one line's state follows that of the line before it (log-odds)."""

from typing import Final

from pipeline.segment.evidence import Evidence
from pipeline.segment.states import (
    BODY,
    BYLINE,
    CAPTION,
    CREDIT,
    DATED,
    DECK,
    HEADLINE,
    KICKER,
    MORE,
    NEXT,
    SIGNED,
    STARTS,
    SUBHEAD,
    TEXT,
    UNDER,
)

_GROUP: Final[dict[str, str]] = {
    TEXT: "text", BODY: "text", SIGNED: "end", DATED: "end", CAPTION: "picture", MORE: "picture",
    CREDIT: "credit", KICKER: "head", HEADLINE: "headline", UNDER: "head", DECK: "head",
    BYLINE: "byline", SUBHEAD: "subhead", "": "",
}  # fmt: skip


def _after_text(state: str, before: Evidence, one: Evidence, marks_items: bool) -> float:
    open_end = not before.row.closed
    if state in (TEXT, MORE):
        return 1.0 if open_end else 0.0
    score = -3.0 if open_end and state != CAPTION else 0.0
    if state in (KICKER, HEADLINE):
        score += min(max(one.pull, -2), 3) * 0.6 + (1.5 if one.shift > 1.5 else 0.0)
    elif state == SUBHEAD and not marks_items:
        score -= 2.0
    return score


def _after_end(state: str) -> float:
    return 1.0 if state in STARTS else -2.0 if state == TEXT else 0.0


def _after_picture(state: str, before: Evidence) -> float:
    if state == MORE and before.row.credited:
        return -5.0
    return 1.0 if state in (KICKER, HEADLINE) else -1.5 if state == TEXT else 0.0


def _after_head(group: str, state: str, one: Evidence, marks_items: bool) -> float:
    if state == UNDER:
        return 2.0 - (4.0 if one.dashed else 0.0)
    if state == DECK:
        return 2.0 if one.dashed else -0.5
    if state == MORE:
        return -2.0
    if state in STARTS:
        return -3.0  # the head before it would stand alone
    if state == SUBHEAD:
        return 0.0
    return _text_after_head(group, state, one, marks_items)


def _text_after_head(group: str, state: str, one: Evidence, marks_items: bool) -> float:
    marked = one.row.dateline or state == BYLINE
    score = -4.0 if one.row.runs_on else 0.0
    if group == "subhead":
        return score + (-4.0 if marked else 0.5)
    if marked:
        return score + 2.0
    return score - (1.5 if group == "headline" and marks_items else 0.0)


def follows(before: Evidence, one: Evidence, marks_items: bool) -> dict[str, dict[str, float]]:
    """Return, for each state of the line ``before``, how well each that may come next follows.

    ``marks_items`` says that the page's items begin with datelines or bylines: a head without one
    below it is then more likely a subhead.
    """
    shared: dict[tuple[str, str], float] = {}
    found: dict[str, dict[str, float]] = {}
    for previous, states in NEXT.items():
        group = _GROUP[previous]
        scores: dict[str, float] = {}
        for state in states:
            key = (group, state)
            if key not in shared:
                shared[key] = _score(group, state, before, one, marks_items)
            scores[state] = shared[key]
        found[previous] = scores
    return found


def _score(group: str, state: str, before: Evidence, one: Evidence, marks_items: bool) -> float:
    if group == "":
        return 0.0
    if group == "text":
        return _after_text(state, before, one, marks_items)
    if group == "end":
        return _after_end(state)
    if group in ("picture", "credit"):
        return _after_picture(state, before)
    return _after_head(group, state, one, marks_items)
