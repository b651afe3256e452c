"""Running the command as a user does: a process of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


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
