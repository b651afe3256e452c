"""broadsheet requests and estimate: what is missing, handed to someone else or only counted."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli import options

app = typer.Typer(
    help="Have missing answers given elsewhere: export the questions, import the answers.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Answers = Annotated[
    Path, typer.Argument(help="JSON lines with answers; - for standard input.", metavar="FILE")
]


@app.command("export")
def export_requests(
    inputs: options.Inputs,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Write here, not to standard output.")
    ] = None,
    config: options.Config = None,
    model: options.Model = None,
    base_url: options.BaseUrl = None,
    provider: options.Provider = None,
    cache: options.Cache = None,
    glossary: options.Glossary = None,
    encoding: options.Encoding = None,
    repair: options.Repair = None,
    referee: options.Referee = False,
) -> None:
    """Write the questions that have no kept answer, one a line, as an OpenAI Batch input file.

    Some questions follow from answers (the page at a glance, repairs): after an import, export
    again until nothing is missing.
    """
    from pipeline.cli.waves import run_export
    from pipeline.config import load_settings

    settings = load_settings(
        config,
        model=model,
        base_url=base_url,
        provider=provider,
        cache=cache,
        mode="replay",
        glossary=glossary,
        repair=repair,
        referee=options.referee_below(referee),
    )
    raise typer.Exit(run_export(settings, inputs, encoding, output))


@app.command("import")
def import_answers(
    answers: Answers,
    origin: Annotated[
        str,
        typer.Option(
            "--origin",
            help="exchange: a model gave them. authored: a person wrote them, for model reference.",
            metavar="exchange|authored",
        ),
    ] = "exchange",
    replace: Annotated[
        bool, typer.Option("--replace", help="Let a new answer take the place of a kept one.")
    ] = False,
    cache: options.Cache = None,
    config: options.Config = None,
) -> None:
    """Keep answers to exported questions.

    A line is one of an OpenAI Batch output file, or {"custom_id": KEY, "answer": {…}}. Each answer
    is checked against the schema that was asked for; what does not fit is named and left out.
    """
    from pipeline.cli.waves import run_import
    from pipeline.config import load_settings

    settings = load_settings(config, cache=cache)
    raise typer.Exit(run_import(settings, answers, origin, replace))


def estimate(
    inputs: options.Inputs,
    config: options.Config = None,
    model: options.Model = None,
    base_url: options.BaseUrl = None,
    provider: options.Provider = None,
    cache: options.Cache = None,
    price: options.Price = None,
    repair: options.Repair = None,
    referee: options.Referee = False,
    glossary: options.Glossary = None,
    encoding: options.Encoding = None,
) -> None:
    """Say what a run would still ask, and what that would cost, as JSON. Asks nothing.

    What is kept costs nothing. Questions that follow from answers (the page at a glance, repairs)
    are not known yet and not reckoned in.
    """
    from pipeline.cli.waves import run_estimate
    from pipeline.config import load_settings

    settings = load_settings(
        config,
        model=model,
        base_url=base_url,
        provider=provider,
        cache=cache,
        mode="replay",
        price=price,
        repair=repair,
        referee=options.referee_below(referee),
        glossary=glossary,
    )
    raise typer.Exit(run_estimate(settings, inputs, encoding))
