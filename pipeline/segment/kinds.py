"""Which kind of item an article is, judged by its heads and its text."""

from collections.abc import Sequence

from pipeline.model import Head, Kind, Paragraph
from pipeline.segment import cues

_BRIEF = 220
"""A single paragraph up to this many characters, filed as news, is a brief."""


def kind_of(heads: Sequence[Head], paragraphs: Sequence[Paragraph]) -> Kind:
    """Return the kind of an item; the first of these that fits."""
    titles = [part.text for part in heads if part.role in ("kicker", "headline", "deck")]
    if paragraphs and all(part.role == "caption" for part in paragraphs):
        return "caption"
    if any(cues.NOTICE.search(title) for title in titles):
        return "notice"
    if any(cues.COMMENTARY.search(title) for title in titles):
        return "commentary"
    if any(cues.ROUNDUP.search(title) for title in titles):
        return "roundup"
    if not paragraphs:
        return "other"
    text = paragraphs[0].text
    if not titles and cues.NOTICE.search(text[:30].split("。")[0]):
        return "notice"
    if sum(len(cues.ADVERT.findall(part.text[:400])) for part in paragraphs) >= 2:
        return "advert"
    if len(paragraphs) == 1 and len(text) <= _BRIEF and not any(p.role == "deck" for p in heads):
        if any(part.role == "dateline" for part in heads):
            return "brief"
        if not titles:
            return "other"
    return "article"
