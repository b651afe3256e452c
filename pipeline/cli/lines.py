"""JSON lines in, JSON lines out: what the single stages do.

A line that cannot be used is named by its number, and the rest is done (exit code 3).
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, Field, ValidationError

from pipeline.cli.console import emit, say
from pipeline.cli.loop import finish
from pipeline.cli.pages import Pages
from pipeline.cli.run import tell_broken, tell_missing, tell_referee
from pipeline.config import Settings
from pipeline.desk import Desk, Trail, all_of
from pipeline.faults import Fault
from pipeline.glossary import Glossary, read_glossary
from pipeline.issue import issue_date
from pipeline.job import take_apart
from pipeline.model import Finding, Segmentation, Summary, Translation
from pipeline.parts import translated
from pipeline.session import Session, open_session
from pipeline.summarize import summary_question
from pipeline.translate import in_order
from pipeline.verify import verify_names, verify_summary, verify_translation

Row = TypeVar("Row", bound=BaseModel)


class PageLine(Segmentation):
    """A segmented page and what the stages have added so far, by article id."""

    summaries: dict[str, Summary] = Field(default_factory=dict)
    translations: dict[str, Translation] = Field(default_factory=dict)
    findings: dict[str, tuple[Finding, ...]] = Field(default_factory=dict)

    def written(self) -> str:
        """Return the line as JSON; what no stage has added is left out."""
        empty = {name for name in _ADDED if not getattr(self, name)}
        return self.model_dump_json(exclude=empty)


_ADDED = ("summaries", "translations", "findings")


class LinesError(Fault):
    """The file of lines cannot be read at all."""


def run_segment(
    inputs: Sequence[str], encoding: str | None, settings: Settings | None, explained: bool
) -> int:
    """Write the segmentation of each page; the referee is asked where ``settings`` are given.

    With ``explained``, why the rules read a page as they do is told on standard error.
    """
    pages = Pages(inputs, encoding)
    if settings is None:
        from pipeline.segment import segment_page
        from pipeline.segment.explain import explain, to_text

        for page in pages:
            emit(segment_page(page).model_dump_json())
            if explained:
                say(to_text(page, explain(page)))
        return 3 if pages.unread else 0
    session = open_session(settings, inputs, say)
    trail = Trail()

    async def all_pages() -> None:
        for page in pages:
            noted, segmentation = await take_apart(session.desk, page, trail)
            if trail.stopped:
                return
            for note in noted.notes[len(page.notes) :]:
                say(f"note: {page.name}: {note}")
            emit(segmentation.model_dump_json())

    finish(all_pages(), session)
    tell_referee(session)
    return _ended(session, trail, bool(pages.unread))


def run_stage(lines: Path, settings: Settings, adds: Literal["summaries", "translations"]) -> int:
    """Add summaries or translations to each line."""
    session = open_session(settings, [str(lines)], say)
    trail = Trail()
    bad: list[int] = []
    add = _summaries if adds == "summaries" else _translations

    async def all_lines() -> None:
        for line in _rows(lines, PageLine, bad):
            made = await add(session.desk, line, trail)
            if trail.stopped:
                return
            emit(made.written())

    finish(all_lines(), session)
    return _ended(session, trail, bool(bad))


async def _summaries(desk: Desk, line: PageLine, trail: Trail) -> PageLine:
    questions = [
        summary_question(desk.questions, article, _subject(line, article.id), desk.terms(article))
        for article in line.articles
    ]
    made = await all_of(desk.ask(asked, Summary, trail) for asked in questions)
    found = {a.id: answer for a, answer in zip(line.articles, made, strict=True) if answer}
    return line.model_copy(update={"summaries": found})


async def _translations(desk: Desk, line: PageLine, trail: Trail) -> PageLine:
    made = await all_of(
        translated(desk, article, _subject(line, article.id), desk.terms(article), trail)
        for article in line.articles
    )
    found = {
        a.id: in_order(a, answer) for a, answer in zip(line.articles, made, strict=True) if answer
    }
    return line.model_copy(update={"translations": found})


def run_verify(lines: Path, glossary: Path | None, date: str | None = None) -> int:
    """Add the findings to each line; ``date`` (ISO) is when the pages appeared, if known."""
    terms = read_glossary(glossary) if glossary else Glossary()
    bad: list[int] = []
    for line in _rows(lines, PageLine, bad):
        emit(line.model_copy(update={"findings": _findings(line, terms, date)}).written())
    return 3 if bad else 0


def _findings(
    line: PageLine, glossary: Glossary, date: str | None
) -> dict[str, tuple[Finding, ...]]:
    found: dict[str, tuple[Finding, ...]] = {}
    date = date or issue_date("", line.source)
    for article in line.articles:
        summary, translation = line.summaries.get(article.id), line.translations.get(article.id)
        terms = glossary.matching(article.text)
        found[article.id] = (
            *(verify_summary(article, summary, date=date) if summary else ()),
            *(verify_translation(article, translation, terms, date=date) if translation else ()),
            *(verify_names(article, summary, translation) if summary and translation else ()),
        )
    return found


def write_lines(lines: Iterator[str], output: Path | None) -> None:
    """Write ``lines`` to ``output``, whole or not at all; None is standard output."""
    if output is None:
        for line in lines:
            emit(line)
        return
    from pipeline.write import write_pieces

    write_pieces(output, (f"{line}\n" for line in lines))


def _rows(path: Path, kind: type[Row], bad: list[int]) -> Iterator[Row]:
    """Go through the lines of ``path``; add the number of each that is no ``kind`` to ``bad``."""
    for number, raw in enumerate(raw_lines(path), 1):
        if not raw.strip():
            continue
        try:
            yield kind.model_validate_json(raw)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False, include_context=False)[0]
            where = ".".join(str(part) for part in first["loc"]) or "the line"
            say(f"error: {_name(path)}, line {number}: {where}: {first['msg']}; it was left out")
            bad.append(number)


def raw_lines(path: Path) -> Iterator[bytes]:
    """Go through the raw lines of ``path`` (- is standard input); LinesError if unreadable."""
    if str(path) == "-":
        yield from sys.stdin.buffer
        return
    try:
        with path.open("rb") as file:
            yield from file
    except OSError as error:
        raise LinesError(f"{path} cannot be read ({error.strerror})") from None


def _name(path: Path) -> str:
    return "standard input" if str(path) == "-" else path.name


def _subject(line: PageLine, article: str) -> str:
    return f"{line.source}, article {article}"


def _ended(session: Session, trail: Trail, unread: bool) -> int:
    tell_broken(session.store)
    session.desk.halt.check()
    for failure in trail.failures:
        say(f"error: {failure.stage}: {failure.message}")
    if trail.missing:
        tell_missing(len(trail.missing), [miss.why for miss in trail.missing])
        return 4
    return 3 if unread or trail.failures else 0
