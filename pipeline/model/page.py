"""What was read: a page, its lines, and places in it.

Line numbers are 1-based and are the file's own (blank lines count). Offsets are 0-based code points
into the line as it stands in the file, end exclusive.
"""

from pydantic import Field

from pipeline.model.base import Noun


class Span(Noun):
    """A place on the page: ``line`` and the half-open range ``start``..``end`` of code points."""

    line: int = Field(ge=1)
    start: int = Field(ge=0)
    end: int = Field(ge=0)


class Line(Noun):
    """One line as the file has it, without its line end."""

    number: int = Field(ge=1)
    text: str

    @property
    def blank(self) -> bool:
        """Whether nothing is printed on the line."""
        return not self.text.strip()


class Page(Noun):
    """One printed page.

    ``source`` is the file's name (never its folder: the same page gives the same briefing wherever
    it lies), ``sha256`` the hex digest of the file's bytes, ``number`` the 1-based page within the
    file, ``encoding`` what the bytes were read as, and ``notes`` what the reader had to assume.
    """

    source: str
    sha256: str
    number: int = Field(default=1, ge=1)
    lines: tuple[Line, ...]
    encoding: str = "utf-8"
    notes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """How the page is called in messages: the file, and the page where it has several."""
        return self.source if self.number == 1 else f"{self.source}, page {self.number}"

    def line(self, number: int) -> Line:
        """Return the line with the file's own ``number`` (KeyError if the page has none)."""
        first = self.lines[0].number if self.lines else 1
        index = number - first
        if not 0 <= index < len(self.lines):
            raise KeyError(number)
        return self.lines[index]

    def text(self, span: Span) -> str:
        """Return what stands at ``span``, exactly as the file has it."""
        return self.line(span.line).text[span.start : span.end]
