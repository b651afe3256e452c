"""Plain text, as OCR leaves it: bytes → pages."""

import hashlib
import re

from pipeline.model import Line, Page
from pipeline.read.encodings import decode
from pipeline.read.errors import ReadError
from pipeline.read.signatures import looks_like, mostly_controls

MAX_BYTES = 64 * 1024 * 1024
"""The largest file that is read. A broadsheet page of OCR text has some ten kilobytes."""
MAX_LINE = 1_000_000
"""The longest line that is read, in characters: a hundred times a whole broadsheet page."""

_LINE_END = re.compile(r"\r\n|\r|\n")
_SURROGATE = re.compile("[\ud800-\udfff]")
_FEED = "\f"


def read_text(data: bytes, source: str, encoding: str | None = None) -> tuple[Page, ...]:
    """Return the pages of a text file.

    ``source`` is what the pages are called; an ``encoding`` that is given wins over anything the
    bytes look like. Lines end at ``\\n``, ``\\r\\n`` and ``\\r`` only and keep the file's own
    numbers. A form feed at a line's start begins a new page; pages without print are left out.
    Raises :class:`ReadError` for what is no page of text: empty, blank, binary, undecodable, with
    NUL characters, or past :data:`MAX_BYTES` or :data:`MAX_LINE`.
    """
    _check_bytes(data, source, encoding)
    decoded = decode(data, source, encoding)
    _check_text(decoded.text, source)
    digest = hashlib.sha256(data).hexdigest()
    pages = [
        Page(
            source=source,
            sha256=digest,
            number=number,
            lines=lines,
            encoding=decoded.encoding,
            notes=decoded.notes,
        )
        for number, lines in enumerate(_split_pages(decoded.text, source), 1)
        if not all(line.blank for line in lines)
    ]
    if not pages:
        raise ReadError(source, "it holds nothing but blanks. Check what wrote it.")
    return tuple(pages)


def _check_bytes(data: bytes, source: str, encoding: str | None) -> None:
    if not data:
        raise ReadError(source, "it is empty. Check what wrote it.")
    if len(data) > MAX_BYTES:
        raise ReadError(
            source, f"it has {len(data):,} bytes; at most {MAX_BYTES:,} are read. Split it."
        )
    kind = looks_like(data)
    if kind is None and encoding is None and mostly_controls(data) and b"\0" not in data:
        kind = "a binary file"
    if kind is not None:
        raise ReadError(source, f"it is {kind}, not text. Give the page as plain text.")
    if encoding is None and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")):
        _refuse_nul(data, source)


def _refuse_nul(data: bytes, source: str) -> None:
    offset = data.find(b"\0")
    if offset < 0:
        return
    line = data.count(b"\n", 0, offset) + 1
    hint = "Remove them, or give a clean export."
    if data[:4096].count(b"\0") * 4 > len(data[:4096]):
        hint = "It may be UTF-16 without its mark (--encoding utf-16-le), or no text at all."
    raise ReadError(source, f"a NUL character stands at byte {offset} (line {line}). {hint}")


def _check_text(text: str, source: str) -> None:
    for pattern, what in ((re.compile("\0"), "a NUL character"), (_SURROGATE, "half a character")):
        found = pattern.search(text)
        if found:
            line = len(_LINE_END.findall(text, 0, found.start())) + 1
            raise ReadError(
                source,
                f"{what} stands at character {found.start()} (line {line}). "
                "Check the encoding, or give a clean export.",
            )


def _split_pages(text: str, source: str) -> list[tuple[Line, ...]]:
    pages: list[list[Line]] = [[]]
    for number, line in enumerate(_LINE_END.split(text), 1):
        if len(line) > MAX_LINE:
            raise ReadError(
                source,
                f"line {number} has {len(line):,} characters; at most {MAX_LINE:,} are read. "
                "If the file lost its line ends, restore them.",
            )
        if line.startswith(_FEED) and pages[-1]:
            pages.append([])
        pages[-1].append(Line(number=number, text=line))
    return [tuple(lines) for lines in pages]
