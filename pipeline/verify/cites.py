"""Whether a statement cites what it rests on, and keeps apart what two paragraphs say."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from pipeline.model import Entity, Figure, Finding
from pipeline.verify import chinese, english, normal, units
from pipeline.verify.figures import quoted
from pipeline.verify.findings import finding, shortened
from pipeline.verify.lexicon import stems, words
from pipeline.verify.quantity import Quantity, is_date, is_year
from pipeline.verify.support import Support, stands

_CLAUSE: Final = re.compile(r"[，。；！？;!?]|,(?!\d)")
_PRONOUN: Final = re.compile("[他她]")
_LEAST_WORDS: Final = 2
_BORDER: Final = re.compile(r"[.;!?](?=\s|$)|,(?= (?:and|but|while|whereas|as|with)\b)")


def check_cites(
    text: str, cites: Sequence[str], untraced: Sequence[Quantity], support: Support
) -> Iterator[Finding]:
    """Look for another paragraph that a statement rests on, all its figures included.

    ``untraced`` are the figures that the cited ones do not give: where another paragraph has them
    all, and its words speak for the statement no less, the citation is wrong and not the figures.
    """
    where = f"“{shortened(text, 60)}” cites {' '.join(cites)}"
    if untraced:
        other = support.where_all(text, untraced, cites)
        if not other:
            return
        cited, found = (support.evidence(text, (), those) for those in (cites, (other,)))
        if found.weight >= cited.weight:
            listed = " and ".join(dict.fromkeys(quoted(one) for one in untraced))
            yield finding(
                "cite.wrong",
                "error" if any(is_certain(one) for one in untraced) else "warning",
                f"{where}, but {listed} stands in {other}; cite {other}, too, or instead",
                paragraph=cites[0],
                target=text,
            )
        return
    figures = [q for q in english.quantities(text) if q.tier != "soft"]
    better = support.better(text, figures, cites)
    if better:
        yield finding(
            "cite.wrong",
            "warning",
            f"{where}, but speaks of what stands in {better}",
            paragraph=cites[0],
            target=text,
        )


def check_conflated(text: str, cites: Sequence[str], support: Support) -> Iterator[Finding]:
    """Look for a figure of one cited paragraph in a sentence that speaks of another.

    That is plain where the other has a figure of the same kind, which the statement lacks, or
    gives in turn in a sentence on the first.
    """
    if len(cites) < 2:
        return
    shown = [q for q in english.quantities(text) if q.tier != "soft"]
    given = support.given
    for figure in shown:
        having = [name for name in cites if stands(figure, given[name])]
        if len(having) != 1:
            continue
        for name in cites:
            if name == having[0] or not support.rests_rather_on(
                _around(text, figure), name, having[0]
            ):
                continue
            free = [one for one in given[name] if _may_be_meant(one, figure)]
            for other in shown:
                if not support.rests_rather_on(_around(text, other), having[0], name):
                    free = [one for one in free if not stands(other, (one,))]
            if free:
                yield _told_conflated(figure, having[0], free[0], name)
                break


def _may_be_meant(source: Quantity, figure: Quantity) -> bool:
    kind = "year" if is_year(figure) else figure.kind
    alike = source.kind == kind and not units.conflict(source.unit, figure.unit)
    return alike and source.tier != "soft"


def _told_conflated(figure: Quantity, here: str, meant: Quantity, name: str) -> Finding:
    return finding(
        "summary.conflated",
        "warning",
        f"{quoted(figure)} stands in {here}, but is given for what stands in {name}, where the "
        f"figure is {quoted(meant)}",
        paragraph=name,
        source=meant.text,
        target=figure.text,
    )


def check_subjects(
    text: str, cites: Sequence[str], source: str, people: Sequence[Entity]
) -> Iterator[Finding]:
    """Look for a person to whom the statement gives what the cited paragraphs say of another.

    That is plain where they name somebody else of the article's people, whom the statement does
    not name, and neither the person, nor the surname, nor "he" or "she".
    """
    packed = "".join(source.split())
    if _PRONOUN.search(packed):
        return
    named = [person for person in people if person.name and person.source]
    there = [person for person in named if "".join(person.source.split()) in packed]
    others = [person for person in there if person.name not in text]
    for person in named:
        if person in there or person.source.lstrip()[0] in packed or not others:
            continue
        if re.search(rf"\b{re.escape(person.name)}\b", text):
            yield finding(
                "summary.conflated",
                "warning",
                f"{person.name} ({person.source}) does not stand in the cited {' '.join(cites)}, "
                f"which speaks of {others[0].name} ({others[0].source})",
                paragraph=cites[0],
                source=others[0].source,
                target=person.name,
            )


def check_counted(figure: Figure, source: str) -> Iterator[Finding]:
    """Look whether what a figure is said to count stands beside another figure of ``source``.

    What it counts may stand in the clause before or after: only where neither of them has a word
    of it, and one further off has half of them and a figure of its own, is it plain.
    """
    what = set(stems(figure.what))
    clauses = _clauses(source)
    printed = normal.chinese(figure.source).strip()
    own = [n for n, (clause, _) in enumerate(clauses) if printed in clause]
    near = {n + step for n in own for step in (-1, 0, 1)}
    if not own or any(what & clauses[n][1] for n in near if 0 <= n < len(clauses)):
        return
    least = max(_LEAST_WORDS, len(what) / 2)
    for n, (clause, meanings) in enumerate(clauses):
        if n in near or len(what & meanings) < least:
            continue
        shown = [q for q in chinese.quantities(clause) if q.tier == "hard" and not is_date(q)]
        if shown:
            yield finding(
                "summary.conflated",
                "warning",
                f"{figure.value} is said to count “{figure.what}”, which stands with "
                f"{quoted(shown[0])} and not with “{figure.source}”",
                paragraph=figure.cites[0],
                source=clause,
                target=f"{figure.value} {figure.what}",
            )
            return


@lru_cache(maxsize=64)  # a paragraph has many figures
def _clauses(source: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """Return the clauses of a paragraph, each with the stems that its words may have."""
    return tuple(
        (clause, frozenset().union(*(word.stems for word in words(clause))))
        for clause in _CLAUSE.split(normal.chinese(source))
    )


def is_certain(untraced: Quantity) -> bool:
    """Whether a figure that the source lacks is certainly wrong; a year may be known otherwise."""
    return untraced.tier == "hard" and not is_year(untraced)


def _around(text: str, figure: Quantity) -> str:
    """Return what stands around ``figure`` in its part of a sentence."""
    borders = [match.end() for match in _BORDER.finditer(text)]
    start = max((at for at in borders if at <= figure.start), default=0)
    end = min((at for at in borders if at >= figure.end), default=len(text))
    return text[start : figure.start] + text[figure.end : end]
