"""From a story to blocks: print lines of a width, columns of a height."""

import re
from collections.abc import Iterator, Sequence
from random import Random
from typing import NamedTuple

from pipeline.evaluate.sheet import BLANK, Block, Glyph, Row
from pipeline.evaluate.stories import Part, Story
from pipeline.evaluate.style import Style

_NEVER_FIRST = frozenset("，。、；：？！”’）》〉】…—·,;:?!)%％℃")
"""Marks that no print line starts with (kinsoku: they hang over its end, or are squeezed in)."""
_NEVER_LAST = frozenset("“‘（《〈【(")
_MARKS = _NEVER_FIRST | _NEVER_LAST
_WORDS = re.compile(r"[A-Za-z0-9.%/-]+|.", re.DOTALL)
_LONGEST_WORD = 8
"""Longer runs of letters and digits are broken over print lines."""
_TAIL = 2
"""Fewer print lines than this make no column of their own."""


class _Set(NamedTuple):
    """A print line of a story's text, and the part that it belongs to."""

    row: Row
    item: int
    part: int
    role: str


def em(char: str, mark_width: float) -> float:
    """Return how wide a character is set, in ems."""
    if char.isascii():
        return 0.5
    return mark_width if char in _MARKS else 1.0


def print_lines(text: str, width: float, indent: int, mark_width: float) -> Iterator[range]:
    """Cut ``text`` into print lines of at most ``width`` ems, as ranges of offsets.

    The first line is ``indent`` ems shorter. Words and numbers stay whole, opening marks go on to
    the next line, closing marks hang over the end (at most three).
    """
    start, used, room = 0, 0.0, width - indent
    words = [match.span() for match in _WORDS.finditer(text)]
    if any(end - first > _LONGEST_WORD for first, end in words):
        words = [(at, at + 1) for at in range(len(text))]
    for first, end in words:
        size = sum(em(char, mark_width) for char in text[first:end])
        hangs = text[first] in _NEVER_FIRST and used + size <= room + 2.0
        if used + size > room and first > start and not hangs:
            last = first
            while last - 1 > start and text[last - 1] in _NEVER_LAST:
                last -= 1
            yield range(start, last)
            used = sum(em(char, mark_width) for char in text[last:first])
            start, room = last, width
        used += size
    if start < len(text):
        yield range(start, len(text))


def set_story(
    story: Story, number: int, first_item: int, style: Style, rng: Random, lead: bool
) -> list[Block]:
    """Return the blocks of a story in reading order.

    ``number`` is the story's index on the page, ``first_item`` that of its first item.
    """
    caption = story.kind == "caption"
    width = rng.choice((34, 28, 20, 16)) if caption else style.width(rng, lead)
    lines: list[_Set] = []
    heads: list[Block] = []
    for offset, parts in enumerate(story.items):
        item = first_item + offset
        seen = False
        for index, part in enumerate(parts):
            seen = seen or part.role in ("body", "caption", "subhead") or offset > 0
            if seen:
                lines += _set_part(part, item, index, width, style)
            else:
                heads.append(head_block(part, number, item, index, style))
    return heads + _columns(lines, number, style, rng)


def head_block(part: Part, story: int, item: int, index: int, style: Style) -> Block:
    """Return a headline, byline … as the one line it is printed on."""
    row = _glyphs(part, item, index, style)
    if part.role in ("headline", "kicker", "deck", "subhead"):
        row = tuple(
            one
            for glyph in row
            for one in ((glyph,) if glyph.char != " " else _blanks(glyph, style.head_blank))
        )
    if style.centred and part.role != "byline":
        row = (BLANK,) * 4 + row
    return Block(rows=(row,), role=part.role, story=story, item=item)


def _blanks(glyph: Glyph, blank: str) -> tuple[Glyph, ...]:
    return tuple(glyph._replace(char=char) for char in blank)


def _glyphs(part: Part, item: int, index: int, style: Style) -> Row:
    read = style.read(part.text)
    return tuple(Glyph(char, item, index, at) for at, char in enumerate(read))


def _set_part(part: Part, item: int, index: int, width: int, style: Style) -> list[_Set]:
    """Return the print lines of a part; all but paragraphs have one."""
    glyphs = _glyphs(part, item, index, style)
    if part.role not in ("body", "caption"):
        row = head_block(part, 0, item, index, style).rows[0]
        return [_Set(row, item, index, part.role)]
    indent = 0 if part.role == "caption" else style.indent
    return [
        _Set(tuple(glyphs[at] for at in line), item, index, part.role)
        for line in print_lines(part.text, width, indent, style.mark_width)
    ]


def _columns(lines: Sequence[_Set], story: int, style: Style, rng: Random) -> list[Block]:
    """Cut a story's text into columns, and the columns into blocks."""
    blocks: list[Block] = []
    height = rng.randint(*style.height)
    columns = max(1, round(len(lines) / height))
    height = -(-len(lines) // columns)
    start = column = 0
    while start < len(lines):
        end = min(len(lines), start + height)
        if len(lines) - end < _TAIL:
            end = len(lines)
        while end - 1 > start and lines[end - 1].role == "subhead":
            end -= 1  # a subhead is never left alone at the foot of a column
        blocks += _blocks(lines[start:end], story, column, style)
        start, column = end, column + 1
    return blocks


def _blocks(lines: Sequence[_Set], story: int, column: int, style: Style) -> Iterator[Block]:
    """Yield the blocks of one column: of a paragraph each, or of all that follow one another."""
    run: list[_Set] = []
    for line in lines:
        if run and not _same_block(run[-1], line, style):
            yield _block(run, story, column, style)
            run = []
        run.append(line)
    if run:
        yield _block(run, story, column, style)


def _same_block(before: _Set, line: _Set, style: Style) -> bool:
    if before.item != line.item or before.role != line.role:
        return False
    return before.part == line.part or (style.joined and line.role == "body")


def _block(run: Sequence[_Set], story: int, column: int, style: Style) -> Block:
    end = (BLANK,) if style.breaks else ()
    rows = tuple(one.row + end for one in run)
    role: str = run[0].role
    return Block(rows=rows, role=role, story=story, item=run[0].item, column=column)  # type: ignore[arg-type]
