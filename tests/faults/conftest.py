"""Pages to brief, and their briefing as it is where nothing goes wrong."""

from pathlib import Path

import pytest

from tests.faults.pages import ARTICLES, PAGES, write_pages
from tests.faults.processes import undisturbed


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_pages(tmp_path_factory.mktemp("in"), PAGES, ARTICLES)


@pytest.fixture(scope="session")
def calm(pages: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, ...]:
    return undisturbed(pages, tmp_path_factory.mktemp("calm"))
