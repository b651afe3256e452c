"""Redirects: what is meant for an endpoint goes there, or nowhere."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from pipeline.llm import Question
from pipeline.llm.attempt import Attempt
from pipeline.llm.errors import Stop
from pipeline.llm.openai import OpenAIChat
from tests.fake_endpoint import FakeEndpoint
from tests.job.small_page import PAGE
from tests.security.raw import completion, http, serving

Run = Callable[..., CompletedProcess[str]]
MakeQuestion = Callable[..., Question]
STATUSES = [300, 301, 302, 303, 304, 307, 308]


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("header", ["Location", "Refresh"])
def test_no_request_follows(make_question: MakeQuestion, status: int, header: str) -> None:
    """Neither a question nor the list of models, which is a GET."""
    reached: list[bytes] = []

    def elsewhere(head: bytes) -> list[bytes]:
        reached.append(head)
        return [http(completion())]

    async def ask() -> None:
        async with serving(elsewhere) as target:
            to = f"{header}: {'0; url=' if header == 'Refresh' else ''}{target}/chat/completions"
            async with serving(lambda head: [http(b"", to, status=f"{status} X")]) as url:
                chat = OpenAIChat("sk-canary/47+11==", url)
                for send in (chat.ask(Attempt.first(make_question())), chat.models()):
                    with pytest.raises(Stop, match="not followed"):
                        await send
                await chat.close()

    asyncio.run(ask())
    assert reached == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_ends_the_run_and_reaches_nobody(run: Run, tmp_path: Path, status: int) -> None:
    (tmp_path / "page.txt").write_text(PAGE, "utf-8")
    with FakeEndpoint([{"fault": "redirect", "status": status}]) as endpoint:
        done = run(
            "brief", "page.txt", "-o", "out", "--base-url", endpoint.url, "--model", "m",
            env={"OPENAI_API_KEY": "sk-canary/47+11=="},
        )  # fmt: skip
        assert done.returncode == 2 and "redirects are not followed" in done.stderr
        rows = endpoint.log()
    assert {row["fault"] for row in rows} == {"redirect"}, "the other origin heard nothing"
