"""The briefing as JSON, and the schema of it."""

import json
import re
from typing import Any

from pipeline.model import Briefing, Noun, PageBrief
from pipeline.write.form import whole
from pipeline.write.view import Front, PageView

# Characters that an editor or a terminal would obey, or that are no text at all. JSON can name
# them, so nothing is lost.
_UNSEEN = re.compile(
    r"[\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\uffff]"
)


_INDENT = "    "
_PAGES = "[]"


def to_json(briefing: Briefing) -> str:
    """Return the briefing as JSON: readable, in the order of the nouns, Chinese as it is.

    ``Briefing.model_validate_json`` reads it back unchanged.
    """
    return whole(JsonForm(), briefing)


class JsonForm:
    """The briefing as one JSON document; its pages are the last member."""

    def opening(self, front: Front) -> str:
        """Return all members but the pages."""
        empty = _dumped(Briefing(versions=front.versions, pages=()))
        return f"{empty[: empty.rindex(_PAGES)]}["

    def page(self, brief: PageBrief, view: PageView) -> str:
        """Return the page as one element of the array."""
        before = "\n" if view.number == 1 else ",\n"
        # JSON text holds no line ends within a string, so these are those of the layout.
        return before + _INDENT + _dumped(brief).replace("\n", f"\n{_INDENT}")

    def end(self, front: Front) -> str:
        """Close what is open."""
        return "\n  ]\n}\n" if front.contents else "]\n}\n"


def _dumped(noun: Noun) -> str:
    try:
        text = noun.model_dump_json(indent=2)
    except ValueError:  # half a character (a lone surrogate), which is no UTF-8
        text = json.dumps(noun.model_dump(mode="json"), ensure_ascii=False, indent=2)
    return _UNSEEN.sub(lambda char: f"\\u{ord(char[0]):04x}", text)


def briefing_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of ``briefing.json``, made from the nouns."""
    schema = Briefing.model_json_schema(mode="serialization")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "Broadsheet briefing",
    }
