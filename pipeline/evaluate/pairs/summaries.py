"""Summaries whose truth is known: human sentences that cite the paragraphs they translate.

A document's segments are the paragraphs of an article, and each human translation is a statement
that cites its own. That is a right summary, only a long one; errors are then put into it.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from random import Random
from typing import Final

from pipeline.evaluate.pairs.checkers import OURS
from pipeline.evaluate.pairs.corpora import Pair
from pipeline.evaluate.pairs.inject import FIGURE, FIGURE_ERRORS
from pipeline.evaluate.pairs.inject_text import TEXT_ERRORS
from pipeline.evaluate.pairs.measure import Tick
from pipeline.evaluate.pairs.rates import Detail, Rate, Row
from pipeline.model import Article, Paragraph, Statement, Summary
from pipeline.verify import verify_summary

_KINDS: Final = {
    "number changed": FIGURE_ERRORS["digit"],
    "scale changed": FIGURE_ERRORS["scale"],
    "month changed": FIGURE_ERRORS["month"],
    "day changed": FIGURE_ERRORS["day"],
    "year changed": FIGURE_ERRORS["year"],
    "given name changed": TEXT_ERRORS["given name"],
    "sentence made up": TEXT_ERRORS["hallucination"],
}
_LONGEST: Final = 800
_MOST: Final = 99


def measure_summaries(pairs: Sequence[Pair], tick: Tick) -> tuple[list[Row], list[Detail]]:
    """Return rates of alarms on right statements and of errors caught, and details to read."""
    counts: dict[str, list[int]] = {}
    details: list[Detail] = []
    for name, row, statement, article, alarm in _cases(pairs):
        found = _flags(article, statement)
        hit = bool(found - alarm)
        tally = counts.setdefault(row, [0, 0])
        tally[0] += hit
        tally[1] += 1
        if hit == (row == _RIGHT):
            source = "\n".join(f"{p.id} {p.text}" for p in article.paragraphs)
            flags = tuple(sorted(str(one) for one in found))
            details.append(
                Detail(section="summaries", row=row, id=name, source=source,
                       target=f"{statement.text} [{' '.join(statement.cites)}]", flags=flags)
            )  # fmt: skip
        tick(name)
    rows = [
        Row(section="summaries", name=row, rates={OURS: Rate(hits=hits, of=of)})
        for row, (hits, of) in counts.items()
    ]
    return rows, details


_RIGHT: Final = "right statements flagged"
Flags = frozenset[tuple[str, str, str]]
_Case = tuple[str, str, Statement, Article, Flags]


def _cases(pairs: Sequence[Pair]) -> Iterator[_Case]:
    for _, group in groupby(pairs, key=lambda pair: pair.doc):
        document = [pair for pair in group if len(pair.target) <= _LONGEST][:_MOST]
        sources = list(dict.fromkeys(pair.source for pair in document))
        article = _article(sources)
        for pair in document:
            yield from _of(pair, document, article, f"p{sources.index(pair.source) + 1}")


def _of(pair: Pair, document: Sequence[Pair], article: Article, cite: str) -> Iterator[_Case]:
    right = Statement(text=pair.target, cites=(cite,))
    yield pair.id, _RIGHT, right, article, frozenset()
    known = _flags(article, right)
    rng = Random(f"summary {pair.id}")  # noqa: S311 - a lottery anyone can draw again
    others = [one for one in document if one.source != pair.source]
    stranger = others[0].target if others else pair.target
    for kind, error in _KINDS.items():
        changed = error(pair, rng, stranger)
        if changed is not None and changed != pair.target and len(changed) <= _LONGEST:
            yield pair.id, kind, Statement(text=changed, cites=(cite,)), article, known
    if not others:
        return
    wrong = rng.choice(range(1, len(article.paragraphs) + 1))
    if f"p{wrong}" != cite and FIGURE.search(pair.target):
        yield (
            pair.id,
            "wrong paragraph cited",
            right.model_copy(update={"cites": (f"p{wrong}",)}),
            article,
            known,
        )
    conflated = _with_figure_of(pair.target, rng.choice(others).target)
    if conflated:
        yield (
            pair.id,
            "figure of another paragraph",
            Statement(text=conflated, cites=(cite,)),
            article,
            known,
        )


def _with_figure_of(text: str, other: str) -> str | None:
    mine, theirs = FIGURE.search(text), FIGURE.search(other)
    if mine is None or theirs is None or theirs[0] in text:
        return None
    return text[: mine.start()] + theirs[0] + text[mine.end() :]


def _article(sources: Sequence[str]) -> Article:
    paragraphs = [Paragraph(id=f"p{n}", text=text, spans=()) for n, text in enumerate(sources, 1)]
    return Article(id="a1", kind="article", paragraphs=tuple(paragraphs), lines=(1,))


def _flags(article: Article, statement: Statement) -> Flags:
    summary = Summary(
        headline="News", gist=(statement,), key_points=(), people=(), organisations=(),
        places=(), figures=(), topic="other", date=None,
    )  # fmt: skip
    return frozenset((f.check, f.source, f.target) for f in verify_summary(article, summary))
