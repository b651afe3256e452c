"""How a request is written for an endpoint.

Nothing here is part of the key: two spellings of the same request ask the same thing.
"""

from typing import Any

from pipeline.llm.request import Json, Request

# OpenAI's strict mode rejects these bounds; other endpoints' decoders need them to stop.
_NOT_STRICT = frozenset({"minLength", "maxLength"})
_OPENAI = "api.openai.com"


def body(request: Request, host: str) -> dict[str, Any]:
    """Return the body of a chat completion for ``request``, as ``host`` understands it."""
    parameters = request.parameters.model_dump(exclude_none=True)
    if host == _OPENAI and "max_tokens" in parameters:
        parameters["max_completion_tokens"] = parameters.pop("max_tokens")
    schema = _strict(request.answer_schema) if host == _OPENAI else request.answer_schema
    return {
        "model": request.model,
        "messages": [message.model_dump() for message in request.messages],
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "answer", "strict": True, "schema": schema},
        },
        **parameters,
    }


def _strict(node: Any) -> Any:
    if isinstance(node, dict):
        return {name: _strict(value) for name, value in node.items() if name not in _NOT_STRICT}
    return [_strict(value) for value in node] if isinstance(node, list) else node


def batch_line(key: str, request: Request, host: str) -> Json:
    """Return one line of an OpenAI Batch input file; ``custom_id`` is the key."""
    return {
        "custom_id": key,
        "method": "POST",
        "url": "/v1/chat/completions",
        "body": body(request, host),
    }
