"""What all tests share: questions, stores and the development data beside the repository."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.llm import Message, Parameters, Question, Request, answer_schema
from pipeline.model import Lead

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


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
