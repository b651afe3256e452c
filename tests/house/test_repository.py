"""What the repository may and may not hold."""

import json
import re
import subprocess
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


def test_nothing_of_the_real_page_is_in_the_repository(root: Path, shared: Path) -> None:
    """Any run of twelve characters of its printed text would be a copy."""
    text = next((shared / "pages").glob("*.txt")).read_text("utf-8")
    printed = [re.sub(r"\s", "", line) for line in text.splitlines()]
    runs = {line[at : at + 12] for line in printed for at in range(len(line) - 11)}
    copies = []
    for path in tracked(root):
        content = re.sub(r"\s", "", path.read_text("utf-8", errors="ignore"))
        copies += [
            (path.name, content[at : at + 12])
            for at in range(len(content) - 11)
            if content[at : at + 12] in runs
        ]
    assert [copy for copy in copies if not _is_a_name(copy[1])] == []


def _is_a_name(run: str) -> bool:
    """Names of organisations and places stand in the recorded answers: facts, not sentences."""
    return any(run in name for name in (_NAMES))


_NAMES: tuple[str, ...] = ()


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
