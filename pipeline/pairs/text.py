"""The text of a segment, without the tags of the format that it was taken from."""

from typing import Final

from lxml import etree

_CODE: Final = frozenset({"bpt", "ept", "ph", "it", "ut"})
"""Hold pieces of another format (TMX, XLIFF 1): what they say is code, but for a ``sub``."""
_APART: Final = frozenset({"ph", "x", "sub"})
"""Stand for something of their own (a break, a picture, a footnote): words do not run across."""
_DELETED: Final = "x-sdl-deleted"
"""A marked deletion that is not yet accepted: the text is still there, and is not meant."""


class Entity(Exception):
    """A text has a reference to an entity, which is never replaced; ``line`` is where."""

    def __init__(self, reference: str, line: int) -> None:
        super().__init__(reference)
        self.line = line


def local(element: etree._Element) -> str:
    """Return an element's name without its namespace."""
    return str(etree.QName(element).localname)


def text_of(element: etree._Element) -> str:
    """Return what a reader of the segment reads, with single blanks. Raises Entity."""
    pieces: list[str] = []
    _gather(element, pieces, code=False)
    return " ".join("".join(pieces).split())


def _gather(element: etree._Element, pieces: list[str], code: bool) -> None:
    """Add the text of ``element``; the depth is bounded by the parser (256)."""
    if element.text and not code:
        pieces.append(element.text)
    for child in element:
        if child.tag is etree.Entity:
            raise Entity(child.text or "", child.sourceline or 0)
        name = local(child)
        blank = " " if name in _APART else ""
        pieces.append(blank)
        if child.get("mtype") != _DELETED:
            _gather(child, pieces, name in _CODE or (code and name != "sub"))
        pieces.append(blank)
        if child.tail and not code:
            pieces.append(child.tail)
