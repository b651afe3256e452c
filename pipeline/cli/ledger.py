"""broadsheet ledger: what all runs have sent and spent."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli import options

if TYPE_CHECKING:
    from pipeline.config import Settings
    from pipeline.llm.totals import Total, Totals


class By(StrEnum):
    """What the table has a row for."""

    day = "day"
    model = "model"
    stage = "stage"
    run = "run"
    way = "way"


def ledger(
    by: Annotated[By | None, typer.Option("--by", help="A row for each of these.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    cache: options.Cache = None,
    config: options.Config = None,
) -> None:
    """Say what was sent and spent so far: failed attempts, retries and crashes included."""
    from pipeline.cli.console import emit, say
    from pipeline.config import load_settings
    from pipeline.llm.ledger import read
    from pipeline.llm.totals import totals

    path = ledger_path(load_settings(config, cache=cache))
    sums = totals(read(path), by.value if by else None)
    if as_json:
        emit(_json(path, sums))
        return
    if sums.total.requests:
        for line in _table(sums, by.value if by else ""):
            emit(line)
    say(*_remarks(path, sums))


def ledger_path(settings: Settings) -> Path:
    """Return where the ledger of the store that ``settings`` name lies: beside its answers."""
    from pipeline.session import LEDGER, own_store

    return own_store(settings).beside(LEDGER)


def _json(path: Path, sums: Totals) -> str:
    import json
    from dataclasses import asdict

    found = {"ledger": str(path), **asdict(sums)}
    for total in (found["total"], *found["groups"].values()):
        total |= {name: round(total[name], 6) for name in ("usd", "usd_at_most")}
    return json.dumps(found, ensure_ascii=False, indent=2)


_HEAD = (
    "requests",
    "answers",
    "retries",
    "failed",
    "ambiguous",
    "unsettled",
    "tokens in",
    "of them cached",
    "tokens out",
    "USD",
    "USD at most",
)


def _table(sums: Totals, by: str) -> list[str]:
    from pipeline.cli.console import printable

    rows: list[tuple[str, ...]] = [(by, *_HEAD)]
    rows += [(printable(name), *_cells(total)) for name, total in sorted(sums.groups.items())]
    rows.append(("total", *_cells(sums.total)))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell.ljust(width) if index == 0 else cell.rjust(width)
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]


def _cells(total: Total) -> tuple[str, ...]:
    counts = (
        total.requests,
        total.answers,
        total.retries,
        total.failed,
        total.ambiguous,
        total.unsettled,
        total.prompt_tokens,
        total.cached_tokens,
        total.completion_tokens,
    )
    least = f"≥ {total.usd:.4f}" if total.unpriced else f"{total.usd:.4f}"
    most = "unknown" if total.unpriced else f"{total.usd_at_most:.4f}"
    return (*(f"{count:,}" for count in counts), least, most)


def _remarks(path: Path, sums: Totals) -> list[str]:
    total = sums.total
    if not total.requests:
        said = [f"Nothing was asked so far: {path} holds no entry."]
    else:
        said = [f"Since {total.first} (UTC), by {path}."]
    if total.failures:
        kinds = sorted(total.failures.items(), key=lambda item: (-item[1], item[0]))
        said.append("Failed: " + ", ".join(f"{kind} {count:,}" for kind, count in kinds) + ".")
    if total.ambiguous or total.unsettled:
        said.append(
            f"{total.ambiguous + total.unsettled:,} requests may have been paid for and nobody can "
            "tell: they were cut off, lost in a crash, or are under way. USD at most has them in."
        )
    if total.unpriced:
        said.append(
            f"{total.unpriced:,} requests cost what nobody here knows: their model is not on the "
            "price list, and you have set no price."
        )
    if sums.unread or sums.unmatched:
        said.append(
            f"warning: {sums.unread} lines could not be read and {sums.unmatched} settle nothing "
            "that was sent; they are left out."
        )
    return said
