"""Where the things lie that ship beside the code: prompts, recordings, the example page,
the stories and the pairs of texts of the benchmarks.

In a checkout they are at the top level, where people look for them; in an installed wheel they
travel inside the package.
"""

from pathlib import Path
from typing import Literal

_PACKAGE = Path(__file__).resolve().parent


_Kind = Literal["prompts", "cache", "examples", "stories", "pairs"]
_IN_CHECKOUT: dict[_Kind, str] = {
    "stories": "benchmarks/segment/articles",
    "pairs": "benchmarks/check/pairs",
}


def shipped(what: _Kind) -> Path:
    """Return the directory of ``what`` (FileNotFoundError if the installation is incomplete)."""
    packed = _PACKAGE / "_shipped" / what
    path = packed if packed.is_dir() else _PACKAGE.parent / _IN_CHECKOUT.get(what, what)
    if not path.is_dir():
        raise FileNotFoundError(f"the installation lacks its {what}; install Broadsheet again")
    return path
