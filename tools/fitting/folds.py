"""Cross-validation by story: how weights do on pages of stories that they were not fitted on."""

import hashlib
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from fitting.curve import Guess
from fitting.learning import learn, to_tsv
from fitting.pages import Given, lessons
from pipeline.evaluate.compose import LEVELS, compose
from pipeline.evaluate.score import PageScore, score
from pipeline.evaluate.stories import Story
from pipeline.evaluate.truth import Specimen
from pipeline.segment import segment_page
from pipeline.segment.borders import draw
from pipeline.segment.confidence import raw_log_odds
from pipeline.segment.lines import strips
from pipeline.segment.weights import parse, using
from pipeline.segment.wording import Wording

_TESTED = 0.4
"""For each page that is composed to learn from, so many are composed to be measured on."""


class Trial(NamedTuple):
    """A page that was kept from the weights it was read with: its scores, and its confidence."""

    score: PageScore
    guess: Guess


def trials(stories: Sequence[Story], seeds: int, given: Given, folds: int) -> list[Trial]:
    """Fit as often as there are ``folds``, each time without a share of the stories; return the
    trials of the pages made of those stories.

    Each share of the stories, and of the labelled pages, is kept back once. Labelled pages that
    have a story in common with those kept back are not learned from either; the pages made by hand
    are always learned from, and never measured on.
    """
    found = []
    for fold in range(folds):
        known = [story for story in stories if _share(story.name, folds) != fold]
        kept = [story for story in stories if _share(story.name, folds) == fold]
        tested = given.labelled[fold::folds]
        others = _without(given.labelled, tested)
        table = learn(lessons(known, seeds, given._replace(labelled=others)))
        with using(parse(to_tsv(table))):
            found += [_trial(page) for page in (*_pages(kept, round(seeds * _TESTED)), *tested)]
    return found


def _pages(stories: Sequence[Story], seeds: int) -> Iterator[Specimen]:
    for level in LEVELS:
        yield from (compose(stories, level, seed) for seed in range(seeds))


def _share(name: str, folds: int) -> int:
    digest = hashlib.sha256(name.encode()).digest()
    return int.from_bytes(digest[:4]) % folds


def _without(pages: Sequence[Specimen], tested: Sequence[Specimen]) -> list[Specimen]:
    """Return the pages that have no article's text in common with those ``tested``."""
    seen = {text for page in tested for text in _texts(page)}
    return [page for page in pages if seen.isdisjoint(_texts(page))]


def _texts(page: Specimen) -> list[str]:
    return ["".join(one.text for one in article.paragraphs) for article in page.truth.articles]


def _trial(specimen: Specimen) -> Trial:
    page = specimen.page()
    scored = score(specimen, segment_page(page))
    rows = strips(page)
    odds = raw_log_odds(draw(rows, Wording(rows)))
    return Trial(scored, Guess(odds, scored.sure[1]))
