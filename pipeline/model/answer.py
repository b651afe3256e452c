"""What a model gives back for an article, and what checking finds in it.

These are also the schemas that a model is held to, so every string and list has a bound: without
one, a constrained decoder can run until its budget ends.
"""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from pipeline.model.base import Noun

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][0-9]{1,4}$")]
Short = Annotated[str, StringConstraints(max_length=120)]
Sentence = Annotated[str, StringConstraints(min_length=1, max_length=800)]
Text = Annotated[str, StringConstraints(max_length=12_000)]
Cites = Annotated[tuple[Id, ...], Field(min_length=1, max_length=12)]

Topic = Literal[
    "politics",
    "economy",
    "society",
    "law",
    "environment",
    "agriculture",
    "health",
    "education",
    "culture",
    "science",
    "sport",
    "defence",
    "foreign affairs",
    "disaster",
    "other",
]


class Statement(Noun):
    """A sentence and the ids of the paragraphs it rests on."""

    text: Sentence
    cites: Cites


class Entity(Noun):
    """A person, organisation or place: English, as printed, pinyin, and what it is called there.

    ``title`` is a person's office, or what an organisation or place is; empty where none is given.
    """

    name: Short
    source: Short
    pinyin: Short
    title: Annotated[str, StringConstraints(max_length=200)]


class Figure(Noun):
    """A number of the article: in English, as printed, and what it counts."""

    value: Short
    source: Short
    what: Annotated[str, StringConstraints(max_length=200)]
    cites: Cites


class Summary(Noun):
    """What an article says, in English, each statement with the paragraphs it rests on."""

    headline: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    gist: Annotated[tuple[Statement, ...], Field(min_length=1, max_length=3)]
    key_points: Annotated[tuple[Statement, ...], Field(max_length=8)]
    people: Annotated[tuple[Entity, ...], Field(max_length=30)]
    organisations: Annotated[tuple[Entity, ...], Field(max_length=40)]
    places: Annotated[tuple[Entity, ...], Field(max_length=40)]
    figures: Annotated[tuple[Figure, ...], Field(max_length=40)]
    topic: Topic
    date: Statement | None


class Rendering(Noun):
    """The English of one unit of the article, under the unit's own id."""

    id: Id
    text: Text


class Note(Noun):
    """A remark of the translator's on one unit."""

    paragraph: Id
    text: Annotated[str, StringConstraints(min_length=1, max_length=600)]


class Translation(Noun):
    """An article in English.

    ``notes`` explain (a term, an institution); ``doubts`` say where the reading or the rendering
    is unsure.
    """

    paragraphs: Annotated[tuple[Rendering, ...], Field(max_length=400)]
    notes: Annotated[tuple[Note, ...], Field(max_length=40)]
    doubts: Annotated[tuple[Note, ...], Field(max_length=40)]


class LeadPoint(Noun):
    """A sentence on the page as a whole, and the ids of the articles it rests on."""

    text: Sentence
    cites: Cites


class Lead(Noun):
    """The page at a glance, made from the summaries of its articles."""

    points: Annotated[tuple[LeadPoint, ...], Field(min_length=1, max_length=6)]


Severity = Literal["error", "warning"]


class Finding(Noun):
    """Something that checking a translation or a summary found.

    ``check`` is a stable name (``number.missing`` …); ``paragraph`` the id it concerns (None for
    the article as a whole); ``source`` and ``target`` what stands in either text, empty where
    there is nothing; ``message`` one English sentence for a reader.
    """

    check: str
    severity: Severity
    paragraph: str | None
    source: str
    target: str
    message: str
