"""A briefing as its reader meets it: plain values, ready to be laid out.

Nothing here is escaped: each format does that for itself.
"""

from dataclasses import dataclass

from pipeline.model import Correction, Entity, Versions


@dataclass(frozen=True)
class Ref:
    """A place in the briefing: what it is called, and its anchor (empty where it is not known).

    ``whole`` says that it is an item, and no part of one.
    """

    label: str
    anchor: str = ""
    whole: bool = False


@dataclass(frozen=True)
class Cited:
    """A sentence and the places it rests on; ``doubtful`` if checking still objects to it."""

    text: str
    refs: tuple[Ref, ...]
    doubtful: bool = False


@dataclass(frozen=True)
class Row:
    """One unit of an article: the English beside the original.

    ``label`` is ``¶1`` or the name of the part; ``english`` is empty where ``missing`` says why.
    """

    anchor: str
    label: str
    role: str
    english: str
    original: str
    remark: str = ""
    missing: str = ""

    @property
    def numbered(self) -> bool:
        """Whether it is a paragraph (and no headline or byline)."""
        return self.role in ("body", "caption")


@dataclass(frozen=True)
class Byline:
    """Who signed: in English (empty where it is not known), and as printed."""

    english: str
    original: str


@dataclass(frozen=True)
class Figure:
    """A number of the article, and the places it rests on; ``doubtful`` as above."""

    value: str
    source: str
    what: str
    refs: tuple[Ref, ...]
    doubtful: bool


@dataclass(frozen=True)
class Doubt:
    """Something a reader should know before quoting; ``source`` and ``target`` are snippets."""

    kind: str
    where: Ref | None
    text: str
    source: str = ""
    target: str = ""


@dataclass(frozen=True)
class Remark:
    """A translator's note."""

    where: Ref
    text: str


@dataclass(frozen=True)
class ItemView:
    """One item of the page, ready to be laid out."""

    anchor: str
    number: int
    kind: str
    position: str
    headline: str
    original: str
    processing: str
    complete: bool
    topic: str
    dated: Cited | None
    bylines: tuple[Byline, ...]
    datelines: tuple[Byline, ...]
    notices: tuple[str, ...]
    gist: tuple[Cited, ...]
    points: tuple[Cited, ...]
    rows: tuple[Row, ...]
    translated: bool
    gaps: bool
    entities: tuple[tuple[str, tuple[Entity, ...]], ...]
    figures: tuple[Figure, ...]
    notes: tuple[Remark, ...]
    doubts: tuple[Doubt, ...]
    corrections: tuple[Correction, ...]
    origins: tuple[str, ...]


@dataclass(frozen=True)
class PageView:
    """One page of the briefing, ready to be laid out. ``number`` counts from 1."""

    number: int
    anchor: str
    script: str
    title: str
    date: str
    facts: tuple[tuple[str, tuple[str, ...]], ...]
    glance: tuple[Cited, ...]
    glance_notice: str
    glance_doubts: tuple[Doubt, ...]
    items: tuple[ItemView, ...]
    asides: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


@dataclass(frozen=True)
class Front:
    """What is said of the briefing as a whole, before its first page.

    ``contents`` names its pages: the title and the date of each.
    """

    versions: Versions
    title: str
    status: str
    contents: tuple[tuple[str, str], ...]
