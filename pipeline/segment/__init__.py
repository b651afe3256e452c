"""Page → articles: by rules, each character of the page accounted for."""

from pipeline.segment.page import segment_page

__all__ = ["segment_page"]
