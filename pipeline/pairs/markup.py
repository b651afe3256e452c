"""XML that is not trusted, read in pieces: TMX or XLIFF, by its root.

Nothing outside the file is ever fetched, and no entity is replaced: a document that declares one is
refused. libxml2's limits on depth and on the length of a text (10 MB) stay in force (``huge_tree``
off), and a unit has a greatest size, so a small file cannot grow in memory and a large one need not
fit into it.
"""

from collections.abc import Iterator
from io import BufferedReader
from typing import Final

from lxml import etree

from pipeline.pairs.languages import Wanted
from pipeline.pairs.pair import PairsError, Piece
from pipeline.pairs.text import Entity, local

_CHUNK: Final = 64 * 1024
_LARGEST: Final = 64 * 1024 * 1024
"""Bytes of a unit, with what stands before it."""


def read_markup(file: BufferedReader, name: str, wanted: Wanted) -> Iterator[Piece]:
    """Go through the pairs of an XML file; ``name`` is what messages call it. Raises PairsError."""
    from pipeline.pairs.tmx import TMX_PARTS, read_tmx
    from pipeline.pairs.xliff import XLIFF_PARTS, read_xliff

    parts = _parts(file, name, TMX_PARTS | XLIFF_PARTS)
    root = next(parts)
    kind, version = local(root), root.get("version", "")
    try:
        if kind == "tmx":
            yield from read_tmx(parts, wanted)
        elif kind == "xliff" and version[:2] in ("1.", "2."):
            yield from read_xliff(root, parts, wanted)
        elif kind == "xliff":
            raise PairsError(
                f"{name} is XLIFF {version or 'without a version'}; 1.x and 2.x are read"
            )
        else:
            raise PairsError(f"{name} is XML, but neither TMX nor XLIFF: its root is <{kind}>")
    except Entity as entity:
        raise PairsError(
            f"{name}, line {entity.line}: the entity {entity} is not declared in the file; nothing "
            "is fetched from elsewhere. Write the character itself"
        ) from None


def _parts(file: BufferedReader, name: str, wanted: frozenset[str]) -> Iterator[etree._Element]:
    """Give the root as it begins, then each element called ``wanted`` as it ends.

    An element is emptied, and what stands before it dropped, when the next one is asked for.
    """
    parser = etree.XMLPullParser(
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    events = _events(parser, file, name)
    began, _, root = next(events)
    _refuse_entities(root, name)
    yield root
    for read, action, element in events:
        if action == "end" and element is not root and local(element) in wanted:
            yield element
            _drop(element)
            began = read
        elif read - began > _LARGEST:
            raise PairsError(f"{name}: it has a unit of more than {_LARGEST:,} bytes")


def _events(
    parser: etree.XMLPullParser, file: BufferedReader, name: str
) -> Iterator[tuple[int, str, etree._Element]]:
    """Give what the parser finds, and how many bytes were read by then.

    What stands before a fault comes before it is raised.
    """
    read = 0
    while True:
        chunk = file.read(_CHUNK)
        read += len(chunk)
        fault = _fed(parser, chunk)
        for action, element in parser.read_events():
            yield read, action, element
        if fault:
            raise PairsError(f"{name}: {fault}")
        if not chunk:
            return


def _fed(parser: etree.XMLPullParser, chunk: bytes) -> str:
    """Feed ``chunk`` (nothing: the end of the file); return what is wrong, or nothing."""
    try:
        if chunk:
            parser.feed(chunk)
        else:
            parser.close()
    except etree.XMLSyntaxError as error:
        first = next(iter(parser.feed_error_log), None)
        said = f"line {first.line}: {first.message}" if first else str(error.msg)
        return f"it is no well-formed XML from here on: {' '.join(said.split())}"
    return ""


def _refuse_entities(root: etree._Element, name: str) -> None:
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise PairsError(
            f"{name} declares entities of its own, which can swell to any size or name other "
            "files; it is not read. Export it without them"
        )


def _drop(element: etree._Element) -> None:
    element.clear(keep_tail=False)
    parent = element.getparent()
    while parent is not None and (before := element.getprevious()) is not None:
        parent.remove(before)
