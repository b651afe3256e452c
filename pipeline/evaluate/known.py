"""Pages whose truth is known, and another tool's answers: read from files.

Three formats hold pages: our own JSON lines (:class:`~pipeline.evaluate.truth.Specimen`), JSON
lines of labelled lines, and ``NAME.txt`` with a hand-made ``NAME.truth.json`` beside it.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.evaluate.handmade import Handmade, handmade_specimen
from pipeline.evaluate.labelled import LabelledLine, MixedLine, labelled_segmentation
from pipeline.evaluate.truth import Fact, Specimen, page_of
from pipeline.faults import Fault
from pipeline.model import Segmentation
from pipeline.segment.ledger import spans_of


class KnownError(Fault):
    """A file of pages or answers cannot be read, or is not in a format that is known."""


class _LabelledPage(BaseModel):
    """A page as lines with labels; other fields are left alone."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    page_id: str
    text: str
    labels: tuple[LabelledLine, ...] = Field(min_length=1)
    spans: tuple[MixedLine, ...] = ()
    articles: tuple[dict[str, Any], ...] = ()

    def specimen(self, level: str) -> Specimen:
        page = page_of(self.text, self.page_id)
        texts = {one["id"]: one["body"] for one in self.articles if {"id", "body"} <= one.keys()}
        truth = labelled_segmentation(page, self.labels, self.spans, texts)
        return Specimen(
            source=self.page_id,
            level=level,
            text=self.text,
            truth=truth,
            facts=tuple(Fact(article=article.id) for article in truth.articles),
            complete=False,
        )


class _Answer(BaseModel):
    """Another tool's answer as labelled lines."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    source: str
    labels: tuple[LabelledLine, ...]


def read_specimens(path: Path) -> list[Specimen]:
    """Read the pages of a file, with their truth; :class:`KnownError` says what is wrong."""
    if path.suffix == ".txt":
        return [_handmade(path)]
    return [_specimen(data, path, number) for number, data in _json_lines(path)]


def read_answers(path: Path, specimens: Sequence[Specimen]) -> dict[str, Segmentation]:
    """Read another tool's answers to ``specimens``, by the page's source.

    A line is what ``broadsheet segment`` writes (``sha256`` may be missing), or
    ``{"source", "labels": [{"line", "article", "role"}, …]}``. Raises :class:`KnownError` where a
    line is neither, or holds a place that its page does not have.
    """
    pages = {one.source: one.page() for one in specimens}
    answers: dict[str, Segmentation] = {}
    for number, data in _json_lines(path):
        where = f"{path.name}, line {number}"
        source = data.get("source")
        if source not in pages:
            continue
        try:
            if "labels" in data:
                answer = _Answer.model_validate(data)
                answers[source] = labelled_segmentation(pages[source], answer.labels)
            else:
                answers[source] = Segmentation.model_validate({"sha256": "", **data})
        except ValidationError as error:
            raise KnownError(f"{where}: {_first(error)}") from None
        except KeyError as error:
            raise KnownError(f"{where}: {source} has no line {error}") from None
        _refuse_misfits(answers[source], len(pages[source].lines), where)
    if not answers:
        raise KnownError(f'{path.name} answers none of the pages; they are matched by "source"')
    return answers


def _refuse_misfits(answer: Segmentation, lines: int, where: str) -> None:
    spans = [span for article in answer.articles for span in spans_of(article)]
    for span in (*spans, *answer.furniture, *answer.unassigned):
        if span.line > lines:
            raise KnownError(f"{where}: holds line {span.line}; the page has {lines}")


def _specimen(data: dict[str, Any], path: Path, number: int) -> Specimen:
    try:
        if "labels" in data:
            return _LabelledPage.model_validate(data).specimen(path.stem)
        return Specimen.model_validate(data)
    except ValidationError as error:
        raise KnownError(
            f"{path.name}, line {number}: no page with its truth ({_first(error)})"
        ) from None
    except KeyError as error:
        raise KnownError(f"{path.name}, line {number}: the page has no line {error}") from None


def _handmade(path: Path) -> Specimen:
    beside = path.with_suffix(".truth.json")
    try:
        truth = Handmade.model_validate_json(_read(beside))
        return handmade_specimen(_read(path).decode("utf-8"), truth, path.name)
    except ValidationError as error:
        raise KnownError(f"{beside.name}: {_first(error)}") from None
    except (KeyError, UnicodeDecodeError) as error:
        raise KnownError(f"{path.name} and {beside.name} do not fit together ({error})") from None


def _json_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, raw in enumerate(_read(path).splitlines(), 1):
        if not raw.strip():
            continue
        try:
            data = json.loads(raw)
        except ValueError:
            data = None
        if not isinstance(data, dict):
            raise KnownError(f"{path.name}, line {number} is no JSON object")
        yield number, data


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise KnownError(f"{path} cannot be read ({error.strerror})") from None


def _first(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
