"""The endpoint as tests and benchmarks use it: a process of its own, beside the one under test."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.fake_endpoint.log import Json, read_log
from tests.fake_endpoint.plan import Plan

ROOT = Path(__file__).resolve().parents[2]
_WAIT = 30
_SETTLE = 0.2
Faults = Plan | Mapping[str, Any] | Sequence[Mapping[str, Any]] | None


class FakeEndpoint:
    """A context manager that runs the server as a subprocess on loopback.

    ``faults`` is a plan (see :mod:`tests.fake_endpoint.plan`): a :class:`Plan`, its JSON, or a list
    of rules. ``log`` is where the server's log goes (a temporary file unless given; the log of a
    server that was killed is continued by the next). ``url`` is what a client takes as base URL.
    """

    def __init__(
        self,
        faults: Faults = None,
        *,
        latency_ms: float = 0.0,
        port: int = 0,
        log: Path | None = None,
    ) -> None:
        self._plan = _json(faults)
        self._latency = latency_ms
        self._port = port
        self._folder = tempfile.TemporaryDirectory()
        self._words = Path(self._folder.name) / "stderr"
        self.log_path = log or Path(self._folder.name) / "endpoint.jsonl"
        self._process: subprocess.Popen[str] | None = None
        self.url = ""

    def start(self) -> "FakeEndpoint":
        """Start the server and wait until it listens; RuntimeError if it does not."""
        command = [
            sys.executable, "-m", "tests.fake_endpoint", "--port", str(self._port),
            "--latency-ms", str(self._latency), "--faults", self._plan,
            "--log", str(self.log_path),
        ]  # fmt: skip
        env = os.environ | {"PYTHONPATH": str(ROOT)}
        with self._words.open("ab") as words:
            process = subprocess.Popen(
                command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=words, text=True
            )
        said = process.stdout.readline() if process.stdout else ""
        if not said.startswith("listening on "):
            process.kill()
            process.wait()
            raise RuntimeError(f"the fake endpoint did not start: {said}{self.complaints()}")
        self._process = process
        self.url = said.removeprefix("listening on ").strip()
        self._port = int(self.url.rpartition(":")[2].partition("/")[0])
        return self

    def log(self) -> list[Json]:
        """Return what the server noted so far: the last known state of each request.

        A reply reaches the client a moment before the server notes that it was sent; so requests
        that are still open are given a moment to end.
        """
        until = time.monotonic() + _SETTLE
        rows = read_log(self.log_path)
        while any(row["status"] is None for row in rows if row["path"] != "batch"):
            if self._process is None or time.monotonic() > until:
                break
            time.sleep(0.01)
            rows = read_log(self.log_path)
        return rows

    def complaints(self) -> str:
        """Return what the server wrote to stderr: nothing, unless it has a bug."""
        return self._words.read_text("utf-8", errors="replace")

    def stop(self) -> None:
        """Stop the server; its log can still be read."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """Kill the server (SIGKILL); :meth:`start` starts it again on the same port."""
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(_WAIT)
            if self._process.stdout is not None:
                self._process.stdout.close()
            self._process = None

    def __enter__(self) -> "FakeEndpoint":
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()


def _json(faults: Faults) -> str:
    if faults is None:
        return ""
    if isinstance(faults, Plan):
        return faults.model_dump_json()
    return json.dumps(dict(faults) if isinstance(faults, Mapping) else list(map(dict, faults)))
