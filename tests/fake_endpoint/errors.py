"""Error replies as providers word them."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any
from urllib.parse import quote

from tests.fake_endpoint.plan import Rule

HTML = (
    "<!doctype html><html><head><title>502 Bad Gateway</title></head>"
    "<body><h1>Bad Gateway</h1><p>Please log in to the network.</p></body></html>"
)


@dataclass(frozen=True)
class Reply:
    """Status, headers and body of a reply."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = "application/json"


def error_body(message: str, kind: str, code: str | None, param: str | None = None) -> bytes:
    """Return the JSON of an error."""
    error = {"message": message, "type": kind, "param": param, "code": code}
    return json.dumps({"error": error}).encode()


def error(
    status: int, message: str, kind: str, code: str | None, param: str | None = None, **headers: str
) -> Reply:
    """Return an error reply; underscores in header names become hyphens."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, error_body(message, kind, code, param), named)


def too_many(retry_after: object, form: str, why: str = "requests") -> Reply:
    """Return a 429; ``retry_after`` in seconds (None: no header), said in ``form``."""
    return Reply(
        429,
        error_body(f"Rate limit reached for {why}", why, "rate_limit_exceeded"),
        wait_headers(retry_after, form),
    )


def wait_headers(retry_after: object, form: str) -> dict[str, str]:
    """Return the header that asks for a wait: seconds, HTTP date, milliseconds or reset."""
    if retry_after is None:
        return {}
    said = str(retry_after)
    try:
        seconds = float(said)
    except ValueError:
        return {"Retry-After": said}
    if form == "date":
        # A date has whole seconds; the next one, so that nobody is told to come too early.
        at = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=seconds + 1)
        return {"Retry-After": format_datetime(at, usegmt=True)}
    if form == "ms":
        return {"retry-after-ms": f"{seconds * 1000:.0f}"}
    if form == "reset":
        return {"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": _go(seconds)}
    return {"Retry-After": said}


def _go(seconds: float) -> str:
    """Return a duration as OpenAI's headers have it: ``750ms``, ``1s``, ``6m0s``, ``1h0m5s``."""
    if seconds < 1:
        return f"{seconds * 1000:.0f}ms"
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(int(minutes), 60)
    tail = f"{rest:.3f}".rstrip("0").rstrip(".") + "s"
    return f"{hours}h{minutes}m{tail}" if hours else f"{minutes}m{tail}" if minutes else tail


def reply_for(rule: Rule, authorization: str, model: str, elsewhere: str) -> Reply | None:
    """Return what ``rule`` answers before anything is generated; None if it sends no reply."""
    if rule.fault == "rate_limit":
        return too_many(rule.retry_after, rule.form)
    if rule.fault == "redirect":
        return Reply(rule.status or 307, b"", {"Location": elsewhere})
    if rule.fault == "html":
        return Reply(rule.status or 200, HTML.encode(), content_type="text/html; charset=utf-8")
    if rule.fault == "error_body":
        return Reply(200, error_body("The server had an error", "server_error", rule.code))
    if rule.fault == "echo_key":
        return _echo(rule.status or 401, authorization)
    found = _PLAIN.get(rule.fault)
    if found is None:
        return None
    status, message, kind, code, param = found
    headers = wait_headers(rule.retry_after, rule.form) if status >= 500 else {}
    return Reply(status, error_body(message.format(model=model), kind, code, param), headers)


_PLAIN: dict[str, tuple[int, str, str, str | None, str | None]] = {
    "insufficient_quota": (
        429,
        "You exceeded your current quota, please check your plan and billing details.",
        "insufficient_quota",
        "insufficient_quota",
        None,
    ),
    "unauthorized": (
        401, "Incorrect API key provided.", "invalid_request_error", "invalid_api_key", None,
    ),
    "forbidden": (
        403, "You are not allowed to sample from this model.", "invalid_request_error",
        "permission_denied", None,
    ),
    "no_model": (
        404, "The model `{model}` does not exist or you do not have access to it.",
        "invalid_request_error", "model_not_found", None,
    ),
    "server_error": (500, "The server had an error.", "server_error", None, None),
    "bad_gateway": (502, "Bad gateway.", "server_error", None, None),
    "unavailable": (503, "The engine is currently overloaded.", "server_error", None, None),
    "overloaded": (529, "Overloaded.", "overloaded_error", None, None),
    "context_length": (
        400, "This model's maximum context length is exceeded. Please reduce the messages.",
        "invalid_request_error", "context_length_exceeded", "messages",
    ),
    "unknown_parameter": (
        400, "Unsupported parameter: 'max_tokens' is not supported with this model. "
        "Use 'max_completion_tokens' instead.",
        "invalid_request_error", "unsupported_parameter", "max_tokens",
    ),
    "response_format_rejected": (
        400, "Invalid parameter: 'response_format' of type 'json_schema' is not supported with "
        "this model.",
        "invalid_request_error", None, "response_format",
    ),
}  # fmt: skip


def plain(fault: str, model: str = "") -> Reply:
    """Return the reply of a fault that has no parameters."""
    status, message, kind, code, param = _PLAIN[fault]
    return Reply(status, error_body(message.format(model=model), kind, code, param))


def _echo(status: int, authorization: str) -> Reply:
    """Return an error that gives the key back in every disguise, in body and headers."""
    key = authorization.removeprefix("Bearer ").strip()
    coded = base64.b64encode(key.encode()).decode()
    quoted = quote(key, safe="")
    said = f"Incorrect API key provided: {key}. (base64 {coded}, url {quoted}, {authorization})"
    headers = {"X-Echo-Authorization": authorization, "X-Echo-Base64": coded, "X-Echo-Url": quoted}
    return Reply(status, error_body(said, "invalid_request_error", "invalid_api_key"), headers)


def as_json(reply: Reply) -> Any:
    """Return the body of a reply as JSON."""
    return json.loads(reply.body)
