"""Lines as print sees them: the pieces between print-line breaks, their widths, their ends."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from string import ascii_letters, digits
from typing import NamedTuple

from pipeline.model import Line, Page
from pipeline.segment import bylines, cues
from pipeline.segment.chars import NEVER_FIRST, Size, closed, size, unbalanced, width
from pipeline.segment.lazy import lazy

_RUN = re.compile(r"\S+")
_SHOWS = 3
"""So many print lines show a column even where blanks of type stand between words."""
_UNEVEN = 2.5
_LATIN = frozenset(ascii_letters + digits + "$%")
_LONGEST_TITLE = 30
_SHORT = 80
"""Cues that fill a whole line are looked for in lines up to this length."""
_MEASURED = 40
"""So many runs of a line are measured, and the last one."""
_CONTINUES = re.compile("[转轉接]")
_CELL = 8
"""A cell of a table has at most so many characters; print lines have more."""
_SENTENCE = re.compile("[。，,；;！!？?]")
_REACH = 120
"""How far cues at a line's beginning or end may reach into it."""


class Column(NamedTuple):
    """A column's width in ems and in characters.

    Print measures in ems. Where text was filled into columns by counting, or digits are cast on
    full bodies, only the characters come out even; so both are kept, and what fits either fits.
    """

    ems: float
    chars: float

    def excess(self, ems: float, chars: float) -> float:
        """Return by how much a print line is wider (narrower: negative) than the column.

        The measure that comes nearer to the column's width decides.
        """
        by_ems, by_chars = ems - self.ems, chars - self.chars
        return by_ems if abs(by_ems) <= abs(by_chars) else by_chars


def usual(sizes: Sequence[tuple[float, float]]) -> Column:
    """Return the column that print lines of these sizes are set in, by the median of each."""
    return Column(median([ems for ems, _ in sizes]), median([chars for _, chars in sizes]))


@dataclass(frozen=True)
class Strip:
    """A non-blank line, of that ``number`` in the file.

    ``start``..``end`` bound what is printed, ``text``, without blanks around it; ``runs`` are the
    stretches between blanks. In body text a blank is where a print line ended, so a run is a print
    line. ``notes`` bound the notes in it that a story goes on elsewhere, or comes from there; they
    are no part of its text.
    """

    line: Line
    number: int
    start: int
    end: int
    text: str
    runs: tuple[tuple[int, int], ...]
    notes: tuple[tuple[int, int], ...] = ()

    @lazy
    def bare(self) -> str:
        """What is printed, without any blanks."""
        return "".join(self.text.split())

    @lazy
    def head(self) -> str:
        """The beginning of the text, long enough for every cue that stands there."""
        return self.text[:_REACH]

    @lazy
    def tail(self) -> str:
        """The end of the text, long enough for every cue that stands there."""
        return self.text[-_REACH:]

    @lazy
    def width(self) -> float:
        """The printed width in ems, blanks left out."""
        return sum([ems for ems, _ in self.run_sizes])

    @lazy
    def run_counts(self) -> tuple[Size, ...]:
        """How many characters of which kind the first runs have."""
        return tuple([size(self.line.text[a:b]) for a, b in self.runs[:_MEASURED]])

    @lazy
    def run_sizes(self) -> tuple[tuple[float, int], ...]:
        """The printed widths of the first runs, each with its number of characters."""
        return tuple([(width(counts), counts[0]) for counts in self.run_counts])

    @lazy
    def last_size(self) -> tuple[float, int]:
        """The last run's printed width and number of characters."""
        if len(self.runs) <= _MEASURED:
            return self.run_sizes[-1]
        start, end = self.runs[-1]
        return width(size(self.line.text[start:end])), end - start

    @lazy
    def column(self) -> "Column | None":
        """The column this line is set in, where its own print lines show it."""
        full = [size for size in self.run_sizes[:-1] if size[0] >= 6]
        if not full or (len(full) < _SHOWS and (full[0][0] < 9 or self.spaced_words)):
            return None
        column = usual(full)
        even = sum([abs(column.excess(*size)) <= _UNEVEN for size in full])
        return column if even * 3 >= len(full) * 2 else None

    @lazy
    def closed(self) -> bool:
        """Whether the line ends a sentence, or with a photographer's credit."""
        return closed(self.tail) or self.credited

    @lazy
    def first_closed(self) -> bool:
        """Whether the first print line ends a sentence."""
        start, end = self.runs[0]
        return closed(self.line.text[start:end])

    @lazy
    def unbalanced(self) -> bool:
        """Whether a bracket or quote is opened on the line and not closed, or the other way."""
        return unbalanced(self.text)

    @lazy
    def indented(self) -> bool:
        """Whether the line is set in by the two blanks that open a paragraph."""
        return self.line.text[: self.start] in ("\u3000\u3000", "    ", "  ", "\u3000")

    @lazy
    def credited(self) -> bool:
        """Whether the text ends with a photographer's credit."""
        return bylines.inline_credit(self.tail) is not None

    @lazy
    def runs_on(self) -> bool:
        """Whether the line can only go on from a sentence before it."""
        return self.text[0] in NEVER_FIRST

    @lazy
    def short(self) -> bool:
        """Whether the line is short enough to be no running text."""
        return len(self.text) <= _SHORT

    @lazy
    def dateline(self) -> bool:
        """Whether the line begins as a news item does: a dateline or a byline in brackets."""
        if cues.DATELINE.match(self.head):
            return True
        found = bylines.INLINE_BYLINE.search(self.head)
        return found is not None and found.start() <= 6

    @lazy
    def byline(self) -> bool:
        """Whether the line is nothing but a byline."""
        return self.short and bylines.is_byline(self.text)

    @lazy
    def people(self) -> bool:
        """Whether the line could be nothing but names."""
        return self.short and bylines.is_names(self.text)

    @lazy
    def signs_off(self) -> bool:
        """Whether the line could be a place, or an office, and who writes from there."""
        return len(self.runs) == 2 and bylines.ends_with_name(self.text)

    @lazy
    def credit(self) -> bool:
        """Whether the line is nothing but a photographer's credit."""
        return self.short and bylines.is_credit(self.text)

    @lazy
    def signature(self) -> bool:
        """Whether the line is nothing but a signature in brackets."""
        return self.short and not self.credit and bylines.is_signature(self.text)

    @lazy
    def dated(self) -> bool:
        """Whether the line is nothing but a date, as below a notice."""
        return self.short and cues.DATE_LINE.match(self.text) is not None

    @lazy
    def listed(self) -> bool:
        """Whether the line begins with a list's number."""
        return cues.LISTED.match(self.head) is not None

    @lazy
    def names_kind(self) -> bool:
        """Whether the line says what it heads: a comment, a notice, a round-up."""
        return self.rounds_up or (
            len(self.text) <= _LONGEST_TITLE and cues.KIND.search(self.text) is not None
        )

    @lazy
    def rounds_up(self) -> bool:
        """Whether the line is the title of a round-up."""
        return len(self.text) <= _LONGEST_TITLE and cues.ROUNDUP.search(self.text) is not None

    @lazy
    def picture(self) -> bool:
        """Whether the line says that it describes a picture."""
        return (cues.PICTURE_MARK.match(self.head) or cues.PICTURE.search(self.head)) is not None

    @lazy
    def masthead(self) -> bool:
        """Whether the line could be a paper's or section's name, or a page number."""
        return self.short and cues.MASTHEAD.match(self.text) is not None

    @lazy
    def furniture(self) -> bool:
        """Whether the line is a page header, an editor box or the like."""
        return self.short and (cues.FURNITURE.match(self.text) is not None or self.note)

    @lazy
    def note(self) -> bool:
        """Whether the line is nothing but a note of where a story goes on, or comes from."""
        found = cues.continued_on(self.text) or cues.CONTINUED_FROM.match(self.text)
        return found is not None and found.span() == (0, len(self.text))

    @lazy
    def spaced_words(self) -> bool:
        """Whether every blank stands beside a digit or Latin letter, as blanks of type do."""
        raw = self.line.text
        gaps = pairwise(self.runs)
        return all(raw[a[1] - 1] in _LATIN or raw[b[0]] in _LATIN for a, b in gaps)

    @lazy
    def tabular(self) -> bool:
        """Whether the line is a row of a table: short cells, figures or many, and no sentence."""
        runs, raw = self.runs, self.line.text
        if len(runs) < 3 or max([b - a for a, b in runs]) > _CELL or _SENTENCE.search(self.text):
            return False
        return len(runs) > 3 or any(raw[start].isdecimal() for start, _ in runs)

    @lazy
    def ends_field(self) -> bool:
        """Whether the line ends with a number to call, or what stands behind such a name."""
        return cues.FIELD.search(self.tail) is not None

    @lazy
    def halves(self) -> tuple[int, ...] | None:
        """The lengths of the parts, where the line is set in two or three parts as heads are."""
        if not 2 <= len(self.runs) <= 3:
            return None
        lengths = tuple([b - a for a, b in self.runs])
        if min(lengths) < 3 or max(lengths) > 12:
            return None
        return lengths if max(lengths) - min(lengths) <= 3 else None


def strips(page: Page) -> tuple[Strip, ...]:
    """Return the page's non-blank lines, measured."""
    found = []
    for line in page.lines:
        notes = _notes(line.text)
        first, last = _between(line.text, notes)
        runs = [match.span() for match in _RUN.finditer(line.text, first, last)]
        if runs:
            start, end = runs[0][0], runs[-1][1]
            text, joined = line.text[start:end], _close_bylines(line.text, runs)
            found.append(Strip(line, line.number, start, end, text, joined, notes))
    return tuple(found)


def _notes(text: str) -> tuple[tuple[int, int], ...]:
    """Return where ``text`` has notes of a continuation, if it has anything beside them."""
    if not _CONTINUES.search(text):
        return ()
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    found = []
    arriving = cues.CONTINUED_FROM.match(text[start:end])
    if arriving:
        found.append((start, start + arriving.end()))
    leaving = cues.continued_on(text[start:end])
    if leaving:
        found.append((start + leaving.start(), end))
    low, high = _between(text, tuple(found))
    return tuple(found) if text[low:high].strip() else ()


def _between(text: str, notes: tuple[tuple[int, int], ...]) -> tuple[int, int]:
    """Return the bounds of ``text`` without the notes at its ends."""
    low, high = 0, len(text)
    for start, end in notes:
        if text[:start].strip():
            high = start
        else:
            low = end
    return low, high


def _close_bylines(text: str, runs: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Join the runs that only the blanks of a byline in brackets part."""
    if len(runs) < 2:
        return tuple(runs)
    start = runs[0][0]
    found = bylines.INLINE_BYLINE.search(text, start, start + _REACH)
    if found is None:
        return tuple(runs)
    closed_up = [runs[0]]
    for run in runs[1:]:
        if closed_up[-1][1] > found.start() and run[0] < found.end():
            closed_up[-1] = (closed_up[-1][0], run[1])
        else:
            closed_up.append(run)
    return tuple(closed_up)


def column_widths(rows: Sequence[Strip]) -> list[Column | None]:
    """Return for each line the column around it: its own, else the nearest line's above.

    None where no line of the page shows print-line breaks.
    """
    widths: list[Column | None] = []
    last: Column | None = None
    for row in rows:
        last = row.column or last
        widths.append(last)
    following: Column | None = None
    for index in range(len(rows) - 1, -1, -1):
        following = rows[index].column or following
        if widths[index] is None:
            widths[index] = following
    return widths
