"""Stretches of lines in reading order, and the text they make."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from pipeline.model import Page, Span
from pipeline.segment import bylines, cues
from pipeline.segment.chars import HAN


class Piece(NamedTuple):
    """A stretch of a line: 1-based ``line``, half-open code points ``start``..``end``."""

    line: int
    start: int
    end: int

    def span(self) -> Span:
        """Return the place as the model's noun."""
        return Span(line=self.line, start=self.start, end=self.end)


class Edit(NamedTuple):
    """Something to be read otherwise than it stands: at ``start``..``end`` of a raw text."""

    start: int
    end: int
    after: str
    why: str


_PARTED = re.compile(rf"(?=\w)[^_{HAN}\u3040-\u30ff](?=\w)[^_{HAN}\u3040-\u30ff](?<!\d\d)")
"""Two characters of alphabetic words, or of a word and a figure; a figure may be cut anywhere."""


class Raw:
    """The characters of pieces one after another, and the way back to their places."""

    def __init__(self, page: Page, pieces: Sequence[Piece]) -> None:
        self.pieces = tuple(pieces)
        parts = [page.line(piece.line).text[piece.start : piece.end] for piece in pieces]
        for place, (part, following) in enumerate(pairwise(parts)):
            if _PARTED.match(part[-1:] + following[:1]):
                parts[place] += " "  # the line's end was the blank between two words
        self.text = "".join(parts)
        self._starts = [0, *accumulate(len(part) for part in parts)]

    def places(self, start: int, end: int) -> tuple[Piece, ...]:
        """Return where the characters ``start``..``end`` stand on the page."""
        found = []
        index = max(0, bisect_right(self._starts, start) - 1)
        while index < len(self.pieces) and self._starts[index] < end:
            piece, first = self.pieces[index], self._starts[index]
            low = piece.start + max(start - first, 0)
            high = min(piece.end, piece.start + end - first)
            if low < high:
                found.append(Piece(piece.line, low, high))
            index += 1
        return tuple(found)


_WORD = rf"[^\W\d_{HAN}\u3040-\u30ff]"
_BLANKS = re.compile(r"\s+")
_TYPE = re.compile(_WORD)
_BLANK_OF_TYPE = re.compile(
    rf"(?<={_WORD})\s+(?=(?:{_WORD}|[0-9(]))|(?<=[0-9])\s+(?={_WORD})"
    rf"|(?<={_WORD}[,.;:!?)])\s+(?=(?:{_WORD}|[0-9]))"
)
_CHINESE = re.compile(f"[{HAN}\u3040-\u30ff]")
_LETTER_SPACED = re.compile(r"\S(?:\s+\S){3,}")


def _close_up(text: str) -> str:
    if not _TYPE.search(text):
        return "".join(text.split())
    return _BLANKS.sub(lambda blank: " " if _BLANK_OF_TYPE.match(text, blank.start()) else "", text)


def _lead(text: str) -> int:
    """Return where a dateline with a byline without brackets behind it ends; 0 for none."""
    dateline = cues.DATELINE.match(text)
    if dateline is None:
        return 0
    byline = bylines.BARE_BYLINE.match(text, dateline.end())
    return byline.end() if byline else 0


def _kept(text: str) -> list[tuple[int, int]]:
    """Return where blanks are part of the text: in bylines and credits."""
    found = [match.span("byline") for match in bylines.INLINE_BYLINE.finditer(text)]
    credit = bylines.inline_credit(text)
    if credit and (not found or found[-1][1] <= credit[0]):
        found.append(credit)
    return found


def body_text(text: str) -> str:
    """Return running text without the blanks that print-line breaks left.

    Text without any Chinese keeps its blanks, each as one space. In Chinese text the blanks within
    bylines and credits and between words of alphabetic scripts stay.
    """
    text = text.strip()
    if not _CHINESE.search(text):
        return _BLANKS.sub(" ", text)
    lead = _lead(text)
    parts = [bylines.tidy(text[:lead])]
    text = text[lead:]
    if lead and text[:1].isspace():
        parts.append(" ")
        text = text.lstrip()
    done = 0
    for start, end in _kept(text):
        parts.append(_close_up(text[done:start]).rstrip())
        parts.append(bylines.tidy(text[start:end]))
        done = end
    parts.append(_close_up(text[done:]))
    return "".join(parts)


def row_text(text: str) -> str:
    """Return a row of a table with one space between its cells."""
    return _BLANKS.sub(" ", text.strip())


def head_text(text: str) -> str:
    """Return a head's text: its blanks part it and stay, letter-spacing goes."""
    bare = text.strip()
    if _LETTER_SPACED.fullmatch(bare):
        return _BLANKS.sub("", bare)
    return _BLANKS.sub(" ", bare)


def edited(text: str, edits: Iterable[Edit]) -> str:
    """Apply edits that do not overlap."""
    parts, done = [], 0
    for edit in sorted(edits):
        parts += [text[done : edit.start], edit.after]
        done = edit.end
    return "".join([*parts, text[done:]])
