"""The systems that are scored: the product's rules, and what they must be better than."""

from collections.abc import Callable, Iterable, Iterator
from time import process_time
from typing import NamedTuple

from pipeline.evaluate.baselines import cue_rules, one_article, short_lines
from pipeline.evaluate.score import PageScore, score
from pipeline.evaluate.truth import Specimen
from pipeline.model import Page, Segmentation
from pipeline.segment import segment_page

System = Callable[[Page], Segmentation]

OURS = "broadsheet"
SYSTEMS: dict[str, System] = {
    OURS: segment_page,
    "one article a page": one_article,
    "short lines": short_lines,
    "short lines and cues": cue_rules,
}
"""By the name in the report; the last three are baselines."""


class Scored(NamedTuple):
    """The scores of a system's answers, and the CPU seconds that it took for all of them."""

    pages: tuple[PageScore, ...]
    seconds: float


def run(system: System, specimens: Iterable[Specimen]) -> Scored:
    """Let ``system`` take the pages apart, and score what it found."""
    scores, seconds = [], 0.0
    for specimen in specimens:
        page = specimen.page()
        start = process_time()
        found = system(page)
        seconds += process_time() - start
        scores.append(score(specimen, found))
    return Scored(tuple(scores), seconds)


def answered(
    answers: dict[str, Segmentation], specimens: Iterable[Specimen]
) -> Iterator[tuple[Specimen, Segmentation]]:
    """Pair pages with another tool's answers, by source; a page without answer got none right."""
    for specimen in specimens:
        nothing = Segmentation(source=specimen.source, sha256="", articles=())
        yield specimen, answers.get(specimen.source, nothing)
