"""Files, folders, globs and standard input → pages."""

import os
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from enum import Enum
from glob import glob, has_magic
from pathlib import Path
from typing import Final

from pipeline.model import Page
from pipeline.read.errors import InputError, ReadError
from pipeline.read.text import MAX_BYTES, read_text

_SUFFIX = ".txt"


class Stdin(Enum):
    """Standard input, among paths."""

    STDIN = "-"


STDIN: Final = Stdin.STDIN
Input = Path | Stdin


def find_inputs(args: Sequence[str]) -> list[Input]:
    """Return what ``args`` name, each input once, in an order that does not depend on theirs.

    An argument is a file; a folder, searched for ``*.txt`` at any depth (hidden files and folders
    are passed over, links that lead out of it are not followed); a pattern that the shell has left
    as it is; or ``-`` for standard input, which comes first. Files are sorted by name, then path.
    Raises :class:`InputError` where an argument leads to nothing.
    """
    if not args:
        raise InputError("No input was named. Name files, folders, or - for standard input.")
    found = {path for arg in args if arg != "-" for path in _named(arg)}
    once: dict[str, Path] = {}
    for path in sorted(found, key=lambda one: (one.name, str(one))):
        once.setdefault(os.path.realpath(path), path)
    return [*([STDIN] if "-" in args else []), *once.values()]


def _named(arg: str) -> list[Path]:
    try:
        return list(_expand(arg))
    except (OSError, ValueError) as error:  # a name too long, a folder not permitted, a NUL in it
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise InputError(
            f"{printable(arg)} cannot be looked up ({reason}). Check the name and the permissions."
        ) from error


def _expand(arg: str) -> Iterator[Path]:
    path = Path(arg)
    if path.is_dir():
        yield from _pages_in(path)
    elif path.is_file() or path.is_fifo():
        yield path
    elif os.path.lexists(path):
        raise InputError(
            f"{printable(arg)} is no file or folder that can be read. Check the link or device."
        )
    elif has_magic(arg):
        matches = glob(arg, recursive=True)  # noqa: PTH207 - Path.glob takes no absolute pattern
        if not matches:
            raise InputError(f"Nothing matches {printable(arg)}. Check the pattern and the folder.")
        for match in matches:
            yield from _expand(match)
    else:
        raise InputError(f"There is no file or folder {printable(arg)}. Check the name.")


def _pages_in(folder: Path) -> list[Path]:
    def refuse(error: OSError) -> None:
        raise InputError(
            f"The folder {printable(str(error.filename))} cannot be read ({error.strerror}). "
            "Check its permissions."
        )

    root = os.path.realpath(folder)
    found = []
    for place, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = Path(place, name)
            if name.startswith(".") or path.suffix.lower() != _SUFFIX or not path.is_file():
                continue
            if Path(os.path.realpath(path)).is_relative_to(root):
                found.append(path)
    if not found:
        raise InputError(
            f"The folder {printable(str(folder))} holds no page (*{_SUFFIX}). "
            "Name the files themselves if they are called otherwise."
        )
    return found


def read_file(path: Path, encoding: str | None = None) -> tuple[Page, ...]:
    """Return the pages of the file at ``path``; raises :class:`ReadError`."""
    source = printable(path.name)
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise ReadError(
                source, f"it has {size:,} bytes; at most {MAX_BYTES:,} are read. Split it."
            )
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ReadError(
            source, f"it cannot be read ({error.strerror}). Check that it is there and permitted."
        ) from error
    return read_text(data, source, encoding)


def read_stdin(encoding: str | None = None) -> tuple[Page, ...]:
    """Return the pages that come in on standard input; raises :class:`ReadError`."""
    return read_text(sys.stdin.buffer.read(MAX_BYTES + 1), "stdin", encoding)


def read_input(source: Input, encoding: str | None = None) -> tuple[Page, ...]:
    """Return the pages of an input that :func:`find_inputs` found; raises :class:`ReadError`."""
    return read_stdin(encoding) if source is STDIN else read_file(source, encoding)


def printable(name: str) -> str:
    """Return a file name that can be shown and kept: what is no printable text is escaped."""
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(
        f"\\x{ord(char):02x}" if unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") else char
        for char in text
    )
