"""The stages one by one: segment, summarize, translate, verify."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli import options

Lines = Annotated[
    Path, typer.Argument(help="JSON lines from the stage before; - for standard input.")
]


def segment(
    inputs: options.Inputs,
    encoding: options.Encoding = None,
    referee: options.Referee = False,
    explain: Annotated[
        bool,
        typer.Option("--explain", help="Say on standard error which cues decided each border."),
    ] = False,
    config: options.Config = None,
    model: options.Model = None,
    base_url: options.BaseUrl = None,
    provider: options.Provider = None,
    cache: options.Cache = None,
    mode: options.Mode = None,
) -> None:
    """Find the articles of pages: one page a line, as JSON. Needs no model."""
    from pipeline.cli.lines import run_segment

    settings = None
    if referee and explain:
        raise typer.BadParameter(
            "explains the rules alone; ask without --referee", param_hint="--explain"
        )
    if referee:
        from pipeline.config import load_settings

        settings = load_settings(
            config,
            model=model,
            base_url=base_url,
            provider=provider,
            cache=cache,
            mode=mode,
            referee=options.referee_below(referee),
        )
    raise typer.Exit(run_segment(inputs, encoding, settings, explain))


def summarize(
    lines: Lines = Path("-"),
    config: options.Config = None,
    model: options.Model = None,
    base_url: options.BaseUrl = None,
    provider: options.Provider = None,
    cache: options.Cache = None,
    mode: options.Mode = None,
    concurrency: options.Concurrency = None,
    budget: options.Budget = None,
    price: options.Price = None,
    glossary: options.Glossary = None,
) -> None:
    """Summarize segmented pages: adds "summaries" to each line."""
    from pipeline.cli.lines import run_stage
    from pipeline.config import load_settings

    settings = load_settings(
        config,
        model=model,
        base_url=base_url,
        provider=provider,
        cache=cache,
        mode=mode,
        concurrency=concurrency,
        budget=budget,
        price=price,
        glossary=glossary,
    )
    raise typer.Exit(run_stage(lines, settings, "summaries"))


def translate(
    lines: Lines = Path("-"),
    config: options.Config = None,
    model: options.Model = None,
    base_url: options.BaseUrl = None,
    provider: options.Provider = None,
    cache: options.Cache = None,
    mode: options.Mode = None,
    concurrency: options.Concurrency = None,
    budget: options.Budget = None,
    price: options.Price = None,
    glossary: options.Glossary = None,
) -> None:
    """Translate segmented pages: adds "translations" to each line."""
    from pipeline.cli.lines import run_stage
    from pipeline.config import load_settings

    settings = load_settings(
        config,
        model=model,
        base_url=base_url,
        provider=provider,
        cache=cache,
        mode=mode,
        concurrency=concurrency,
        budget=budget,
        price=price,
        glossary=glossary,
    )
    raise typer.Exit(run_stage(lines, settings, "translations"))


def verify(
    lines: Lines = Path("-"), glossary: options.Glossary = None, date: options.Date = None
) -> None:
    """Check summaries and translations against the source: adds "findings" to each line."""
    from pipeline.cli.lines import run_verify

    raise typer.Exit(run_verify(lines, glossary, options.iso(date)))
