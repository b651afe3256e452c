"""What users get wrong: one clear line, the right exit code, nothing half-written."""

import os
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.job.small_page import PAGE

Run = Callable[..., CompletedProcess[str]]


def refused(done: CompletedProcess[str], code: int, *says: str) -> None:
    assert done.returncode == code, done.stderr
    for words in says:
        assert words in done.stderr
    assert "Traceback" not in done.stderr and "Broadsheet itself failed" not in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", " \n\n\u3000\n".encode(), "blank"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "PNG"),
        ("scan.txt", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "PDF"),
        ("nul.txt", "县图书馆\x00延长".encode(), "NUL"),
        ("broken.txt", "县图书馆延长开放时间".encode() + b"\xff\xfe\xff" * 3, "broken.txt"),
    ],
)
def test_a_file_that_is_no_page(
    run: Run, tmp_path: Path, name: str, data: bytes, says: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    done = run("brief", path, "-o", tmp_path / "out")
    refused(done, 2, name, says)
    assert not (tmp_path / "out").exists()


def test_one_bad_file_among_good_ones_is_named_and_the_rest_is_done(
    run: Run, tmp_path: Path, page: Path
) -> None:
    (page.parent / "bad.txt").write_bytes(b"")
    done = run("segment", page.parent)
    assert done.returncode == 3
    assert "bad.txt" in done.stderr
    assert len(done.stdout.splitlines()) == 1


@pytest.mark.parametrize(
    ("inputs", "says"),
    [
        (["missing.txt"], "missing.txt"),
        (["in/*.md"], "*.md"),
        (["nothing"], "nothing"),
    ],
)
def test_inputs_that_are_not_there(
    run: Run, tmp_path: Path, page: Path, inputs: list[str], says: str
) -> None:
    (tmp_path / "nothing").mkdir()
    done = run("brief", *inputs, "-o", tmp_path / "out")
    refused(done, 2, says)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["--no-such-option"], "--no-such-option"),
        (["--format", "pdf"], "pdf"),
        (["--format", ""], "format"),
        (["--mode", "fast"], "mode"),
        (["--concurrency", "0"], "concurrency"),
        (["--config", "missing.toml"], "missing.toml"),
        (["--glossary", "missing.csv"], "missing.csv"),
        (["--base-url", "ftp://host/v1"], "http"),
        (["--base-url", "https://user:secret@host/v1", "--model", "m"], "password"),
        (["--base-url", "http://127.0.0.1:1/v1"], "--model"),
        (["--mode", "live", "--model", "m"], "OPENAI_API_KEY"),
        (["--encoding", "klingon"], "klingon"),
    ],
)
def test_options_that_cannot_be_used(
    run: Run, tmp_path: Path, page: Path, args: list[str], says: str
) -> None:
    done = run("brief", page, "-o", tmp_path / "out", *args)
    refused(done, 2, says)
    assert "secret" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_config_file_with_a_key_is_refused(run: Run, tmp_path: Path, page: Path) -> None:
    config = tmp_path / "b.toml"
    config.write_text('api_key = "sk-canary"\n')
    done = run("brief", page, "-o", tmp_path / "out", "--config", config)
    refused(done, 2, "api_key", "environment")
    assert "sk-canary" not in done.stderr


def test_nothing_is_read_from_the_folder_of_the_pages(run: Run, page: Path, tmp_path: Path) -> None:
    for name in (".env", "broadsheet.toml", "config.toml", "pyproject.toml"):
        (page.parent / name).write_text('BROADSHEET_MODEL="planted"\nmodel = "planted"\n')
    done = run("brief", page, "-o", tmp_path / "out", cwd=page.parent)
    assert done.returncode == 4
    assert "planted" not in done.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root can write everywhere")
def test_a_folder_that_cannot_be_written(run: Run, tmp_path: Path, page: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    refused(run("brief", page, "-o", locked / "out"), 2, "locked")


def test_an_output_that_is_a_file(run: Run, tmp_path: Path, page: Path) -> None:
    (tmp_path / "out").write_text("mine")
    refused(run("brief", page, "-o", tmp_path / "out"), 2, "out")
    assert (tmp_path / "out").read_text() == "mine"


def test_a_replay_without_answers_writes_nothing_and_says_what_is_missing(
    run: Run, tmp_path: Path, page: Path
) -> None:
    done = run("brief", page, "-o", tmp_path / "out", "--cache", tmp_path / "answers")
    refused(done, 4, "missing: summarize of page.txt, article a1 (line 1)", "requests export")
    assert not (tmp_path / "out").exists()


def test_a_long_chinese_file_name(run: Run, tmp_path: Path) -> None:
    name = "棠川县老鹳沟水库除险加固工程" * 6 + ".txt"
    path = tmp_path / name[-84:]
    path.write_text(PAGE, "utf-8")
    done = run("segment", path)
    assert done.returncode == 0
    assert path.name in done.stdout
    missing = run("segment", tmp_path / ("长" * 86 + ".txt"))
    refused(missing, 2, "长")


def test_a_huge_single_line_ends_soon(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    path.write_bytes("水库除险加固工程完工。".encode() * 640_000)
    done = run("segment", path)
    assert done.returncode in (0, 2)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "text",
    [
        "云麓县图书馆延长开放时间\n\n" + "全县干部群众齐心协力,抢抓农时。" * 400,
        "2024年9月26日 星期四 第2版\n",
        "——\n\n***\n\n12345\n",
        "床前明月光\n疑是地上霜\n举头望明月\n低头思故乡\n",
    ],
)
def test_odd_pages_come_out_whole(run: Run, tmp_path: Path, text: str) -> None:
    path = tmp_path / "odd.txt"
    path.write_text(text, "utf-8")
    done = run("segment", path)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 1


def test_help_of_every_command(run: Run) -> None:
    commands = (
        "brief demo segment summarize translate verify check estimate doctor "
        "cache:list cache:show cache:verify cache:copy cache:prune requests:export requests:import"
    )
    for command in commands.split():
        done = run(*command.split(":"), "--help")
        assert done.returncode == 0 and "Usage" in done.stdout, command


def test_help_loads_nothing_heavy(run: Run) -> None:
    done = run("--help", env={"PYTHONPROFILEIMPORTTIME": "1"})
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert not loaded & {"openai", "pydantic", "jinja2", "rich", "tenacity", "pypinyin"}
