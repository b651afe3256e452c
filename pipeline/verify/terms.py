"""Whether the terms of a glossary are rendered as it says.

Under the user's rows lies the term base that ships. Of it only forbidden renderings are reported:
a right rendering of a term of administration need not be one that a list knows.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from pipeline.glossary import places, shipped_terms
from pipeline.model import Finding, Term
from pipeline.verify.findings import finding
from pipeline.verify.lexicon import Word, stems, words
from pipeline.verify.wording import count_each, stands_freely, words_of


def check_terms(
    source: str, target: str, terms: Sequence[Term] = (), paragraph: str | None = None
) -> Iterator[Finding]:
    """Check each term that stands in ``source``; a longer term covers a shorter one inside it.

    ``terms`` are the user's rows; one of them wins over a shipped row of the same source.
    """
    packed = "".join(source.split())
    own = {term.source for term in terms}
    base = (term for term in shipped_terms().terms if term.source not in own)
    found = sorted(places(packed, (*terms, *base)), key=lambda one: one[1])
    groups = [
        (tuple(term for term, _ in group), at) for at, group in groupby(found, lambda one: one[1])
    ]
    right = [word for rows, _ in groups for term in rows for word in term.renderings]
    for rows, at in groups:
        wrong = _forbidden(packed, target, rows, at, right)
        if wrong:
            yield _told_forbidden(rows[0], wrong, paragraph)
        elif rows[0].source in own and _is_missing(packed, target, rows, at):
            yield finding(
                "term.missing",
                "warning",
                f"the glossary renders {rows[0].source} as “{rows[0].target}”; the English does "
                "not have it",
                paragraph=paragraph,
                source=rows[0].source,
                target=rows[0].target,
            )


def _told_forbidden(term: Term, wrong: str, paragraph: str | None) -> Finding:
    return finding(
        "term.forbidden",
        "error" if term.is_settled else "warning",
        f"{term.source} is rendered “{wrong}”, which the glossary forbids; use “{term.target}”",
        paragraph=paragraph,
        source=term.source,
        target=wrong,
    )


def _forbidden(
    source: str, target: str, rows: Sequence[Term], at: Sequence[int], right: Sequence[str]
) -> str | None:
    """Return the forbidden rendering that stands for the term, if it can stand for nothing else.

    It may where the term is rendered right as often as the source has it, where it is the right
    rendering of another term, and where another word of the source is called so.
    """
    said_right = {words_of(word) for word in right}
    listed = [word for term in rows for word in term.forbidden]
    forbidden = [word for word in listed if words_of(word) not in said_right]
    if not forbidden:
        return None
    allowed = [word for term in rows for word in term.renderings]
    count = count_each({*forbidden, *right}, target)
    wrong = next((word for word in forbidden if count[word]), None)
    if wrong is None or sum(count[word] for word in allowed) >= len(at):
        return None
    alone, divided = _alone(source, rows, at), words(source)
    if not alone or _is_called(wrong, divided, rows[0].source, alone):
        return None
    return wrong


def _is_missing(source: str, target: str, rows: Sequence[Term], at: Sequence[int]) -> bool:
    renderings = [word for term in rows for word in term.renderings]
    return not any(stands_freely(word, target) for word in renderings) and bool(
        _alone(source, rows, at)
    )


def _alone(source: str, rows: Sequence[Term], at: Sequence[int]) -> tuple[int, ...]:
    """Return the places where the term is a word of its own.

    Not where dictionary words divide it (人大 in 中国人大胆), nor inside a longer word that means
    another thing (农民 in 农民工); inside one that shares its English it still counts.
    """
    length = len(rows[0].source)
    at_place = {place: w for w in words(source) for place in range(w.start, w.end)}
    called = {word for term in rows for text in term.renderings for word in stems(text)}

    def is_alone(start: int) -> bool:
        touched = {at_place[n] for n in range(start, start + length) if n in at_place}
        return not any(_swallows(word, start, start + length, called) for word in touched)

    return tuple(start for start in at if is_alone(start))


def _swallows(word: Word, start: int, end: int, called: set[str]) -> bool:
    if start <= word.start and word.end <= end:
        return False
    if word.start <= start and end <= word.end:
        return called.isdisjoint(word.stems)
    return True


def _is_called(wrong: str, divided: Sequence[Word], term: str, at: Sequence[int]) -> bool:
    """Whether a word of the source outside the term means the last word of ``wrong``."""
    last = stems(wrong)[-1:]
    inside = {place for start in at for place in range(start, start + len(term))}
    return any(
        not inside.intersection(range(word.start, word.end)) and not word.stems.isdisjoint(last)
        for word in divided
    )
