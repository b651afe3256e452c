"""The HTTP server: chat completions and models here, files and batches in :mod:`batches`."""

import asyncio
import json
from collections import Counter
from contextlib import suppress
from functools import partial
from typing import Any

from aiohttp import web

from tests.fake_endpoint import errors
from tests.fake_endpoint.asked import Posted, Reader, message_text
from tests.fake_endpoint.batches import Batches
from tests.fake_endpoint.delivery import ECHO, deliver, reset, send, what_was_sent
from tests.fake_endpoint.echo import Echo
from tests.fake_endpoint.errors import Reply
from tests.fake_endpoint.key import HOST
from tests.fake_endpoint.limits import Gate
from tests.fake_endpoint.log import Log, Row
from tests.fake_endpoint.model import Model, limit_of
from tests.fake_endpoint.plan import BEFORE, Chooser, Plan, Rule
from tests.fake_endpoint.usage import tokens

Json = dict[str, Any]
_LARGEST = 512 * 1024 * 1024
_AWAY = 1.0
_CHAT = "/v1/chat/completions"


class Server:
    """One endpoint on one port. ``elsewhere`` is a second port, another origin for redirects."""

    def __init__(self, plan: Plan, log: Log, latency: float = 0.0) -> None:
        self._plan, self._log, self._latency = plan, log, latency
        self._chooser = Chooser(plan)
        self._gate = Gate(plan)
        self._echo = Echo(answers=plan.echo == "answers") if plan.echo else None
        self._model = Model(plan)
        self._reader = Reader()
        self._attempts: Counter[str] = Counter()
        self._batches = Batches(plan, log, self._model, self._chooser, self._attempts)
        self._listening: asyncio.Server | None = None
        self._elsewhere: asyncio.Server | None = None
        self._away: asyncio.Task[None] | None = None
        self.port = 0
        self.elsewhere_port = 0

    async def start(self, port: int) -> None:
        """Listen on ``port`` of loopback (0: any free one), and on the other origin."""
        self._protocol = web.Server(self._handle, request_factory=_request, access_log=None)
        elsewhere = web.Server(self._reached_elsewhere, request_factory=_request, access_log=None)
        loop = asyncio.get_running_loop()
        self._elsewhere = await loop.create_server(elsewhere, HOST, 0)
        self.elsewhere_port = _port(self._elsewhere)
        self.port = port
        await self._listen()

    async def _listen(self) -> None:
        loop = asyncio.get_running_loop()
        self._listening = await loop.create_server(
            self._protocol, HOST, self.port, backlog=2048, reuse_address=True
        )
        self.port = _port(self._listening)

    async def close(self) -> None:
        """Stop listening and drop all connections."""
        self._batches.close()
        for server in (self._listening, self._elsewhere):
            if server is not None:
                server.close()
        await self._protocol.shutdown(0.1)

    def go_away(self, seconds: float) -> None:
        """Close the listening socket for a while, so that whoever comes is refused."""
        if self._listening is not None:
            self._listening.close()
            self._listening = None
            self._away = asyncio.create_task(self._come_back(seconds))

    async def _come_back(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        await self._listen()

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        if self._listening is None:  # a connection that was open before we went away
            reset(request)
            return what_was_sent(request)
        authorization = request.headers.get("Authorization", "")
        if self._echo is not None:
            request[ECHO] = partial(self._echo, authorization=authorization)
        wrong = self._plan.api_key is not None and authorization != f"Bearer {self._plan.api_key}"
        if request.path == _CHAT and request.method == "POST":
            await self._chat(request, authorization, wrong=wrong)
        elif wrong:
            row = self._log.received(request.path)
            self._log.over(row, *await send(request, errors.plain("unauthorized")))
        elif request.path.startswith("/v1/models"):
            row = self._log.received(request.path, authorization=bool(authorization))
            self._log.over(row, *await send(request, self._models()))
        else:
            await self._batches.handle(request)
        return what_was_sent(request)

    def _models(self) -> Reply:
        names = [{"id": n, "object": "model", "created": 1, "owned_by": "fake"}
                 for n in self._plan.models]  # fmt: skip
        return Reply(200, json.dumps({"object": "list", "data": names}).encode())

    async def _chat(self, request: web.BaseRequest, authorization: str, *, wrong: bool) -> None:
        try:
            question = self._reader.read(await request.read())
        except (ValueError, TypeError, RecursionError):
            row = self._log.received(request.path)
            said = "We could not parse the JSON body of your request."
            unread = errors.error(400, said, "invalid_request_error", None)
            self._log.over(row, *await send(request, unread))
            return
        except (ConnectionError, web.HTTPException):
            return
        key = question.key
        self._attempts[key] += 1
        row = self._log.received(
            request.path, key=key, broadsheet=question.broadsheet, attempt=self._attempts[key],
            authorization=bool(authorization),
        )  # fmt: skip
        reply = errors.plain("unauthorized") if wrong else self._gate.enter()
        if reply is not None:
            row.fault = "unauthorized" if wrong else "limit"
            self._log.over(row, *await send(request, reply))
            return
        try:
            await self._answer(request, question, row, authorization)
        finally:
            self._gate.leave()

    async def _answer(
        self, request: web.BaseRequest, question: Posted, row: Row, authorization: str
    ) -> None:
        body, asked = question.body, question.asked
        rule = self._chooser.choose(
            "chat", question.key, row.attempt, asked.text,
            max_tokens=limit_of(body), units=len(asked.units),
        )  # fmt: skip
        rule = rule if rule is None or _applies(rule, body) else None
        row.fault = rule.fault if rule else None
        if rule is not None and rule.fault in BEFORE:
            await self._fail(request, body, row, rule, authorization)
            return
        refused = self._cannot(body)
        if refused is not None:
            row.fault = "rejected"
            self._log.over(row, *await send(request, refused))
            return
        wait = self._latency + (rule.seconds or 0 if rule and rule.fault == "slow" else 0)
        if wait:
            await asyncio.sleep(wait)
        made = self._model.complete(question, row.attempt, rule)
        row.fault = row.fault or made.fault
        self._log.billed(row, made.tokens)
        said = json.dumps(made.body, ensure_ascii=False).encode("utf-8", "replace")
        if rule is not None and rule.fault == "cut_body":
            said = said[: int(len(said) * rule.share)]
        self._log.over(row, *await deliver(request, Reply(200, said), rule))

    async def _fail(
        self, request: web.BaseRequest, body: Json, row: Row, rule: Rule, authorization: str
    ) -> None:
        """Do what ``rule`` says before anything is generated."""
        elsewhere = f"http://{HOST}:{self.elsewhere_port}{request.path}"
        reply = errors.reply_for(rule, authorization, str(body.get("model")), elsewhere)
        if reply is not None:
            self._log.over(row, *await send(request, reply))
            return
        if rule.fault == "refused":
            self.go_away(_AWAY if rule.seconds is None else rule.seconds)
        reset(request)
        self._log.over(row, "reset", sent=False)

    def _cannot(self, body: Json) -> Reply | None:
        """Return what the endpoint rejects by its nature."""
        plan = self._plan
        wanted = body.get("response_format")
        kind = wanted.get("type") if isinstance(wanted, dict) else None
        if (kind and plan.structured == "none") or (
            kind == "json_schema" and plan.structured == "json_object"
        ):
            return errors.plain("response_format_rejected")
        if "max_tokens" in body and not plan.max_tokens:
            return errors.plain("unknown_parameter")
        if not plan.any_model and body.get("model") not in plan.models:
            return errors.plain("no_model", str(body.get("model")))
        if body.get("stream"):
            why = "Unsupported value: 'stream' does not support true with this model."
            return errors.error(400, why, "invalid_request_error", "unsupported_value", "stream")
        if plan.context_tokens and tokens(message_text(body)) > plan.context_tokens:
            return errors.plain("context_length")
        return None

    async def _reached_elsewhere(self, request: web.BaseRequest) -> web.StreamResponse:
        """Note what reaches the other origin: a prompt or a key there is a leak."""
        key = None
        with suppress(ValueError, TypeError, RecursionError):
            key = self._reader.read(await request.read()).key
        row = self._log.received(
            request.path, fault="redirected", key=key,
            authorization="Authorization" in request.headers,
        )  # fmt: skip
        self._log.over(row, *await send(request, self._models()))
        return what_was_sent(request)


def _applies(rule: Rule, body: Json) -> bool:
    """Whether a fault about a parameter has that parameter to complain of."""
    if rule.fault == "unknown_parameter":
        return "max_tokens" in body
    if rule.fault == "response_format_rejected":
        return "response_format" in body
    return True


def _port(server: asyncio.Server) -> int:
    return int(server.sockets[0].getsockname()[1])


def _request(message: Any, payload: Any, protocol: Any, writer: Any, task: Any) -> web.BaseRequest:
    loop = asyncio.get_running_loop()
    return web.BaseRequest(message, payload, protocol, writer, task, loop, client_max_size=_LARGEST)
