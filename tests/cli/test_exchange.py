"""The exchange way, end to end: questions out, answers in, a briefing from them, replays of it."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from tests.job.small_page import PAGE, lead, summary, translation

Run = Callable[..., CompletedProcess[str]]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "answers"


def answer_to(question: dict[str, Any]) -> dict[str, Any]:
    """Answer an exported question by the schema that it asks for."""
    wanted = question["body"]["response_format"]["json_schema"]["schema"]["properties"]
    if "gist" in wanted:
        return summary()
    return translation() if "paragraphs" in wanted else lead()


def exported(run: Run, page: Path, store: Path) -> list[dict[str, Any]]:
    done = run("requests", "export", page, "--cache", store)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def imported(
    run: Run, rows: list[dict[str, Any]], store: Path, *args: str
) -> CompletedProcess[str]:
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return run(
        "requests", "import", "-", "--cache", store, "--origin", "authored", *args,
        stdin=lines.encode(),
    )  # fmt: skip


@pytest.fixture
def answered(run: Run, page: Path, store: Path) -> Path:
    """A store that holds everything that the page asks."""
    for _ in range(2):
        rows = [
            {"custom_id": question["custom_id"], "answer": answer_to(question)}
            for question in exported(run, page, store)
        ]
        done = imported(run, rows, store)
        assert done.returncode == 0, done.stderr
    return store


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "run.json"}


def test_from_questions_to_a_briefing(
    run: Run, page: Path, store: Path, tmp_path: Path, answered: Path
) -> None:
    assert exported(run, page, store) == [], "after the waves nothing is missing"
    done = run("brief", page, "-o", tmp_path / "out", "--cache", store)
    assert done.returncode == 0, done.stderr
    assert "1 items on 1 pages: 1 ok, 0 degraded, 0 failed." in done.stderr
    assert set(files(tmp_path / "out")) == {"briefing.md", "briefing.html", "briefing.json"}
    assert "32,000" in (tmp_path / "out" / "briefing.md").read_text("utf-8")
    report = json.loads((tmp_path / "out" / "run.json").read_text("utf-8"))
    assert report["counts"]["ok"] == 1
    assert report["answers"]["kept"] == 3 and report["answers"]["asked"] == 0


def test_the_export_is_an_openai_batch_file(run: Run, page: Path, store: Path) -> None:
    for row in exported(run, page, store):
        assert set(row) == {"custom_id", "method", "url", "body"}
        assert (row["method"], row["url"]) == ("POST", "/v1/chat/completions")
        assert row["custom_id"].startswith("b1-sha256:")
        assert row["body"]["model"] == "reference"


def test_a_batch_output_file_is_taken(run: Run, page: Path, store: Path) -> None:
    questions = [
        json.loads(line)
        for line in run(
            "requests", "export", page, "--cache", store, "--model", "m", "--provider", "p"
        ).stdout.splitlines()
    ]
    rows = [
        {
            "id": "batch_req_1",
            "custom_id": question["custom_id"],
            "response": {
                "status_code": 200,
                "body": {
                    "model": "m-2026-11-01",
                    "choices": [
                        {
                            "finish_reason": "stop",
                            "message": {"content": json.dumps(answer_to(question))},
                        }
                    ],
                    "usage": {"prompt_tokens": 5, "completion_tokens": 6},
                },
            },
            "error": None,
        }
        for question in questions
    ]
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    done = run("requests", "import", "-", "--cache", store, stdin=lines.encode())
    assert done.returncode == 0, done.stderr
    listed = run("cache", "list", "--cache", store).stdout.splitlines()
    assert [line.split("\t")[2:4] for line in listed] == [["m-2026-11-01", "exchange"]] * 2


def test_what_does_not_fit_is_named_and_left_out(run: Run, page: Path, store: Path) -> None:
    first, second = exported(run, page, store)
    key = first["custom_id"]
    rows: list[dict[str, Any]] = [
        {"custom_id": key, "answer": answer_to(first) | {"extra": 1}},
        {"custom_id": key, "answer": "{"},
        {"custom_id": "b1-sha256:" + "0" * 64, "answer": answer_to(first)},
        {"custom_id": "../../x", "answer": {}},
        {"answer": {}},
        {"custom_id": key, "response": {"status_code": 500, "body": {}}, "error": None},
        {"custom_id": second["custom_id"], "answer": answer_to(second)},
    ]
    done = imported(run, rows, store)
    assert done.returncode == 3
    for number in range(1, 7):
        assert f"line {number}: " in done.stderr
    assert "1 answers kept" in done.stderr
    assert [row["custom_id"] for row in exported(run, page, store)] == [key]


def test_hand_written_answers_never_stand_for_a_model(run: Run, page: Path, store: Path) -> None:
    done = run("requests", "export", page, "--cache", store, "--model", "gpt-x")
    question = json.loads(done.stdout.splitlines()[0])
    row = {"custom_id": question["custom_id"], "answer": answer_to(question)}
    refused = imported(run, [row], store)
    assert refused.returncode == 3 and "reference only" in refused.stderr

    reference = exported(run, page, store)[0]
    line = json.dumps({"custom_id": reference["custom_id"], "answer": answer_to(reference)})
    done = run("requests", "import", "-", "--cache", store, stdin=line.encode())
    assert done.returncode == 3 and "keeps no others" in done.stderr


def test_a_known_answer_is_replaced_only_when_told(
    run: Run, page: Path, store: Path, answered: Path
) -> None:
    key = run("cache", "list", "--cache", store).stdout.split("\t")[0]
    shown = json.loads(run("cache", "show", key, "--cache", store).stdout)
    row = {"custom_id": key, "answer": shown["answer"]}
    assert "1 were known already" in imported(run, [row], store).stderr
    assert "1 answers kept" in imported(run, [row], store, "--replace").stderr


def test_runs_are_the_same_bytes_in_any_order_and_on_any_number_of_workers(
    run: Run, page: Path, store: Path, tmp_path: Path, answered: Path
) -> None:
    other = page.with_name("other.txt")
    other.write_text(PAGE, "utf-8")
    orders = [[page, other], [other, page], [page.parent]]
    results = []
    for number, (order, workers) in enumerate(zip(orders, ("1", "4", "30"), strict=True)):
        out = tmp_path / f"out{number}"
        done = run("brief", *order, "-o", out, "--cache", store, "--concurrency", workers)
        assert done.returncode == 0, done.stderr
        results.append(files(out))
    assert results[0] == results[1] == results[2]


def test_a_changed_page_misses_and_the_message_says_so(
    run: Run, page: Path, store: Path, tmp_path: Path, answered: Path
) -> None:
    page.write_text(PAGE.replace("45%", "46%"), "utf-8")
    done = run("brief", page, "-o", tmp_path / "out", "--cache", store)
    assert done.returncode == 4
    assert "translate of page.txt, article a1 (line 1)" in done.stderr
    assert "differs in: input" in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_changed_record_is_named_and_not_served(
    run: Run, page: Path, store: Path, tmp_path: Path, answered: Path
) -> None:
    record = next(path for path in store.glob("??/*.json") if b"32,000" in path.read_bytes())
    record.write_bytes(record.read_bytes().replace(b"32,000", b"33,000", 1))
    done = run("cache", "verify", "--cache", store)
    assert done.returncode == 3 and record.name in done.stderr
    done = run("brief", page, "-o", tmp_path / "out", "--cache", store)
    assert done.returncode == 4
    assert "no kept answer" in done.stderr


def test_a_broken_record_is_named_by_the_run_that_meets_it(
    run: Run, page: Path, store: Path, tmp_path: Path, answered: Path
) -> None:
    record = next(store.glob("??/*.json"))
    record.write_bytes(record.read_bytes()[:-3])
    done = run("brief", page, "-o", tmp_path / "out", "--cache", store)
    assert done.returncode == 4
    assert f"{record.name}.broken is broken and was not used" in done.stderr


def test_an_estimate_counts_what_is_missing(
    run: Run, page: Path, store: Path, answered: Path
) -> None:
    assert json.loads(run("estimate", page, "--cache", store).stdout)["missing"] == {}
    page.with_name("new.txt").write_text(PAGE.replace("45%", "46%"), "utf-8")
    estimate = json.loads(run("estimate", page.parent, "--cache", store).stdout)
    assert estimate["missing"] == {"summarize": 1, "translate": 1}
    assert estimate["kept"] == 3 and estimate["pages_at_a_glance_to_follow"] == 1


def test_prune_names_first_and_removes_when_told(run: Run, store: Path, answered: Path) -> None:
    done = run("cache", "prune", "--cache", store)
    assert done.stdout == "" and "0 answers match no prompt" in done.stderr
    assert len(list(store.glob("??/*.json"))) == 3


def test_the_stages_one_by_one(run: Run, page: Path, store: Path, answered: Path) -> None:
    line = run("segment", page).stdout
    for stage in ("summarize", "translate"):
        done = run(stage, "--cache", store, stdin=line.encode())
        assert done.returncode == 0, done.stderr
        line = done.stdout
    done = run("verify", stdin=line.encode())
    assert done.returncode == 0, done.stderr
    (row,) = [json.loads(one) for one in done.stdout.splitlines()]
    assert row["articles"][0]["headline"] == "县图书馆延长开放时间"
    assert row["summaries"]["a1"]["topic"] == "culture"
    assert len(row["translations"]["a1"]["paragraphs"]) == 3
    assert [one for one in row["findings"]["a1"] if one["severity"] == "error"] == []


def test_check_takes_any_pairs(run: Run, tmp_path: Path) -> None:
    pairs = tmp_path / "pairs.jsonl"
    rows = [
        '{"id": 1, "source": "去年接待读者3.2万人次。", "target": "Last year saw 32,000 visits."}',
        "{broken",
        '{"id": 3, "source": "去年接待读者3.2万人次。", "target": "Last year saw 3,200 visits."}',
        '{"id": 4, "target": "x"}',
    ]
    pairs.write_text("\n".join(rows), "utf-8")
    done = run("check", pairs)
    assert done.returncode == 3
    assert "line 2" in done.stderr and "line 4: it has no “source”" in done.stderr
    first, third = [json.loads(line) for line in done.stdout.splitlines()]
    assert first == {"id": 1, "findings": []}
    assert third["id"] == 3 and third["findings"][0]["check"] == "number.changed"
    assert set(third["findings"][0]) == {
        "check", "severity", "paragraph", "source", "target", "message",
    }  # fmt: skip


def test_check_holds_pairs_to_a_glossary(run: Run, tmp_path: Path) -> None:
    pairs, glossary = tmp_path / "pairs.jsonl", tmp_path / "terms.csv"
    pairs.write_text('{"id": 1, "source": "网格召开会议。", "target": "The cell met."}', "utf-8")
    glossary.write_text("source;target\n网格;grid\n", "utf-8-sig")
    for chosen in (glossary, "shipped"):
        done = run("check", pairs, "--glossary", chosen)
        (finding,) = json.loads(done.stdout)["findings"]
        assert (finding["check"], finding["source"]) == ("term.missing", "网格")
    assert json.loads(run("check", pairs).stdout)["findings"] == []
    glossary.write_text("source;target\n网格;\n", "utf-8")
    done = run("check", pairs, "--glossary", glossary)
    assert done.returncode == 2 and "terms.csv, line 2: target is empty" in done.stderr


def test_doctor_says_what_is_configured(run: Run, store: Path) -> None:
    done = run("doctor", "--cache", store)
    assert done.returncode == 0, done.stderr
    assert "replay: nothing is asked" in done.stdout and "reference" in done.stdout
    away = {"OPENAI_API_KEY": "sk-canary", "OPENAI_BASE_URL": "http://127.0.0.1:1/v1"}
    done = run("doctor", "--cache", store, "--model", "m", env=away)
    assert done.returncode == 2
    assert "no connection to 127.0.0.1" in done.stdout
    assert "sk-canary" not in done.stdout + done.stderr
