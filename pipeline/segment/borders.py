"""Where items begin and what each line is: the outline of the best reading of the whole page.

Furniture that is so anywhere, or at the page's edges, is set aside first: it interrupts, but ends
nothing.
"""

from collections import Counter
from collections.abc import Sequence

from pipeline.segment.confidence import doubted
from pipeline.segment.continued import link
from pipeline.segment.evidence import Evidence, gather
from pipeline.segment.lines import Strip
from pipeline.segment.outline import Label, Outline
from pipeline.segment.reading import Reading, read
from pipeline.segment.standing import signs
from pipeline.segment.states import BODY, FURNITURE, HEADLINE, KICKER, ROLE, STARTS, TEXT
from pipeline.segment.threads import untangle
from pipeline.segment.wording import Wording

_ROUND_UP_TITLE = 8
"""A round-up's own title has at most so many ems; a longer one tells of a single story."""


def draw(rows: Sequence[Strip], wording: Wording) -> Outline:
    """Decide the outline of a page from its lines alone."""
    around = set_aside(rows)
    inside = [row for row in rows if row.number not in around]
    labels = {number: Label(number, 0, "furniture") for number in around}
    bonds = {}
    if inside:
        evidence = gather(inside, wording)
        bonds = {one.row.number: one.bond for one in evidence}
        plain = label(evidence, read(signs(evidence)))
        labels |= {one.line: one for one in untangle(evidence, plain, wording)}
        link(rows, labels)
    return doubted(tuple(labels[row.number] for row in rows), rows, bonds)


def set_aside(rows: Sequence[Strip]) -> set[int]:
    """Return the lines of furniture: what is so anywhere, and what is so at the page's edges."""
    found = {row.number for row in rows if row.furniture}
    for order in (rows, rows[::-1]):
        for row in order:
            if not row.masthead and row.number not in found:
                break
            found.add(row.number)
    return found


def label(evidence: Sequence[Evidence], reading: Reading) -> list[Label]:
    """Return the labels of a reading, in plain order: who comes next goes on with who was last."""
    labels = []
    item = story = 0
    for one, state, sure in zip(evidence, reading.states, reading.sure, strict=True):
        number = one.row.number
        if state in STARTS:
            item = number
            story = item if state in (KICKER, HEADLINE, BODY) else story
        elif state == TEXT and story:
            item = story  # text below a caption goes on with the story around it
        place = 0 if state == FURNITURE or not item else item
        role = ROLE[state] if place or state == FURNITURE else "unassigned"
        labels.append(Label(number, place, role, round(sure, 4)))
    return _titled(_with_titles(labels), evidence)


def _with_titles(labels: list[Label]) -> list[Label]:
    """Return the labels with each picture that stands between a bare head and other items given it.

    A head without any text of its own, right above a picture, is the picture's title.
    """
    items = Counter(label.item for label in labels)
    for place, title in enumerate(labels[:-1]):
        picture = labels[place + 1]
        if title.item != title.line or title.role != "headline" or items[title.item] > 1:
            continue
        whole = slice(place + 1, place + 1 + items[picture.item])
        if (
            picture.role == "caption"
            and picture.item == picture.line
            and all(label.item == picture.item for label in labels[whole])
        ):
            labels[whole] = [label._replace(item=title.item) for label in labels[whole]]
    return labels


def _titled(labels: list[Label], evidence: Sequence[Evidence]) -> list[Label]:
    """Return the labels with what stands above a headline, or a round-up's items, read as a kicker.

    Only its size would tell which line of a title is the headline. A kicker and its headline are
    what papers print most often: 69 of 82 titles of two lines in the tuning stories, and all but
    three of those with more (a deck mostly has its dash).
    """
    for place, first in enumerate(labels[:-1]):
        second = labels[place + 1]
        if first.item != first.line or first.role != "headline" or second.item != first.item:
            continue
        after = labels[place + 2].role if place + 2 < len(labels) else ""
        plain_deck = second.role == "deck" and not evidence[place + 1].dashed
        if second.role == "headline" or (plain_deck and after not in ("headline", "deck")):
            labels[place] = first._replace(role="kicker")
            labels[place + 1] = second._replace(role="headline")
        elif second.role == "body" and _heads_round_up(evidence[place]):
            labels[place] = first._replace(role="kicker")
    return labels


def _heads_round_up(one: Evidence) -> bool:
    return one.row.rounds_up and one.row.width <= _ROUND_UP_TITLE
