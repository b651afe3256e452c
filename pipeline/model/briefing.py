"""What is handed to the reader: items with everything known of them, and the briefing."""

from typing import Literal

from pipeline.model.answer import Finding, Lead, Summary, Translation
from pipeline.model.article import Article
from pipeline.model.base import Noun
from pipeline.model.page import Span

OriginName = Literal["live", "batch", "exchange", "authored"]
UnitState = Literal["translated", "repaired", "refused", "failed"]
ItemStatus = Literal["ok", "degraded", "failed"]


class Provenance(Noun):
    """Where an answer came from. ``host`` is None where no endpoint gave it; ``date`` is ISO."""

    origin: OriginName
    provider: str
    model: str
    host: str | None
    date: str


class Outcome(Noun):
    """How the translation of one unit ended."""

    id: str
    state: UnitState


class Failure(Noun):
    """Why a stage of an item came to nothing: the ``stage``, a stable ``kind``, and what to do."""

    stage: str
    kind: str
    message: str


class Item(Noun):
    """An article and all that was made of it.

    ``outcomes`` has one entry for each unit of the article, in reading order. ``findings`` is what
    checking still finds after repair: errors and warnings alike are printed as doubts. ``status``
    is ``failed`` where there is no summary or no translation at all, ``degraded`` where a unit is
    missing or an error finding is open, else ``ok``.
    """

    article: Article
    status: ItemStatus
    summary: Summary | None
    translation: Translation | None
    outcomes: tuple[Outcome, ...]
    summary_findings: tuple[Finding, ...] = ()
    findings: tuple[Finding, ...] = ()
    failures: tuple[Failure, ...] = ()
    provenance: tuple[Provenance, ...] = ()


class Publication(Noun):
    """What the page says of the paper it is from. Empty strings where it says nothing."""

    name: str = ""
    pinyin: str = ""
    english: str = ""
    date: str = ""
    page: str = ""
    section: str = ""


class PageBrief(Noun):
    """One page of the briefing.

    ``furniture`` and ``unassigned`` are given as text beside their places, so that a reader sees
    what was set aside.
    """

    source: str
    sha256: str
    page: int
    encoding: str
    notes: tuple[str, ...]
    publication: Publication
    lead: Lead | None
    lead_findings: tuple[Finding, ...]
    lead_failure: Failure | None
    lead_provenance: Provenance | None
    items: tuple[Item, ...]
    furniture: tuple["Aside", ...]
    unassigned: tuple["Aside", ...]
    confidence: float


class Aside(Noun):
    """Text of the page that is in no article, and where it stands."""

    text: str
    span: Span


class Versions(Noun):
    """What made the briefing: enough to make it again."""

    broadsheet: str
    model: str
    provider: str
    prompts: dict[str, str]
    glossary: str


class Briefing(Noun):
    """The whole result, as ``briefing.json`` holds it. ``schema`` names its layout."""

    format: Literal["broadsheet-briefing/1"] = "broadsheet-briefing/1"
    versions: Versions
    pages: tuple[PageBrief, ...]
