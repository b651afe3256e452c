"""What the signs are worth: log-odds, fitted on pages whose truth is known.

``weights.tsv`` is written by ``tools/fit_weights.py``, which says on what. Its first row names the
states; the rows that begin with ``>`` say what it is worth that a state follows the one named
there; every other row is a sign.
"""

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from importlib.resources import files
from struct import Struct
from typing import NamedTuple

from pipeline.segment.states import NEXT, STATES

_FILE = "weights.tsv"
_PARTS = 10_000
_LANES = Struct(f"<{len(STATES)}I")
_MIDDLE = 1 << 31
_ZERO = sum(_MIDDLE << 32 * place for place in range(len(STATES)))
"""Added to a sum, so that no number in it is negative and borrows from the next."""


class Weights(NamedTuple):
    """``signs``: for each sign a number a state, as :data:`~pipeline.segment.states.STATES` are
    ordered; ``packed``: the same as one number (:func:`packed`). ``follow``: for each state what
    it is worth that each comes next (minus infinity: it may not); the last of the list is for the
    page's beginning.
    """

    signs: dict[str, tuple[float, ...]]
    packed: dict[str, int]
    follow: tuple[tuple[float, ...], ...]


_in_use: ContextVar[Weights | None] = ContextVar("weights", default=None)


def weights() -> Weights:
    """Return the weights in use: those that ship with the package, unless others were put in."""
    return _in_use.get() or _shipped()


@contextmanager
def using(other: Weights) -> Iterator[None]:
    """Have pages read with other weights for a while, in this thread or task alone."""
    token = _in_use.set(other)
    try:
        yield
    finally:
        _in_use.reset(token)


@lru_cache(maxsize=1)
def _shipped() -> Weights:
    return parse(files("pipeline.segment").joinpath(_FILE).read_text("utf-8"))


def parse(text: str) -> Weights:
    """Return the weights of a table as ``weights.tsv`` has it; an empty cell is 0.

    What the table says of a state that may not follow (:data:`~pipeline.segment.states.NEXT`)
    is left alone. Raises ValueError where a state has no column, or a cell is no number.
    """
    rows = text.splitlines()
    names = rows[0].split("\t")[1:]
    order = [names.index(state) for state in STATES]
    table: dict[str, tuple[float, ...]] = {}
    for row in rows[1:]:
        name, *cells = row.split("\t")
        table[name] = tuple(float(cells[place] or 0) for place in order)
    follow = [
        tuple(
            worth if following in NEXT[state] else -math.inf
            for following, worth in zip(
                STATES, table.get(f">{state}", (0.0,) * len(STATES)), strict=True
            )
        )
        for state in (*STATES, "")
    ]
    signs = {name: row for name, row in table.items() if not name.startswith(">")}
    return Weights(signs, {name: packed(row) for name, row in signs.items()}, tuple(follow))


def packed(row: Sequence[float]) -> int:
    """Return a sign's weights as one number, with 32 bits for the ten-thousandths of each.

    The signs of a line are fifty; so their rows are added up row by row.
    """
    return sum(round(worth * _PARTS) << 32 * place for place, worth in enumerate(row))


def unpacked(total: int) -> tuple[float, ...]:
    """Return what a sum of packed rows is worth for each state."""
    shown = _LANES.unpack((total + _ZERO).to_bytes(_LANES.size, "little"))
    return tuple([(worth - _MIDDLE) / _PARTS for worth in shown])
