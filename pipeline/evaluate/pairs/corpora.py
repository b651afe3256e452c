"""Pairs of texts from files: what is right, what raters marked, what was made wrong on purpose.

A file holds JSON lines. Lines are told apart by their fields:

* ``{"id", "doc", "source", "references": [...]}`` or ``"reference"`` or ``"target"``: human
  translations, held to be right. References of one ``doc`` stand in the order of its text.
* ``{"id", "doc", "system", "source", "target", "raters": {name: [mark, ...]}}``: an output, and
  the error spans that raters marked (``category``, ``severity``, ``side``, ``start``, ``end``,
  ``text``).
* ``{"id", "src_sent", "mt_sent", "pert_sent", "pert_name"}``: a translation and one made worse on
  purpose (DEMETR's fields).

Other fields are left alone.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, TypeAdapter

from pipeline.faults import Fault

Share = Literal["held-back", "tuning", "all"]
SHARES: tuple[Share, ...] = get_args(Share)
_ONE_IN = 3


class CorpusError(Fault):
    """A file of pairs cannot be read; the message names the file and the line."""


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Pair(_Row):
    """A source and a translation that is held to be right; ``corpus`` is the file's name."""

    corpus: str
    id: str
    doc: str
    source: str
    target: str

    @property
    def numeric(self) -> bool:
        """Whether the source has a figure."""
        return any(c.isdigit() for c in self.source)


class Mark(_Row):
    """An error span that a rater marked: code points of the source or of the target."""

    category: str
    severity: str
    side: str
    start: int
    end: int
    text: str


class Rated(Pair):
    """A system's output with the marks of each rater."""

    system: str = ""
    raters: dict[str, tuple[Mark, ...]]


class Perturbed(Pair):
    """A translation (``target``) and one made worse on purpose (``changed``), and in which way."""

    changed: str
    kind: str


class Corpora(BaseModel):
    """All that was read."""

    model_config = ConfigDict(frozen=True)

    pairs: tuple[Pair, ...] = ()
    rated: tuple[Rated, ...] = ()
    perturbed: tuple[Perturbed, ...] = ()


def held_back(doc: str) -> bool:
    """Whether a document is for measuring only: one in three, by the MD5 of its name."""
    return int(hashlib.md5(doc.encode(), usedforsecurity=False).hexdigest(), 16) % _ONE_IN == 0


def read_corpora(paths: Iterable[Path], share: Share) -> Corpora:
    """Read files, and keep what is of documents in ``share``.

    Raises:
        CorpusError: a file cannot be read, or a line is of no known kind.
    """
    rows = [row for path in paths for row in _rows(path)]
    kept = [row for row in rows if share == "all" or held_back(row.doc) == (share == "held-back")]
    return Corpora(
        pairs=tuple(row for row in kept if type(row) is Pair),
        rated=tuple(row for row in kept if isinstance(row, Rated)),
        perturbed=tuple(row for row in kept if isinstance(row, Perturbed)),
    )


def _rows(path: Path) -> Iterator[Pair]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise CorpusError(f"{path} cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise CorpusError(f"{path} is not UTF-8") from None
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield from _read(json.loads(line), path.stem)
            except (KeyError, TypeError, ValueError):
                raise CorpusError(
                    f"{path}, line {number}: neither a reference, a rated output nor a perturbed "
                    "one; docs/checking.md says which fields these have"
                ) from None


def _read(row: Any, corpus: str) -> Iterator[Pair]:
    if not isinstance(row, dict):
        raise TypeError("not an object")
    name = str(row["id"])
    row = {**row, "id": name, "doc": str(row.get("doc", f"{corpus}:{name}")), "corpus": corpus}
    if "pert_sent" in row:
        yield Perturbed(
            corpus=corpus, id=name, doc=row["doc"], source=row["src_sent"], target=row["mt_sent"],
            changed=row["pert_sent"], kind=row["pert_name"],
        )  # fmt: skip
    elif "raters" in row:
        yield Rated.model_validate(row)
    else:
        one = row.get("target", row.get("reference"))
        targets = _TEXTS.validate_python(row.get("references", [one]))
        for target in targets:
            yield Pair.model_validate({**row, "target": target})


_TEXTS: TypeAdapter[list[str]] = TypeAdapter(list[str])
