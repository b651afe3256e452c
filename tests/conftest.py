"""What all tests share: questions, stores and the development data beside the repository."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from pipeline.llm import Message, Parameters, Question, Request, answer_schema
from pipeline.model import Lead
from tests.job.small_page import PAGE

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
Run = Callable[..., subprocess.CompletedProcess[str]]

# No test asserts how long something takes; the first case of a property may read a dictionary.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that two workers end together."""
    items.sort(key=lambda item: item.get_closest_marker("real") is None)


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A developer's own keys, settings and answers must not decide a test."""
    for name in list(os.environ):
        if name.startswith(("BROADSHEET_", "OPENAI_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data-home"))


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """Pages and data that are not part of the repository."""
    if not SHARED.is_dir():
        reason = "../shared (real pages and data) is not on this machine"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return SHARED


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """The small page, as a file in a folder of its own."""
    path = tmp_path / "in" / "page.txt"
    path.parent.mkdir()
    path.write_text(PAGE, "utf-8")
    return path


@pytest.fixture
def make_question() -> Callable[..., Question]:
    """Makes questions that differ in what is given."""

    def make(
        text: str = "What does the page say?",
        *,
        stage: str = "lead",
        model: str = "m",
        provider: str = "host",
        prompt_version: str = "sha256:1",
        parameters: Parameters | None = None,
    ) -> Question:
        request = Request(
            provider=provider,
            model=model,
            messages=(Message(role="user", content=prompt_version + text),),
            parameters=parameters or Parameters(),
            answer_schema=answer_schema(Lead),
        )
        return Question(
            request=request,
            stage=stage,
            subject="page.txt, article a1 (line 3)",
            prompt="lead",
            prompt_version=prompt_version,
            inputs={"text": text},
            expects=Lead,
        )

    return make


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs ``broadsheet ARGS`` in an empty folder, without any endpoint in the environment."""

    def command(
        *args: str | Path,
        stdin: bytes = b"",
        env: dict[str, str] | None = None,
        cwd: Path | None = None,
    ) -> subprocess.CompletedProcess[str]:
        clean = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("BROADSHEET_", "OPENAI_"))
        }
        done = subprocess.run(
            [sys.executable, "-m", "pipeline", *map(str, args)],
            input=stdin,
            capture_output=True,
            env=clean | {"XDG_DATA_HOME": str(tmp_path / "data-home")} | (env or {}),
            cwd=cwd or tmp_path,
            check=False,
            timeout=300,
        )
        return subprocess.CompletedProcess(
            done.args, done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
        )

    return command
