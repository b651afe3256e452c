"""Checking what a model (or anyone) made of a text, without asking a model.

Deterministic, and precise rather than complete: figures, dates, units, names, terms, structure
and leftovers are checked; meaning, negation and tone are not. An *error* is certain, a *warning*
is for a reader to judge. ``check`` names are stable; see :class:`pipeline.model.Finding`.
"""

from collections.abc import Mapping, Sequence

from pipeline.model import Article, Finding, Lead, Summary, Term, Translation
from pipeline.verify.consistency import same_name
from pipeline.verify.people import byline_names
from pipeline.verify.pinyin import pinyin_name

__all__ = [
    "byline_names",
    "check_pair",
    "pinyin_name",
    "same_name",
    "verify_lead",
    "verify_names",
    "verify_summary",
    "verify_translation",
]


def verify_translation(
    article: Article,
    translation: Translation,
    terms: Sequence[Term] = (),
    *,
    date: str | None = None,
) -> tuple[Finding, ...]:
    """Check a translation against its article, unit by unit.

    ``terms`` are the glossary rows to hold it to; the shipped term base lies under them. ``date``
    is when the paper appeared (ISO, ``2023-08-16`` or ``2023-08``): a year or month that the
    English supplies must fit it.
    """
    from pipeline.verify.translation import check_translation

    return tuple(check_translation(article, translation, terms, date))


def verify_summary(
    article: Article, summary: Summary, *, date: str | None = None
) -> tuple[Finding, ...]:
    """Check that each statement, figure, date and name of a summary stands where it cites."""
    from pipeline.verify.summary import check_summary

    return tuple(check_summary(article, summary, date))


def verify_names(
    article: Article, summary: Summary, translation: Translation
) -> tuple[Finding, ...]:
    """Check that the translation calls what the summary names by the same English names."""
    from pipeline.verify.consistency import check_consistency

    return tuple(check_consistency(article, summary, translation))


def verify_lead(summaries: Mapping[str, Summary], lead: Lead) -> tuple[Finding, ...]:
    """Check the page lead against ``summaries`` (by article id): English against English, and
    what it calls the people, bodies and places of the articles it cites."""
    from pipeline.verify.summary import check_lead

    return tuple(check_lead(summaries, lead))


def check_pair(
    source: str, target: str, date: str | None = None, terms: Sequence[Term] = ()
) -> tuple[Finding, ...]:
    """Check any English ``target`` against its ``source``; ``paragraph`` is None in the findings.

    ``terms`` are glossary rows to hold it to; the shipped term base lies under them.

    Made for Chinese sources. In another language numerals in words are not read: figures are
    compared, and what does not depend on the language (repeats, addresses, refusals) is checked.
    """
    from pipeline.verify.translation import check_text

    return tuple(check_text(source, target, date, terms))
