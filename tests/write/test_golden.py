"""The briefing of the fictional page, kept as files that a person can read.

To take over a wanted change: ``UPDATE_GOLDEN=1 python -m pytest tests/write``, then read the
difference before it is committed.
"""

import json
import os
import re
from pathlib import Path

from pipeline.model import Briefing
from pipeline.write import briefing_schema, to_html, to_json, to_markdown

HERE = Path(__file__).parent / "golden"
DOCS = Path(__file__).parents[2] / "docs"


def agrees(path: Path, text: str) -> None:
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")
    kept = path.read_text("utf-8")
    assert text == kept, f"{path.name} has changed; if that is wanted, see {__name__}"


def test_markdown(briefing: Briefing) -> None:
    agrees(HERE / "briefing.md", to_markdown(briefing))


def test_html(briefing: Briefing) -> None:
    html = re.sub(r"<style>.*?</style>", "<style>…</style>", to_html(briefing), flags=re.DOTALL)
    agrees(HERE / "briefing.html", re.sub(r"sha256-[\w+/=]+", "sha256-…", html))


def test_json(briefing: Briefing) -> None:
    agrees(HERE / "briefing.json", to_json(briefing))


def test_the_documented_schema_is_the_one_in_force() -> None:
    agrees(
        DOCS / "briefing.schema.json",
        json.dumps(briefing_schema(), ensure_ascii=False, indent=2) + "\n",
    )
