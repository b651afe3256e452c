"""The briefing as JSON, and the schema of it."""

import json
import re
from typing import Any

from pipeline.model import Briefing

# Characters that an editor or a terminal would obey, or that are no text at all. JSON can name
# them, so nothing is lost.
_UNSEEN = re.compile(
    r"[\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\uffff]"
)


def to_json(briefing: Briefing) -> str:
    """Return the briefing as JSON: readable, in the order of the nouns, Chinese as it is.

    ``Briefing.model_validate_json`` reads it back unchanged.
    """
    text = json.dumps(briefing.model_dump(mode="json"), ensure_ascii=False, indent=2)
    return _UNSEEN.sub(lambda char: f"\\u{ord(char[0]):04x}", text) + "\n"


def briefing_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of ``briefing.json``, made from the nouns."""
    schema = Briefing.model_json_schema(mode="serialization")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "Broadsheet briefing",
    }
