"""Completions, and what can be wrong with one that was generated and billed."""

import json
import re
from collections.abc import Callable
from typing import Any

from tests.fake_endpoint.plan import Rule

Json = dict[str, Any]


def completion(id: str, model: str, content: str, usage: Json, created: int) -> Json:
    """Return the body of a chat completion that went well."""
    message = {"role": "assistant", "content": content, "refusal": None}
    return {
        "id": f"chatcmpl-{id}",
        "object": "chat.completion",
        "created": created,
        "model": model,
        "choices": [{"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}],
        "usage": usage,
    }


def spoiled_content(rule: Rule, text: str) -> str:
    """Return the answer ``text`` (JSON) as ``rule`` spoils it; unchanged where it does not."""
    change = _CONTENT.get(rule.fault)
    if change is not None:
        return change(text)
    if rule.fault == "duplicate_keys":
        return _twice(text)
    if rule.fault in ("length", "cut_content"):
        return text[: int(len(text) * rule.share)]
    change_value = _VALUE.get(rule.fault)
    if change_value is None:
        return text
    try:
        value = json.loads(text)
    except ValueError:
        return text
    return json.dumps(change_value(value), ensure_ascii=False)


def spoiled_completion(rule: Rule, body: Json) -> Json:
    """Return the completion ``body`` as ``rule`` spoils it; unchanged where it does not."""
    choice = body["choices"][0] if body.get("choices") else {}
    message = choice.get("message", {})
    if rule.fault == "choices_null":
        return body | {"choices": None}
    if rule.fault == "choices_empty":
        return body | {"choices": []}
    if rule.fault == "choices_missing":
        return {name: value for name, value in body.items() if name != "choices"}
    if rule.fault == "usage_missing":
        return {name: value for name, value in body.items() if name != "usage"}
    changes: dict[str, Json] = {
        "message_null": {"message": None},
        "content_null": {"message": message | {"content": None}},
        "content_empty": {"message": message | {"content": ""}},
        "length": {"finish_reason": "length"},
        "content_filter": {
            "finish_reason": "content_filter",
            "message": message | {"content": None},
        },
        "refusal": {"message": message | {"content": None, "refusal": "I will not help here."}},
    }
    return body | {"choices": [choice | changes.get(rule.fault, {})]}


def fenced(text: str) -> str:
    """Return ``text`` in a Markdown fence."""
    return f"```json\n{text}\n```"


def in_prose(text: str) -> str:
    """Return ``text`` with talk around it."""
    return f"Sure, here is the answer:\n\n{text}\n\nLet me know if you need anything else."


def _twice(text: str) -> str:
    """Repeat the first member of the object."""
    try:
        name, value = next(iter(json.loads(text).items()))
    except (ValueError, AttributeError, StopIteration):
        return text
    member = json.dumps({name: value}, ensure_ascii=False)[:-1]
    return member + ", " + text.lstrip()[1:]


def _without_first(value: Json) -> Json:
    return {name: part for n, (name, part) in enumerate(value.items()) if n}


def _wrong_type(value: Json) -> Json:
    first = next(iter(value), "")
    return value | {first: {"not": "what was asked for"}} if first else value


_LISTS = ("paragraphs", "lines", "points", "gist")


def _in_list(value: Json, change: Callable[[list[Any]], list[Any]]) -> Json:
    name = next((name for name in _LISTS if value.get(name)), None)
    return value | {name: change(value[name])} if name else value


def _unknown(rows: list[Any]) -> list[Any]:
    """Give the last row an id, a line or a cite that nothing has."""
    row = dict(rows[-1])
    for name, wrong in (("id", "p9999"), ("line", 999_999), ("cites", ["p9999"])):
        if name in row:
            row[name] = wrong
    return [*rows[:-1], row]


def _changed_number(text: str) -> str:
    """Change the last digit of the first longer figure: an answer that only checking catches."""

    def change(match: re.Match[str]) -> str:
        return match[0][:-1] + str((int(match[0][-1]) + 1) % 10)

    return re.sub(r"(?<![\d\w])\d[\d,]+(?![\d\w])", change, text, count=1)


_CONTENT: dict[str, Callable[[str], str]] = {
    "fence": fenced,
    "prose": in_prose,
    "changed_number": _changed_number,
}
_VALUE: dict[str, Callable[[Json], Json]] = {
    "missing_member": _without_first,
    "extra_member": lambda value: value | {"thoughts": "not asked for"},
    "wrong_type": _wrong_type,
    "missing_paragraph": lambda value: _in_list(value, lambda rows: rows[:-1]),
    "unknown_paragraph": lambda value: _in_list(value, _unknown),
    "duplicate_paragraph": lambda value: _in_list(value, lambda rows: [*rows, rows[-1]]),
}
