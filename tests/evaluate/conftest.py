"""A small set of stories, and pages composed of them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.evaluate.compose import Level, compose
from pipeline.evaluate.stories import Story, read_stories
from pipeline.evaluate.truth import Specimen


@pytest.fixture(scope="session")
def stories() -> tuple[Story, ...]:
    return read_stories(Path(__file__).parent / "stories")


@pytest.fixture(scope="session")
def specimen(stories: tuple[Story, ...]) -> Callable[[Level, int], Specimen]:
    return lambda level, seed: compose(stories, level, seed)
