"""What to make of a judge's verdict on the lines that the rules are unsure of.

A judge gives back line numbers and roles, never text, and only for the lines that it was asked
about (:mod:`pipeline.segment.doubts`). All other lines stay as the rules have them: each goes on
from the line of its item above it. The outline that comes of it is built and checked like that of
the rules, so the same ledger holds.
"""

from collections import Counter
from typing import Annotated

from pydantic import Field

from pipeline.model import Noun, Segmentation
from pipeline.segment.build import build
from pipeline.segment.doubts import MAX_DOUBTS, Case
from pipeline.segment.ledger import check
from pipeline.segment.lines import column_widths
from pipeline.segment.outline import Label, LineRole, Outline

_OUTSIDE = ("furniture", "unassigned")
_PICTURE = ("caption", "credit")
_FIRST = ("kicker", "headline", "body", "caption")
# Not measured. Who is overruled was asked because it was unsure: two readers who differ leave a
# border unsure, so that the page still says so.
_AGREED = 0.95
_OVERRULED = 0.75


class VerdictError(Exception):
    """A verdict that does not fit its page; the message says where."""


class VerdictLine(Noun):
    """What a line in doubt is: ``item`` is the number of the line that its item starts with.

    A line that starts an item names itself; furniture and unassigned lines have ``item`` 0.
    """

    line: Annotated[int, Field(ge=1, le=1_000_000)]
    item: Annotated[int, Field(ge=0, le=1_000_000)]
    role: LineRole


class Verdict(Noun):
    """A judge's reading of the lines it was asked about: each of them once."""

    lines: Annotated[tuple[VerdictLine, ...], Field(min_length=1, max_length=MAX_DOUBTS)]


def apply_verdict(case: Case, verdict: Verdict) -> Segmentation:
    """Return the page's segmentation under a judge's verdict.

    Pure. Joins, splices, corrections and text are made as the rules make them. Raises
    :class:`VerdictError` where the verdict leaves out or repeats a line or names one that was not
    asked, and where no page can be read as it says: an item that does not start with the line it is
    named after, or starts with what starts no item.
    """
    _refuse_misfits(case, verdict)
    outline = _decided(case, {one.line: one for one in verdict.lines})
    _refuse_impossible(case, outline)
    segmentation = build(case.page, case.rows, column_widths(case.rows), outline, case.wording)
    check(case.page, segmentation)
    return segmentation


def overruled(case: Case, verdict: Verdict) -> int:
    """Return how many lines the verdict reads otherwise than the rules do."""
    rules = {(label.line, label.item, label.role) for label in case.outline}
    return sum((one.line, one.item, one.role) not in rules for one in verdict.lines)


def _decided(case: Case, given: dict[int, VerdictLine]) -> Outline:
    """Return the rules' outline with the lines of ``given`` as they say.

    Where an item is cut in two, what follows the cut belongs to the new item; where a start is
    taken back, its lines go with it. Text below a picture goes on with the story around it.
    """
    story: dict[int, int] = {}  # by the rules' item: what its text, at this line, goes on with
    picture: dict[int, int] = {}  # the same for captions and credits
    pictures: set[int] = set()
    labels = []
    own = 0
    for rule in case.outline:
        own = rule.item or own  # what stood aside interrupts the item around it
        if one := given.get(rule.line):
            label = Label(rule.line, one.item, one.role, _sureness(rule, one))
        elif rule.item in (0, rule.line):
            label = rule
        else:
            first, second = (picture, story) if rule.role in _PICTURE else (story, picture)
            item = first.get(own) or second.get(own) or rule.line
            label = rule._replace(item=item)
        labels.append(label)
        if label.item == label.line and label.role == "caption":
            pictures.add(label.item)
        if label.item:
            picture[own] = label.item
            if label.item not in pictures:
                story[own] = label.item
    return tuple(labels)


def _sureness(rule: Label, one: VerdictLine) -> float:
    """Return how sure a judged line is: more so where rules and judge agree."""
    if (rule.item, rule.role) == (one.item, one.role):
        return max(rule.confidence, _AGREED)
    return _OVERRULED


def _refuse_misfits(case: Case, verdict: Verdict) -> None:
    """Raise VerdictError unless each line that was asked about, and no other, has one answer."""
    asked = set(case.doubts)
    counts = Counter(one.line for one in verdict.lines)
    _refuse(case, "does not hold line", sorted(asked - counts.keys()))
    _refuse(case, "names a line that was not asked about:", sorted(counts.keys() - asked))
    _refuse(case, "holds twice line", sorted(line for line, n in counts.items() if n > 1))
    _refuse(
        case,
        "gives an item to furniture or unassigned matter, or none to the rest, in line",
        sorted(one.line for one in verdict.lines if (one.item == 0) != (one.role in _OUTSIDE)),
    )


def _refuse_impossible(case: Case, outline: Outline) -> None:
    """Raise VerdictError unless items start with the line they are named after, and as items do."""
    starts = {label.line for label in outline if label.item == label.line}
    _refuse(
        case,
        "names an item after a line that does not start it, in line",
        [
            label.line
            for label in outline
            if label.item and (label.item not in starts or label.item > label.line)
        ],
    )
    _refuse(
        case,
        "starts an item with what starts none (deck, subhead, byline, dateline, credit), in line",
        [label.line for label in outline if label.line in starts and label.role not in _FIRST],
    )


def _refuse(case: Case, what: str, lines: list[int]) -> None:
    if lines:
        raise VerdictError(
            f"The verdict on {case.page.name} {what} {lines[0]} ({len(lines)} in all). "
            "Ask again, or keep the rules' reading."
        )
