"""Pages to segment: the real one, and any text."""

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.model import Line, Page

_SHARED = Path(__file__).parents[3] / "shared" / "pages"
_REAL = "000_2e17d6f03e604df4"


def _page(text: str, source: str = "page.txt") -> Page:
    lines = tuple(Line(number=n, text=line) for n, line in enumerate(text.split("\n"), 1))
    digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
    return Page(source=source, sha256=digest, lines=lines)


@pytest.fixture(scope="session")
def page_of() -> Callable[[str], Page]:
    return _page


@pytest.fixture(scope="session")
def real_page() -> Page:
    return _page(_shared(f"{_REAL}.txt"))


@pytest.fixture(scope="session")
def truth() -> dict[str, Any]:
    return json.loads(_shared(f"{_REAL}.truth.json"))


def _shared(name: str) -> str:
    path = _SHARED / name
    if not path.exists():
        message = f"the real page is not here ({path}); it may not be kept in the repository"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return path.read_text(encoding="utf-8")
