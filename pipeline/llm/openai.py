"""The client for OpenAI and everything that speaks its chat protocol.

Requests go out through aiohttp and bodies are read here. The SDK's way from a request to an answer
costs five times the CPU (``benchmarks/overhead.py``), takes a second to import, and accepts as a
completion what is none: a web page, an error, an answer without a choice. The SDK does the rest:
files and batches (:mod:`pipeline.llm.batches`).

Nothing is tried again here: :class:`~pipeline.llm.retried.Retried` is the one layer that does.
"""

import json
from datetime import UTC, datetime
from urllib.parse import urlsplit

import aiohttp

from pipeline.llm.answer import Response, read_answer
from pipeline.llm.attempt import Attempt
from pipeline.llm.errors import ClientError, InvalidAnswer, Rejected, Transient, Unsuited
from pipeline.llm.proxy import proxy_for
from pipeline.llm.reply import complains_of, read_models, read_reply, refuse_status
from pipeline.llm.secret import Secret
from pipeline.llm.waits import exhausted
from pipeline.llm.wire import Spelling, body
from pipeline.model import Provenance

OPENAI = "https://api.openai.com/v1"
MOST_BYTES = 16 * 1024 * 1024
"""A body longer than this is no answer: the longest that a schema of ours allows is far shorter."""

# So many answers that are no JSON, and never one that is, and the schema is spelled out as well.
_UNHELD = 2
# The request never left: nothing can have been paid for.
_NEVER_LEFT = (
    aiohttp.ClientConnectorError,
    aiohttp.ClientHttpProxyError,
    aiohttp.ConnectionTimeoutError,
)


class OpenAIChat:
    """Asks one endpoint, once per attempt.

    ``base_url`` None means OpenAI itself. ``connect`` and ``read`` are time-outs in seconds, the
    latter between two pieces of an answer; ``deadline`` is the longest that a whole request may
    take. No redirect is followed: a prompt goes where the user said, or nowhere.

    ``spelling`` is what the endpoint has been found to take; it begins with the strictest and
    becomes plainer where the endpoint rejects it.
    """

    def __init__(
        self,
        api_key: str,
        base_url: str | None = None,
        connect: float = 10.0,
        read: float = 300.0,
        deadline: float = 600.0,
    ) -> None:
        self._url = (base_url or OPENAI).rstrip("/")
        self._headers = {"Authorization": f"Bearer {api_key}", "Content-Type": "application/json"}
        self._timeout = aiohttp.ClientTimeout(total=deadline, sock_connect=connect, sock_read=read)
        self._proxy = proxy_for(self._url)
        self._secret = Secret(api_key)
        self._open: aiohttp.ClientSession | None = None
        self._unheld: int | None = 0
        self.host = urlsplit(self._url).hostname or "unknown"
        self.spelling = Spelling.of(self.host)

    async def close(self) -> None:
        """Close the connections."""
        if self._open is not None:
            await self._open.close()

    async def models(self) -> int:
        """Return how many models the endpoint names: whether it is there and takes the key."""
        status, headers, data = await self._send("GET", "/models", None)
        if status != 200:
            raise refuse_status(status, headers, data, self.host, "its models")
        return read_models(data, self.host)

    async def ask(self, attempt: Attempt) -> Response:
        """Send ``attempt``; raise the ClientError that says what must happen next."""
        spelling = self.spelling
        content = body(attempt.request, self.host, spelling)
        sent = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
        status, headers, data = await self._send("POST", "/chat/completions", sent)
        if status != 200:
            fault = refuse_status(status, headers, data, self.host, attempt.request.model)
            raise self._respelled(fault, data, spelling)
        return self._response(headers, data, attempt, spelling)

    async def _send(
        self, method: str, path: str, data: bytes | None
    ) -> tuple[int, dict[str, str], bytes]:
        """Return status, headers (names in lower case) and body of what comes back."""
        try:
            async with self._session().request(
                method, self._url + path, data=data, allow_redirects=False
            ) as reply:
                headers = {name.lower(): value for name, value in reply.headers.items()}
                return reply.status, headers, await self._read(reply)
        except _NEVER_LEFT as error:
            name = type(error).__name__
            raise Transient(f"no connection to {self.host} ({name}); is it running?") from None
        except TimeoutError as error:
            name = type(error).__name__
            raise Transient(
                f"{self.host} did not finish its answer in time ({name})", ambiguous=True
            ) from None
        except (aiohttp.ClientError, OSError) as error:
            name = type(error).__name__
            raise Transient(f"{self.host} broke off its answer ({name})", ambiguous=True) from None

    async def _read(self, reply: aiohttp.ClientResponse) -> bytes:
        data = bytearray()
        async for piece in reply.content.iter_any():
            data += piece
            if len(data) > MOST_BYTES:
                reply.close()
                raise Transient(
                    f"{self.host} sends more than {MOST_BYTES // 2**20} MiB for one answer",
                    ambiguous=True,
                )
        return bytes(data)

    def _session(self) -> aiohttp.ClientSession:
        if self._open is None:  # it belongs to the running event loop, so not before there is one
            self._open = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0),  # the gate says how many
                cookie_jar=aiohttp.DummyCookieJar(),
                headers=self._headers,
                timeout=self._timeout,
                proxy=self._proxy,
            )
        return self._open

    def _response(
        self, headers: dict[str, str], data: bytes, attempt: Attempt, spelling: Spelling
    ) -> Response:
        question = attempt.question
        said = read_reply(data, self.host)
        usage = said.usage if said.usage.counted else None
        unsure = usage is None
        if self._secret.is_in(data):
            echo = f"{self.host} sends the key back in its answer"
            raise Rejected(echo, usage=usage, ambiguous=unsure)
        try:
            content = read_answer(said.text, question.expects)
        except InvalidAnswer as error:
            if not error.is_json:
                self._not_held(spelling)
            raise InvalidAnswer(
                str(error), answer=said.text, usage=usage, ambiguous=unsure
            ) from None
        self._unheld = None
        return Response(
            content=content,
            usage=said.usage,
            provenance=Provenance(
                origin="live",
                provider=question.request.provider,
                model=said.model or question.request.model,
                host=self.host,
                date=datetime.now(UTC).date().isoformat(),
            ),
            rest=exhausted(headers),
        )

    def _respelled(self, fault: ClientError, data: bytes, sent: Spelling) -> ClientError:
        """Return Unsuited, having changed the spelling, where that is what was rejected."""
        if not isinstance(fault, Rejected):
            return fault
        if complains_of(data, "max_completion_tokens"):
            if self.spelling == sent:
                self.spelling = sent.other_limit()
            return Unsuited(f"{self.host} calls the token limit otherwise")
        asks_less = complains_of(
            data, "response_format", "json_schema", "json_object", "structured out"
        )
        if asks_less and sent.plainer() is not None:
            self._respell(sent)
            return Unsuited(f"{self.host} does not take {sent.form}")
        return fault

    def _not_held(self, sent: Spelling) -> None:
        """Note an answer that is no JSON: an endpoint may take the schema and not mind it."""
        if self._unheld is not None:
            self._unheld += 1
            if self._unheld >= _UNHELD:
                self._unheld = 0
                self._respell(sent)

    def _respell(self, sent: Spelling) -> None:
        """Ask less of the endpoint from now on, unless another request has found that out."""
        plainer = sent.plainer()
        if plainer is not None and self.spelling == sent:
            self.spelling = plainer
