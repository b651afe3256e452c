"""What our own prompts ask, read back from the rendered messages."""

import hashlib
import json
import re
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.fake_endpoint.key import broadsheet_key, request_key, response_schema
from tests.fake_endpoint.wording import Terms

_ARTICLE = re.compile(r"<article[^>]*>\n(?P<units>.*?)\n?</article>(?P<rest>.*)", re.DOTALL)
_UNIT = re.compile(r"^\[(?P<id>[a-z]\d{1,4}) (?P<role>[a-z]+)\] ?", re.MULTILINE)
_TERM = re.compile(r"^- (?P<source>.+?) = (?P<target>.+?)(?: \(.*)?$", re.MULTILINE)
_AGAIN = re.compile(r"^Translate these units again: (?P<ids>[a-z0-9, ]+)\.", re.MULTILINE)
_ROW = re.compile(
    r'^(?P<line>\d+) \| "[^"]*" \| \d+ (?:open|closed) \| (?:"[^"]*"|-) '
    r"\| (?P<item>\d+) (?P<role>[a-z]+) \d+ % \|",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Asked:
    """A question: its text, the schema of its answer, and what our prompts put before the model.

    ``units`` are (id, role, text) of the article; ``flagged`` the ids to be translated again;
    ``items`` (id, kind, headline) of a page; ``rows`` (line, item, role) of a referee's table.
    """

    text: str
    schema: dict[str, Any] | None
    units: tuple[tuple[str, str, str], ...] = ()
    terms: Terms = ()
    flagged: tuple[str, ...] = ()
    items: tuple[tuple[str, str, str], ...] = ()
    rows: tuple[tuple[int, int, str], ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class Posted:
    """The body of a request, what it is called here and at ours, and what it asks."""

    body: dict[str, Any]
    key: str
    broadsheet: str | None
    asked: Asked


class Reader:
    """Reads the bodies of requests; what comes again is known, so that a repeat costs little."""

    def __init__(self, most: int = 1024) -> None:
        self._most = most
        self._known: OrderedDict[bytes, Posted] = OrderedDict()

    def read(self, data: bytes) -> Posted:
        """Return what ``data`` holds; ValueError if it is no JSON, TypeError if it is no object."""
        name = hashlib.sha256(data).digest()
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = posted(json.loads(data))
            if len(self._known) > self._most:
                self._known.popitem(last=False)
        return known


def posted(body: Any) -> Posted:
    """Return what ``body`` asks, under its keys; TypeError if it is no object."""
    if not isinstance(body, dict):
        raise TypeError("a request is a JSON object")
    return Posted(body, request_key(body), broadsheet_key(body), read_question(body))


def message_text(body: Mapping[str, Any]) -> str:
    """Return what all messages of a request say, one after the other."""
    said: list[str] = []
    messages = body.get("messages")
    for message in messages if isinstance(messages, list) else ():
        content = message.get("content") if isinstance(message, dict) else None
        if isinstance(content, str):
            said.append(content)
        elif isinstance(content, list):
            said += (str(p.get("text", "")) for p in content if isinstance(p, dict))
    return "\n".join(said)


def read_question(body: Mapping[str, Any]) -> Asked:
    """Return what ``body`` asks; a schema that only the messages hold is found there."""
    text = message_text(body)
    schema = response_schema(body) or _schema_in(text)
    article = _ARTICLE.search(text)
    rest = article["rest"] if article else ""
    again = _AGAIN.search(rest)
    glossary = rest.partition("\nGlossary\n")[2].partition("\n\n")[0]
    return Asked(
        text=text,
        schema=schema,
        units=_units(article["units"]) if article else (),
        terms=tuple((m["source"], m["target"]) for m in _TERM.finditer(glossary)),
        flagged=tuple(id.strip() for id in again["ids"].split(",")) if again else (),
        items=() if article else _units(text, one_line=True),
        rows=tuple((int(m["line"]), int(m["item"]), m["role"]) for m in _ROW.finditer(text)),
    )


def _units(text: str, *, one_line: bool = False) -> tuple[tuple[str, str, str], ...]:
    marks = list(_UNIT.finditer(text))
    found = []
    for n, mark in enumerate(marks):
        end = marks[n + 1].start() if n + 1 < len(marks) else len(text)
        said = text[mark.end() : end].strip("\n")
        found.append((mark["id"], mark["role"], said.partition("\n")[0] if one_line else said))
    return tuple(found)


def _schema_in(text: str) -> dict[str, Any] | None:
    """Return the first JSON object in ``text`` that is a schema with members."""
    end = text.find('"properties"')
    if end < 0:
        return None
    decoder = json.JSONDecoder()
    at = text.find("{")
    while 0 <= at <= end:
        try:
            found, _ = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            found = None
        if isinstance(found, dict) and isinstance(found.get("properties"), dict):
            return found
        at = text.find("{", at + 1)
    return None
