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
    date: options.Date = None,
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
    from pipeline.pairs import Wanted

    task = Task(tuple(pairs), output, glossary, options.iso(date), Wanted(source, target))
    raise typer.Exit(run_check(task))
