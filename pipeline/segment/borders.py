"""Where items begin and what each line is: the best reading of the whole page.

A reading gives every line a state; it is scored by how well each line fits its state and how well
each state follows the one before it. The best reading is found by dynamic programming (Viterbi),
in time linear in the page; a second pass from the page's end (max-marginals) says for each line by
how much the best reading beats the best one that puts a border there, or none. Furniture is set
aside first: it interrupts, but ends nothing.
"""

import math
from collections.abc import Sequence

from pipeline.segment import cues
from pipeline.segment.evidence import Evidence, gather
from pipeline.segment.interleave import untangle
from pipeline.segment.lines import Strip
from pipeline.segment.outline import Label, Outline
from pipeline.segment.states import (
    BODY,
    FORMS_HEAD,
    HEADLINE,
    IMPOSSIBLE,
    KICKER,
    ROLE,
    STARTS,
    TEXT,
    fits,
)
from pipeline.segment.transitions import follows, joint
from pipeline.segment.wording import Wording

_BARE_END = -3.0
"""For a page that ends in a head: nothing of its article follows."""
_SOFTNESS = 2.0
"""How many log-odds of margin count as one: the cues are not independent of each other."""

Scores = dict[str, float]


def draw(rows: Sequence[Strip], wording: Wording) -> Outline:
    """Decide the outline of a page from its lines alone."""
    around = _furniture(rows)
    inside = [row for row in rows if row.number not in around]
    labels = {number: Label(number, 0, "furniture") for number in around}
    if inside:
        evidence = gather(inside, wording)
        for label in untangle(evidence, _label(evidence, *_read(evidence))):
            labels[label.line] = label
    return tuple(labels[row.number] for row in rows)


def _furniture(rows: Sequence[Strip]) -> set[int]:
    """Return the lines of furniture: what is so anywhere, and what is so at the page's edges."""
    found = {row.number for row in rows if row.furniture}
    for order in (rows, rows[::-1]):
        for row in order:
            if not row.masthead and row.number not in found:
                break
            found.add(row.number)
    return found


def _label(evidence: Sequence[Evidence], path: Sequence[str], sure: Sequence[float]) -> list[Label]:
    labels = []
    item = story = 0
    roundup = False
    for one, state, confidence in zip(evidence, path, sure, strict=True):
        row = one.row
        if state in (KICKER, HEADLINE):
            roundup = cues.ROUNDUP.search(row.text) is not None
        if state in STARTS and not (state == BODY and roundup):
            item = row.number
            story = item if state in (KICKER, HEADLINE, BODY) else story
        elif state in (BODY, TEXT) and story:
            item = story  # text below a caption goes on with the story around it
        labels.append(Label(row.number, item, ROLE[state], confidence))
    return labels


def _read(evidence: Sequence[Evidence]) -> tuple[list[str], list[float]]:
    """Return the best state of each line, and how sure it is that a border is there, or is not."""
    marks_items = sum(one.row.dateline or one.row.byline for one in evidence) >= 2
    fit = [fits(one) for one in evidence]
    steps = [
        follows(joint(before, one, marks_items))
        for before, one in zip((evidence[0], *evidence), evidence, strict=False)
    ]
    ahead, origins = _forward(fit, steps)
    behind = _backward(fit, steps)
    last = {state: score + behind[-1][state] for state, score in ahead[-1].items()}
    state = max(last, key=lambda name: last[name])
    path = []
    for origin in reversed(origins):
        path.append(state)
        state = origin[state]
    path.reverse()
    return path, [_certainty(f, b) for f, b in zip(ahead, behind, strict=True)]


def _forward(
    fit: Sequence[Scores], steps: Sequence[dict[str, Scores]]
) -> tuple[list[Scores], list[dict[str, str]]]:
    """Return the best score up to each line's states, and the state before that it comes from."""
    scores: Scores = {"": 0.0}
    ahead, origins = [], []
    for fitting, step in zip(fit, steps, strict=True):
        reached: Scores = {}
        origin: dict[str, str] = {}
        for previous, score in scores.items():
            for state, follow in step[previous].items():
                if state not in fitting:
                    continue
                total = score + follow + fitting[state]
                if total > reached.get(state, -math.inf):
                    reached[state] = total
                    origin[state] = previous
        scores = reached
        ahead.append(scores)
        origins.append(origin)
    return ahead, origins


def _backward(fit: Sequence[Scores], steps: Sequence[dict[str, Scores]]) -> list[Scores]:
    """Return the best score from behind each line's states to the page's end."""
    scores: Scores = {state: _BARE_END if state in FORMS_HEAD else 0.0 for state in ROLE}
    behind = [scores]
    for fitting, step in zip(reversed(fit[1:]), reversed(steps[1:]), strict=True):
        onward = {state: score + scores[state] for state, score in fitting.items()}
        scores = {
            previous: max(
                [
                    onward[state] + follow
                    for state, follow in step[previous].items()
                    if state in onward
                ]
            )
            for previous in ROLE
        }
        behind.append(scores)
    return behind[::-1]


def _certainty(ahead: Scores, behind: Scores) -> float:
    """Return how surely a line is on its side of the question whether an item starts there."""
    whole = {state: score + behind[state] for state, score in ahead.items()}
    start = max((score for state, score in whole.items() if state in STARTS), default=IMPOSSIBLE)
    inner = max(
        (score for state, score in whole.items() if state not in STARTS), default=IMPOSSIBLE
    )
    margin = min(abs(start - inner) / _SOFTNESS, 20.0)
    return round(1 / (1 + math.exp(-margin)), 3)
