"""Rates with their intervals, and the tables made of them."""

from collections.abc import Sequence
from typing import Final, Literal, get_args

from pydantic import Field

from pipeline.model import Noun

Section = Literal[
    "references flagged",
    "errors put in, caught",
    "outputs that raters marked, flagged",
    "errors of others, caught",
    "summaries",
]
SECTIONS: Final[tuple[Section, ...]] = get_args(Section)
"""In the order of the report."""


class Rate(Noun):
    """``hits`` of ``of``."""

    hits: int = Field(ge=0)
    of: int = Field(ge=0)

    def interval(self) -> tuple[float, float]:
        """Return the 95 % interval (Wilson 1927), as scipy has it."""
        from scipy.stats import binomtest

        if not self.of:
            return (0.0, 1.0)
        found = binomtest(self.hits, self.of).proportion_ci(method="wilson")
        return (float(found.low), float(found.high))

    def shown(self) -> str:
        """Return the rate in per cent with its interval and the number of cases."""
        if not self.of:
            return "–"
        low, high = self.interval()
        return f"{self.hits / self.of:.1%} ({low:.1%}–{high:.1%}) of {self.of:,}"


class Row(Noun):
    """One rate for each checker."""

    section: Section
    name: str
    rates: dict[str, Rate]


class Detail(Noun):
    """One flag on a right text or one error that was missed, for reading."""

    section: Section
    row: str
    id: str
    source: str
    target: str
    flags: tuple[str, ...]


class PairReport(Noun):
    """All rates, and the milliseconds of CPU that a pair takes, by checker."""

    rows: tuple[Row, ...]
    milliseconds: dict[str, float]


def to_markdown(report: PairReport) -> str:
    """Return the report as Markdown, a table for each section."""
    names = list(report.milliseconds)
    parts = []
    for section in dict.fromkeys(row.section for row in report.rows):
        rows = [row for row in report.rows if row.section == section]
        shown = [name for name in names if any(name in row.rates for row in rows)]
        parts.append(f"## {section[0].upper()}{section[1:]}\n\n{_table(rows, shown)}")
    if names:
        head = ["", *names]
        speed = ["Milliseconds a pair", *(f"{report.milliseconds[name]:.2f}" for name in names)]
        parts.append("## Speed\n\n" + _lines([head, ["---"] + ["---:"] * len(names), speed]))
    return "\n\n".join(parts) + "\n"


def _table(rows: Sequence[Row], names: Sequence[str]) -> str:
    table = [["", *names], ["---"] + ["---:"] * len(names)]
    for row in rows:
        cells = [row.rates[name].shown() if name in row.rates else "–" for name in names]
        table.append([row.name, *cells])
    return _lines(table)


def _lines(rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
