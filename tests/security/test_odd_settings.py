"""Settings that make no sense are named, in one line, before anything is done."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from pipeline.config import ConfigError, Settings, load_settings
from tests.job.small_page import PAGE

Run = Callable[..., CompletedProcess[str]]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MODEL", "a\x1b[31m"),
        ("MODEL", "a\nb"),
        ("MODEL", " "),
        ("PROVIDER", "a\u202eb"),
        ("FALLBACK_MODEL", "\udcff"),
        ("TEMPERATURE", "inf"),
        ("DEADLINE", "nan"),
        ("READ_TIMEOUT", "inf"),
        ("BUDGET", "inf"),
        ("REQUESTS_PER_MINUTE", "inf"),
        ("PRICES", "x"),
        ("PRICES", '{"m": 1}'),
        ("PRICE", "inf,1"),
        ("CONCURRENCY", "0"),
        ("MODE", "fast"),
    ],
)
def test_the_setting_is_named(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"BROADSHEET_{name}", value)
    with pytest.raises(ConfigError, match=f"(?i)(setting |BROADSHEET_){name}") as caught:
        load_settings()
    assert "\n" not in str(caught.value) and "None" not in str(caught.value)


def test_an_empty_variable_sets_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MODEL", "CACHE", "GLOSSARY", "API_KEY_FILE", "BASE_URL", "PRICES", "BUDGET"):
        monkeypatch.setenv(f"BROADSHEET_{name}", "")
    assert load_settings().model_dump() == Settings.model_construct().model_dump()


def test_a_name_that_is_no_text_is_no_fault_of_ours(run: Run, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE, "utf-8")
    done = run("brief", "page.txt", "-o", "out", "--model", "\udcff")
    assert done.returncode == 2
    assert done.stderr == "error: the setting model cannot be used: a name is not empty and has " \
        "no control characters\n"  # fmt: skip


@pytest.mark.parametrize(
    "env",
    [{"PYTHONIOENCODING": "ascii"}, {"PYTHONIOENCODING": "cp1252"},
     {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}],
)  # fmt: skip
def test_data_is_utf_8_wherever_it_goes(run: Run, tmp_path: Path, env: dict[str, str]) -> None:
    (tmp_path / "page.txt").write_text(PAGE, "utf-8")
    done = run("segment", "page.txt", env=env)
    assert done.returncode == 0, done.stderr
    assert "县图书馆" in done.stdout


def test_a_file_name_that_is_no_text_is_shown_as_it_is(tmp_path: Path, root: Path) -> None:
    place = os.fsencode(tmp_path) + b"/out\xff"
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", "demo", "-o", place],
        env=os.environ | {"PYTHONIOENCODING": "utf-8:strict", "PYTHONPATH": str(root)},
        capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert place + b"/briefing.md" in done.stdout
