"""The scorecards of all systems and levels, as data and as a table."""

from collections.abc import Sequence

from pipeline.evaluate.scorecard import Score, Scorecard, scorecard
from pipeline.evaluate.systems import OURS, SYSTEMS, Scored, run
from pipeline.evaluate.truth import Specimen
from pipeline.model import Noun

ALL = "all"
"""The level that holds the pages of all levels."""

COLUMNS: dict[str, str] = {
    "boundary_precision": "Border P",
    "boundary_recall": "Border R",
    "boundary_f1": "Border F1",
    "exact_articles": "Exact articles",
    "exact_f1": "Exact F1",
    "iou_f1": "IoU F1@0.5",
    "pair_f1": "Pair F1",
    "borders_right": "Borders all right",
    "perfect_pages": "Perfect pages",
    "role_accuracy": "Role accuracy",
    "role_f1": "Role F1 (macro)",
    "coverage": "Coverage",
    "headline": "Headline",
    "title": "Title",
    "byline": "Byline",
    "name_precision": "Names P",
    "cer": "CER",
    "cer_intact": "CER, nothing lost",
    "correction_precision": "Corrections P",
    "correction_recall": "Corrections R",
    "splice_precision": "Splices P",
    "splice_recall": "Splices R",
    "separator_recall": "Separators R",
    "pk": "Pk",
    "window_diff": "WindowDiff",
}
"""The scores of the table, and what they are called there."""


class Report(Noun):
    """All scorecards, and the pages a second (CPU time, one core) of each system and level."""

    cards: tuple[Scorecard, ...]
    speed: dict[str, dict[str, float]]


def evaluate(specimens: Sequence[Specimen], threshold: float) -> Report:
    """Score the product and the baselines on the pages, level by level and in total."""
    levels = list(dict.fromkeys(one.level for one in specimens))
    cards: list[Scorecard] = []
    speed: dict[str, dict[str, float]] = {}
    for name, system in SYSTEMS.items():
        runs = {
            level: run(system, (one for one in specimens if one.level == level)) for level in levels
        }
        cards += _cards(name, runs, threshold if name == OURS else None)
        speed[name] = {
            level: round(len(scored.pages) / max(scored.seconds, 1e-9), 1)
            for level, scored in runs.items()
        }
    return Report(cards=tuple(cards), speed=speed)


def _cards(name: str, runs: dict[str, Scored], threshold: float | None) -> list[Scorecard]:
    found = [scorecard(name, level, scored.pages, threshold) for level, scored in runs.items()]
    if len(runs) > 1:
        pages = [page for scored in runs.values() for page in scored.pages]
        found.append(scorecard(name, ALL, pages, threshold))
    return found


def table(report: Report) -> str:
    """Return the scorecards as a Markdown table: a score a row, a system and level a column."""
    cards = report.cards
    head = ["", *(f"{card.system}, {card.level or 'given'}" for card in cards)]
    rows = [head, ["---"] * len(head)]
    rows.append(["Pages", *(str(card.pages) for card in cards)])
    for name, title in COLUMNS.items():
        rows.append([title, *(_cell(card.scores.get(name)) for card in cards)])
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def _cell(score: Score | None) -> str:
    if score is None or score.value is None:
        return "–"
    return f"{score.value:.3f}"
