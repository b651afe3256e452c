"""Which kind of item an article is, judged by its heads and its text."""

import re
from collections.abc import Sequence

from pipeline.model import Head, Kind, Paragraph
from pipeline.segment import cues

_BRIEF = 220
"""A single paragraph up to this many characters, filed as news, is a brief."""


_TITLES: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("notice", cues.NOTICE),
    ("commentary", cues.COMMENTARY),
    ("roundup", cues.ROUNDUP),
)


def kind_of(heads: Sequence[Head], paragraphs: Sequence[Paragraph]) -> Kind:
    """Return the kind of an item; the first of these that fits."""
    if paragraphs and all(part.role == "caption" for part in paragraphs):
        return "caption"
    titles = [part.text for part in heads if part.role in ("kicker", "headline", "deck")]
    for kind, cue in _TITLES:
        if any(cue.search(title) for title in titles):
            return kind
    if not paragraphs:
        return "other"
    if not titles and cues.NOTICE.search(paragraphs[0].text[:30].split("。")[0]):
        return "notice"
    if sum(len(cues.ADVERT.findall(part.text[:400])) for part in paragraphs) >= 2:
        return "advert"
    if len(paragraphs) > 1 or len(paragraphs[0].text) > _BRIEF:
        return "article"
    if any(part.role == "dateline" and part.inline for part in heads):
        return "brief"
    return "article" if titles else "other"
