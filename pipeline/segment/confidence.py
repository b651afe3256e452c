"""How sure a whole page is: the chance that every border on it is right."""

import math
import re
from collections.abc import Mapping, Sequence
from typing import Final

from pipeline.segment.chars import HAN, STOPS
from pipeline.segment.cohesion import Bond
from pipeline.segment.lines import Strip
from pipeline.segment.outline import Outline
from pipeline.segment.traps import limits

_SLOPE: Final = 0.93
_SHIFT: Final = 0.1
_FLOOR: Final = -1.5
"""Of the logistic curve from the product of the lines' confidences to the share of pages that are
right (Platt, 1999); ``tools/fit_weights.py --folds`` fits it. Below the floor, in log-odds, pages
are all in the same doubt: one border that is hard to place makes several lines doubtful at once."""
_LEAST = 1e-6
_STRANGE = 0.5
"""How sure the borders of a page that is not like news are at the most."""
_SENTENCES = 0.008
"""So many stops a character has even prose of long sentences."""
_READ = 2000
_FULL_STOPS = "。."
_CHINESE = re.compile(f"[{HAN}]+")
_FOREIGN = re.compile(r"[^\W\d_]")


def page_confidence(outline: Outline) -> float:
    """Return how probable it is (0–1) that all borders of the page are right.

    A line's confidence holds given the lines before it, so the product of all is that of the page;
    it is set right by a curve fitted on pages whose truth is known.
    """
    if not any(label.item for label in outline):
        return 0.0
    odds = _SHIFT + _SLOPE * max(raw_log_odds(outline), _FLOOR)
    return round(1 / (1 + math.exp(-odds)), 3)


def doubted(outline: Outline, rows: Sequence[Strip], bonds: Mapping[int, Bond]) -> Outline:
    """Return the outline of a page with these lines, less sure where sure readings are often wrong:
    in some places (:mod:`pipeline.segment.traps`), and all over a page that is not like news.

    ``bonds`` says by line number what ties a line to the text around it.
    """
    if not _is_like_news(outline, rows):
        return tuple(
            label._replace(confidence=round(label.confidence * _STRANGE, 4)) for label in outline
        )
    most = limits(outline, rows, bonds)
    return tuple(
        label._replace(confidence=min(label.confidence, most.get(label.line, 1.0)))
        for label in outline
    )


def _is_like_news(outline: Outline, rows: Sequence[Strip]) -> bool:
    """Whether the page is at all like those that certainty was learned from.

    Chinese news has heads, which are no sentences, or datelines, and its text has sentences. A list
    of headlines, a poem, a table and figures have not, and the odds of their borders mean nothing.
    """
    lines = list(zip(rows, outline, strict=True))
    text = [row for row, label in lines if label.role == "body"]
    marked = any(row.dateline for row in text) or any(
        label.role in ("kicker", "headline") and row.text[-1] not in _FULL_STOPS
        for row, label in lines
    )
    prose = "".join([row.text[:_READ] for row in text])
    stops = sum(map(prose.count, STOPS))
    rest = _CHINESE.sub("", prose)
    chinese, foreign = len(prose) - len(rest), len(_FOREIGN.findall(rest))
    items = sum(label.item > 0 for label in outline)
    return (
        marked
        and len(text) * 3 >= items
        and stops >= len(prose) * _SENTENCES
        and chinese >= foreign
    )


def raw_log_odds(outline: Outline) -> float:
    """Return the log-odds of the product of the lines' confidences: what the curve is fitted to."""
    product = math.prod(label.confidence for label in outline)
    product = min(max(product, _LEAST), 1 - _LEAST)
    return math.log(product / (1 - product))
