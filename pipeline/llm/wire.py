"""How a request is written for an endpoint.

Nothing here is part of the key: two spellings of the same request ask the same thing.
"""

import json
from typing import Any, Literal

from pipeline.llm.request import Json, Request
from pipeline.model import Noun

# OpenAI's strict mode rejects these bounds; other endpoints' decoders need them to stop.
_NOT_STRICT = frozenset({"minLength", "maxLength"})
_OPENAI = "api.openai.com"
Form = Literal["json_schema", "json_object", "prompt"]
"""How an answer is held to its schema: by the decoder, by the word JSON, or only by being told."""

_FORMS: tuple[Form, ...] = ("json_schema", "json_object", "prompt")
_TOLD = (
    "Answer with one JSON object and nothing else, no code fence, no remark. "
    "It must fit this JSON Schema:\n"
)


class Spelling(Noun):
    """What an endpoint takes: the ``form`` of the schema, and what the token limit is called."""

    form: Form = "json_schema"
    limit: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"

    @classmethod
    def of(cls, host: str) -> "Spelling":
        """Return what to begin with at ``host``."""
        return cls(limit="max_completion_tokens" if host == _OPENAI else "max_tokens")

    def plainer(self) -> "Spelling | None":
        """Return the spelling that asks less of the endpoint; None if there is none."""
        at = _FORMS.index(self.form) + 1
        return self.model_copy(update={"form": _FORMS[at]}) if at < len(_FORMS) else None

    def other_limit(self) -> "Spelling":
        """Return the spelling that calls the token limit by its other name."""
        old = self.limit == "max_tokens"
        return self.model_copy(update={"limit": "max_completion_tokens" if old else "max_tokens"})


def body(request: Request, host: str, spelling: Spelling | None = None) -> dict[str, Any]:
    """Return the body of a chat completion for ``request``, as ``host`` understands it."""
    spelling = spelling or Spelling.of(host)
    parameters = request.parameters.model_dump(exclude_none=True)
    if "max_tokens" in parameters:
        parameters[spelling.limit] = parameters.pop("max_tokens")
    schema = _strict(request.answer_schema) if host == _OPENAI else request.answer_schema
    messages = [message.model_dump() for message in request.messages]
    if spelling.form != "json_schema":
        messages = _told(messages, schema)
    return {
        "model": request.model,
        "messages": messages,
        **_response_format(spelling.form, schema),
        **parameters,
    }


def _response_format(form: Form, schema: Json) -> dict[str, Any]:
    if form == "prompt":
        return {}
    if form == "json_object":
        return {"response_format": {"type": "json_object"}}
    held = {"name": "answer", "strict": True, "schema": schema}
    return {"response_format": {"type": "json_schema", "json_schema": held}}


def _told(messages: list[dict[str, Any]], schema: Json) -> list[dict[str, Any]]:
    """Say the schema in the system message, which all questions of a kind share."""
    told = _TOLD + json.dumps(schema, ensure_ascii=False, separators=(",", ":"))
    first, *rest = messages
    if first["role"] == "system":
        return [{**first, "content": f"{first['content']}\n\n{told}"}, *rest]
    return [{"role": "system", "content": told}, *messages]


def _strict(node: Any) -> Any:
    if isinstance(node, dict):
        return {name: _strict(value) for name, value in node.items() if name not in _NOT_STRICT}
    return [_strict(value) for value in node] if isinstance(node, list) else node


def batch_line(key: str, request: Request, host: str, spelling: Spelling | None = None) -> Json:
    """Return one line of an OpenAI Batch input file; ``custom_id`` is the key."""
    return {
        "custom_id": key,
        "method": "POST",
        "url": "/v1/chat/completions",
        "body": body(request, host, spelling),
    }
