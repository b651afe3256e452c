"""A file, or standard input, → its pairs. What the file is, its first characters say."""

import codecs
import sys
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path
from typing import Final, cast

from pipeline.pairs.jsonl import read_lines
from pipeline.pairs.languages import Wanted
from pipeline.pairs.pair import PairsError, Piece

_MARKUP: Final = (".tmx", ".xlf", ".xliff", ".mxliff", ".mqxliff", ".sdlxliff", ".xml")
_MARKS: Final = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_pairs(path: Path, wanted: Wanted = Wanted()) -> Iterator[Piece]:  # noqa: B008
    """Go through the pairs of ``path`` (``-`` is standard input, as JSON lines).

    TMX and XLIFF are known by what they begin with, whatever the file is called. ``wanted`` names
    the languages where the file has several. Memory does not grow with the file. Raises PairsError
    where the file cannot be read, or not any further.
    """
    if str(path) == "-":
        stdin = cast(BufferedReader, sys.stdin.buffer)
        if _is_markup(stdin):
            raise PairsError(
                "standard input is taken as JSON lines; name a TMX or XLIFF file instead"
            )
        yield from read_lines(stdin)
        return
    try:
        with path.open("rb") as file:
            yield from _read(path, file, wanted)
    except OSError as error:
        raise PairsError(f"{path} cannot be read ({error.strerror})") from None


def _read(path: Path, file: BufferedReader, wanted: Wanted) -> Iterator[Piece]:
    if _is_markup(file):
        from pipeline.pairs.markup import read_markup

        yield from read_markup(file, path.name, wanted)
    elif path.suffix.lower() in _MARKUP:
        raise PairsError(
            f"{path.name} is no XML, as its name says: it does not begin with <. "
            "Export it again, or rename it if it is JSON lines"
        )
    else:
        yield from read_lines(file)


def _is_markup(file: BufferedReader) -> bool:
    """Whether the first character that is no blank is a ``<``, in UTF-8 or UTF-16."""
    head = file.peek(4096)[:4096]
    for mark in _MARKS:
        head = head.removeprefix(mark)
    return head.replace(b"\x00", b"").lstrip().startswith(b"<")
