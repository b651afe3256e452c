"""Reading the pages that a command is given: what can be read is, the rest is named."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.cli.console import say
from pipeline.faults import Fault
from pipeline.model import Page
from pipeline.read import ReadError, find_inputs, read_input


class NoPage(Fault):
    """None of the inputs could be read."""


@dataclass(frozen=True)
class Pages:
    """The pages that were read, and how many inputs were not."""

    pages: tuple[Page, ...]
    unread: tuple[str, ...]


def read_pages(inputs: Sequence[str], encoding: str | None = None) -> Pages:
    """Read ``inputs``; name on stderr what cannot be read and what had to be assumed.

    Raises Fault where an input does not exist or not one page could be read.
    """
    pages: list[Page] = []
    unread: list[str] = []
    for place in find_inputs(inputs):
        try:
            found = read_input(place, encoding=encoding)
        except ReadError as error:
            unread.append(str(error))
            say(f"error: {error}")
            continue
        pages += found
        for note in found[0].notes:
            say(f"note: {found[0].source}: {note}")
    if not pages:
        raise NoPage("no page could be read; nothing was done")
    return Pages(tuple(pages), tuple(unread))
