"""The model behind the endpoint: a request's body in, a completion and its bill out."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.fake_endpoint.answers import answer
from tests.fake_endpoint.asked import Asked
from tests.fake_endpoint.plan import Plan, Rule, chance
from tests.fake_endpoint.spoil import (
    completion,
    fenced,
    in_prose,
    spoiled_completion,
    spoiled_content,
)
from tests.fake_endpoint.usage import Meter, tokens

Json = dict[str, Any]


@dataclass(frozen=True)
class Generated:
    """A completion, the tokens it is billed, and the fault that it has of itself (length)."""

    body: Json
    tokens: int
    fault: str | None


def limit_of(body: Mapping[str, Any]) -> int | None:
    """Return the most tokens that a request lets an answer have; None where it says nothing."""
    most = body.get("max_completion_tokens", body.get("max_tokens"))
    return most if isinstance(most, int) else None


class Model:
    """Answers; counts tokens."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._meter = Meter()

    def complete(
        self, body: Mapping[str, Any], asked: Asked, key: str, attempt: int, rule: Rule | None
    ) -> Generated:
        """Return what the model makes of ``body``, spoiled as ``rule`` says.

        The text depends on the request alone. It is cut at the limit of tokens that the request
        sets, as a model's is.
        """
        text = self._text(body, asked, key)
        fault = None
        if rule is not None:
            text = spoiled_content(rule, text)
        most, needs = limit_of(body), tokens(text)
        if most is not None and needs > most:
            text, fault = text[: len(text) * most // needs], "length"
        model = str(body.get("model"))
        usage = self._meter.usage(model, asked.text, text)
        made = completion(f"{key[:20]}-{attempt}", model, text, usage, int(time.time()))
        if fault:
            made["choices"][0]["finish_reason"] = "length"
        if rule is not None:
            made = spoiled_completion(rule, made)
        return Generated(made, usage["total_tokens"], fault)

    def _text(self, body: Mapping[str, Any], asked: Asked, key: str) -> str:
        wanted = body.get("response_format")
        content = answer(asked)
        if content is None:
            return '{"ok": true}' if wanted else "Yes."
        text = json.dumps(content, ensure_ascii=False)
        if wanted and self._plan.structured == "ignored":
            return fenced(text) if chance(self._plan.seed, "ignored", key) < 0.5 else in_prose(text)
        return text
