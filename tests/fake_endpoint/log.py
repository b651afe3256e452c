"""What the server received, billed and sent: one JSON line an event, written at once.

A request has a line when it is received, one when it is billed and one when it is over; each holds
all that is known by then, so the last line of an ``id`` is the state of the request, also where
either side was killed in between. Times are :func:`time.time`: the one clock that two processes
and a file system of one machine share.
"""

import json
import os
import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path
from typing import Any

Json = dict[str, Any]


@dataclass(slots=True)
class Row:
    """One request, or one line of a batch.

    ``key`` is :func:`~tests.fake_endpoint.key.request_key` of what it asks, ``broadsheet`` the name
    that our store keeps its answer under; both None for what asks nothing. ``t_sent`` is None
    unless all of a reply was sent; ``status`` None while the request is open, else an HTTP status,
    or ``reset``, ``cut`` (a short body) or ``gone`` (the client went away first).
    """

    id: str
    path: str
    key: str | None = None
    broadsheet: str | None = None
    custom: str | None = None
    t_received: float = 0.0
    t_billed: float | None = None
    t_sent: float | None = None
    status: int | str | None = None
    fault: str | None = None
    billed_tokens: int = 0
    attempt: int = 1
    authorization: bool = False


class Log:
    """Appends rows to a file, unbuffered; without a path it keeps nothing."""

    def __init__(self, path: Path | None) -> None:
        cut = path is not None and _ends_within_a_line(path)
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        self._file = os.open(path, flags, 0o644) if path else None
        if cut and self._file is not None:
            os.write(self._file, b"\n")
        self._numbers = count(1)
        self._prefix = f"{os.getpid()}-{time.time_ns() % 10**12}"

    def received(self, path: str, **known: Any) -> Row:
        """Return a new row, received now unless ``known`` says when, and write it."""
        known.setdefault("t_received", time.time())
        row = Row(f"{self._prefix}-{next(self._numbers)}", path, **known)
        self._write(row)
        return row

    def billed(self, row: Row, tokens: int) -> None:
        """Note that the answer was generated, and what it costs."""
        row.t_billed, row.billed_tokens = time.time(), tokens
        self._write(row)

    def over(self, row: Row, status: int | str, sent: bool = True) -> None:
        """Note how the request ended; ``sent`` says that the whole reply went out."""
        row.status = status
        row.t_sent = time.time() if sent else None
        self._write(row)

    def _write(self, row: Row) -> None:
        if self._file is not None:
            os.write(self._file, (json.dumps(asdict(row), ensure_ascii=False) + "\n").encode())

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


def _ends_within_a_line(path: Path) -> bool:
    """Whether the last writer was killed while it wrote."""
    if not path.exists() or not path.stat().st_size:
        return False
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read() != b"\n"


def merge_rows(lines: Iterable[str]) -> list[Json]:
    """Return the last known state of each request, in order of arrival.

    A last line that was cut by a crash is left out.
    """
    rows: dict[str, Json] = {}
    for line in lines:
        try:
            row = json.loads(line)
        except ValueError:
            continue
        if isinstance(row, dict) and "id" in row:
            rows.setdefault(row["id"], {}).update(row)
    return list(rows.values())


def read_log(path: Path) -> list[Json]:
    """Return the rows of the log at ``path``; none if it is not there."""
    if not path.exists():
        return []
    return merge_rows(path.read_text("utf-8", errors="replace").splitlines())


def chat_rows(rows: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the rows that are questions: chat completions and lines of batches."""
    return [row for row in rows if row.get("key")]
