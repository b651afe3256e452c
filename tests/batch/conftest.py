"""A desk: pages, a store, an endpoint with batches, and the command line in this process."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from pipeline.cli import main
from tests.conftest import ROOT
from tests.fake_endpoint import FakeEndpoint

KEY = "sk-canary-0815/+?"
MODEL = "fake-1"


@dataclass
class Done:
    """What a command came to."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass
class Desk:
    """Runs commands on ``page`` and ``store``, against ``url``."""

    page: Path
    store: Path
    url: str
    capture: pytest.CaptureFixture[str]
    patch: pytest.MonkeyPatch
    env: dict[str, str] = field(default_factory=dict)

    def run(self, *args: str | Path, **env: str) -> Done:
        with self.patch.context() as patch:
            for name, value in (self._env() | env).items():
                patch.setenv(name, value)
            patch.setattr(sys, "argv", ["broadsheet", *map(str, args)])
            self.capture.readouterr()
            with pytest.raises(SystemExit) as ended:
                main()
        said = self.capture.readouterr()
        return Done(int(ended.value.code or 0), said.out, said.err)

    def submit(self, *args: str, **env: str) -> Done:
        return self.run("batch", "submit", self.page, "--model", MODEL, *args, **env)

    def fetch(self) -> Done:
        """Look until something has ended, then fetch it."""
        for _ in range(200):
            done = self.run("batch", "fetch")
            if "no batch has ended" not in done.err:
                return done
        raise AssertionError(done.err)

    def status(self) -> list[dict[str, Any]]:
        return self.run("batch", "status").rows

    def brief(self, out: Path, mode: str = "replay", **env: str) -> Done:
        return self.run("brief", self.page, "-o", out, "--model", MODEL, "--mode", mode, **env)

    def start(self, url: str, *args: str) -> subprocess.Popen[bytes]:
        """Start a submission in a process of its own, by way of ``url``."""
        return self.begin(url, "submit", str(self.page), "--model", MODEL, *args)

    def begin(self, url: str, *args: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "pipeline", "batch", *args],
            env=os.environ | self._env() | {"BROADSHEET_BASE_URL": url},
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )

    def notes(self) -> list[dict[str, Any]]:
        return [json.loads(path.read_bytes()) for path in self.store.glob("batches/*.json")]

    def kept(self) -> int:
        return len(list(self.store.glob("??/*.json")))

    def ledger(self) -> dict[str, Any]:
        total: dict[str, Any] = json.loads(self.run("ledger", "--json").out)["total"]
        return total

    def _env(self) -> dict[str, str]:
        return {
            "OPENAI_API_KEY": KEY,
            "BROADSHEET_BASE_URL": self.url,
            "BROADSHEET_CACHE": str(self.store),
            "BROADSHEET_PROVIDER": "fake",
            "BROADSHEET_BATCH_POLL": "0.05",
            "BROADSHEET_BATCH_PATIENCE": "0.5",
            "PYTHONPATH": str(ROOT),
        } | self.env


@pytest.fixture
def serve() -> Iterator[Callable[..., FakeEndpoint]]:
    """Starts endpoints that are stopped at the end of the test."""
    with ExitStack() as started:
        yield lambda *args, **more: started.enter_context(FakeEndpoint(*args, **more))


@pytest.fixture
def desk_at(
    page: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[str], Desk]:
    return lambda url: Desk(page, tmp_path / "answers", url, capsys, monkeypatch)


EXAMPLE = ROOT / "examples" / "tangchuan-county.txt"


def asked(endpoint: FakeEndpoint) -> Counter[str]:
    """Count, by the server's log, how often each question stood in a batch that was accepted."""
    return Counter(row["custom"] for row in endpoint.log() if row["path"] == "batch")


def without_provenance(node: Any) -> Any:
    """Return a briefing without what says by which way its answers came."""
    if isinstance(node, dict):
        return {n: without_provenance(v) for n, v in node.items() if "provenance" not in n}
    return [without_provenance(value) for value in node] if isinstance(node, list) else node


def briefing(folder: Path) -> Any:
    return without_provenance(json.loads((folder / "briefing.json").read_bytes()))
