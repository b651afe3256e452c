"""The client for OpenAI and everything that speaks its chat protocol.

The SDK takes a second to import, so this module is imported only when a question is really asked.
Its own retries are off: :class:`~pipeline.llm.layers.Retried` is the one layer that retries.
"""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import openai

from pipeline.llm.answer import Response, Usage, read_answer
from pipeline.llm.errors import (
    ClientError,
    InvalidAnswer,
    Refused,
    Rejected,
    Stop,
    Transient,
    Truncated,
)
from pipeline.llm.wire import body
from pipeline.model import Provenance

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletion
    from openai.types.completion_usage import CompletionUsage

    from pipeline.llm.request import Question

_TRANSIENT_STATUS = {408, 409, 429, 500, 502, 503, 504, 529}


class OpenAIChat:
    """Asks one endpoint, once per question.

    ``base_url`` None means OpenAI itself. ``connect`` and ``read`` are time-outs in seconds. No
    redirect is followed: a prompt goes where the user said, or nowhere.
    """

    def __init__(
        self, api_key: str, base_url: str | None = None, connect: float = 10.0, read: float = 300.0
    ) -> None:
        self._client = openai.AsyncOpenAI(
            api_key=api_key,
            base_url=base_url,
            max_retries=0,
            timeout=openai.Timeout(read, connect=connect),
            http_client=openai.DefaultAsyncHttpxClient(follow_redirects=False),
        )
        self._host = urlsplit(str(self._client.base_url)).hostname or "unknown"

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def models(self) -> int:
        """Return how many models the endpoint names: whether it is there and takes the key."""
        try:
            return len((await self._client.models.list()).data)
        except openai.APIStatusError as error:
            raise _of_status(error, "its models") from None
        except openai.OpenAIError as error:
            name = type(error.__cause__ or error).__name__
            raise Transient(f"no connection to {self._host} ({name}); is it running?") from None

    async def answer(self, question: Question) -> Response:
        """Ask ``question``; raise the ClientError that says what must happen next."""
        try:
            completion: Any = await self._client.chat.completions.create(
                **body(question.request, self._host)
            )
        except openai.APIStatusError as error:
            raise _of_status(error, question.request.model) from None
        except openai.APIConnectionError as error:
            cause = error.__cause__ or error
            name = type(cause).__name__
            raise Transient(f"no connection to {self._host} ({name}); is it running?") from None
        except (openai.OpenAIError, ValueError) as error:  # a body that is no JSON is a ValueError
            name = type(error).__name__
            raise InvalidAnswer(
                f"{self._host} did not answer as an endpoint does ({name}); is the base URL right?"
            ) from None
        return self._response(completion, question)

    def _response(self, completion: Any, question: Question) -> Response:
        choices = getattr(completion, "choices", None)
        if not choices:
            raise InvalidAnswer(f"{self._host} answered without a choice; is the base URL right?")
        text = _text(completion, self._host)
        return Response(
            content=read_answer(text, question.expects),
            usage=_usage(completion.usage),
            provenance=Provenance(
                origin="live",
                provider=question.request.provider,
                model=completion.model or question.request.model,
                host=self._host,
                date=datetime.now(UTC).date().isoformat(),
            ),
        )


def _text(completion: ChatCompletion, host: str) -> str:
    choice = completion.choices[0]
    message = choice.message
    if choice.finish_reason == "content_filter":
        raise Refused(f"the content filter of {host} stopped the answer")
    if message is not None and message.refusal:
        raise Refused("the model declined to answer")
    if choice.finish_reason == "length":
        raise Truncated("the answer was cut at the token limit; raise max_tokens")
    if message is None or not message.content:
        raise InvalidAnswer(f"{host} answered with an empty message")
    return message.content


def _usage(usage: CompletionUsage | None) -> Usage:
    if usage is None:
        return Usage()
    details = usage.prompt_tokens_details
    return Usage(
        prompt_tokens=usage.prompt_tokens or 0,
        completion_tokens=usage.completion_tokens or 0,
        cached_tokens=(details.cached_tokens or 0) if details else 0,
    )


def _of_status(error: openai.APIStatusError, model: str) -> ClientError:
    """Turn a status into what must happen next. The body is not quoted: it may echo the key."""
    status = error.status_code
    host = error.request.url.host
    if status == 429 and error.code == "insufficient_quota":
        return Stop(f"{host} says that the quota is used up; add credit or change the key")
    if status == 401:
        return Stop(f"{host} does not accept the key (401); check OPENAI_API_KEY")
    if status == 403:
        return Stop(f"{host} forbids this (403); the key may lack access to {model}")
    if status == 404:
        return Stop(
            f"{host} knows no model {model} or no such path (404); check model and base URL"
        )
    if status in _TRANSIENT_STATUS:
        wait = retry_after(error.response.headers.get("retry-after"))
        return Transient(f"{host} answered {status}", retry_after=wait)
    if 300 <= status < 400:
        return Stop(f"{host} redirects ({status}); redirects are not followed: give the final URL")
    return Rejected(f"{host} rejected the request ({status}, code {error.code or 'none given'})")


def retry_after(value: str | None, now: datetime | None = None) -> float | None:
    """Return the seconds that a Retry-After header asks for (RFC 9110, 10.2.3), None if none."""
    if not value:
        return None
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        at = parsedate_to_datetime(value)
    except ValueError:
        return None
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    return max(0.0, (at - (now or datetime.now(UTC))).total_seconds())
