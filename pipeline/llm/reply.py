"""What an endpoint sends back, read without trust: an answer's text, or why there is none.

Pure: bytes in. Nothing that an endpoint writes into an error is quoted, since it may echo the key
or the prompt; what is named is known beforehand.
"""

import json
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from pipeline.llm.errors import (
    ClientError,
    InvalidAnswer,
    Limited,
    Refused,
    Rejected,
    Stop,
    TooLong,
    Transient,
    Truncated,
)
from pipeline.llm.usage import Usage
from pipeline.llm.waits import wait_asked

_TRANSIENT = {408, 409, 425, 500, 502, 503, 504, 520, 521, 522, 523, 524, 529}
_QUOTA = {"insufficient_quota", "billing_hard_limit_reached", "insufficient_balance"}
_TOO_LONG = re.compile(
    r"context_length_exceeded|string_above_max_length|maximum context length|context size|"
    r"prompt is too long|exceeds? the available context",
    re.IGNORECASE,
)
_MODEL_NAME = re.compile(r"[ -~]{1,200}")
_KNOWN_CODES = frozenset(
    {
        "content_filter",
        "content_policy_violation",
        "invalid_request_error",
        "invalid_value",
        "model_not_found",
        "unsupported_parameter",
        "unsupported_value",
    }
)
_REFUSALS = {"content_filter", "content_policy_violation"}


class Said(NamedTuple):
    """The text of an answer, what it took, and the model that the endpoint names."""

    text: str
    usage: Usage
    model: str | None


def read_reply(data: bytes, host: str) -> Said:
    """Return what the body of a response with status 200 says; raise the ClientError it means."""
    return read_reply_object(_object(data, host), host)


def read_reply_object(body: dict[str, Any], host: str) -> Said:
    """Return what ``body``, read from JSON already, says; raise the ClientError it means."""
    if error := body.get("error"):
        raise _error_with_200(error, host)
    usage = _usage(body.get("usage"))
    counted = usage if usage.counted else None
    unsure = counted is None
    choices = body.get("choices")
    if not isinstance(choices, list) or not choices or not isinstance(choices[0], dict):
        raise Transient(
            f"{host} answered without a choice; is the base URL right?",
            usage=counted,
            ambiguous=unsure,
        )
    choice = choices[0]
    message = choice.get("message")
    message = message if isinstance(message, dict) else {}
    if choice.get("finish_reason") == "content_filter":
        raise Refused(
            f"the content filter of {host} stopped the answer", usage=counted, ambiguous=unsure
        )
    if message.get("refusal"):
        raise Refused("the model declined to answer", usage=counted, ambiguous=unsure)
    if choice.get("finish_reason") == "length":
        cut = "the answer was cut at the token limit; raise max_tokens"
        raise Truncated(cut, usage=counted, ambiguous=unsure)
    text = message.get("content")
    if not isinstance(text, str) or not text.strip():
        empty = f"{host} answered with an empty message"
        raise InvalidAnswer(empty, usage=counted, ambiguous=unsure)
    return Said(text, usage, _name(body.get("model")))


def _name(given: Any) -> str | None:
    """Return the name of a model; None where it is none: it is kept, and shown on terminals."""
    return given if isinstance(given, str) and _MODEL_NAME.fullmatch(given) else None


def _object(data: bytes, host: str) -> dict[str, Any]:
    try:
        # Nothing but UTF-8 (RFC 8259, 8.1): json would guess others, in which no key is found.
        body = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        if data.lstrip()[:1] == b"<":
            what, ambiguous = "a web page instead of an answer; is the base URL right?", False
        else:
            what, ambiguous = "a body that is cut or no JSON", True
        raise Transient(f"{host} sent {what}", ambiguous=ambiguous) from None
    if not isinstance(body, dict):
        raise Transient(f"{host} sent JSON that is no answer; is the base URL right?")
    return body


def _usage(given: Any) -> Usage:
    """Return what the endpoint counted; nonsense counts as nothing counted."""
    if not isinstance(given, dict):
        return Usage()
    details = given.get("prompt_tokens_details")
    details = details if isinstance(details, dict) else {}
    prompt = _count(given.get("prompt_tokens"))
    cached = min(prompt, _count(details.get("cached_tokens")))
    return Usage(
        prompt_tokens=prompt,
        completion_tokens=_count(given.get("completion_tokens")),
        cached_tokens=cached,
        written_tokens=min(prompt - cached, _count(details.get("cache_write_tokens"))),
    )


def _count(value: Any) -> int:
    return value if type(value) is int and 0 <= value < 2**40 else 0


def _error_with_200(error: Any, host: str) -> ClientError:
    code = _code(error)
    if code in _QUOTA:
        return _quota(host)
    if code in _REFUSALS:
        return Refused(f"the content filter of {host} stopped the request")
    return Transient(f"{host} reported an error instead of an answer")


def read_models(data: bytes, host: str) -> int:
    """Return how many models the body of a list of models names."""
    models = _object(data, host).get("data")
    if not isinstance(models, list):
        raise Transient(f"{host} did not list its models; is the base URL right?")
    return len(models)


def refuse_status(
    status: int, headers: Mapping[str, str], data: bytes, host: str, model: str
) -> ClientError:
    """Turn a status other than 200 into what must happen next."""
    error = _error(data)
    code = _code(error)
    if stop := _stop(status, code, host, model):
        return stop
    wait = wait_asked(headers)
    if status == 429:
        return Limited(f"{host} has had enough requests for now (429)", retry_after=wait)
    if status in _TRANSIENT:
        return Transient(f"{host} answered {status}", retry_after=wait)
    if code in _REFUSALS:
        return Refused(f"the content filter of {host} stopped the request ({status})")
    if status == 413 or _TOO_LONG.search(data[:4000].decode("utf-8", "replace")):
        return TooLong(f"{host} says that the request is longer than {model} can take ({status})")
    if 200 < status < 300:
        return Transient(f"{host} answered {status} and no answer", ambiguous=True)
    named = f", {code}" if code in _KNOWN_CODES else ""
    return Rejected(f"{host} rejected the request ({status}{named})")


def _stop(status: int, code: str | None, host: str, model: str) -> Stop | None:
    """Return what the user must change before anything is answered, if that is what it says."""
    if status == 402 or code in _QUOTA:
        return _quota(host)
    if 300 <= status < 400:
        return Stop(f"{host} redirects ({status}); redirects are not followed: give the final URL")
    said = {
        401: f"{host} does not accept the key (401); check OPENAI_API_KEY",
        403: f"{host} forbids this (403); the key may lack access to {model}",
        407: "the proxy asks for a password (407); check HTTPS_PROXY and HTTP_PROXY",
        404: f"{host} knows no model {model} or no such path (404); check model and base URL",
    }
    return Stop(said[status]) if status in said else None


def complains_of(data: bytes, *words: str) -> bool:
    """Whether an error body names one of ``words``, wherever it stands in it."""
    text = data[:10_000].decode("utf-8", "replace").lower()
    return any(word in text for word in words)


def _quota(host: str) -> Stop:
    return Stop(f"{host} says that the quota is used up; add credit or change the key")


def _error(data: bytes) -> Any:
    try:
        body = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return body.get("error", body) if isinstance(body, dict) else None


def _code(error: Any) -> str | None:
    if not isinstance(error, dict):
        return None
    for name in ("code", "type"):
        if isinstance(error.get(name), str) and error[name] in _QUOTA | _KNOWN_CODES:
            return str(error[name])
    return None
