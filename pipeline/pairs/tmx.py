"""TMX (1.1 to 1.4b) → pairs. A unit (``tu``) has one text in each of several languages."""

from collections.abc import Iterator
from typing import Final

from lxml import etree

from pipeline.pairs.languages import Wanted, is_english, sides
from pipeline.pairs.pair import Pair, Piece, Remark
from pipeline.pairs.text import local, text_of

TMX_PARTS: Final = frozenset({"header", "tu"})
_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"


def read_tmx(parts: Iterator[etree._Element], wanted: Wanted) -> Iterator[Piece]:
    """Go through the units; ``parts`` are header and units. Raises Entity."""
    origin = ""
    number = 0
    for part in parts:
        if local(part) == "header":
            origin = part.get("srclang", "")
        elif local(part) == "tu":
            number += 1
            yield from _unit(part, number, part.get("srclang", origin), wanted)


def _unit(unit: etree._Element, number: int, origin: str, wanted: Wanted) -> Iterator[Piece]:
    name = unit.get("tuid") or f"tu {number}"
    place = f"unit {name} (line {unit.sourceline})"
    texts = [(tuv.get(_LANG) or tuv.get("lang") or "", tuv) for tuv in unit.iterfind("{*}tuv")]
    tags = [tag for tag, _ in texts]
    source, target = sides(tags, origin, wanted)
    if source is None:
        yield Remark(place, f"no text to hold the English to ({_listed(tags)}); left out")
        return
    if target is None and len(tags) > 1:
        yield Remark(place, f"no English ({_listed(tags)}); left out")
        return
    if is_english(origin):
        yield Remark(place, "translated from the English; the other text is taken as the source")
    english = None if target is None else _text(texts[target][1])
    yield Pair(name, _text(texts[source][1]), english, None, place)


def _text(tuv: etree._Element) -> str:
    segment = tuv.find("{*}seg")
    return "" if segment is None else text_of(segment)


def _listed(tags: list[str]) -> str:
    return ", ".join(tag or "no language" for tag in tags[:6]) or "no language at all"
