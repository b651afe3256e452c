"""A question to a model, and the name it goes by.

The name (key) covers everything that reaches the model and nothing else. Two requests with the same
key may share one answer, whoever asked and by whatever way; two that differ in a single character
never do. What the key covers is canonical JSON: UTF-8, members sorted, no white space, non-ASCII
kept, defaults written out. The hash is tagged with the scheme's name, so that a later scheme cannot
be mistaken for this one.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any, Literal

from pydantic import BaseModel, Field

from pipeline.model import Noun

SCHEME = "b1-sha256"
_TAG = b"broadsheet-request/1\x00"

Json = dict[str, Any]


class Message(Noun):
    """One turn of the conversation."""

    role: Literal["system", "user", "assistant"]
    content: str


class Parameters(Noun):
    """Sampling parameters. None leaves the choice to the endpoint, and the key says so."""

    temperature: float | None = Field(default=None, ge=0)
    top_p: float | None = Field(default=None, gt=0, le=1)
    max_tokens: int | None = Field(default=8192, ge=1)
    seed: int | None = None


class Request(Noun):
    """Everything that reaches the model.

    ``provider`` is the endpoint's host unless it is named: the same model name behind two hosts
    need not be the same model. ``answer_schema`` is the JSON Schema that the answer is held to.
    """

    provider: str
    model: str
    messages: tuple[Message, ...]
    parameters: Parameters
    answer_schema: Json

    @cached_property
    def key(self) -> str:
        """The request's name, ``b1-sha256:`` and 64 hexadecimal digits."""
        digest = hashlib.sha256(_TAG + canonical(self.model_dump(mode="json")))
        return f"{SCHEME}:{digest.hexdigest()}"


def canonical(value: Any) -> bytes:
    """Return ``value`` as canonical JSON (ValueError for NaN, infinities and lone surrogates)."""
    text = json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    return text.encode("utf-8")


def digest(value: Any) -> str:
    """Return ``sha256:`` and the hexadecimal digest of ``value`` as canonical JSON."""
    return f"sha256:{hashlib.sha256(canonical(value)).hexdigest()}"


def digits(key: str) -> str:
    """Return the hexadecimal digits of a key or a digest, without the name of the scheme."""
    return key.rpartition(":")[2]


class Asked(Noun):
    """What was asked, in digests: enough to say later what changed, too little to read the page.

    ``prompt`` is the version of the prompt file, ``answer_schema``, ``parameters`` and ``inputs``
    digests of what their names say (the inputs are what the prompt was filled with).
    """

    provider: str
    model: str
    prompt: str
    answer_schema: str
    parameters: str
    inputs: str

    def differences(self, other: "Asked") -> tuple[str, ...]:
        """Name the parts that differ from ``other``, in words a reader of messages knows."""
        return tuple(
            word for name, word in _WORDS.items() if getattr(self, name) != getattr(other, name)
        )


_WORDS = {
    "provider": "provider",
    "model": "model",
    "prompt": "prompt",
    "answer_schema": "schema",
    "parameters": "parameters",
    "inputs": "input",
}


@dataclass(frozen=True)
class Question:
    """A request with what is needed to ask it, keep it and speak of it.

    ``stage`` is what the answer is for, ``subject`` what a message calls it (page and article);
    ``prompt`` names the prompt file, ``prompt_version`` its digest; ``inputs`` is what the prompt
    was filled with; ``expects`` the noun that a good answer makes. None of it but the request is
    part of the key.
    """

    request: Request
    stage: str
    subject: str
    prompt: str
    prompt_version: str
    inputs: Mapping[str, Any] = field(repr=False)
    expects: type[BaseModel]

    @property
    def key(self) -> str:
        """The request's key."""
        return self.request.key

    @cached_property
    def asked(self) -> Asked:
        """What is asked, in digests."""
        return Asked(
            provider=self.request.provider,
            model=self.request.model,
            prompt=self.prompt_version,
            answer_schema=digest(self.request.answer_schema),
            parameters=digest(self.request.parameters.model_dump(mode="json")),
            inputs=digest(dict(self.inputs)),
        )


@cache
def answer_schema(noun: type[BaseModel]) -> Json:
    """Return the JSON Schema of ``noun`` without titles and descriptions.

    Those come from docstrings, which are for us: a better word in one must not rename every answer.
    """
    schema: Json = _bare(noun.model_json_schema())
    return schema


def _bare(node: Any, names: bool = False) -> Any:
    """Copy ``node`` without annotations; under ``names`` the members are names, not keywords."""
    if isinstance(node, dict):
        return {
            key: _bare(value, names=not names and key in ("properties", "$defs"))
            for key, value in node.items()
            if names or key not in ("title", "description")
        }
    return [_bare(value) for value in node] if isinstance(node, list) else node
