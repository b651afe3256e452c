"""Glossaries: rows from a CSV file or the term base that ships, and which of them a text needs."""

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from pipeline.faults import Fault
from pipeline.model import Term
from pipeline.model.glossary import split_cell

SHIPPED: Final = "shipped"
"""What a user gives for a path to choose the term base that ships with Broadsheet."""
_COLUMNS: Final = frozenset(Term.model_fields)
_NEEDED: Final = frozenset({"source", "target"})
_LISTS: Final = ("variants", "forbidden")
_OUT_OF_USE: Final = frozenset(("deprecated", "obsolete", "rejected", "superseded", "withdrawn"))


class GlossaryError(Fault):
    """A glossary cannot be used; the message names the file, the line and what to do."""


@dataclass(frozen=True)
class Glossary:
    """Terms, and the version of the file that they are from (empty where there is none)."""

    terms: tuple[Term, ...] = ()
    version: str = ""

    def matching(self, text: str) -> tuple[Term, ...]:
        """Return the terms that stand in ``text`` and hold in it, in the order of the file.

        The longest match at a place wins: 自治县 does not count where 满族自治县 stands.
        """
        return tuple(term for term, _ in places(text, self.terms))


def places(text: str, terms: Iterable[Term]) -> list[tuple[Term, tuple[int, ...]]]:
    """Return the terms that stand in ``text`` and where each begins, in the order of ``terms``.

    A longer term covers a shorter one inside it. Rows of one source stand at the same places.
    """
    held = [term for term in terms if term.source in text and term.holds_in(text)]
    taken = bytearray(len(text))
    at: dict[str, tuple[int, ...]] = {}
    for source in sorted({term.source for term in held}, key=lambda source: (-len(source), source)):
        at[source] = tuple(_free_places(text, source, taken))
        for start in at[source]:
            taken[start : start + len(source)] = b"\x01" * len(source)
    return [(term, at[term.source]) for term in held if at[term.source]]


def _free_places(text: str, part: str, taken: bytearray) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        free = not any(taken[at : at + len(part)])
        if free:
            yield at
        at = text.find(part, at + (len(part) if free else 1))


def read_glossary(path: Path) -> Glossary:
    """Read the CSV file at ``path``, or the term base that ships where it is :data:`SHIPPED`.

    A header line, columns as the fields of Term, of which ``source`` and ``target`` must be there,
    between commas, semicolons or tabs; UTF-8, or UTF-16 with a byte order mark. ``target``,
    ``variants`` and ``forbidden`` hold renderings between semicolons; the first of ``target`` is
    the one to use. Rows out of use (``deprecated`` …) are left out. Raises GlossaryError.
    """
    if str(path) == SHIPPED:
        return shipped_terms()
    try:
        data = path.read_bytes()
    except OSError as error:
        raise GlossaryError(f"{path} cannot be read ({error.strerror})") from None
    return _parsed(str(path), data)


@cache
def shipped_terms() -> Glossary:
    """Return the term base that ships: local government and what its newspapers write of."""
    return _parsed(SHIPPED, files("pipeline").joinpath("terms.csv").read_bytes())


def _parsed(name: str, data: bytes) -> Glossary:
    text = _decoded(name, data)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    found: dict[int, Term] = {}
    try:
        header = [cell.strip().lower() for cell in next(rows, [])]
        _check_columns(name, header)
        for row in rows:
            if any(cell.strip() for cell in row):
                found[rows.line_num] = _term(f"{name}, line {rows.line_num}", header, row)
    except csv.Error as error:
        raise GlossaryError(f"{name}, line {rows.line_num}: no valid CSV: {error}") from None
    used = {line: t for line, t in found.items() if t.status.lower() not in _OUT_OF_USE}
    _check_once(name, used)
    return Glossary(tuple(used.values()), f"sha256:{hashlib.sha256(data).hexdigest()}")


def _decoded(name: str, data: bytes) -> str:
    # Excel's "Unicode text" is UTF-16 with tabs; "CSV UTF-8" begins with a byte order mark.
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise GlossaryError(
            f"{name}, line {line}: this is not UTF-8; save the file as “CSV UTF-8”"
        ) from None


def _delimiter(text: str) -> str:
    """Return what stands between the cells of the header: Excel's choice depends on the country."""
    header = text.partition("\n")[0]
    return max(",;\t", key=header.count)


def _check_columns(name: str, columns: Sequence[str]) -> None:
    missing, unknown = _NEEDED - set(columns), set(columns) - _COLUMNS - {""}
    twice = {column for column in columns if column and columns.count(column) > 1}
    wrong = [f"lacks {column}" for column in sorted(missing)]
    wrong += [f"has {column!r}, which is none of ours" for column in sorted(unknown)]
    wrong += [f"has {column} twice" for column in sorted(twice)]
    if wrong:
        raise GlossaryError(
            f"{name}, line 1: the header {'; '.join(wrong)}; "
            f"columns are {', '.join(Term.model_fields)}"
        )


def _term(where: str, header: Sequence[str], row: Sequence[str]) -> Term:
    if any(cell.strip() for cell in row[len(header) :]):
        raise GlossaryError(
            f"{where}: more cells than the header has; put a cell that holds a delimiter in quotes"
        )
    cells = {column: cell.strip() for column, cell in zip(header, row, strict=False) if column}
    targets = split_cell(cells.pop("target", ""))
    if not cells["source"] or not targets:
        empty = "target" if cells["source"] else "source"
        raise GlossaryError(f"{where}: {empty} is empty; fill it, or take the row out")
    lists = {column: split_cell(cells.pop(column, "")) for column in _LISTS}
    right = (*targets, *lists["variants"])
    both = next((word for word in lists["forbidden"] if word in right), None)
    if both:
        raise GlossaryError(f"{where}: “{both}” is given as right and as forbidden; keep one")
    return Term(target=right[0], variants=right[1:], forbidden=lists["forbidden"], **cells)


def _check_once(name: str, rows: Mapping[int, Term]) -> None:
    """Find a term that stands twice; rows of one source must hold in different contexts."""
    first: dict[tuple[str, str], int] = {}
    for line, term in rows.items():
        known = first.setdefault((term.source, term.context), line)
        if known != line:
            raise GlossaryError(
                f"{name}, line {line}: {term.source} stands there twice (see line {known}); "
                "keep one row, or tell them apart by context"
            )
