"""What the rules are unsure of on a page, and how little of it a judge must see to settle it.

A judge (a model, or a person) sees the lines in doubt, each with its beginning, the ends that it
may go on from and the beginning of what follows, and the items around them, a row each. Nothing
else of the page is shown, so the question is small however long the page is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from pipeline.model import Noun, Page
from pipeline.segment.borders import draw
from pipeline.segment.lines import Strip, strips
from pipeline.segment.outline import Label, LineRole, Outline
from pipeline.segment.wording import Wording

MAX_DOUBTS = 24
"""A judge is asked about so many lines of a page at the most: those that are least sure."""
HEAD = 24
"""How many characters of a line in doubt, or of an item's first line, a judge is shown."""
EDGE = 12
"""How many characters a judge is shown of the lines before and after a line in doubt."""
_BACK = 40
"""So many lines above a line in doubt are looked through for open ends."""
_MOST_PLACES = 4
_MOST_RUNS = 8
_READ = 200
"""Characters of a line that are looked at for the few that are shown."""


class Place(Noun):
    """Where a line may go on from: an item (its first line), and the end of its text so far."""

    item: int
    tail: str


class DoubtRow(Noun):
    """A line in doubt as a judge sees it.

    ``head`` is its beginning, ``length`` its number of characters, ``open`` says that it ends
    without a stop, ``after`` is the beginning of the next line (empty if there is none, or if that
    is in doubt too). ``item``, ``role`` and ``confidence`` are the rules' reading. ``places`` are
    the items above that it may go on from.
    """

    line: int
    head: str
    length: int
    open: bool
    after: str
    item: int
    role: LineRole
    confidence: float
    places: tuple[Place, ...]


class ItemRow(Noun):
    """An item as the rules have it: its first line, its lines by role, and how it begins."""

    line: int
    lines: str
    head: str


@dataclass(frozen=True)
class Case:
    """A page before its judge: its lines, the rules' outline, and the lines in doubt.

    ``doubts`` are line numbers in page order, at most :data:`MAX_DOUBTS`; ``unsure`` is how many
    lines are in doubt with those that are not asked about. Nothing is to be asked if it is 0.
    """

    page: Page
    rows: tuple[Strip, ...]
    wording: Wording
    outline: Outline
    doubts: tuple[int, ...]
    unsure: int


def open_case(page: Page, below: float) -> Case:
    """Return what a judge is to decide of ``page``: the borders less sure than ``below`` (0–1)."""
    rows = strips(page)
    wording = Wording(rows)
    outline = draw(rows, wording)
    unsure = [label for label in outline if label.confidence < below]
    least = sorted(unsure, key=lambda label: label.confidence)[:MAX_DOUBTS]
    doubts = tuple(sorted(label.line for label in least))
    return Case(page, rows, wording, outline, doubts, len(unsure))


def doubt_rows(case: Case) -> list[DoubtRow]:
    """Return the lines in doubt, in page order, as a judge sees them."""
    asked = set(case.doubts)
    last: dict[int, int] = {}
    found = []
    for at, (row, label) in enumerate(zip(case.rows, case.outline, strict=True)):
        if row.number in asked:
            following = case.rows[at + 1] if at + 1 < len(case.rows) else None
            shows = following is not None and following.number not in asked
            found.append(
                DoubtRow(
                    line=row.number,
                    head=_clean(row.text[:_READ])[:HEAD],
                    length=len(row.text),
                    open=not row.closed,
                    after=_clean(following.text[:_READ])[:EDGE] if following and shows else "",
                    item=label.item,
                    role=label.role,
                    confidence=label.confidence,
                    places=tuple(_places(case, at, last)),
                )
            )
        if label.item:
            last[label.item] = at
    return found


def _places(case: Case, at: int, last: dict[int, int]) -> Iterator[Place]:
    """Give the items that line ``at`` may go on from; ``last`` is where each item ends above it.

    They are the rules' own choice, the item of the line above, the item that goes on below, and
    those whose last line is open, nearest first.
    """
    window = range(at - 1, max(at - 1 - _BACK, -1), -1)
    ends = [near for near in window if last.get(case.outline[near].item) == near]
    open_ends = [near for near in ends if not case.rows[near].closed]
    likely = [label.item for label in case.outline[at : at + 2]]
    likely += [case.outline[near].item for near in (*ends[:1], *open_ends)]
    for item in list(dict.fromkeys(item for item in likely if item in last))[:_MOST_PLACES]:
        yield Place(item=item, tail=_clean(case.rows[last[item]].text[-_READ:])[-EDGE:])


def item_rows(case: Case, doubts: Sequence[DoubtRow]) -> list[ItemRow]:
    """Return the items that ``doubts`` speak of, in page order, as the rules have them."""
    wanted = {row.item for row in doubts} | {place.item for row in doubts for place in row.places}
    parts: dict[int, list[tuple[int, Label]]] = {}
    for at, label in enumerate(case.outline):
        if label.item and label.item in wanted:
            parts.setdefault(label.item, []).append((at, label))
    return [
        ItemRow(
            line=item,
            lines=_ranges(lines),
            head=_clean(case.rows[lines[0][0]].text[:_READ])[:HEAD],
        )
        for item, lines in sorted(parts.items())
    ]


def _ranges(lines: Sequence[tuple[int, Label]]) -> str:
    """Return an item's lines by role, as in ``headline 3, body 5-9 14-20``.

    A range holds all lines between that are not blank; where there are many, those in the middle
    are left out.
    """
    runs: list[tuple[LineRole, int, int]] = []
    before = -1
    for at, label in lines:
        if runs and at == before + 1 and runs[-1][0] == label.role:
            runs[-1] = (label.role, runs[-1][1], label.line)
        else:
            runs.append((label.role, label.line, label.line))
        before = at
    words = [(role, f"{a}" if a == b else f"{a}-{b}") for role, a, b in runs]
    if len(words) > _MOST_RUNS:
        words[_MOST_RUNS - 1 : -1] = [(words[_MOST_RUNS - 2][0], "…")]
    named = ((role, [word for _, word in group]) for role, group in groupby(words, _role))
    return ", ".join(f"{role} {' '.join(found)}" for role, found in named)


def _role(word: tuple[LineRole, str]) -> LineRole:
    return word[0]


def _clean(text: str) -> str:
    """Return ``text`` as it can stand in quotation marks in a row: it can end neither."""
    line = " ".join(text.replace('"', "”").split())
    return "".join(char for char in line if char.isprintable())
