"""A glossary from a CSV file, and the rows of it that an article needs."""

import csv
import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.faults import Fault
from pipeline.model import Term

_COLUMNS = frozenset(Term.model_fields)
_NEEDED = frozenset({"source", "target"})


class GlossaryError(Fault):
    """A glossary cannot be used; the message names the file, the line and what to do."""


@dataclass(frozen=True)
class Glossary:
    """Terms, and the version of the file that they are from (empty where there is none)."""

    terms: tuple[Term, ...] = ()
    version: str = ""

    def matching(self, text: str) -> tuple[Term, ...]:
        """Return the terms that stand in ``text``, in the order of the file.

        The longest match at a place wins: 自治县 does not count where 满族自治县 stands.
        """
        by_length = sorted(self.terms, key=lambda term: -len(term.source))
        taken = bytearray(len(text))
        found: set[str] = set()
        for term in by_length:
            for start in _places(text, term.source):
                end = start + len(term.source)
                if not any(taken[start:end]):
                    taken[start:end] = b"\x01" * (end - start)
                    found.add(term.source)
        return tuple(term for term in self.terms if term.source in found)


def _places(text: str, part: str) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + len(part))


def read_glossary(path: Path) -> Glossary:
    """Read the CSV file at ``path``: UTF-8, a header line, columns as the fields of Term.

    ``source`` and ``target`` must be there; ``forbidden`` holds renderings between semicolons.
    Raises GlossaryError.
    """
    try:
        data = path.read_bytes()
        rows = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
        _check_columns(path, rows.fieldnames or ())
        terms = tuple(_term(path, rows.line_num, row) for row in rows)
    except OSError as error:
        raise GlossaryError(f"{path} cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise GlossaryError(f"{path} is not UTF-8; save it as UTF-8") from None
    except csv.Error as error:
        raise GlossaryError(f"{path} is no valid CSV: {error}") from None
    sources = [term.source for term in terms]
    twice = next((source for source in sources if sources.count(source) > 1), None)
    if twice:
        raise GlossaryError(f"{path}: {twice} stands there twice; keep one row")
    return Glossary(terms, f"sha256:{hashlib.sha256(data).hexdigest()}")


def _check_columns(path: Path, names: Sequence[str]) -> None:
    missing, unknown = _NEEDED - set(names), set(names) - _COLUMNS
    if missing or unknown:
        wrong = [f"lacks {name}" for name in sorted(missing)]
        wrong += [f"has {name!r}, which is none of ours" for name in sorted(unknown)]
        raise GlossaryError(
            f"{path}: the header {'; '.join(wrong)}; columns are {', '.join(Term.model_fields)}"
        )


def _term(path: Path, line: int, row: dict[str, str]) -> Term:
    cells = {name: (value or "").strip() for name, value in row.items() if name in _COLUMNS}
    if None in row or not cells["source"] or not cells["target"]:
        raise GlossaryError(f"{path}, line {line}: source and target must be filled, no cell over")
    forbidden = tuple(part.strip() for part in cells.pop("forbidden", "").split(";"))
    return Term(forbidden=tuple(part for part in forbidden if part), **cells)
