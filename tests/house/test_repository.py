"""What the repository may and may not hold."""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.cache import DirectoryStore
from pipeline.prompts import Prompts
from pipeline.shipped import shipped


def tracked(root: Path) -> list[Path]:
    done = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, check=False)
    if done.returncode:
        pytest.skip("this is no git checkout")
    return [root / name for name in done.stdout.decode().split("\0") if name]


@pytest.mark.parametrize(("recorded", "longest"), [(False, 11), (True, 23)])
def test_nothing_of_the_real_page_is_in_the_repository(
    root: Path, shared: Path, recorded: bool, longest: int
) -> None:
    """No run of its printed text stands anywhere; answers may name what it names, no more."""
    text = next((shared / "pages").glob("*.txt")).read_text("utf-8")
    width = longest + 1
    runs = {run for line in text.splitlines() for run in _runs(line, width)}
    copies = [
        (path.name, run)
        for path in tracked(root)
        if path.is_relative_to(root / "cache") == recorded
        for run in _runs(path.read_text("utf-8", errors="ignore"), width)
        if run in runs
    ]
    assert copies == []


def _runs(text: str, width: int) -> Iterator[str]:
    printed = re.sub(r"\s", "", text)
    return (printed[at : at + width] for at in range(len(printed) - width + 1))


def test_every_recording_is_whole_answers_a_prompt_of_today_and_says_who_wrote_it() -> None:
    store = DirectoryStore(shipped("cache"), readonly=True)
    records = list(store.records())
    assert records and store.broken == ()
    prompts = Prompts(shipped("prompts"))
    for record in records:
        assert record.asked.prompt == prompts.version(record.prompt)
        assert record.provenance.origin == "authored"
        assert record.provenance.model == record.asked.model == "reference"


def test_the_cache_holds_records_and_nothing_else(root: Path) -> None:
    files = [path for path in tracked(root) if path.is_relative_to(root / "cache")]
    assert {path.suffix for path in files} <= {".json"}
    for path in files:
        assert json.loads(path.read_text("utf-8"))["format"] == "broadsheet-answer/1"
