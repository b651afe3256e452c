"""``broadsheet eval segment``."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.conftest import Run


def test_pages_are_composed_scored_and_reported_the_same_each_time(
    run: Run, tmp_path: Path
) -> None:
    for name in ("one", "two"):
        done = run("eval", "segment", "--seeds", "3", "-o", name)
        assert (done.returncode, done.stdout) == (0, ""), done.stderr
    reports = [json.loads((tmp_path / name / "report.json").read_text()) for name in ("one", "two")]
    for report in reports:
        speed = report.pop("speed")
        assert set(speed) == {card["system"] for card in report["cards"]}
    assert reports[0] == reports[1]
    cards = {(card["system"], card["level"]): card for card in reports[0]["cards"]}
    assert len(cards) == 4 * 4
    ours = cards["broadsheet", "real"]
    assert ours["pages"] == 3 and ours["confident"]["of"] == 3
    assert ours["scores"]["coverage"]["value"] == 1.0
    assert (tmp_path / "one" / "report.svg").read_bytes() == (
        tmp_path / "two" / "report.svg"
    ).read_bytes()
    ElementTree.parse(tmp_path / "one" / "report.svg")
    text = (tmp_path / "one" / "report.md").read_text("utf-8")
    assert "## Hard, 3 pages" in text and "| Border F1 |" in text


def test_exported_pages_are_scored_like_composed_ones_and_so_are_answers(
    run: Run, tmp_path: Path
) -> None:
    composed = ("--level", "real", "--seeds", "2", "--first-seed", "7")
    assert run("eval", "segment", *composed, "--export", "pages.jsonl").returncode == 0
    pages = [json.loads(line) for line in (tmp_path / "pages.jsonl").read_text().splitlines()]
    assert [page["source"] for page in pages] == ["real-00007.txt", "real-00008.txt"]
    (tmp_path / "ideal.jsonl").write_text(
        "".join(json.dumps(page["truth"]) + "\n" for page in pages)
    )
    done = run("eval", "segment", "pages.jsonl", "--predictions", "ideal.jsonl")
    assert done.returncode == 0, done.stderr
    again = run("eval", "segment", *composed)
    (row,) = [row for row in done.stdout.splitlines() if row.startswith("| Exact articles |")]
    (plain,) = [row for row in again.stdout.splitlines() if row.startswith("| Exact articles |")]
    assert row.split("|")[2].strip() == "1.000"
    assert row.split("|")[3:] == plain.split("|")[2:]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--level", "easy"), "clean, real, hard"),
        (("--articles", "mine"), "tuning, held-back, all"),
        (("nowhere.jsonl",), "cannot be read"),
        (("--predictions", "nowhere.jsonl", "--seeds", "1"), "cannot be read"),
    ],
)
def test_what_cannot_be_done_is_said(run: Run, args: tuple[str, ...], said: str) -> None:
    done = run("eval", "segment", *args)
    assert done.returncode == 2
    assert said in done.stderr and "Traceback" not in done.stderr


def test_without_the_extra_the_fault_names_it(run: Run, tmp_path: Path) -> None:
    """A module that cannot be found stands for an installation without the extra."""
    (tmp_path / "sitecustomize.py").write_text(
        "import importlib.util as u\n"
        "old = u.find_spec\n"
        "u.find_spec = lambda name, package=None: None if name == 'scipy' else old(name, package)\n"
    )
    done = run("eval", "segment", "--seeds", "1", env={"PYTHONPATH": str(tmp_path)})
    assert done.returncode == 2
    assert "scipy" in done.stderr and "broadsheet[eval]" in done.stderr
