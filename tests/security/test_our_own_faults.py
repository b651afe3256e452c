"""Where Broadsheet itself breaks, it says where, and not what it was working on."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.job.small_page import PAGE
from tests.security.leaks import found_in, key_forms

KEY = "sk-canary/Zm9v+YmFy/4711=="
WORDS = "县图书馆延长开放时间"
BREAK = """
import {module}
def broken(*given, **named):
    raise ValueError({text!r})
{module}.{name} = broken
from pipeline.cli import main
main()
"""


@pytest.mark.parametrize(
    ("module", "name"),
    [("pipeline.job", "segment_page"), ("pipeline.item", "translated"),
     ("pipeline.llm.openai", "body"), ("pipeline.cli.run", "write_briefing")],
)  # fmt: skip
@pytest.mark.parametrize("debug", [{}, {"BROADSHEET_TRACEBACK": "1", "PYTHONDEVMODE": "1"}])
def test_a_fault_of_ours_shows_neither_page_nor_key(
    tmp_path: Path, root: Path, module: str, name: str, debug: dict[str, str]
) -> None:
    page = tmp_path / "page.txt"
    page.write_text(PAGE, "utf-8")
    code = BREAK.format(module=module, name=name, text=f"{KEY} {PAGE}")
    done = subprocess.run(
        [sys.executable, "-c", code, "brief", page, "-o", tmp_path / "out", "--model", "m",
         "--base-url", "http://127.0.0.1:9/v1"],
        env=os.environ | debug | {"OPENAI_API_KEY": KEY, "PYTHONPATH": str(root),
                                  "BROADSHEET_ATTEMPTS": "1"},
        cwd=tmp_path, capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    said = done.stdout + done.stderr
    assert done.returncode == 1, said.decode()
    assert b"ValueError in broken" in said
    assert found_in(said, key_forms(KEY)) == [] and WORDS.encode() not in said
