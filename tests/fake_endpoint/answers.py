"""The answer to a question: our own schemas in kind, any other filled in from the schema itself."""

import re
from typing import Any

from pipeline.verify import pinyin_name
from pipeline.verify.chinese import quantities
from tests.fake_endpoint.asked import Asked
from tests.fake_endpoint.figures import in_words
from tests.fake_endpoint.wording import english, people_in

Json = dict[str, Any]
_SENTENCE = re.compile(r"[^。！？]*[。！？]?")
_LONGEST_STATEMENT = 780
_LONGEST_HEADLINE = 190
_MOST_FIGURES = 6
_DEEP = 3
"""From here on what may be null is null, so that what contains itself ends."""
_DEEPEST = 12
_TEXT_ROLES = ("body", "caption")


def answer(asked: Asked) -> Json | None:
    """Return a good answer to ``asked``; None where it asks for no JSON."""
    wanted = (asked.schema or {}).get("properties", {})
    if "paragraphs" in wanted and asked.units:
        return _translation(asked)
    if "gist" in wanted and asked.units:
        return _summary(asked)
    if "points" in wanted and asked.items:
        return _lead(asked)
    if "lines" in wanted and asked.rows:
        rows = [{"line": line, "item": item, "role": role} for line, item, role in asked.rows]
        return {"lines": rows}
    if asked.schema is None:
        return None
    filled = _filled(asked.schema, asked.schema, 0)
    return filled if isinstance(filled, dict) else {"answer": filled}


def _people(asked: Asked) -> tuple[str, ...]:
    return people_in([(role, text) for _, role, text in asked.units])


def _translation(asked: Asked) -> Json:
    people = _people(asked)
    wanted = [unit for unit in asked.units if not asked.flagged or unit[0] in asked.flagged]
    paragraphs = [
        {"id": id, "text": english(text, role, people, asked.terms)} for id, role, text in wanted
    ]
    return {"paragraphs": paragraphs, "notes": [], "doubts": []}


def _summary(asked: Asked) -> Json:
    people = _people(asked)
    running = [unit for unit in asked.units if unit[1] in _TEXT_ROLES] or list(asked.units)
    heads = [unit for unit in asked.units if unit[1] == "headline"] or running
    statements = [_statement(unit, people) for unit in running[:8]]
    return {
        "headline": _shortened(english(_first_sentence(heads[0][2]), "headline", people)),
        "gist": statements[:2],
        "key_points": statements[2:],
        "people": [_person(name) for name in people][:30],
        "organisations": [],
        "places": [],
        "figures": _figures(running),
        "topic": "society",
        "date": None,
    }


def _first_sentence(text: str) -> str:
    match = _SENTENCE.match(text.strip())
    return match[0] if match and match[0] else text


def _statement(unit: tuple[str, str, str], people: tuple[str, ...]) -> Json:
    id, _, text = unit
    said = english(_first_sentence(text), "body", people).replace("[…] ", "").replace(" […]", "")
    return {"text": _cut(said, _LONGEST_STATEMENT) or "Print is lost.", "cites": [id]}


def _shortened(text: str) -> str:
    return _cut(text, _LONGEST_HEADLINE) or "Print is lost"


def _cut(text: str, longest: int) -> str:
    """Cut between words, never inside a figure: ``12`` is no rendering of ``12,400``."""
    return text if len(text) <= longest else text[:longest].rpartition(" ")[0]


def _person(name: str) -> Json:
    spelled = pinyin_name(name)
    return {"name": spelled, "source": name, "pinyin": spelled, "title": ""}


def _figures(units: list[tuple[str, str, str]]) -> list[Json]:
    """Return figures that mean the same read by themselves as where they stand."""
    found: list[Json] = []
    for id, _, text in units:
        for q in quantities(text):
            alone = quantities(q.text.strip())
            plain = q.tier == "hard" and q.kind in ("number", "percent") and not q.others
            same = len(alone) == 1 and (alone[0].low, alone[0].unit) == (q.low, q.unit)
            if plain and same and not q.vague and q.text.strip() in text:
                found.append(
                    {
                        "value": in_words(q),
                        "source": q.text.strip(),
                        "what": "as the paper prints it",
                        "cites": [id],
                    }
                )
    return found[:_MOST_FIGURES]


def _lead(asked: Asked) -> Json:
    points = [
        {"text": _cut(f"The page reports: {headline}.", _LONGEST_STATEMENT), "cites": [id]}
        for id, _, headline in asked.items[:4]
    ]
    return {"points": points}


def _filled(schema: Json, root: Json, depth: int) -> Any:
    """Return the smallest value of any shape that ``schema`` allows."""
    schema = _resolved(schema, root)
    for name in ("const", "default"):
        if name in schema:
            return schema[name]
    if schema.get("enum"):
        return schema["enum"][0]
    for name in ("anyOf", "oneOf"):
        if schema.get(name):
            choices = schema[name]
            empty = depth >= _DEEP and {"type": "null"} in choices
            return None if empty else _filled(choices[0], root, depth + 1)
    kind = schema.get("type", "object" if "properties" in schema else "string")
    kind = kind[0] if isinstance(kind, list) and kind else kind
    if kind == "object":
        members = schema.get("properties", {}) if depth < _DEEPEST else {}
        return {name: _filled(part, root, depth + 1) for name, part in members.items()}
    if kind == "array":
        least = int(schema.get("minItems", 0 if depth >= _DEEPEST else 1))
        return [_filled(schema.get("items", {}), root, depth + 1) for _ in range(min(least, 50))]
    return _scalar(kind, schema)


def _resolved(schema: Json, root: Json) -> Json:
    for _ in range(_DEEPEST):
        reference = schema.get("$ref")
        if not isinstance(reference, str) or not reference.startswith("#/"):
            break
        node: Any = root
        for part in reference[2:].split("/"):
            node = node.get(part, {}) if isinstance(node, dict) else {}
        schema = node if isinstance(node, dict) else {}
    return schema


def _scalar(kind: str, schema: Json) -> Any:
    if kind in ("integer", "number"):
        return schema.get("minimum", schema.get("maximum", 1))
    if kind == "boolean":
        return True
    if kind == "null":
        return None
    pattern = str(schema.get("pattern", ""))
    text = "a1" if pattern.startswith("^[a-z]") else "filled in"
    text = text.ljust(int(schema.get("minLength", 0)), "x")
    return text[: int(schema.get("maxLength", len(text)))]
