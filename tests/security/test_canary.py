"""A key goes to the endpoint and nowhere else, whatever happens; nor does the text of a page stay.

An endpoint runs through every fault that it knows and gives the key back in all disguises. Then all
that is left anywhere is searched.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from tests.fake_endpoint import FakeEndpoint
from tests.fake_endpoint.plan import BEFORE, DELIVERY, SPOILED
from tests.security.leaks import found_below, found_in, key_forms, text_forms

Run = Callable[..., CompletedProcess[str]]
KEY = "sk-canary/Zm9v+YmFy/4711=="
ENDING: dict[str, list[dict[str, Any]]] = {
    "insufficient_quota": [{}],
    "unauthorized": [{}],
    "forbidden": [{}],
    "no_model": [{}],
    "redirect": [{"status": status} for status in (301, 302, 303, 307, 308)],
    "error_body": [{"code": "insufficient_quota"}, {}],
    "echo_key": [{"status": status} for status in (401, 400, 500)],
}
"""Faults of several kinds, or that end a run; with the parameters of each."""
MORE = {
    "hang": {"seconds": 30},
    "slow": {"seconds": 0.1},
    "refused": {"seconds": 0.2},
    "drip": {"ms": 50},
    "rate_limit": {"retry_after": "0.1"},
}
DEBUG = {
    "BROADSHEET_TRACEBACK": "1",
    "PYTHONDEVMODE": "1",
    "PYTHONASYNCIODEBUG": "1",
    "OPENAI_LOG": "debug",
}
QUICK = {"BROADSHEET_READ_TIMEOUT": "1", "BROADSHEET_DEADLINE": "2"}
CONTRACT = {0, 2, 3, 5}
MOST_RUNS = 14


def faults(part: int) -> list[dict[str, Any]]:
    """Return all faults; of those that end a run, which take one each, every other one."""
    ending = [{"fault": name, **more} for name, kinds in ENDING.items() for more in kinds]
    passing = sorted((BEFORE | SPOILED | DELIVERY) - ENDING.keys())
    return [{"fault": name, **MORE.get(name, {})} for name in passing] + ending[part::2]


def plan(rules: Sequence[dict[str, Any]], echo: str) -> dict[str, Any]:
    """Return a plan in which every other request fails, each in the next way."""
    return {"echo": echo, "rules": [{**rule, "on": [2 * n + 2]} for n, rule in enumerate(rules)]}


class Desk:
    """A place to run in, and the search through all that is left there."""

    def __init__(self, run: Run, folder: Path, page: Path, store: str) -> None:
        self._run, self._folder, self._page = run, folder, page
        self._cache = folder / store
        self._said = b""
        self._runs = 0
        (folder / "tmp").mkdir()

    def brief(self, url: str) -> int:
        """Ask another model each time, so that no run has its answers from the last."""
        self._runs += 1
        env = {
            "OPENAI_API_KEY": KEY,
            "HOME": str(self._folder),
            "TMPDIR": str(self._folder / "tmp"),
        }
        done = self._run(
            "brief", self._page, "-o", self._folder / "out", "--base-url", url,
            "--model", f"m{self._runs}", "--fallback-model", f"other{self._runs}",
            "--cache", self._cache, "--price", "1,1", env=DEBUG | QUICK | env,
        )  # fmt: skip
        self._said += done.stdout.encode() + done.stderr.encode()
        assert done.returncode in CONTRACT, done.stderr
        assert "Traceback" not in done.stderr, done.stderr
        return done.returncode

    def leaks(self) -> list[str]:
        """Return what stands where it must not."""
        key, text = key_forms(KEY), text_forms(self._page.read_text("utf-8"))
        found = found_in(self._said, key | text) + found_below(self._folder, key)
        for place in self._folder.iterdir():  # the briefing, and only that, holds the text
            if place.name != "out":
                found += (
                    found_in(place.read_bytes(), text)
                    if place.is_file()
                    else found_below(place, text)
                )
        return found + found_in((self._folder / "out" / "run.json").read_bytes(), text)


@pytest.fixture(params=["answers", "answers.db"])
def desk(run: Run, tmp_path: Path, root: Path, request: pytest.FixtureRequest) -> Desk:
    return Desk(run, tmp_path, next((root / "examples").glob("*.txt")), request.param)


def test_no_fault_leaks(desk: Desk, request: pytest.FixtureRequest) -> None:
    rules = faults("db" in request.node.name)
    wanted = {rule["fault"] for rule in rules}
    with FakeEndpoint(plan(rules, "errors")) as endpoint:
        for _ in range(MOST_RUNS):
            desk.brief(endpoint.url)
            rows = endpoint.log()
            if wanted <= {row["fault"] for row in rows}:
                break
        assert wanted <= {row["fault"] for row in rows}, "every fault has struck"
        assert all(row["authorization"] for row in rows if row["fault"] != "redirected")
    assert [row for row in rows if row["fault"] == "redirected"] == []
    assert desk.leaks() == []


def test_no_answer_that_holds_the_key_is_kept(desk: Desk) -> None:
    with FakeEndpoint({"echo": "answers"}) as endpoint:
        while len(endpoint.log()) < 70:  # of which every other one holds it, in 35 ways
            desk.brief(endpoint.url)
    assert desk.leaks() == []


def test_the_search_finds_what_is_there(desk: Desk, tmp_path: Path, root: Path) -> None:
    """A search that finds nothing anywhere would find nothing here."""
    page = next((root / "examples").glob("*.txt")).read_text("utf-8")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "run.json").write_text("{}")
    assert desk.leaks() == []
    (tmp_path / "answers").mkdir()
    (tmp_path / "answers" / "note").write_bytes(b"x" + key_forms(KEY)["Base64 1"])
    assert desk.leaks() != []
    (tmp_path / "ledger").write_text(page, "utf-8")
    assert len(desk.leaks()) > 2
