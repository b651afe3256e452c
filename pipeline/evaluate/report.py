"""The scorecards of all systems and levels, as data and as tables."""

from collections.abc import Callable, Mapping, Sequence

from pipeline.evaluate.scorecard import Bin, Score, Scorecard, scorecard
from pipeline.evaluate.systems import OURS, Scored, System, run
from pipeline.evaluate.truth import Specimen
from pipeline.model import Noun

ALL = "all levels"
"""The level that holds the pages of all levels."""

ROWS: dict[str, str] = {
    "boundary_precision": "Border precision",
    "boundary_recall": "Border recall",
    "boundary_f1": "Border F1",
    "exact_articles": "Exact articles",
    "exact_f1": "Exact-article F1",
    "iou_f1": "IoU F1@0.5",
    "pair_f1": "Pairwise line F1",
    "borders_right": "Pages with all borders right",
    "perfect_pages": "Perfect pages",
    "pk": "Pk (less is better)",
    "window_diff": "WindowDiff (less is better)",
    "role_accuracy": "Role accuracy",
    "role_f1": "Role F1, macro",
    "coverage": "Coverage",
    "headline": "Headline right",
    "title": "Whole title right",
    "byline": "Byline right",
    "name_precision": "Names, precision",
    "cer": "Reading-order CER",
    "cer_intact": "CER where nothing was lost",
    "correction_precision": "Corrections, precision",
    "correction_recall": "Corrections, recall",
    "splice_precision": "Splices, precision",
    "splice_recall": "Splices, recall",
    "separator_recall": "Separators, recall",
}
"""The scores of the tables, and what they are called there."""

_WITH_INTERVAL = frozenset({
    "boundary_f1", "exact_articles", "borders_right", "headline", "byline", "cer_intact",
})  # fmt: skip


class Report(Noun):
    """All scorecards, and the pages a second (CPU time, one core) by system and level."""

    cards: tuple[Scorecard, ...]
    speed: dict[str, dict[str, float]]

    def levels(self) -> list[str]:
        """Return the levels, in order."""
        return list(dict.fromkeys(card.level for card in self.cards))

    def of(self, level: str) -> list[Scorecard]:
        """Return the scorecards of a level, a system each."""
        return [card for card in self.cards if card.level == level]


def evaluate(
    specimens: Sequence[Specimen],
    systems: Mapping[str, System],
    threshold: float,
    advance: Callable[[str], None],
) -> Report:
    """Let each system take the pages apart; score it level by level, and in total.

    ``threshold`` is the confidence from which on the product counts as confident of a page;
    ``advance`` is called with the page's source after each page of each system.
    """
    levels = list(dict.fromkeys(one.level for one in specimens))
    cards: list[Scorecard] = []
    speed: dict[str, dict[str, float]] = {}
    for name, system in systems.items():
        runs = {
            level: run(system, (one for one in specimens if one.level == level), advance)
            for level in levels
        }
        cards += _cards(name, runs, threshold if name == OURS else None)
        speed[name] = {
            level: round(len(scored.pages) / max(scored.seconds, 1e-9), 1)
            for level, scored in runs.items()
        }
    return Report(cards=tuple(cards), speed=speed)


def _cards(name: str, runs: Mapping[str, Scored], threshold: float | None) -> list[Scorecard]:
    found = [scorecard(name, level, scored.pages, threshold) for level, scored in runs.items()]
    if len(runs) > 1:
        pages = [page for scored in runs.values() for page in scored.pages]
        found.append(scorecard(name, ALL, pages, threshold))
    return found


def to_markdown(report: Report) -> str:
    """Return the report as Markdown: for each level a table, and how far confidence holds."""
    parts = []
    for level in report.levels():
        cards = report.of(level)
        parts.append(f"## {level.capitalize()}, {cards[0].pages} pages\n\n{_table(report, cards)}")
        parts += [_confidence(card) for card in cards if card.confident]
    return "\n\n".join(parts) + "\n"


def _table(report: Report, cards: Sequence[Scorecard]) -> str:
    rows = [["", *(card.system for card in cards)], ["---"] + ["---:"] * len(cards)]
    for name, title in ROWS.items():
        scores = [card.scores.get(name) for card in cards]
        if any(score and score.value is not None for score in scores):
            rows.append([title, *(_cell(name, score) for score in scores)])
    speeds = [report.speed[card.system].get(card.level) for card in cards]
    if any(speeds):
        rows.append(["Pages a second", *(f"{speed:,.0f}" if speed else "–" for speed in speeds)])
    return _rows(rows)


def _cell(name: str, score: Score | None) -> str:
    if score is None or score.value is None:
        return "–"
    text = f"{score.value:.3f}"
    if name in _WITH_INTERVAL and score.low != score.high:
        text += f" ({score.low:.3f}–{score.high:.3f})"
    return text


def _confidence(card: Scorecard) -> str:
    known = card.confident
    if known is None:
        return ""
    line = f"Pages reported confident (≥ {known.threshold:g}): {known.count} of {known.of}"
    if known.right is not None:
        line += (
            f"; all borders right on {known.right:.1%} of them "
            f"(95 % interval {known.low:.1%}–{known.high:.1%})"
        )
    return "\n\n".join([
        *([_damages(card)] if card.damages else []),
        f"{line}.", _bins("Page confidence", "all borders right", card.page_confidence),
        _bins("Article confidence", "exactly found", card.item_confidence),
    ])  # fmt: skip


def _damages(card: Scorecard) -> str:
    rows = [["Pages with", "n", "Border F1", "Exact articles"], ["---", "---:", "---:", "---:"]]
    rows += [
        [name, str(one.pages), f"{one.boundary_f1:.3f}", f"{one.exact_articles:.3f}"]
        for name, one in card.damages.items()
    ]
    return _rows(rows)


def _bins(title: str, right: str, bins: Sequence[Bin]) -> str:
    rows = [[title, "n", "mean", right], ["---", "---:", "---:", "---:"]]
    rows += [
        [f"{one.low:g}–{one.high:g}", str(one.count), f"{one.mean:.3f}", f"{one.right:.3f}"]
        for one in bins
    ]
    return _rows(rows)


def _rows(rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
