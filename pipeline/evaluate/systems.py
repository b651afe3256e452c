"""The systems that are scored: the product's rules, and what they must be better than."""

from collections.abc import Callable, Iterable, Mapping
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


def run(system: System, specimens: Iterable[Specimen], advance: Callable[[str], None]) -> Scored:
    """Let ``system`` take the pages apart, and score what it found.

    ``advance`` is called with the page's source after each.
    """
    scores, seconds = [], 0.0
    for specimen in specimens:
        page = specimen.page()
        start = process_time()
        found = system(page)
        seconds += process_time() - start
        scores.append(score(specimen, found))
        advance(specimen.source)
    return Scored(tuple(scores), seconds)


def answering(answers: Mapping[str, Segmentation]) -> System:
    """Return a system that gives the answers of another tool, by the page's source.

    A page without an answer is left unassigned.
    """

    def system(page: Page) -> Segmentation:
        nothing = Segmentation(source=page.source, sha256=page.sha256, articles=())
        return answers.get(page.source, nothing)

    return system
