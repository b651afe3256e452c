"""Take a page apart by rules alone."""

from pipeline.model import Page, Segmentation
from pipeline.segment.borders import draw
from pipeline.segment.build import build
from pipeline.segment.lines import column_widths, strips
from pipeline.segment.wording import Wording


def segment_page(page: Page) -> Segmentation:
    """Take a page apart into articles, furniture and what could not be placed.

    Pure, by rules alone, in time linear in the page. Every non-blank character of the page is in
    exactly one article, in the furniture or in what is unassigned
    (:func:`pipeline.segment.ledger.check` holds it).
    """
    rows = strips(page)
    wording = Wording(rows)
    return build(page, rows, column_widths(rows), draw(rows, wording), wording)
