"""A provider's Batch API, through the OpenAI SDK: files and batches.

The SDK knows how a file is uploaded and a list is paged; what comes back is read here, without
trust. Nothing that the provider writes is quoted. Imported only where a batch is dealt with: the
SDK takes a second.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import IO, Any, Literal, TypeVar
from urllib.parse import urlsplit

import httpx2
import openai
from pydantic import BaseModel, Field, ValidationError
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_after_attempt
from tenacity.wait import wait_random_exponential

from pipeline.llm.errors import ClientError, Later, Limited, Rejected, Stop, Transient
from pipeline.llm.halt import Halt
from pipeline.llm.openai import OPENAI
from pipeline.llm.proxy import proxy_for
from pipeline.llm.reply import refuse_status
from pipeline.llm.secret import Secret

MARK = "broadsheet"
"""The member of a batch's metadata that holds our own name for it."""

Status = Literal[
    "validating", "in_progress", "finalizing", "completed", "failed", "expired", "cancelling",
    "cancelled",
]  # fmt: skip
ENDED: tuple[Status, ...] = ("completed", "failed", "expired", "cancelled")

_PATIENCE = 120.0
_PAGE = 100
_PIECE = 1 << 16
_FILES_TAKE = 10  # a file may take so many times as long as any other request
_DAY = 86_400
_NONE_SUCH = (404, 405, 501)
_NEVER_LEFT = (
    httpx2.ConnectError,
    httpx2.ConnectTimeout,
    httpx2.PoolTimeout,
    httpx2.ProxyError,
)
Got = TypeVar("Got")
Read = TypeVar("Read", bound=BaseModel)


class Unknown(ClientError):
    """The provider does not know what it is asked about (any more)."""

    kind = "unknown"


class Counts(BaseModel):
    """How many requests a batch has, and how many of them came out well or badly."""

    total: int = Field(default=0, ge=0)
    completed: int = Field(default=0, ge=0)
    failed: int = Field(default=0, ge=0)


class Problem(BaseModel):
    """What validation says against an input file. ``code`` is the provider's: not to be shown
    unless it is a known one."""

    code: str | None = None
    line: int | None = None


class Problems(BaseModel):
    """All of it."""

    data: list[Problem] | None = None


class Batch(BaseModel):
    """A batch as the provider describes it."""

    id: str = Field(pattern=r"^[A-Za-z0-9_.:-]{1,200}$")
    status: Status
    input_file_id: str | None = None
    output_file_id: str | None = None
    error_file_id: str | None = None
    created_at: float = 0.0
    request_counts: Counts | None = None
    errors: Problems | None = None
    metadata: dict[str, Any] | None = None


class _Page(BaseModel):
    data: list[Batch]
    has_more: bool = False


class _File(BaseModel):
    id: str = Field(pattern=r"^[A-Za-z0-9_.:-]{1,200}$")


class Batches:
    """The batches of one endpoint; belongs to the event loop that it is first used in.

    ``base_url`` None means OpenAI itself; the time-outs are those of
    :class:`~pipeline.llm.openai.OpenAIChat`. What may pass (a 429, a 5xx, a connection) is tried
    ``attempts`` times, waiting as the endpoint says; then, and where it asks to wait more than two
    minutes, Later is raised. No redirect is followed.
    """

    def __init__(
        self,
        api_key: str,
        base_url: str | None,
        halt: Halt,
        *,
        connect: float = 10.0,
        read: float = 300.0,
        deadline: float = 600.0,
        attempts: int = 5,
    ) -> None:
        self.url = (base_url or OPENAI).rstrip("/")
        self.host = urlsplit(self.url).hostname or "unknown"
        self.halt = halt
        self.secret = Secret(api_key)
        self._attempts = attempts
        self._backoff = wait_random_exponential(multiplier=0.5, max=30)
        timeout = httpx2.Timeout(read, connect=connect)
        self._deadline = deadline
        self._sdk = openai.AsyncOpenAI(
            api_key=api_key,
            base_url=self.url,
            max_retries=0,
            timeout=timeout,
            http_client=openai.DefaultAsyncHttpxClient(
                follow_redirects=False,
                timeout=timeout,
                # One of its own, so that the client chooses no proxy itself (trust_env=False would
                # also take a desk's own certificates away).
                transport=httpx2.AsyncHTTPTransport(proxy=proxy_for(self.url)),
            ),
        )

    async def close(self) -> None:
        """Close the connections."""
        await self._sdk.close()

    async def check(self) -> None:
        """Raise Stop where the endpoint has no Batch API, or does not take the key."""
        await self._page(1, openai.omit)

    async def upload(self, name: str, file: IO[bytes], size: int) -> str:
        """Upload an input file of ``size`` bytes; return the provider's id of it."""

        async def send() -> bytes:
            file.seek(0)
            sent = await self._sdk.files.with_raw_response.create(
                file=(name, file), purpose="batch"
            )
            return sent.content

        what = f"a file of {size:,} bytes"
        return (await self._asked(send, _File, what, takes=_FILES_TAKE)).id

    async def create(self, file: str, mark: str) -> Batch:
        """Make a batch of the uploaded ``file``, with our name ``mark`` for it in its metadata.

        Raises Transient, ``ambiguous``, where it may have been made all the same: look for it.
        """

        async def send() -> bytes:
            sent = await self._sdk.batches.with_raw_response.create(
                input_file_id=file,
                endpoint="/v1/chat/completions",
                completion_window="24h",
                metadata={MARK: mark},
            )
            return sent.content

        return await self._asked(send, Batch, "the batch", once=True)

    async def find(self, mark: str, file: str | None, since: float) -> Batch | None:
        """Return the batch that was made under ``mark`` or of ``file``, after ``since`` (Unix
        seconds); None where the provider lists none."""
        after: str | openai.Omit = openai.omit
        while True:
            page = await self._page(_PAGE, after)
            for batch in page.data:
                marked = (batch.metadata or {}).get(MARK) == mark
                if marked or (file is not None and batch.input_file_id == file):
                    return batch
            if not page.has_more or not page.data or page.data[-1].created_at < since - _DAY:
                return None
            after = page.data[-1].id

    async def get(self, id: str) -> Batch:
        """Return the batch ``id`` as it stands; Unknown where there is none."""

        async def send() -> bytes:
            return (await self._sdk.batches.with_raw_response.retrieve(id)).content

        return await self._asked(send, Batch, f"batch {id}", known=True)

    async def cancel(self, id: str) -> Batch:
        """Ask for the batch ``id`` to be cancelled; what is answered already stays."""

        async def send() -> bytes:
            return (await self._sdk.batches.with_raw_response.cancel(id)).content

        return await self._asked(send, Batch, f"batch {id}", known=True)

    async def download(self, id: str, into: IO[bytes], most: int) -> None:
        """Write the file ``id``, of ``most`` bytes at the most, ``into`` a file."""

        async def receive() -> None:
            into.seek(0)
            into.truncate()
            async with self._sdk.files.with_streaming_response.content(id) as reply:
                async for piece in reply.iter_bytes(_PIECE):
                    into.write(piece)
                    if into.tell() > most:
                        raise Rejected(f"{self.host} sends more than {most:,} bytes for file {id}")

        await self._tried(receive, f"file {id}", known=True, takes=_FILES_TAKE)

    async def discard(self, id: str) -> None:
        """Delete the file ``id``; one that is not there is deleted."""

        async def send() -> None:
            await self._sdk.files.with_raw_response.delete(id)

        try:
            await self._tried(send, f"file {id}", known=True)
        except Unknown:
            return

    async def _page(self, size: int, after: str | openai.Omit) -> _Page:
        async def send() -> bytes:
            return (await self._sdk.batches.with_raw_response.list(limit=size, after=after)).content

        return await self._asked(send, _Page, "its batches")

    async def _asked(
        self, send: Callable[[], Awaitable[bytes]], noun: type[Read], what: str, **how: Any
    ) -> Read:
        """Do ``send`` as :meth:`_tried` does, and return what comes back as a ``noun``."""

        async def ask() -> Read:
            return self._read(await send(), noun)

        return await self._tried(ask, what, **how)

    async def _tried(
        self,
        send: Callable[[], Awaitable[Got]],
        what: str,
        *,
        once: bool = False,
        known: bool = False,
        takes: int = 1,
    ) -> Got:
        """Do ``send``, and again after what may pass.

        With ``once`` not after what may have been done all the same. ``known``: a 404 is about
        ``what``, and not about the Batch API.
        """

        async def attempt() -> Got:
            try:
                return await self._within(send, takes)
            except Exception as error:  # noqa: BLE001 - every kind of it is told apart in there
                raise self._fault(error, what, known=known or once, once=once) from None

        retrying = AsyncRetrying(
            retry=retry_if_exception(
                lambda fault: isinstance(fault, Transient) and not (once and fault.ambiguous)
            ),
            stop=stop_after_attempt(self._attempts),
            wait=self._wait,
            sleep=self.halt.sleep,
            reraise=True,
        )
        try:
            return await retrying(attempt)
        except Transient as fault:
            if once and fault.ambiguous:
                raise
            raise Later(f"{fault}; nothing is lost: run the same command again later") from None

    async def _within(self, send: Callable[[], Awaitable[Got]], takes: int) -> Got:
        async with asyncio.timeout(self._deadline * takes):
            return await send()

    def _wait(self, state: RetryCallState) -> float:
        fault = state.outcome.exception() if state.outcome else None
        asked = fault.retry_after if isinstance(fault, Transient) else None
        if asked is not None and asked > _PATIENCE:
            raise Later(
                f"{self.host} asks to wait {asked:.0f} seconds; run the same command again then"
            )
        return self._backoff(state) if asked is None else asked

    def _fault(self, error: Exception, what: str, *, known: bool, once: bool) -> Exception:
        """Turn what the SDK raises into what must happen next."""
        if isinstance(error, ClientError):
            return error
        if isinstance(error, openai.APIStatusError):
            return self._refusal(error, what, known=known, once=once)
        cause = error.__cause__ if isinstance(error, openai.APIConnectionError) else error
        if isinstance(cause, _NEVER_LEFT):
            return Transient(f"no connection to {self.host} ({type(cause).__name__})")
        if isinstance(cause, (httpx2.HTTPError, openai.OpenAIError, TimeoutError, OSError)):
            said = f"{self.host} broke off over {what} ({type(cause).__name__})"
            return Transient(said, ambiguous=True)
        return error

    def _refusal(
        self, error: openai.APIStatusError, what: str, *, known: bool, once: bool
    ) -> ClientError:
        status = error.status_code
        if status in _NONE_SUCH and not known:
            return Stop(
                f"{self.host} has no Batch API at this URL ({status}): ask live (broadsheet "
                "brief), or have the questions answered elsewhere (broadsheet requests export)"
            )
        if status == 404:
            return Unknown(f"{self.host} does not know {what} (404)")
        headers = {name.lower(): value for name, value in error.response.headers.items()}
        fault = refuse_status(status, headers, error.response.content, self.host, what)
        if once and isinstance(fault, Transient) and not isinstance(fault, Limited):
            fault.ambiguous = True
        return fault

    def _read(self, data: bytes, noun: type[Read]) -> Read:
        try:
            return noun.model_validate_json(data)
        except ValidationError:
            raise Transient(
                f"{self.host} sent no {noun.__name__.strip('_').lower()}; is the base URL right?",
                ambiguous=True,
            ) from None
