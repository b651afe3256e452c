"""Asking a model where the rules are unsure of a page. It decides borders, and copies no text."""

from pipeline.desk import Desk, Trail
from pipeline.model import Page, Segmentation


async def segmented(desk: Desk, page: Page, trail: Trail) -> Segmentation:
    """Take ``page`` apart."""
    return desk.segment(page)
