"""XLIFF 1.x and 2.x → pairs.

1.x: a ``trans-unit`` has a ``source``, perhaps cut into segments (``seg-source``), and a
``target``. 2.x: a ``unit`` has ``segment`` elements with a ``source`` and a ``target`` each.
Proposals (``alt-trans``, the matches module) and notes are no text of the document.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from lxml import etree

from pipeline.pairs.languages import Wanted, is_english, sides
from pipeline.pairs.pair import Pair, Piece, Remark
from pipeline.pairs.text import local, text_of

XLIFF_PARTS: Final = frozenset({"file", "group", "trans-unit", "unit"})


class _Segment(NamedTuple):
    """A source and its target (None: not translated), and the segment's name in its unit."""

    name: str
    source: etree._Element
    target: etree._Element | None


def read_xliff(
    root: etree._Element, parts: Iterator[etree._Element], wanted: Wanted
) -> Iterator[Piece]:
    """Go through the units; ``parts`` are units, groups and files as they end. Raises Entity."""
    files = 0
    for part in parts:
        files += local(part) == "file"
        if local(part) not in ("trans-unit", "unit"):
            continue
        file = next(part.iterancestors("{*}file"), root)
        # The ids of a second file may be those of the first over again.
        prefix = f"{file.get('original') or file.get('id') or files + 1}#" if files else ""
        yield from _unit(part, prefix, _languages(root, file), wanted)


def _languages(root: etree._Element, file: etree._Element) -> tuple[str, str]:
    """Return the languages of source and target; XLIFF may leave the target's out."""
    return (
        file.get("source-language") or root.get("srcLang") or "",
        file.get("target-language") or root.get("trgLang") or "en",
    )


def _unit(
    unit: etree._Element, prefix: str, languages: tuple[str, str], wanted: Wanted
) -> Iterator[Piece]:
    name = prefix + (unit.get("id") or f"line {unit.sourceline}")
    place = f"unit {name} (line {unit.sourceline})"
    if not _is_to_translate(unit):
        yield Remark(place, "marked as not to be translated; left out")
        return
    source, target = sides(languages, languages[0], wanted)
    if source is None or target is None:
        yield Remark(
            place, f"from {languages[0] or '?'} to {languages[1]}, so not English; left out"
        )
        return
    turned = is_english(languages[0]) and source == 1
    if turned:
        yield Remark(place, "translated from the English; the other text is taken as the source")
    segments = list(_segments(unit))
    for segment in segments:
        id = name if len(segments) == 1 else f"{name}/{segment.name}"
        own = text_of(segment.source)
        other = None if segment.target is None else text_of(segment.target)
        if not turned:
            yield Pair(id, own, other, None, place)
        elif other is not None:
            yield Pair(id, other, own, None, place)


def _is_to_translate(unit: etree._Element) -> bool:
    said = (one.get("translate") for one in (unit, *unit.iterancestors()))
    return next((word for word in said if word), "yes") != "no"


def _segments(unit: etree._Element) -> Iterator[_Segment]:
    if local(unit) == "unit":
        for number, segment in enumerate(unit.iterfind("{*}segment"), 1):
            source = segment.find("{*}source")
            if source is not None:
                name = segment.get("id") or str(number)
                yield _Segment(name, source, segment.find("{*}target"))
        return
    source, target = unit.find("{*}source"), unit.find("{*}target")
    cut = unit.find("{*}seg-source")
    pieces = _cut(cut) if cut is not None else {}
    translated = _cut(target) if target is not None else {}
    if pieces and (target is None or translated or not text_of(target)):
        for name, piece in pieces.items():
            yield _Segment(name, piece, translated.get(name))
    elif source is not None:
        yield _Segment("1", source, target)


def _cut(whole: etree._Element) -> dict[str, etree._Element]:
    """Return the segments that are marked in ``whole``, by their ids."""
    marked = (mark for mark in whole.iter("{*}mrk") if mark.get("mtype") == "seg")
    return {mark.get("mid") or str(number): mark for number, mark in enumerate(marked, 1)}
