"""All checks of a translation: of one text, and of an article unit by unit."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from pipeline.model import Article, Finding, Term, Translation
from pipeline.verify import chinese
from pipeline.verify.answers import check_answers
from pipeline.verify.coverage import check_coverage
from pipeline.verify.datelines import check_dateline
from pipeline.verify.figures import check_figures
from pipeline.verify.findings import finding
from pipeline.verify.foreign import check_foreign_figures
from pipeline.verify.leftovers import check_leftovers
from pipeline.verify.lengths import check_length
from pipeline.verify.names import check_names, check_people
from pipeline.verify.people import byline_names
from pipeline.verify.places import check_levels
from pipeline.verify.repeats import check_repeats
from pipeline.verify.setting import Setting
from pipeline.verify.structure import check_copies, check_structure
from pipeline.verify.terms import check_terms
from pipeline.verify.titles import check_titles

_CHINESE: Final = re.compile(r"[\u3400-\u9fff]")
# Every name is looked for everywhere in the other text. What is longer is no paragraph.
_LONGEST_NAMED: Final = 20_000
_LETTER: Final = re.compile(r"[^\W\d_]")


def check_text(
    source: str, target: str, date: str | None = None, terms: Sequence[Term] = ()
) -> Iterator[Finding]:
    """Check one text and its English without knowing where they are from."""
    if not source.strip():
        return
    if not target.strip():
        yield finding(
            "paragraph.empty", "error", "the source has text, the English has none", source=source
        )
        return
    yield from _figures(source, target, Setting.of(date))
    yield from _text(source, target)
    yield from check_terms(source, target, terms)
    yield from check_names(byline_names(source), target)
    yield from _names(source, target)


def check_translation(
    article: Article, translation: Translation, terms: Sequence[Term], date: str | None
) -> Iterator[Finding]:
    """Check that every unit came back, and each against its source."""
    yield from check_structure(article, translation)
    yield from check_copies(translation, article)
    units = {unit.id: unit for unit in article.units()}
    setting = Setting.of(date, chinese.quantities(article.text))
    people = _people(article)
    seen: set[str] = set()
    for rendering in translation.paragraphs:
        unit = units.get(rendering.id)
        if unit is None or rendering.id in seen or not rendering.text.strip():
            continue
        seen.add(rendering.id)
        source, target, name = unit.text, rendering.text, unit.id
        yield from _figures(source, target, setting, name)
        yield from _text(source, target, name)
        yield from check_terms(source, target, terms, name)
        packed = "".join(source.split())
        yield from check_names([p for p in people if p in packed], target, name)
        yield from _names(source, target, name)


def _figures(
    source: str, target: str, setting: Setting, paragraph: str | None = None
) -> Iterator[Finding]:
    if _CHINESE.search(source) or not _LETTER.search(source):
        yield from check_figures(source, target, setting, paragraph)
    else:
        yield from check_foreign_figures(source, target, paragraph)


def _text(source: str, target: str, paragraph: str | None = None) -> Iterator[Finding]:
    yield from check_leftovers(source, target, paragraph)
    yield from check_answers(source, target, paragraph)
    yield from check_repeats(source, target, paragraph)
    yield from check_length(source, target, paragraph)
    yield from check_coverage(source, target, paragraph)
    yield from check_dateline(source, target, paragraph)


def _names(source: str, target: str, paragraph: str | None = None) -> Iterator[Finding]:
    if len(source) + len(target) > _LONGEST_NAMED:
        return
    yield from check_people(source, target, paragraph)
    yield from check_levels(source, target, paragraph)
    yield from check_titles(source, target, paragraph)


def _people(article: Article) -> tuple[str, ...]:
    named = ["".join(name.split()) for part in article.head for name in part.names]
    return tuple(dict.fromkeys(named))
