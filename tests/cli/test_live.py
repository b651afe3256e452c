"""A live run against a real HTTP server on loopback: kept before used, resumable, no key leaks."""

import base64
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Response

from tests.job.small_page import lead, summary, translation

Run = Callable[..., CompletedProcess[str]]
PATH = "/v1/chat/completions"
KEY = "sk-canary-0815/+?"


@pytest.fixture
def httpserver() -> Iterator[HTTPServer]:
    """A server that takes several questions at once, as real ones do."""
    with HTTPServer(threaded=True) as server:
        yield server


def reply(asked: dict[str, Any], **change: Any) -> Response:
    wanted = asked["response_format"]["json_schema"]["schema"]["properties"]
    answers = {"gist": summary, "paragraphs": translation, "points": lead}
    content = next(make() for name, make in answers.items() if name in wanted)
    choice: dict[str, Any] = {
        "index": 0,
        "finish_reason": "stop",
        "message": {"role": "assistant", "content": json.dumps(content)},
    }
    body = {
        "id": "1",
        "object": "chat.completion",
        "created": 1,
        "model": "m-2026",
        "choices": [choice | change],
        "usage": {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15},
    }
    return Response(json.dumps(body), content_type="application/json")


def serve(server: HTTPServer, handler: Callable[[dict[str, Any]], Response]) -> None:
    server.expect_request(PATH).respond_with_handler(
        lambda request: handler(json.loads(request.data))
    )


def live(run: Run, server: HTTPServer, page: Path, out: Path, *args: str) -> CompletedProcess[str]:
    return run(
        "brief", page, "-o", out, "--model", "m", "--base-url", server.url_for("/v1"), *args,
        "--cache", out.with_name("answers"), env={"OPENAI_API_KEY": KEY},
    )  # fmt: skip


def holds_key(folder: Path) -> list[str]:
    forms = [KEY, base64.b64encode(KEY.encode()).decode(), KEY.replace("/", "%2F")]
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if any(f.encode() in path.read_bytes() for f in forms)]


def test_what_is_asked_once_is_replayed_ever_after(
    run: Run, httpserver: HTTPServer, page: Path, tmp_path: Path
) -> None:
    serve(httpserver, reply)
    first = live(run, httpserver, page, tmp_path / "one")
    assert first.returncode == 0, first.stderr
    assert len(httpserver.log) == 3
    report = json.loads((tmp_path / "one" / "run.json").read_text("utf-8"))
    assert report["answers"]["asked"] == 3 and report["answers"]["prompt_tokens"] == 30

    again = live(run, httpserver, page, tmp_path / "two", "--mode", "replay")
    assert again.returncode == 0, again.stderr
    assert len(httpserver.log) == 3, "nothing is asked twice"
    for name in ("briefing.md", "briefing.html", "briefing.json"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    assert httpserver.log[0][0].headers["Authorization"] == f"Bearer {KEY}"
    assert holds_key(tmp_path) == []
    assert KEY not in first.stderr + first.stdout + again.stderr


def test_a_busy_endpoint_is_asked_again(
    run: Run, httpserver: HTTPServer, page: Path, tmp_path: Path
) -> None:
    turns = iter(range(1000))

    def busy(asked: dict[str, Any]) -> Response:
        if next(turns) < 2:
            return Response("{}", status=429, headers={"Retry-After": "0"})
        return reply(asked)

    serve(httpserver, busy)
    done = live(run, httpserver, page, tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert len(httpserver.log) == 5


def test_a_wrong_key_stops_the_run_at_once(
    run: Run, httpserver: HTTPServer, page: Path, tmp_path: Path
) -> None:
    serve(httpserver, lambda asked: Response(json.dumps({"error": {"message": KEY}}), status=401))
    done = live(run, httpserver, page, tmp_path / "out")
    assert done.returncode == 2
    assert "OPENAI_API_KEY" in done.stderr and KEY not in done.stderr
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["run.json"]
    report = json.loads((tmp_path / "out" / "run.json").read_text("utf-8"))
    assert "does not accept the key" in report["halted"] and report["spend"]["answers"] == 0


def test_a_refusal_is_in_the_briefing_and_is_not_kept(
    run: Run, httpserver: HTTPServer, page: Path, tmp_path: Path
) -> None:
    def unwilling(asked: dict[str, Any]) -> Response:
        wanted = asked["response_format"]["json_schema"]["schema"]["properties"]
        refused = {"finish_reason": "content_filter"} if "paragraphs" in wanted else {}
        return reply(asked, **refused)

    serve(httpserver, unwilling)
    done = live(run, httpserver, page, tmp_path / "out")
    assert done.returncode == 3
    assert "1 failed" in done.stderr
    assert "Not translated" in (tmp_path / "out" / "briefing.md").read_text("utf-8")
    assert len(list((tmp_path / "answers").glob("??/*.json"))) == 2


@pytest.mark.parametrize("times", [1, 2])
def test_an_interrupted_run_goes_on_where_it_was(
    run: Run, httpserver: HTTPServer, page: Path, tmp_path: Path, times: int
) -> None:
    """The first Ctrl-C waits for what is under way, the second does not."""
    hold, waiting = threading.Event(), threading.Event()
    asked_for: list[str] = []

    def slow_translation(asked: dict[str, Any]) -> Response:
        wanted = asked["response_format"]["json_schema"]["schema"]["properties"]
        asked_for.extend({"gist", "paragraphs", "points"} & wanted.keys())
        if "paragraphs" in wanted:
            waiting.set()
            hold.wait(30)
        return reply(asked)

    serve(httpserver, slow_translation)
    store = tmp_path / "answers"
    command = [sys.executable, "-m", "pipeline", "brief", str(page), "-o", str(tmp_path / "out")]
    command += ["--model", "m", "--base-url", httpserver.url_for("/v1"), "--cache", str(store)]
    env = os.environ | {"OPENAI_API_KEY": KEY}
    with subprocess.Popen(command, stderr=subprocess.PIPE, env=env, cwd=Path.cwd()) as process:
        assert waiting.wait(60)
        while not list(store.glob("??/*.json")):  # the summary is kept before it is used
            threading.Event().wait(0.05)
        assert process.stderr
        process.send_signal(signal.SIGINT)
        words = process.stderr.readline().decode()
        assert "1 questions under way" in words
        if times == 1:
            hold.set()
        else:
            process.send_signal(signal.SIGINT)
        words += process.stderr.read().decode()
        assert process.wait(60) == 130
    hold.set()
    assert "interrupted" in words and "Traceback" not in words
    assert not (tmp_path / "out" / "briefing.md").exists()
    before = list(asked_for)
    done = live(run, httpserver, page, tmp_path / "out")
    assert done.returncode == 0, done.stderr
    again = asked_for[len(before) :]
    assert again == ["paragraphs"] * (times - 1) + ["points"], "what came home is not paid again"
