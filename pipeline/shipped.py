"""Where the things lie that ship beside the code: prompts, recordings, the example page.

In a checkout they are at the top level, where people look for them; in an installed wheel they
travel inside the package.
"""

from pathlib import Path
from typing import Literal

_PACKAGE = Path(__file__).resolve().parent


def shipped(what: Literal["prompts", "cache", "examples"]) -> Path:
    """Return the directory of ``what`` (FileNotFoundError if the installation is incomplete)."""
    packed = _PACKAGE / "_shipped" / what
    path = packed if packed.is_dir() else _PACKAGE.parent / what
    if not path.is_dir():
        raise FileNotFoundError(f"the installation lacks its {what}; install Broadsheet again")
    return path
