"""JSON lines ``{"id","source","target"[,"date"]}`` → pairs."""

import io
from collections.abc import Iterator
from io import BufferedReader
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.pairs.pair import Pair, Piece, Remark, Unread, iso_date

_LONGEST: Final = 64 * 1024 * 1024
"""Bytes of a line (characters in UTF-16): what is longer is no line, and is not held in memory."""
_NEEDS: Final = {
    "id": "a string or a whole number",
    "source": "a string",
    "target": "a string",
    "date": "a string like 2023-08-16",
}
_CODECS: Final = (
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"{\x00", "utf-16-le"),
    (b"\x00{", "utf-16-be"),
)


class _Line(BaseModel):
    """A line as it must be; other fields are left alone."""

    model_config = ConfigDict(extra="ignore", strict=True)

    id: str | int
    source: str
    target: str
    date: str | None = None


def read_lines(file: BufferedReader) -> Iterator[Piece]:
    """Go through the lines of ``file``: UTF-8 or UTF-16, with or without a byte order mark.

    A line that is no pair is an Unread, and the next one is read. A date that is none is remarked
    on, and left out.
    """
    for number, raw in enumerate(_raw(file), 1):
        place = f"line {number}"
        if len(raw) > _LONGEST:
            yield Unread(place, f"it is longer than {_LONGEST:,} bytes")
        elif raw.strip():
            yield from _pair(raw, place)


def _pair(raw: str | bytes, place: str) -> Iterator[Piece]:
    try:
        line = _Line.model_validate_json(raw)
    except ValidationError as error:
        yield Unread(place, _said(error))
        return
    date = iso_date(line.date) if line.date else None
    if line.date and date is None:
        yield Remark(place, "the date is not written like 2023-08-16; checked without it")
    yield Pair(line.id, line.source, line.target, date, place)


def _said(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    field = str(first["loc"][0]) if first["loc"] else ""
    if first["type"] == "missing":
        return f"it has no “{field}”"
    if field in _NEEDS:
        return f"“{field}” must be {_NEEDS[field]}"
    if first["type"] == "json_invalid":
        what = first["msg"].removeprefix("Invalid JSON: ").replace("at line 1 column", "at column")
        return f"it is no JSON ({what})"
    return "it is no JSON object"


def _raw(file: BufferedReader) -> Iterator[str | bytes]:
    """Go through the lines; of one that is too long only the beginning is given."""
    head = file.peek(4)
    codec = next((codec for mark, codec in _CODECS if head.startswith(mark)), None)
    if codec is None:
        file.read(3 * head.startswith(b"\xef\xbb\xbf"))
        yield from _bounded(file)
        return
    # What cannot be decoded becomes an escape that JSON does not know, so its line is named.
    yield from _bounded(io.TextIOWrapper(file, codec, "backslashreplace", newline="\n"))


def _bounded(file: BufferedReader | io.TextIOWrapper) -> Iterator[str | bytes]:
    while line := file.readline(_LONGEST + 1):
        yield line
        rest = line
        while len(rest) > _LONGEST:  # nothing of the rest is kept
            rest = file.readline(_LONGEST + 1)
