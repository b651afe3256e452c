"""The pages that are learned from: composed ones, and given ones with their truth."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

from fitting.teaching import Lesson, lesson
from fitting.variants import some, uncredited, vary
from pipeline.evaluate.compose import LEVELS, compose
from pipeline.evaluate.known import read_specimens
from pipeline.evaluate.stories import Story
from pipeline.evaluate.truth import Specimen
from pipeline.shipped import shipped

_FIRST_SEED = 5000
"""Far from the seeds that pages are measured on, which begin at 0."""
_EXAMPLE = "tangchuan-county.txt"
_LABELLED_WEIGHS = 2
_HANDMADE_WEIGHS = 4
"""A composed page weighs 1: real pages are rare, and as the product will meet them."""


class Given(NamedTuple):
    """Pages of files: ``handmade`` are real ones with a truth made by hand, one a file;
    ``labelled`` come as many in a file of JSON lines.
    """

    handmade: list[Specimen]
    labelled: list[Specimen]


def read_given(paths: Sequence[Path]) -> Given:
    """Read the pages of ``paths``; the example page is always among them.

    Raises :class:`~pipeline.evaluate.known.KnownError` for a file that holds no pages with truth.
    """
    example = shipped("examples") / _EXAMPLE
    texts = [path for path in paths if path.suffix == ".txt" and not _same(path, example)]
    others = [path for path in paths if path.suffix != ".txt"]
    return Given(
        handmade=[page for path in (example, *texts) for page in read_specimens(path)],
        labelled=[page for path in others for page in read_specimens(path)],
    )


def _same(path: Path, other: Path) -> bool:
    return path.exists() and path.samefile(other)


def lessons(stories: Sequence[Story], seeds: int, given: Given) -> list[Lesson]:
    """Return all there is to learn: ``seeds`` composed pages of each level, and given ones."""
    found = [lesson(page) for page in composed(stories, seeds)]
    for page in given.labelled:
        found += [lesson(page)] * _LABELLED_WEIGHS
    for page in given.handmade:
        found += [lesson(page)] * _HANDMADE_WEIGHS
    return [one for one in found if one.states]


def composed(stories: Sequence[Story], seeds: int) -> Iterator[Specimen]:
    """Compose ``seeds`` pages of each level.

    Every second page is of varied stories, every fourth of no more than three.
    """
    for level in LEVELS:
        for seed in range(_FIRST_SEED, _FIRST_SEED + seeds):
            rng = Random(f"variant {level} {seed}")  # noqa: S311 - anyone can draw it again
            chosen = list(stories)
            if seed % 2:
                chosen = [vary(story, rng) for story in chosen]
                chosen = [uncredited(story, rng) for story in chosen]
            elif seed % 4 == 0:
                chosen = some(chosen, rng)
            yield compose(chosen, level, seed)
