"""How a page is set and read: drawn once for each page, so that no two pages look alike."""

from dataclasses import dataclass
from random import Random
from typing import Literal

_HALF = str.maketrans("，；：？！（）", ",;:?!()")
_STRAIGHT = str.maketrans("“”‘’", "\"\"''")

Punctuation = Literal["full", "half", "half-curly"]


@dataclass(frozen=True, slots=True)
class Style:
    """The look of one page.

    Widths are in ems. ``equal`` is the one column width of a page that has one; ``mark_width`` is
    what punctuation takes in a print line; ``height`` is the print lines of a column.
    """

    punctuation: Punctuation
    equal: int | None
    breaks: bool
    indent: int
    blank_lines: bool
    joined: bool
    centred: bool
    head_blank: str
    mark_width: float
    height: tuple[int, int]

    def read(self, text: str) -> str:
        """Return ``text`` with its punctuation as the page's OCR reads it; no offset changes."""
        if self.punctuation == "full":
            return text
        text = text.translate(_HALF)
        return text.translate(_STRAIGHT) if self.punctuation == "half" else text

    def width(self, rng: Random, lead: bool) -> int:
        """Draw a story's column width."""
        if lead and rng.random() < 0.3:
            return rng.randint(20, 45)
        return self.equal or rng.randint(13, 24)


def draw_style(rng: Random, equal_widths: float = 0.15) -> Style:
    """Draw the look of a page; ``equal_widths`` is how often all its columns are as wide."""
    low = rng.randint(7, 12)
    return Style(
        punctuation=rng.choice(("full", "half", "half", "half-curly")),
        equal=rng.randint(13, 24) if rng.random() < equal_widths else None,
        breaks=rng.random() < 0.9,
        indent=2 if rng.random() < 0.6 else 0,
        blank_lines=rng.random() < 0.85,
        joined=rng.random() < 0.3,
        centred=rng.random() < 0.1,
        head_blank=rng.choice((" ", " ", "  ", "　")),
        mark_width=rng.choice((1.0, 1.0, 0.6, 0.5)),
        height=(low, low + rng.randint(2, 8)),
    )
