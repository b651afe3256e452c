"""How well two ends of print read on into each other.

Two characters that often stand side by side bind: a seam between them is most likely print that
belongs together. What the page itself attests counts, and a list of pairs that are common in any
news prose.
"""

from functools import cache
from importlib import resources

from pipeline.segment.chars import is_han
from pipeline.segment.wording import Wording

_BOND = ((-0.4, 2.0), (1.7, 2.4), (2.3, 2.5), (3.2, 3.2))
"""By how often the page attests a pair (to three times) and whether it is listed: how much more
probable (log-odds) it is in running print than where two ends meet by chance, measured on composed
pages."""


@cache
def listed() -> frozenset[str]:
    """Return the pairs that are common in news prose."""
    text = resources.files("pipeline.segment").joinpath("pairs.txt").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(line[at : at + 2] for line in lines for at in range(0, len(line) - 1, 2))


def bond(left: str, right: str, wording: Wording, own: int = 0) -> float:
    """Return the log-odds that ``left`` reads on into ``right``; 0 where no two words meet.

    ``own`` is how often the pair stands there already as the page's lines have it.
    """
    ends = left[-1:] + right[:1]
    if len(ends) < 2 or not (is_han(ends[0]) and is_han(ends[1])):
        return 0.0
    times = max(0, min(wording.times(*ends) - own, len(_BOND) - 1))
    return _BOND[times][ends in listed()]
