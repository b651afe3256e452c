"""The whole command against the fake endpoint: every item ok, and every answer paid once."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

from tests.fake_endpoint import FakeEndpoint, account, chat_rows

Serve = Callable[..., FakeEndpoint]
Run = Callable[..., CompletedProcess[str]]


def kept(store: Path) -> dict[str, float]:
    """Return when each answer of a directory became durable, under our key."""
    files = [path for path in store.rglob("*.json") if path.is_file()]
    return {json.loads(path.read_bytes())["key"]: path.stat().st_mtime for path in files}


def test_a_live_run_ends_well_and_pays_once(
    serve: Serve, run: Run, root: Path, tmp_path: Path
) -> None:
    endpoint = serve()

    done = run(
        "brief", *sorted((root / "examples").glob("*.txt")), "--base-url", endpoint.url,
        "--model", "fake-1", "--cache", tmp_path / "answers", "-o", tmp_path / "one",
        env={"OPENAI_API_KEY": "x"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    briefing = json.loads((tmp_path / "one" / "briefing.json").read_bytes())
    items = [item for page in briefing["pages"] for item in page["items"]]
    assert items and {item["status"] for item in items} == {"ok"}
    assert {len(item["findings"]) + len(item["summary_findings"]) for item in items} == {0}
    paid = account(chat_rows(endpoint.log()), kept(tmp_path / "answers"), by="broadsheet")
    assert paid.asked == paid.billed == paid.questions_paid == len(kept(tmp_path / "answers"))
    assert (paid.lost, paid.dp_hard, paid.dp_inflight, paid.unkept) == ((), (), (), ())


def test_a_wrong_figure_is_found_and_mended(
    serve: Serve, run: Run, root: Path, tmp_path: Path
) -> None:
    endpoint = serve([{"fault": "changed_number", "match": "Translate this article into English"}])
    page = min((root / "examples").glob("*.txt"))
    done = run(
        "brief", page, "--base-url", endpoint.url, "--model", "fake-1",
        "--cache", tmp_path / "answers", "-o", tmp_path / "out", env={"OPENAI_API_KEY": "x"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    briefing = json.loads((tmp_path / "out" / "briefing.json").read_bytes())
    states = [o["state"] for p in briefing["pages"] for i in p["items"] for o in i["outcomes"]]
    assert "repaired" in states and set(states) <= {"translated", "repaired"}
