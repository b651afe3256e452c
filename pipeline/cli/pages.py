"""Reading the pages that a command is given: what can be read is, the rest is named."""

from collections.abc import Iterator, Sequence

from pipeline.cli.console import say
from pipeline.faults import Fault
from pipeline.model import Page
from pipeline.read import Input, ReadError, find_inputs, read_input


class NoPage(Fault):
    """None of the inputs could be read."""


class Pages:
    """The pages of some inputs, each read when its turn comes.

    ``len`` is the number of inputs; ``unread`` names, once all have had their turn, those that
    could not be read. An input that does not exist raises Fault at once.
    """

    def __init__(self, inputs: Sequence[str], encoding: str | None = None) -> None:
        self._places: list[Input] = find_inputs(inputs)
        self._encoding = encoding
        self.unread: list[str] = []

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[Page]:
        """Read the inputs one by one; name on stderr what cannot be read and what was assumed.

        Raises NoPage at the end if not one could be read.
        """
        self.unread.clear()
        for place in self._places:
            try:
                found = read_input(place, encoding=self._encoding)
            except ReadError as error:
                self.unread.append(str(error))
                say(f"error: {error}")
                continue
            for note in found[0].notes:
                say(f"note: {found[0].source}: {note}")
            yield from found
        if len(self.unread) == len(self._places):
            raise NoPage("no page could be read; nothing was done")
