"""Why the rules read a page as they do: the signs that decided each border."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.model import Noun, Page
from pipeline.segment.borders import draw, label, set_aside
from pipeline.segment.evidence import gather
from pipeline.segment.lines import strips
from pipeline.segment.outline import CONFIDENT, Label, LineRole
from pipeline.segment.reading import Reading, fit, read
from pipeline.segment.standing import signs
from pipeline.segment.states import NEXT, STARTS, STATES
from pipeline.segment.weights import weights
from pipeline.segment.wording import Wording

_FOR, _AGAINST = 4, 2
_LEAST = 0.1
_ALMOST_SURE = 0.98


class Cue(NamedTuple):
    """A sign that a line gives, and what it is ``worth``: log-odds for what was decided."""

    sign: str
    worth: float


class Decision(Noun):
    """What was decided of a line, and why.

    ``item`` is the number of the line that its item starts with (0: none), ``confidence`` (0–1)
    how sure that is. ``cues`` are the signs that counted most, for and against, by what they are
    worth. ``moved_from`` is the item that the line would belong to in plain reading order.
    """

    line: int
    item: int
    role: LineRole
    confidence: float
    head: str
    cues: tuple[Cue, ...] = ()
    moved_from: int = 0


def explain(page: Page) -> tuple[Decision, ...]:
    """Return a decision for each line that starts an item, is moved, is aside or is in doubt."""
    rows = strips(page)
    wording = Wording(rows)
    around = set_aside(rows)
    inside = [row for row in rows if row.number not in around]
    plain: dict[int, Label] = {}
    why: dict[int, tuple[Cue, ...]] = {}
    if inside:
        evidence = gather(inside, wording)
        shown = signs(evidence)
        reading = read(shown)
        plain = {one.line: one for one in label(evidence, reading)}
        why = {row.number: cues for row, cues in zip(inside, _cues(shown, reading), strict=True)}
    found = []
    for row, one in zip(rows, draw(rows, wording), strict=True):
        before = plain.get(one.line, one)
        moved = before.item if before.item != one.item else 0
        aside = one.item == 0
        if one.item == one.line or moved or aside or one.confidence < max(CONFIDENT, _ALMOST_SURE):
            found.append(
                Decision(
                    line=one.line,
                    item=one.item,
                    role=one.role,
                    confidence=one.confidence,
                    head=row.text[:24],
                    cues=why.get(one.line, (Cue("is furniture wherever it stands", 0.0),)),
                    moved_from=moved,
                )
            )
    return tuple(found)


def _cues(shown: Sequence[Sequence[str]], reading: Reading) -> Iterator[tuple[Cue, ...]]:
    """Yield for each line the signs that counted most for its side of the border question."""
    table = weights().signs
    above = ""
    for some, state in zip(shown, reading.states, strict=True):
        chosen = STATES.index(state)
        scores = fit(some)
        others = [one for one in NEXT[above] if (one in STARTS) != (state in STARTS)]
        rival = max(map(STATES.index, others or STATES), key=lambda place: scores[place])
        above = state
        worth = [
            Cue(sign, round(table[sign][chosen] - table[sign][rival], 1))
            for sign in some
            if sign in table and sign != "any line"
        ]
        worth.sort(key=lambda cue: cue.worth, reverse=True)
        strong = [cue for cue in worth if abs(cue.worth) >= _LEAST]
        against = [cue for cue in reversed(strong) if cue.worth < 0][:_AGAINST]
        yield (*[cue for cue in strong if cue.worth > 0][:_FOR], *against)


def to_text(page: Page, decisions: Sequence[Decision]) -> str:
    """Return the decisions on a page for a person to read."""
    lines = [f"{page.name}"]
    for one in decisions:
        if one.item == one.line:
            what = f"an item starts, {one.role}"
        elif one.item == 0:
            what = f"{one.role}"
        else:
            what = f"no border, {one.role} of the item from line {one.item}"
        lines.append(f"  line {one.line} «{one.head}»: {what} ({one.confidence:.0%})")
        if one.moved_from:
            lines.append(
                f"    its words, its column or how it goes on speak for that item and not for the "
                f"one from line {one.moved_from}"
            )
        lines += [f"    {cue.worth:+.1f}  {cue.sign}" for cue in one.cues if cue.worth]
    return "\n".join(lines)
