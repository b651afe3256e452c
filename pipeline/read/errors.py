"""What can be wrong with an input, in words for whoever gave it."""

from pipeline.faults import Fault


class InputError(Fault):
    """The inputs named make no sense: a missing file, a folder without pages, an empty match.

    A fault of usage: nothing was read.
    """


class ReadError(Fault):
    """An input that is no readable page.

    ``source`` is the input's name; ``message`` says what is wrong, where, and what to do next.
    """

    def __init__(self, source: str, message: str) -> None:
        super().__init__(f"{source}: {message}")
        self.source = source
        self.message = message
