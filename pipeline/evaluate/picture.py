"""The scorecards as one picture: SVG, the same bytes for the same scores."""

from io import StringIO
from typing import Any

import matplotlib
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from pipeline.evaluate.report import Report
from pipeline.evaluate.scorecard import Bin

_BARS = {
    "boundary_f1": "Border F1",
    "exact_articles": "Exact articles",
    "headline": "Headline right",
}
_COLOURS = ("#1b4965", "#bc4749", "#e9b44c", "#6a994e", "#7b6d8d", "#444444")
_SETTINGS: Any = {
    "svg.hashsalt": "broadsheet",
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
}


def to_svg(report: Report) -> str:
    """Draw the main scores by level and system, and the product's reliability curve."""
    levels = report.levels()
    curve = next((card for card in reversed(report.cards) if card.confident), None)
    with matplotlib.rc_context(_SETTINGS):
        figure = Figure(figsize=(11, 3.6), layout="constrained")
        FigureCanvasSVG(figure)
        panels = figure.subplots(1, len(_BARS) + bool(curve))
        for axes, (score, title) in zip(panels, _BARS.items(), strict=False):
            _bars(axes, report, levels, score, title)
        if curve:
            _reliability(panels[-1], curve.page_confidence, curve.item_confidence)
        handles, labels = panels[0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside lower center", ncols=len(labels), frameon=False)
        text = StringIO()
        figure.savefig(text, format="svg", metadata={"Date": None, "Creator": None})
    return text.getvalue()


def _bars(axes: Any, report: Report, levels: list[str], score: str, title: str) -> None:
    systems = list(dict.fromkeys(card.system for card in report.cards))
    width = 0.8 / len(systems)
    for place, system in enumerate(systems):
        cards = {card.level: card for card in report.cards if card.system == system}
        found = [cards[level].scores.get(score) for level in levels]
        heights = [one.value or 0.0 if one else 0.0 for one in found]
        at = [number + (place + 0.5) * width - 0.4 for number in range(len(levels))]
        axes.bar(at, heights, width, label=system, color=_COLOURS[place % len(_COLOURS)])
        for x, height, one in zip(at, heights, found, strict=True):
            if one and one.low is not None and one.high is not None:
                axes.vlines(x, one.low, one.high, color="black", linewidth=0.8)
            if place == 0:
                top = one.high if one and one.high is not None else height
                axes.text(x, top + 0.02, f"{height:.2f}", ha="center", fontsize=7)
    axes.set_title(title)
    axes.set_xticks(range(len(levels)), [level or "given" for level in levels])
    axes.set_ylim(0, 1.08)


def _reliability(axes: Any, pages: tuple[Bin, ...], items: tuple[Bin, ...]) -> None:
    axes.plot((0, 1), (0, 1), color="#999999", linewidth=0.8, linestyle="--")
    for bins, name, colour in ((pages, "pages", "#1b4965"), (items, "articles", "#bc4749")):
        axes.plot(
            [one.mean for one in bins],
            [one.right for one in bins],
            marker="o", markersize=4, color=colour, label=name,
        )  # fmt: skip
    axes.set_title("Reliability")
    axes.set_xlabel("reported confidence")
    axes.set_ylabel("share right")
    axes.set_xlim(0, 1.02)
    axes.set_ylim(0, 1.08)
    axes.legend(loc="upper left", frameon=False)
