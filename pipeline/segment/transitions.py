"""How well one line's state follows that of the line before it (log-odds)."""

from functools import lru_cache
from typing import Final, NamedTuple

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
    CREDIT: "picture", KICKER: "head", HEADLINE: "headline", UNDER: "head", DECK: "head",
    BYLINE: "byline", SUBHEAD: "subhead", "": "",
}  # fmt: skip


class Joint(NamedTuple):
    """All that counts of two neighbouring lines for how their states follow each other.

    Of the line before: whether its end is ``open``, its last print line ``filled`` and a credit
    closes it. Of the line itself: what :class:`Evidence` and its line say under the same names;
    ``shifted`` for a shift of the column. ``marks_items``: the page's items begin with datelines
    or bylines, so that a head without one below it is more likely a subhead.
    """

    open: bool
    filled: bool
    credited: bool
    pull: int
    shifted: bool
    dashed: bool
    dateline: bool
    runs_on: bool
    marks_items: bool


_SHIFT = 1.5
_MOST_PULL = 8


def joint(before: Evidence, one: Evidence, marks_items: bool) -> Joint:
    """Return what counts of two neighbouring lines."""
    return Joint(
        open=not before.row.closed,
        filled=before.filled,
        credited=before.row.credited,
        pull=min(max(one.pull, -_MOST_PULL), _MOST_PULL),
        shifted=one.shift > _SHIFT,
        dashed=one.dashed,
        dateline=one.row.dateline,
        runs_on=one.row.runs_on,
        marks_items=marks_items,
    )


@lru_cache(maxsize=4096)
def follows(at: Joint) -> dict[str, dict[str, float]]:
    """Return, for each state of the line before, how well each that may come next follows."""
    return {
        previous: {state: _score(_GROUP[previous], state, at) for state in states}
        for previous, states in NEXT.items()
    }


def _score(group: str, state: str, at: Joint) -> float:
    if group == "":
        return 0.0
    if group == "text":
        return _after_text(state, at)
    if group == "end":
        return 1.0 if state in STARTS else -2.0 if state == TEXT else 0.0
    if group == "picture":
        return _after_picture(state, at)
    return _after_head(group, state, at)


def _after_text(state: str, at: Joint) -> float:
    if state in (TEXT, MORE):
        return 0.0 if not at.open else 1.5 if at.filled else -0.5
    score = 0.0
    if at.open and state != CAPTION:
        score = -3.0 if at.filled else -1.0
    if state in (KICKER, HEADLINE):
        score += 1.5 if at.shifted else 0.0
        score += _between(-1.0, 0.6 * at.pull, 1.5) if state == KICKER else _announces(at.pull)
    elif state == SUBHEAD and not at.marks_items:
        score -= 2.0
    elif state == BODY and at.marks_items and not at.dateline:
        score -= 3.0
    return score


def _between(low: float, score: float, high: float) -> float:
    return min(max(score, low), high)


def _announces(pull: int) -> float:
    """Score how well a line names what the text below it, and not that above it, is about.

    Measured on wire news: of the short open lines with a pull of 2 or less 4 of 5 are body text,
    of those with 5 or more 98 of 100 are headlines.
    """
    return _between(-2.5, 0.9 * (pull - 2.5), 4.0)


def _after_picture(state: str, at: Joint) -> float:
    if state == MORE and at.credited:
        return -5.0
    return 1.0 if state in (KICKER, HEADLINE) else -1.5 if state == TEXT else 0.0


def _after_head(group: str, state: str, at: Joint) -> float:
    if state == UNDER:
        return 1.5 - (4.0 if at.dashed else 0.0) + _between(-0.5, 0.3 * at.pull, 1.5)
    if state == DECK:
        return 2.0 if at.dashed else -0.5
    if state == MORE:
        return -2.0
    if state in STARTS:
        return -3.0  # the head before it would stand alone
    if state == SUBHEAD:
        return 0.0
    return _text_after_head(group, state, at)


def _text_after_head(group: str, state: str, at: Joint) -> float:
    marked = at.dateline or state == BYLINE
    score = -4.0 if at.runs_on else 0.0
    if group == "subhead":
        return score + (-4.0 if marked else 0.5)
    if marked:
        return score + 2.0
    return score - (1.5 if group == "headline" and at.marks_items else 0.0)
