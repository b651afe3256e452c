"""What the signs are worth: log-odds, fitted on pages whose truth is known.

``weights.tsv`` is written by ``tools/fit_weights.py``, which says on what. Its first row names the
states; the rows that begin with ``>`` say what it is worth that a state follows the one named
there; every other row is a sign.
"""

from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from pipeline.segment.states import NEXT, STATES

_FILE = "weights.tsv"
_OVERRIDE = ""


class Weights(NamedTuple):
    """``signs``: for each sign a number a state, as :data:`~pipeline.segment.states.STATES` are
    ordered. ``follow``: for each state the places of the states that may come next, with what each
    is worth; the last of the list is for the page's beginning.
    """

    signs: dict[str, tuple[float, ...]]
    follow: tuple[tuple[tuple[int, float], ...], ...]


@lru_cache(maxsize=1)
def weights() -> Weights:
    """Return the weights that ship with the package; the file is read once."""
    rows = files("pipeline.segment").joinpath(_FILE).read_text("utf-8").splitlines()
    if _OVERRIDE:
        from pathlib import Path

        rows = Path(_OVERRIDE).read_text("utf-8").splitlines()
    names = rows[0].split("\t")[1:]
    order = [names.index(state) for state in STATES]
    table: dict[str, tuple[float, ...]] = {}
    for row in rows[1:]:
        name, *cells = row.split("\t")
        table[name] = tuple(float(cells[place] or 0) for place in order)
    follow = [
        tuple(
            (place, table.get(f">{state}", (0.0,) * len(STATES))[place])
            for place, following in enumerate(STATES)
            if following in NEXT[state]
        )
        for state in (*STATES, "")
    ]
    signs = {name: row for name, row in table.items() if not name.startswith(">")}
    return Weights(signs, tuple(follow))
