"""Files and batches: ``/v1/files`` and ``/v1/batches``.

A batch goes validating → in_progress → finalizing → completed, each step after some time or some
looks at it. Half of its lines are answered (and billed) while it is in progress, the rest when it
is finalizing, so that what is cancelled or expires on the way has been paid in part.
"""

import asyncio
import hashlib
import json
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from urllib.parse import parse_qs, urlsplit

from aiohttp import web

from tests.fake_endpoint import errors
from tests.fake_endpoint.asked import Posted, posted
from tests.fake_endpoint.batch_files import (
    answered,
    jsonl,
    never_done,
    output_file,
    problem,
    whole_lines,
)
from tests.fake_endpoint.delivery import Ending, deliver, reset
from tests.fake_endpoint.errors import Reply
from tests.fake_endpoint.log import Log, Row
from tests.fake_endpoint.model import Model, limit_of
from tests.fake_endpoint.plan import BEFORE, Chooser, Plan, Rule

Json = dict[str, Any]
_OPEN = ("validating", "in_progress", "finalizing")
_PAGE = 20
_URL = "/v1/chat/completions"


@dataclass
class Line:
    """One request of a batch: what it asks, what came of it, and its row in the log."""

    custom: str
    question: Posted
    row: Row
    output: Json | None = None
    failed: bool = False


@dataclass
class Batch:
    """A batch and everything that is known of it.

    ``rule`` is its fault; ``whole`` are the custom ids that its output file holds entire lines of.
    """

    facts: Json
    rule: Rule | None
    received: float
    lines: list[Line] = field(default_factory=list)
    whole: frozenset[str] = frozenset()
    looks: int = 0
    looked: asyncio.Event = field(default_factory=asyncio.Event)
    task: asyncio.Task[None] | None = None

    @property
    def fault(self) -> str | None:
        """The name of its fault."""
        return self.rule.fault if self.rule else None

    @property
    def share(self) -> float:
        """The part of the lines that is done where not all are."""
        return self.rule.share if self.rule else 0.5


class Batches:
    """The files and batches of an endpoint."""

    def __init__(
        self, plan: Plan, log: Log, model: Model, chooser: Chooser, attempts: Counter[str]
    ) -> None:
        self._plan, self._log, self._model = plan, log, model
        self._chooser, self._attempts = chooser, attempts
        self._submitted: Counter[str] = Counter()
        self._calls: Counter[str] = Counter()
        self._files: dict[str, tuple[Json, bytes]] = {}
        self._batches: dict[str, Batch] = {}
        self._numbers = count(1)

    def close(self) -> None:
        """Stop whatever is in progress."""
        for batch in self._batches.values():
            if batch.task is not None:
                batch.task.cancel()

    async def handle(self, request: web.BaseRequest) -> None:
        """Answer a request to ``/v1/files…`` or ``/v1/batches…``."""
        row = self._log.received(
            request.path, authorization=bool(request.headers.get("Authorization"))
        )
        status, sent = await self._reply(request, row)
        self._log.over(row, status, sent)
        if sent and request.method == "GET" and request.path.endswith("/content"):
            self._note_fetched(request.path.split("/")[3])

    async def _reply(self, request: web.BaseRequest, row: Row) -> Ending:
        """Answer the request, as far as a rule for ``files`` lets it."""
        what = f"{request.method} {request.path}"
        self._calls[what] += 1
        rule = self._chooser.choose("files", what, self._calls[what], what)
        row.fault = rule.fault if rule else None
        if rule is not None and rule.fault in BEFORE:
            reply = errors.reply_for(rule, "", "", "")
        else:
            reply = await self._handled(request, row)
        if reply is None:
            reset(request)
            return "reset", False
        return await deliver(request, reply, rule)

    async def _handled(self, request: web.BaseRequest, row: Row) -> Reply | None:
        try:
            return await self._route(request, row)
        except (KeyError, ValueError, AttributeError, web.HTTPException) as error:
            said = f"Invalid request ({type(error).__name__})."
            return errors.error(400, said, "invalid_request_error", None)

    async def _route(self, request: web.BaseRequest, row: Row) -> Reply | None:
        parts = request.path.strip("/").split("/")[1:]
        match (request.method, *parts):
            case ("POST", "files"):
                return await self._upload(request)
            case ("GET", "files"):
                return _found({"object": "list", "data": [f for f, _ in self._files.values()]})
            case ("GET", "files", id) if id in self._files:
                return _found(self._files[id][0])
            case ("GET", "files", id, "content") if id in self._files:
                return Reply(200, self._files[id][1], content_type="application/octet-stream")
            case ("DELETE", "files", id) if id in self._files:
                del self._files[id]
                return _found({"id": id, "object": "file", "deleted": True})
            case ("POST", "batches"):
                return self._submit(json.loads(await request.read()), row)
            case ("GET", "batches"):
                return self._list(request)
            case ("GET", "batches", id) if id in self._batches:
                self._look(self._batches[id])
                return _found(self._batches[id].facts)
            case ("POST", "batches", id, "cancel") if id in self._batches:
                return _found(self._cancel(self._batches[id]))
        said = f"No such thing: {request.method} {request.path}"
        return errors.error(404, said, "invalid_request_error", "not_found")

    async def _upload(self, request: web.BaseRequest) -> Reply:
        form = await request.post()
        given = form["file"]
        data = given.file.read() if isinstance(given, web.FileField) else str(given).encode()
        name = given.filename if isinstance(given, web.FileField) else "upload.jsonl"
        return _found(self._keep(data, name, str(form.get("purpose", "batch"))))

    def _keep(self, data: bytes, name: str, purpose: str) -> Json:
        id = f"file-{next(self._numbers):06d}"
        facts = {
            "id": id, "object": "file", "bytes": len(data), "created_at": int(time.time()),
            "filename": name, "purpose": purpose, "status": "processed",
        }  # fmt: skip
        self._files[id] = (facts, data)
        return facts

    def _list(self, request: web.BaseRequest) -> Reply:
        """Return a page of batches, the newest first."""
        query = parse_qs(urlsplit(str(request.rel_url)).query)
        ids = list(reversed(self._batches))
        after = query.get("after", [""])[0]
        start = ids.index(after) + 1 if after in ids else 0
        size = int(query.get("limit", [str(_PAGE)])[0])
        page = ids[start : start + size]
        for id in page:
            self._look(self._batches[id])
        listed: Json = {"object": "list", "data": [self._batches[id].facts for id in page]}
        listed["has_more"] = start + size < len(ids)
        listed |= {"first_id": page[0] if page else None, "last_id": page[-1] if page else None}
        return _found(listed)

    def _look(self, batch: Batch) -> None:
        batch.looks += 1
        batch.looked.set()

    def _submit(self, asked: Json, row: Row) -> Reply | None:
        id = asked["input_file_id"]
        if id not in self._files:
            return errors.error(404, f"No such file: {id}", "invalid_request_error", "not_found")
        data = self._files[id][1]
        digest = hashlib.sha256(data).hexdigest()
        self._submitted[digest] += 1
        attempt = self._submitted[digest]
        rule = self._chooser.choose("batch", digest, attempt, data.decode("utf-8", "replace"))
        row.fault = rule.fault if rule else row.fault
        if rule is not None and rule.fault in BEFORE:
            return errors.reply_for(rule, "", "", "")
        batch = Batch(self._facts(asked), rule, row.t_received)
        self._batches[batch.facts["id"]] = batch
        batch.task = asyncio.create_task(self._run(batch, data))
        return None if batch.fault == "batch_lost_response" else _found(batch.facts)

    def _facts(self, asked: Json) -> Json:
        now = int(time.time())
        return {
            "id": f"batch_{next(self._numbers):06d}", "object": "batch",
            "endpoint": asked.get("endpoint", _URL), "errors": None,
            "input_file_id": asked["input_file_id"],
            "completion_window": asked.get("completion_window", "24h"), "status": "validating",
            "output_file_id": None, "error_file_id": None, "created_at": now,
            "in_progress_at": None, "expires_at": now + 86_400, "finalizing_at": None,
            "completed_at": None, "failed_at": None, "expired_at": None, "cancelling_at": None,
            "cancelled_at": None, "request_counts": {"total": 0, "completed": 0, "failed": 0},
            "metadata": asked.get("metadata"),
        }  # fmt: skip

    async def _run(self, batch: Batch, data: bytes) -> None:
        await self._step(batch)
        problems = self._read_lines(batch, data)
        if problems:
            self._turn(batch, "failed")
            batch.facts["errors"] = {"object": "list", "data": problems}
            return
        self._turn(batch, "in_progress")
        half = int(len(batch.lines) * batch.share)
        await self._answer(batch, batch.lines[:half])
        await self._step(batch)
        if batch.fault in ("batch_expired", "batch_cancelled"):
            self._finish(batch, batch.fault.removeprefix("batch_"))
            return
        if batch.fault == "batch_partial":
            for line in batch.lines[half:]:
                self._refuse(line)
        else:
            await self._answer(batch, batch.lines[half:])
        self._turn(batch, "finalizing")
        await self._step(batch)
        self._finish(batch, "completed")

    async def _step(self, batch: Batch) -> None:
        """Wait until the batch may take its next step."""
        polls = self._plan.batch.polls
        if polls is None:
            await asyncio.sleep(self._plan.batch.ms / 1000)
            return
        until = batch.looks + polls
        while batch.looks < until:
            batch.looked.clear()
            await batch.looked.wait()

    def _read_lines(self, batch: Batch, data: bytes) -> list[Json]:
        """Read the input; return what validation says against it."""
        problems: list[Json] = []
        found: list[tuple[str, Posted]] = []
        seen: set[str] = set()
        for number, text in enumerate(data.decode("utf-8", "replace").splitlines(), 1):
            try:
                line = json.loads(text)
                custom, question = line["custom_id"], posted(line["body"])
            except (ValueError, KeyError, TypeError, AttributeError):
                problems.append(problem("invalid_json_line", "This line is no request.", number))
                continue
            if custom in seen:
                said = f"The custom_id {custom} stands twice."
                problems.append(problem("duplicate_custom_id", said, number))
            seen.add(custom)
            found.append((custom, question))
        most = self._plan.batch.max_requests
        if batch.fault == "batch_failed":
            problems.append(problem("invalid_request", "This line is not accepted.", 1))
        if len(found) > most:
            said = f"A batch takes at most {most} requests."
            problems.append(problem("too_many_tasks", said, None))
        if not found and not problems:
            problems.append(problem("empty_file", "The input file is empty.", None))
        batch.facts["request_counts"]["total"] = len(found)
        if not problems:
            batch.lines = [self._line(batch, *pair) for pair in found]
        return problems

    def _line(self, batch: Batch, custom: str, question: Posted) -> Line:
        self._attempts[question.key] += 1
        row = self._log.received(
            "batch", key=question.key, broadsheet=question.broadsheet, custom=custom,
            attempt=self._attempts[question.key], t_received=batch.received, fault=batch.fault,
        )  # fmt: skip
        return Line(custom, question, row)

    async def _answer(self, batch: Batch, lines: list[Line]) -> None:
        for line in lines:
            self._answer_line(batch, line)
            await asyncio.sleep(0)  # others are served in between

    def _answer_line(self, batch: Batch, line: Line) -> None:
        question, row = line.question, line.row
        rule = self._chooser.choose(
            "line", question.key, row.attempt, question.asked.text,
            max_tokens=limit_of(question.body), units=len(question.asked.units),
        )  # fmt: skip
        row.fault = rule.fault if rule else batch.fault
        if rule is not None and rule.fault in BEFORE:
            self._refuse(line, errors.reply_for(rule, "", "", ""))
            return
        made = self._model.complete(question, row.attempt, rule)
        row.fault = row.fault or made.fault
        self._log.billed(row, made.tokens)
        line.output = answered(line.custom, 200, made.body)
        batch.facts["request_counts"]["completed"] += 1

    def _refuse(self, line: Line, reply: Reply | None = None) -> None:
        """Make a line one of the error file."""
        reply = reply or errors.plain("server_error")
        line.output = answered(line.custom, reply.status, errors.as_json(reply))
        line.failed = True
        self._log.over(line.row, reply.status, sent=False)

    def _cancel(self, batch: Batch) -> Json:
        if batch.facts["status"] in _OPEN:
            if batch.task is not None:
                batch.task.cancel()
            batch.facts["cancelling_at"] = int(time.time())
            batch.facts["status"] = "cancelling"
            batch.task = asyncio.create_task(self._cancelled(batch))
        return batch.facts

    async def _cancelled(self, batch: Batch) -> None:
        await self._step(batch)
        self._finish(batch, "cancelled")

    def _turn(self, batch: Batch, status: str) -> None:
        batch.facts["status"] = status
        batch.facts[f"{status}_at"] = int(time.time())

    def _finish(self, batch: Batch, status: str) -> None:
        """Write output and error file, then let the batch be ``status``."""
        good = [line.output for line in batch.lines if line.output and not line.failed]
        bad = [line.output for line in batch.lines if line.output and line.failed]
        if status == "expired":
            bad += [never_done(line.custom) for line in batch.lines if line.output is None]
        name = batch.facts["id"]
        if good:
            data = output_file(good, batch.fault, batch.share)
            kept = self._keep(data, f"{name}_output.jsonl", "batch_output")
            batch.facts["output_file_id"] = kept["id"]
            batch.whole = whole_lines(data)
        if bad:
            kept = self._keep(jsonl(bad), f"{name}_error.jsonl", "batch_output")
            batch.facts["error_file_id"] = kept["id"]
        batch.facts["request_counts"]["failed"] = len(bad)
        self._turn(batch, status)

    def _note_fetched(self, file: str) -> None:
        """Note that the answers of an output file reached the client, as far as it is whole."""
        for batch in self._batches.values():
            if batch.facts["output_file_id"] == file:
                for line in batch.lines:
                    if line.custom in batch.whole:
                        self._log.over(line.row, 200)


def _found(body: Json) -> Reply:
    return Reply(200, json.dumps(body).encode())
