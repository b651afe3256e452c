"""The briefing as Markdown: CommonMark with tables, a pleasure to read as plain text too."""

import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from pipeline.model import GAP, Briefing, PageBrief
from pipeline.write import words
from pipeline.write.form import FORMAT, whole
from pipeline.write.safe import markdown
from pipeline.write.view import Cited, Doubt, Front, PageView, Ref

if TYPE_CHECKING:
    from jinja2 import Environment

_BLANK_LINES = re.compile(r"\n{3,}")


class _Plain(str):
    """Text that is the house's own, and Markdown already."""

    __slots__ = ()


def to_markdown(briefing: Briefing) -> str:
    """Return the briefing as Markdown."""
    return whole(MarkdownForm(), briefing)


class MarkdownForm:
    """The briefing as Markdown: its parts stand a blank line apart."""

    def opening(self, front: Front) -> str:
        """Return the title and the status."""
        return _rendered("opening", front=front, format=FORMAT)

    def page(self, brief: PageBrief, view: PageView) -> str:  # noqa: ARG002
        """Return the page: all its items, and what was set aside."""
        return "\n\n" + _rendered("page", page=view)

    def end(self, front: Front) -> str:
        """Say what the signs mean."""
        return "\n\n" + _rendered("end", front=front) + "\n"


def _rendered(part: str, **values: object) -> str:
    # No value holds a line end, so these are the template's own.
    return _BLANK_LINES.sub("\n\n", _environment().get_template(f"{part}.md").render(values)).strip(
        "\n"
    )


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    # Jinja can escape HTML only. Whatever the template prints is escaped for Markdown by finalize.
    environment = Environment(
        loader=PackageLoader("pipeline.write"),
        auto_reload=False,
        autoescape=False,  # noqa: S701
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"plain": _Plain, "refs": _refs, "cited": _cited, "doubt": _doubt}
    environment.globals |= {"gap": GAP, "doubtful": words.DOUBTFUL}
    return environment


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
