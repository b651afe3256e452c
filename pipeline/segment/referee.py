"""The referee's side that asks nobody: what to show a judge, and what to make of the verdict.

A judge (a model, or a person) sees line numbers with a short beginning of each line and gives back
line numbers and roles, never text. What it decides is an outline like that of the rules; articles
are built of it in the same way, and the same ledger holds.
"""

from collections import Counter
from typing import Annotated

from pydantic import Field

from pipeline.model import Article, Noun, Page, Segmentation
from pipeline.segment.borders import draw
from pipeline.segment.build import build
from pipeline.segment.ledger import check
from pipeline.segment.lines import Strip, column_widths, strips
from pipeline.segment.outline import Label, LineRole
from pipeline.segment.wording import Wording

MAX_LINES = 400
"""A page with more non-blank lines is not put before a judge."""
HEAD = 24
"""How many characters of a line a judge is shown."""
_AGREED = 0.9
_OVERRULED = 0.75


class VerdictError(Exception):
    """A verdict that does not fit its page; the message says where."""


class RefereeLine(Noun):
    """A line as a judge sees it.

    ``head`` is its beginning, at most :data:`HEAD` characters; ``length`` its number of
    characters; ``open`` says that it ends without a stop. ``item`` (number of the item's first
    line, 0 for none) and ``role`` are what the rules made of it.
    """

    line: int
    head: str
    length: int
    open: bool
    item: int
    role: LineRole


class VerdictLine(Noun):
    """What a line is: ``item`` is the number of the line that its item starts with.

    An item's first line names itself; furniture and unassigned lines have ``item`` 0.
    """

    line: Annotated[int, Field(ge=1, le=1_000_000)]
    item: Annotated[int, Field(ge=0, le=1_000_000)]
    role: LineRole


class Verdict(Noun):
    """A judge's reading of a page: each non-blank line once."""

    lines: Annotated[tuple[VerdictLine, ...], Field(min_length=1, max_length=MAX_LINES)]


def referee_lines(page: Page, segmentation: Segmentation) -> list[RefereeLine]:
    """Return what to show a judge: every non-blank line and the rules' reading of it.

    Raises :class:`VerdictError` for a page of more than :data:`MAX_LINES` such lines.
    """
    rows = strips(page)
    if len(rows) > MAX_LINES:
        raise VerdictError(
            f"{page.name} has {len(rows)} lines; a judge is shown at most {MAX_LINES}. "
            "Take it as the rules read it, or split the file."
        )
    labels = _labels(segmentation)
    return [
        RefereeLine(
            line=row.number,
            head=row.text[:HEAD],
            length=len(row.text),
            open=not row.closed,
            item=labels[row.number][0],
            role=labels[row.number][1],
        )
        for row in rows
    ]


def _labels(segmentation: Segmentation) -> dict[int, tuple[int, LineRole]]:
    """Return the item and role that a segmentation gives each of its lines."""
    found: dict[int, tuple[int, LineRole]] = {}
    for span in segmentation.unassigned:
        found[span.line] = (0, "unassigned")
    for span in segmentation.furniture:
        found[span.line] = (0, "furniture")
    for article in segmentation.articles:
        found |= {line: (article.lines[0], role) for line, role in _roles(article).items()}
    return found


def _roles(article: Article) -> dict[int, LineRole]:
    found: dict[int, LineRole] = {}
    for paragraph in article.paragraphs:
        found |= {span.line: paragraph.role for span in paragraph.spans}
    for part in article.head:
        if not part.inline:
            credit = article.kind == "caption" and part.role == "byline"
            found |= {span.line: "credit" if credit else part.role for span in part.spans}
    return found


def apply_verdict(page: Page, verdict: Verdict) -> Segmentation:
    """Return the page's segmentation under a judge's borders and roles.

    Pure. Joins, splices, corrections and text are made as the rules make them. Raises
    :class:`VerdictError` where the verdict leaves out, repeats or invents a line, or where items
    do not begin with the line they are named after.
    """
    rows = strips(page)
    given = {one.line: one for one in verdict.lines}
    _refuse_misfits(page, rows, verdict)
    wording = Wording(rows)
    outline = tuple(
        Label(rule.line, given[rule.line].item, given[rule.line].role, _sureness(rule, given))
        for rule in draw(rows, wording)
    )
    segmentation = build(page, rows, column_widths(rows), outline, wording)
    check(page, segmentation)
    return segmentation


def _sureness(rule: Label, given: dict[int, VerdictLine]) -> float:
    """Return how sure a judged line is: more so where rules and judge agree."""
    if (rule.item, rule.role) == (given[rule.line].item, given[rule.line].role):
        return max(rule.confidence, _AGREED)
    return _OVERRULED


def _refuse_misfits(page: Page, rows: tuple[Strip, ...], verdict: Verdict) -> None:
    printed = {row.number for row in rows}
    counts = Counter(one.line for one in verdict.lines)
    items = {one.line: one.item for one in verdict.lines}
    faults = (
        ("does not hold line", sorted(printed - counts.keys())),
        ("names a line that is blank or not there:", sorted(counts.keys() - printed)),
        ("holds twice line", sorted(line for line, count in counts.items() if count > 1)),
        ("gives an item to furniture or unassigned matter, or none to the rest, in line",
         sorted(one.line for one in verdict.lines
                if (one.item == 0) != (one.role in ("furniture", "unassigned")))),
        ("names an item after a line that does not start it, in line",
         sorted(line for line, item in items.items()
                if item and (items.get(item) != item or item > line))),
    )  # fmt: skip
    for what, lines in faults:
        if lines:
            raise VerdictError(
                f"The verdict on {page.name} {what} {lines[0]} ({len(lines)} in all). "
                "Ask again, or keep the rules' reading."
            )
