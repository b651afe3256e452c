"""What a file of translations holds: pairs, and what of it is none."""

import re
from datetime import date
from typing import Final, NamedTuple

from pipeline.faults import Fault


class PairsError(Fault):
    """A file of pairs cannot be read, or not from some place on; what stands before it was."""


class Pair(NamedTuple):
    """A source and its English; ``target`` is None where the file has no translation of it.

    ``id`` is the file's own name for it, ``date`` (ISO) when the source appeared, ``place`` where
    it stands in the file, for messages.
    """

    id: str | int
    source: str
    target: str | None
    date: str | None
    place: str


class Unread(NamedTuple):
    """A piece of a file that should be a pair and is none: where it stands, and what is wrong."""

    place: str
    why: str


class Remark(NamedTuple):
    """Something to know of a pair, or of what was passed over on purpose. Many may have one why."""

    place: str
    why: str


Piece = Pair | Unread | Remark

_ISO: Final = re.compile(r"\s*(\d{4})-(\d{2})(?:-(\d{2})(?:[T ][0-9:.+Z-]{0,32})?)?\s*")


def iso_date(text: str) -> str | None:
    """Return ``text`` as ``2023-08-16`` or ``2023-08``; None if it is no such date.

    A time of day behind the date is left out.
    """
    match = _ISO.fullmatch(text)
    if match is None:
        return None
    year, month, day = match.groups()
    try:
        date(int(year), int(month), int(day or 1))
    except ValueError:
        return None
    return f"{year}-{month}-{day}" if day else f"{year}-{month}"
