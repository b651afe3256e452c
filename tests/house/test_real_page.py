"""The main job on the real page, offline: what the briefing must hold."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

Run = Callable[..., CompletedProcess[str]]


@pytest.fixture
def real(shared: Path) -> Path:
    return shared / "pages" / "000_2e17d6f03e604df4.txt"


def briefed(run: Run, page: Path, out: Path, *args: str) -> dict[str, Any]:
    done = run("brief", page, "-o", out, *args)
    assert done.returncode == 0, done.stderr
    briefing: dict[str, Any] = json.loads((out / "briefing.json").read_text("utf-8"))
    return briefing["pages"][0]


def english(item: dict[str, Any]) -> str:
    return " ".join(paragraph["text"] for paragraph in item["translation"]["paragraphs"])


FIGURES = [
    (0, ["256", "3,622", "959", "82", "2,987", "376", "10 percent", "38"]),
    (2, ["1,013", "56,100 yuan", "19", "9,500 yuan", "2023"]),
    (7, ["50"]),
    (8, ["15 August"]),
]


def test_nine_items_all_figures_and_no_open_error(run: Run, real: Path, tmp_path: Path) -> None:
    page = briefed(run, real, tmp_path / "out")
    items = page["items"]
    assert len(items) == 9 and {item["status"] for item in items} == {"ok"}
    for index, figures in FIGURES:
        for figure in figures:
            assert figure in english(items[index]), (index, figure)
    errors = [
        finding
        for item in items
        for finding in [*item["findings"], *item["summary_findings"]]
        if finding["severity"] == "error"
    ]
    assert errors == [] and page["lead_findings"] == []


def test_the_three_lost_places_are_marked_and_nothing_is_made_up(
    run: Run, real: Path, tmp_path: Path
) -> None:
    items = briefed(run, real, tmp_path / "out")["items"]
    marked = [
        (item["article"]["id"], rendering["id"])
        for item in items
        for rendering in item["translation"]["paragraphs"]
        if "[…]" in rendering["text"]
    ]
    assert marked == [("a2", "p1"), ("a4", "p2"), ("a6", "p1")]


def test_twice_is_the_same_but_for_the_run_report(run: Run, real: Path, tmp_path: Path) -> None:
    briefed(run, real, tmp_path / "one", "--concurrency", "1")
    briefed(run, real, tmp_path / "two", "--concurrency", "32")
    names = {path.name for path in (tmp_path / "one").iterdir()}
    assert names == {"briefing.md", "briefing.html", "briefing.json", "run.json"}
    for name in names - {"run.json"}:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_one_changed_byte_of_the_page_is_a_miss_that_says_so(
    run: Run, real: Path, tmp_path: Path
) -> None:
    page = tmp_path / "page.txt"
    page.write_bytes(real.read_bytes().replace(b"3622", b"3623"))
    done = run("brief", page, "-o", tmp_path / "out")
    assert done.returncode == 4 and "differs in: input" in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_replay_needs_no_sdk(run: Run, real: Path, tmp_path: Path) -> None:
    env = {"PYTHONPROFILEIMPORTTIME": "1"}
    done = run("brief", real, "-o", tmp_path / "out", env=env)
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "pipeline.job" in loaded and "openai" not in loaded
