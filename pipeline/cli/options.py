"""The options that several commands share. Nothing heavy is imported here: --help must be quick."""

from pathlib import Path
from typing import Annotated

import typer

Inputs = Annotated[
    list[str],
    typer.Argument(help="Pages: text files, folders, globs, or - for standard input."),
]
Config = Annotated[
    Path | None, typer.Option("--config", help="Settings from this TOML file.", metavar="FILE")
]
Model = Annotated[
    str | None,
    typer.Option(
        "--model", help="The model to ask; 'reference' is the hand-written answers.", metavar="NAME"
    ),
]
BaseUrl = Annotated[
    str | None,
    typer.Option(
        "--base-url",
        help="An OpenAI-compatible endpoint; the key is read from OPENAI_API_KEY.",
        metavar="URL",
    ),
]
Provider = Annotated[
    str | None,
    typer.Option(
        "--provider",
        help="Whose answers these are, if not the endpoint's host.",
        metavar="NAME",
    ),
]
Cache = Annotated[
    Path | None,
    typer.Option(
        "--cache",
        help="Keep and find answers in this folder or SQLite file (NAME.db), and nowhere else.",
        metavar="STORE",
    ),
]
Mode = Annotated[
    str | None,
    typer.Option(
        "--mode",
        help="replay: only kept answers. live: ask what is missing. "
        "auto: live if an endpoint is configured, else replay.",
        metavar="auto|replay|live",
    ),
]
Concurrency = Annotated[
    int | None,
    typer.Option("--concurrency", min=1, max=1000, help="Questions at once.", metavar="N"),
]
Budget = Annotated[
    float | None,
    typer.Option("--budget", min=0.0, help="Spend no more than this in this run.", metavar="USD"),
]
Price = Annotated[
    str | None,
    typer.Option(
        "--price",
        help="What the model costs, in USD per million tokens: prompt, answer and, optionally, "
        "cached prompt. Known models need none.",
        metavar="IN,OUT[,CACHED]",
    ),
]
FallbackModel = Annotated[
    str | None,
    typer.Option(
        "--fallback-model", help="Ask this model where the first declines.", metavar="NAME"
    ),
]
Glossary = Annotated[
    Path | None,
    typer.Option(
        "--glossary",
        help="Terms to use, as CSV; 'shipped' is the term base that comes with Broadsheet.",
        metavar="FILE",
    ),
]
Encoding = Annotated[
    str | None,
    typer.Option(
        "--encoding", help="Read the pages as this, instead of finding out.", metavar="NAME"
    ),
]
Date = Annotated[
    str | None,
    typer.Option(
        "--date",
        help="When the sources appeared, where they do not say it themselves.",
        metavar="YYYY-MM-DD",
    ),
]
Repair = Annotated[
    bool | None,
    typer.Option(
        "--repair/--no-repair",
        help="Ask once more for what checking finds wrong.",
        show_default=False,
    ),
]
Referee = Annotated[
    bool,
    typer.Option("--referee", help="Ask the model about borders that the rules are unsure of."),
]


def iso(date: str | None) -> str | None:
    """Return ``--date`` as an ISO date; raises BadParameter where it is none."""
    if date is None:
        return None
    from pipeline.pairs import iso_date

    found = iso_date(date)
    if found is None:
        raise typer.BadParameter(
            f"{date} is no date; write it like 2023-08-16 or 2023-08", param_hint="--date"
        )
    return found


def referee_below(wanted: bool) -> float | None:
    """Return the setting that ``--referee`` stands for; None leaves it as it is set elsewhere."""
    if not wanted:
        return None
    from pipeline.segment.outline import CONFIDENT

    return CONFIDENT
