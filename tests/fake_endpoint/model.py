"""The model behind the endpoint: a request's body in, a completion and its bill out."""

import json
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.fake_endpoint.answers import answer
from tests.fake_endpoint.asked import Posted
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
_MOST_TEXTS = 1024


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
        self._texts: OrderedDict[str, str] = OrderedDict()

    def complete(self, question: Posted, attempt: int, rule: Rule | None) -> Generated:
        """Return what the model makes of ``question``, spoiled as ``rule`` says.

        The text depends on the request alone. It is cut at the limit of tokens that the request
        sets, as a model's is.
        """
        body, key = question.body, question.key
        text = self._text(question)
        fault = None
        if rule is not None:
            text = spoiled_content(rule, text)
        most, needs = limit_of(body), tokens(text)
        if most is not None and needs > most:
            text, fault = text[: len(text) * most // needs], "length"
        model = str(body.get("model"))
        usage = self._meter.usage(model, question.asked.text, text)
        made = completion(f"{key[:20]}-{attempt}", model, text, usage, int(time.time()))
        if fault:
            made["choices"][0]["finish_reason"] = "length"
        if rule is not None:
            made = spoiled_completion(rule, made)
        if not self._plan.usage:
            made.pop("usage", None)
        return Generated(made, usage["total_tokens"], fault)

    def _text(self, question: Posted) -> str:
        known = self._texts.get(question.key)
        if known is None:
            known = self._texts[question.key] = self._written(question)
            if len(self._texts) > _MOST_TEXTS:
                self._texts.popitem(last=False)
        return known

    def _written(self, question: Posted) -> str:
        wanted = question.body.get("response_format")
        content = answer(question.asked)
        if content is None:
            return '{"ok": true}' if wanted else "Yes."
        text = json.dumps(content, ensure_ascii=False)
        if wanted and self._plan.structured == "ignored":
            talks = chance(self._plan.seed, "ignored", question.key) < 0.5
            return in_prose(text) if talks else fenced(text)
        return text
