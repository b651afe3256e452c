"""The briefing as Markdown: CommonMark with tables, a pleasure to read as plain text too."""

import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from pipeline.model import GAP, Briefing
from pipeline.write import words
from pipeline.write.page import briefing_view
from pipeline.write.safe import markdown
from pipeline.write.view import Cited, Doubt, Ref

if TYPE_CHECKING:
    from jinja2 import Template


class _Plain(str):
    """Text that is the house's own, and Markdown already."""

    __slots__ = ()


def to_markdown(briefing: Briefing) -> str:
    """Return the briefing as Markdown."""
    text = _template().render(
        briefing=briefing_view(briefing), format=briefing.format, gap=GAP, doubtful=words.DOUBTFUL
    )
    # No value holds a line end, so these are the template's own.
    return re.sub(r"\n{3,}", "\n\n", text).rstrip("\n") + "\n"


@cache
def _template() -> "Template":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    # Jinja can escape HTML only. Whatever the template prints is escaped for Markdown by finalize.
    environment = Environment(
        loader=PackageLoader("pipeline.write"),
        autoescape=False,  # noqa: S701
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"plain": _Plain, "refs": _refs, "cited": _cited, "doubt": _doubt}
    return environment.get_template("briefing.md")


def _finalize(value: object) -> object:
    return markdown(value) if isinstance(value, str) and not isinstance(value, _Plain) else value


def _refs(places: Iterable[Ref]) -> _Plain:
    """Say places in parentheses. Items are linked; a paragraph is found by its number."""
    said = (
        f"[{markdown(place.label)}](#{place.anchor})" if place.whole else markdown(place.label)
        for place in places
    )
    return _Plain(f"({', '.join(said)})")


def _cited(sentence: Cited) -> _Plain:
    doubtful = f" ({words.DOUBTFUL})" if sentence.doubtful else ""
    return _Plain(f"{markdown(sentence.text)} {_refs(sentence.refs)}{doubtful}")


def _doubt(doubt: Doubt) -> _Plain:
    where = f" {_refs([doubt.where])}" if doubt.where else ""
    snippets = [
        f"{name}: “{markdown(text)}”"
        for name, text in (("Original", doubt.source), ("English", doubt.target))
        if text
    ]
    tail = f" {'; '.join(snippets)}" if snippets else ""
    return _Plain(f"**{markdown(doubt.kind)}**{where}: {markdown(doubt.text)}{tail}")
