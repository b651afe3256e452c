"""What comes back: the response with its usage and provenance, and the check that it is one."""

import json
import re
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from pipeline.llm.errors import InvalidAnswer
from pipeline.llm.request import Json
from pipeline.llm.usage import Usage
from pipeline.model import Noun, Provenance


class Response(Noun):
    """An answer that holds: ``content`` fits the schema that was asked for.

    ``kept`` says that it came from the cache and nothing was asked. ``rest`` is for how many
    seconds the endpoint, with this answer, says that one of its limits is used up.
    """

    content: Json
    usage: Usage
    provenance: Provenance
    kept: bool = False
    rest: float | None = None


def read_answer(text: str, expects: type[BaseModel]) -> Json:
    """Return the JSON object in ``text`` if it makes an ``expects``; else raise InvalidAnswer.

    A code fence around the whole, and a model's thoughts before it, are taken off: endpoints that
    do not hold a model to a schema let both through. Nothing else is guessed: prose, a member
    twice, a missing or extra member are all reported, in words that can be quoted back to the
    model.
    """
    try:
        content = json.loads(
            _bare(text), object_pairs_hook=_no_duplicates, parse_constant=_no_constant
        )
    except RecursionError:
        raise InvalidAnswer("the answer is nested too deeply to be read") from None
    except ValueError as error:
        raise InvalidAnswer(
            f"the answer is no valid JSON: {_short(str(error))}", is_json=False
        ) from None
    if not isinstance(content, dict):
        raise InvalidAnswer("the answer is JSON, but no object")
    check_answer(content, expects)
    return content


_WRITER = TypeAdapter(Json)  # a quarter of the price of json.dumps


def check_answer(content: Json, expects: type[BaseModel]) -> None:
    """Raise InvalidAnswer, naming up to three places, if ``content`` makes no ``expects``."""
    try:
        expects.model_validate_json(_WRITER.dump_json(content), strict=True)
    except ValidationError as error:
        problems = error.errors(include_url=False, include_context=False, include_input=False)
        named = "; ".join(f"{_place(row['loc'])}: {row['msg']}" for row in problems[:3])
        more = f" and {len(problems) - 3} more" if len(problems) > 3 else ""
        raise InvalidAnswer(f"the answer does not fit its schema: {named}{more}") from None
    except ValueError:  # what cannot be written as JSON at all
        raise InvalidAnswer(
            "the answer holds half a character (a lone surrogate), or is nested too deeply"
        ) from None


_THOUGHTS = re.compile(r"\A\s*<think>.*?</think>", re.DOTALL)
_FENCED = re.compile(r"\A```(?:json|JSON)?[ \t]*\n(.*)\n[ \t]*```\Z", re.DOTALL)


def _bare(text: str) -> str:
    text = _THOUGHTS.sub("", text, count=1).strip()
    fenced = _FENCED.match(text)
    return fenced[1] if fenced else text


def _place(location: tuple[int | str, ...]) -> str:
    return _short(".".join(str(part) for part in location)) or "answer"


def _short(text: str) -> str:
    return text if len(text) <= 200 else text[:199] + "…"


def _no_duplicates(pairs: list[tuple[str, Any]]) -> Json:
    found: Json = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(f"the member {_short(name)!r} stands twice in one object")
        found[name] = value
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")
