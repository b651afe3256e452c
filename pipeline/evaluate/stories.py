"""The benchmark's stories: what a composed page is made of, one file each."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, get_args

from pydantic import Field, ValidationError

from pipeline.faults import Fault
from pipeline.model import Kind, Noun
from pipeline.shipped import shipped

PartRole = Literal[
    "kicker", "headline", "deck", "byline", "body", "subhead", "caption", "credit", "dateline"
]
"""What a part of an item is; a line of its own in print, but for body and caption."""

Share = Literal["tuning", "held-back"]
"""Stories that rules may be tuned on, and stories that they may only be measured on."""

_FOLDER: dict[Share, str] = {"tuning": "tuning", "held-back": "held_back"}
_FENCE = "---"
_BLANKS = re.compile(r"\s+")
_SEPARATORS = re.compile(r"[、,，\s]+")
_SET_WIDE = re.compile(r"(?<![^\s、,，])([^\s、,，])\s+([^\s、,，])(?![^\s、,，])")
"""A name of two characters, set as wide as one of three."""


class StoryError(Fault):
    """A story file does not follow the format, or there is none."""


class Part(Noun):
    """A headline, a paragraph, a byline … of an item: running text without print-line breaks."""

    role: PartRole
    text: str = Field(min_length=1)


class Story(Noun):
    """What is printed as one: an article, a caption, or all items of a round-up.

    ``items`` holds the parts of each item, and has more than one only in a round-up, whose title
    is the first item's kicker. ``names`` are the people named in bylines, credits and signatures;
    ``beside`` names the story that a photograph belongs to.
    """

    name: str
    kind: Kind
    paper: str
    names: tuple[str, ...] = ()
    beside: str | None = None
    items: tuple[tuple[Part, ...], ...] = Field(min_length=1)


def shipped_stories(share: Share | Literal["all"]) -> tuple[Story, ...]:
    """Return the stories of the benchmark's own, in order of their names."""
    shares = get_args(Share) if share == "all" else (share,)
    root = shipped("stories")
    return tuple(story for one in shares for story in read_stories(root / _FOLDER[one]))


def read_stories(folder: Path) -> tuple[Story, ...]:
    """Return the stories of the ``.txt`` files in ``folder``, in order of their names.

    Raises :class:`StoryError` where there is none, or one does not follow the format.
    """
    paths = sorted(folder.glob("*.txt"))
    if not paths:
        raise StoryError(f"{folder} holds no story (.txt)")
    return tuple(read_story(path.read_text(encoding="utf-8"), path.stem) for path in paths)


def read_story(text: str, name: str) -> Story:
    """Read one story; :class:`StoryError` names the line that does not follow the format."""
    lines = text.rstrip("\n").split("\n")
    if lines[0] != _FENCE or _FENCE not in lines[1:]:
        raise StoryError(f"story {name} does not begin with its facts between two lines of ---")
    end = lines.index(_FENCE, 1)
    facts = _facts(lines[1:end], name)
    try:
        return Story(
            name=name,
            kind=facts.get("kind", ""),
            paper=facts.get("paper", ""),
            names=_names(facts.get("names", "")),
            beside=facts.get("with"),
            items=_items(lines, end + 1, name),
        )
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise StoryError(f"story {name}: {where}: {first['msg']}") from None


def _names(fact: str) -> tuple[str, ...]:
    return tuple(one for one in _SEPARATORS.split(_SET_WIDE.sub(r"\1\2", fact)) if one)


def _facts(lines: Sequence[str], name: str) -> dict[str, str]:
    facts = {}
    for line in lines:
        key, colon, value = line.partition(":")
        if not colon or key.strip() not in ("kind", "paper", "names", "with"):
            raise StoryError(f"story {name}: {line!r} is no fact; kind, paper, names, with are")
        facts[key.strip()] = value.split("#")[0].strip()
    return facts


def _items(lines: Sequence[str], first: int, name: str) -> tuple[tuple[Part, ...], ...]:
    items: list[list[Part]] = [[]]
    for number, line in enumerate(lines[first:], first + 1):
        if line == _FENCE:
            items.append([])
            continue
        role, bar, text = line.partition("|")
        if not bar or role not in get_args(PartRole) or not text.strip():
            raise StoryError(
                f"story {name}, line {number}: {line[:30]!r} is no part; a part is ROLE| TEXT, "
                f"and a role is one of {', '.join(get_args(PartRole))}"
            )
        text = _BLANKS.sub(" ", text.strip())
        items[-1].append(Part(role=role, text=text))
    if not all(items):
        raise StoryError(f"story {name} has an item without parts")
    # The title of a round-up may stand alone before the first line of dashes.
    if len(items) > 1 and all(part.role == "kicker" for part in items[0]):
        items[1] = items[0] + items[1]
        del items[0]
    return tuple(tuple(parts) for parts in items)
