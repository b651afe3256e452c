"""Replies that give the caller's key back: in every header, place and disguise, one at a time."""

import base64
import json
import re
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import Any
from urllib.parse import quote

from tests.fake_endpoint.errors import Reply

Json = dict[str, Any]


def disguises(key: str) -> list[str]:
    """Return ``key`` as it is, URL-encoded, in Base64 at its three offsets, and in hexadecimal."""
    coded = [base64.b64encode(b"x" * n + key.encode() + b"yz").decode() for n in range(3)]
    quoted = quote(key, safe="")
    lower = re.sub("%..", lambda escape: escape[0].lower(), quoted)
    return [key, quoted, lower, *coded, key.encode().hex()]


class Echo:
    """Puts the key of a request into its replies.

    ``answers`` says that every other completion is to hold it as well; else only what is no answer
    (errors, their codes, and all headers) does.
    """

    def __init__(self, *, answers: bool) -> None:
        self._answers = answers
        self._turns = count()

    def __call__(self, reply: Reply, authorization: str) -> Reply:
        """Return ``reply`` with the key in it."""
        key = authorization.removeprefix("Bearer ").strip()
        forms = disguises(key)
        headers = {f"X-Echo-{n}": form for n, form in enumerate([authorization, *forms])}
        headers |= {"X-Request-Id": key, "OpenAI-Organization": forms[1]}
        told = replace(reply, headers={**reply.headers, **headers})
        try:
            body = json.loads(reply.body)
        except ValueError:
            return told
        if isinstance(body, dict) and isinstance(body.get("error"), dict):
            body = {"error": _in_error(body["error"], forms)}
        elif isinstance(body, dict) and self._answers and body.get("choices"):
            turn = next(self._turns)
            if turn % 2 == 0:
                place, form = _PLACES[turn // 2 % len(_PLACES)], forms[turn // 2 % len(forms)]
                return replace(told, body=place(body, form))
        return replace(told, body=json.dumps(body, ensure_ascii=False).encode("utf-8", "replace"))


def _in_error(error: Json, forms: list[str]) -> Json:
    said = f"{error.get('message')} You sent {' or '.join(forms)}."
    named = {name: f"{error.get(name)} {forms[n]}" for n, name in enumerate(("type", "param"))}
    code = error.get("code") or forms[0]  # a code that means something must go on meaning it
    return {**error, **named, "message": said, "code": code, "inner": {forms[0]: forms}}


def _in_id(body: Json, form: str) -> bytes:
    return json.dumps({**body, "id": form, "system_fingerprint": form}).encode()


def _in_model(body: Json, form: str) -> bytes:
    return json.dumps({**body, "model": form}).encode()


def _in_answer(body: Json, form: str) -> bytes:
    return _with_content(body, lambda said: said.replace('": "', f'": "{form} ', 1))


def _as_member(body: Json, form: str) -> bytes:
    """As the name of a member, twice: an error might quote it."""
    return _with_content(body, lambda said: said.replace("{", f'{{"{form}": 1, "{form}": 2, ', 1))


def _escaped(body: Json, form: str) -> bytes:
    """Escaped once by the answer's JSON and once more by the reply's."""
    hidden = "".join(f"\\u{ord(char):04x}" for char in form)
    return _with_content(body, lambda said: said.replace('": "', f'": "{hidden} ', 1))


def _with_content(body: Json, change: Callable[[str], str]) -> bytes:
    choice = body["choices"][0] if isinstance(body["choices"][0], dict) else {}
    message = choice.get("message") or {}
    if isinstance(message.get("content"), str):
        message = {**message, "content": change(message["content"])}
    return json.dumps({**body, "choices": [{**choice, "message": message}]}).encode()


# 5 places and 7 disguises: 35 turns meet each pair.
_PLACES: tuple[Callable[[Json, str], bytes], ...] = (
    _in_id, _in_model, _in_answer, _as_member, _escaped,
)  # fmt: skip
