"""``broadsheet check``: findings for any translation."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli import options


def check(
    pairs: Annotated[
        list[Path],
        typer.Argument(
            help='JSON lines {"id","source","target"[,"date"]}, TMX or XLIFF files; '
            "- for JSON lines on standard input.",
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="Write here, not to standard output.", metavar="FILE"),
    ] = None,
    glossary: options.Glossary = None,
    date: Annotated[
        str | None,
        typer.Option(
            help="When the sources appeared, where a pair does not say it.", metavar="YYYY-MM-DD"
        ),
    ] = None,
    source: Annotated[
        str | None,
        typer.Option(
            help="The language of the sources, in files of several. Without it, Chinese.",
            metavar="TAG",
        ),
    ] = None,
    target: Annotated[
        str | None,
        typer.Option(
            help="The language of the translations, in files of several. Without it, English.",
            metavar="TAG",
        ),
    ] = None,
) -> None:
    """Check any translation: one line of findings for each pair. Needs no model."""
    from pipeline.cli.checking import Task, run_check
    from pipeline.pairs import Wanted, iso_date

    appeared = iso_date(date) if date else None
    if date and appeared is None:
        raise typer.BadParameter(
            f"{date} is no date; write it like 2023-08-16 or 2023-08", param_hint="--date"
        )
    task = Task(tuple(pairs), output, glossary, appeared, Wanted(source, target))
    raise typer.Exit(run_check(task))
