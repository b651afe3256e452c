"""What a request is called on this side of the wire."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from pipeline.llm import Parameters, Request

HOST = "127.0.0.1"


def response_schema(body: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the JSON Schema that a request holds its answer to; None where it names none."""
    wanted = body.get("response_format")
    if not isinstance(wanted, dict):
        return None
    named = wanted.get("json_schema")
    schema = named.get("schema") if isinstance(named, dict) else wanted.get("schema")
    return schema if isinstance(schema, dict) else None


def request_key(body: Mapping[str, Any]) -> str:
    """Return the SHA-256 (hex) of what a chat completion's ``body`` asks.

    Over canonical JSON (members sorted, compact, UTF-8, non-ASCII kept) of ``messages``, ``model``
    and, if the request has one, ``schema``. How the format is spelled, the sampling parameters and
    streaming are not part of it: the same question asked in another way is the same question.
    """
    asked = {"messages": body.get("messages"), "model": body.get("model")}
    schema = response_schema(body)
    if schema is not None:
        asked["schema"] = schema
    text = json.dumps(asked, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def broadsheet_key(body: Mapping[str, Any], provider: str = HOST) -> str | None:
    """Return the key under which Broadsheet keeps the answer to ``body``.

    None where that cannot be told from the body: without a schema in it, or with messages that
    are not ours. ``provider`` is the endpoint's host, unless the client names another.
    """
    schema = response_schema(body)
    if schema is None:
        return None
    given = {name: body.get(name) for name in Parameters.model_fields}
    given["max_tokens"] = body.get("max_completion_tokens", body.get("max_tokens"))
    asked = {
        "provider": provider,
        "model": body.get("model"),
        "messages": body.get("messages"),
        "parameters": given,
        "answer_schema": schema,
    }
    try:
        return Request.model_validate(asked).key
    except ValueError:  # pydantic's, or that of a lone surrogate
        return None
