"""One page, one answer, all scores."""

from collections import Counter
from collections.abc import Mapping

from pipeline.evaluate.borders import border_scores, match
from pipeline.evaluate.lines import Holder, holders, line_sets
from pipeline.evaluate.reading import reading_scores
from pipeline.evaluate.tally import Tally, f1
from pipeline.evaluate.truth import Specimen
from pipeline.model import Noun, Page, Segmentation
from pipeline.segment.ledger import balance

ROLE = "role "
"""Begins the names of the scores of single roles."""


class PageScore(Noun):
    """The scores of one answer, and what it said of itself.

    ``sure`` pairs for the page, ``sure_items`` for each of its found articles the confidence
    (0–1) with whether all borders (the article's lines) are right.
    """

    source: str
    level: str
    damages: tuple[str, ...] = ()
    tally: Tally
    sure: tuple[float, bool]
    sure_items: tuple[tuple[float, bool], ...]


def score(specimen: Specimen, found: Segmentation) -> PageScore:
    """Score the segmentation of a page against its truth."""
    page = specimen.page()
    true_lines, found_lines = holders(page, specimen.truth), holders(page, found)
    true_sets, found_sets = line_sets(true_lines), line_sets(found_lines)
    tally = {
        **border_scores(true_lines, found_lines),
        **_roles(true_lines, found_lines),
        **reading_scores(specimen, found, match(true_sets, found_sets)),
        "coverage": _coverage(page, found),
    }
    exact = set(true_sets.values())
    return PageScore(
        source=specimen.source,
        level=specimen.level,
        damages=specimen.damages,
        tally=tally,
        sure=(found.confidence, bool(tally["borders_right"][0])),
        sure_items=tuple(
            (article.confidence, found_sets.get(index) in exact)
            for index, article in enumerate(found.articles)
        ),
    )


def _roles(truth: Mapping[int, Holder], found: Mapping[int, Holder]) -> Tally:
    pairs = Counter((holder.role, found[line].role) for line, holder in truth.items())
    true: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for (one, other), count in pairs.items():
        true[one] += count
        seen[other] += count
    hits = sum(count for (one, other), count in pairs.items() if one == other)
    roles = sorted({*true, *seen})
    single = {ROLE + role: f1(pairs[role, role], true[role], seen[role]) for role in roles}
    return {"role_accuracy": (hits, len(truth)), **single}


def _coverage(page: Page, found: Segmentation) -> tuple[float, float]:
    """Return how many non-blank characters are held exactly once, and how many there are."""
    printed = sum(len("".join(line.text.split())) for line in page.lines)
    ledger = balance(page, found)
    faults = sum(max(1, span.end - span.start) for span in (*ledger.missing, *ledger.doubled))
    return max(0, printed - faults), printed
