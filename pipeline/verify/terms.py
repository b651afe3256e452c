"""Whether the terms of a glossary are rendered as it says."""

import re
from collections.abc import Iterator, Sequence

from pipeline.model import Finding, Term
from pipeline.verify.findings import finding


def check_terms(
    source: str, target: str, terms: Sequence[Term], paragraph: str | None = None
) -> Iterator[Finding]:
    """Check each term that stands in ``source``; a longer term covers a shorter one inside it."""
    english = " ".join(target.lower().replace("-", " ").split())
    for term in terms_in(source, terms):
        for wrong in term.forbidden:
            if _stands(wrong, english) and not _part_of(wrong, term.target, english):
                yield finding(
                    "term.forbidden",
                    "error",
                    f"{term.source} is rendered “{wrong}”, which the glossary forbids; "
                    f"use “{term.target}”",
                    paragraph=paragraph,
                    source=term.source,
                    target=wrong,
                )
        if not _stands(term.target, english):
            yield finding(
                "term.missing",
                "warning",
                f"the glossary renders {term.source} as “{term.target}”; the English does not "
                "have it",
                paragraph=paragraph,
                source=term.source,
                target=term.target,
            )


def terms_in(source: str, terms: Sequence[Term]) -> tuple[Term, ...]:
    """Return the terms that stand in ``source``, longest match first, in the glossary's order."""
    taken = bytearray(len(source))
    found: set[int] = set()
    for n in sorted(range(len(terms)), key=lambda n: -len(terms[n].source)):
        word = terms[n].source
        at = source.find(word) if word else -1
        while at >= 0:
            end = at + len(word)
            if not any(taken[at:end]):
                taken[at:end] = b"\x01" * len(word)
                found.add(n)
            at = source.find(word, end)
    return tuple(terms[n] for n in sorted(found))


def _stands(words: str, english: str) -> bool:
    """Whether the words stand there, in any case, singular or plural."""
    wanted = " ".join(words.lower().replace("-", " ").split())
    if not wanted:
        return False
    plain = re.escape(wanted)
    stem = re.escape(wanted[:-1]) + "ies" if wanted.endswith("y") else plain + "(?:e?s)?"
    return re.search(rf"(?<!\w)(?:{plain}|{stem})(?!\w)", english) is not None


def _part_of(wrong: str, right: str, english: str) -> bool:
    """Whether a forbidden rendering only stands as part of the right one."""
    wrong, right = (" ".join(w.lower().replace("-", " ").split()) for w in (wrong, right))
    return wrong in right and not _stands(wrong, english.replace(right, " "))
