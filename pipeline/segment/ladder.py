"""Signs of a measure."""

from bisect import bisect_right


class Ladder:
    """Signs of a measure: one for each step that it reaches."""

    def __init__(self, sign: str, *steps: float) -> None:
        self._steps = steps
        self._signs = tuple(sign.format(step) for step in steps)

    def up_to(self, value: float) -> tuple[str, ...]:
        """Return the signs of the steps that ``value`` reaches."""
        return self._signs[: bisect_right(self._steps, value)]
