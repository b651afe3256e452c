"""Words on stderr, data on stdout, progress on a terminal only."""

import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


def say(*lines: str) -> None:
    """Write ``lines`` for a person, on stderr."""
    for line in lines:
        print(printable(line), file=sys.stderr)


def emit(line: str) -> None:
    """Write ``line`` as data, on stdout."""
    sys.stdout.write(f"{line}\n")


def printable(text: str) -> str:
    """Return ``text`` with control characters shown: a page must not steer the terminal."""
    return "".join(
        char if char.isprintable() or char == "\n" else f"[U+{ord(char):04X}]" for char in text
    )


def where(error: BaseException) -> str:
    """Return what broke and where; not the message, which may hold a page or a key."""
    name = type(error).__name__
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return name
    file = os.path.basename(frames[-1].filename)  # noqa: PTH119
    return f"{name} in {frames[-1].name}, line {frames[-1].lineno} of {file}"


class Advance(Protocol):
    """Moves the progress on by one, with a word on what was done."""

    def __call__(self, what: str) -> None:
        """Move on."""
        ...


@contextmanager
def progress(total: int, noun: str) -> Iterator[Advance]:
    """Show how far a long work is, on a terminal; in a pipe or with one step, nothing."""
    if total < 2 or not sys.stderr.isatty():
        yield lambda what: None  # noqa: ARG005
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn(noun),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[what]}", markup=False),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(noun, total=total, what="")
        yield lambda what: bar.update(task, advance=1, what=printable(what))
