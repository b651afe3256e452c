"""broadsheet brief: the main job."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli import options

Output = Annotated[
    Path, typer.Option("-o", "--output", help="The folder for the briefing.", metavar="DIR")
]
Format = Annotated[
    str, typer.Option("--format", help="What to write: md, html, json.", metavar="LIST")
]
Strict = Annotated[
    bool, typer.Option("--strict", help="End with exit code 3 if any item is degraded, too.")
]


def brief(
    inputs: options.Inputs,
    output: Output,
    config: options.Config = None,
    model: options.Model = None,
    base_url: options.BaseUrl = None,
    provider: options.Provider = None,
    cache: options.Cache = None,
    mode: options.Mode = None,
    concurrency: options.Concurrency = None,
    budget: options.Budget = None,
    price: options.Price = None,
    fallback_model: options.FallbackModel = None,
    glossary: options.Glossary = None,
    encoding: options.Encoding = None,
    formats: Format = "md,html,json",
    repair: options.Repair = None,
    referee: options.Referee = False,
    strict: Strict = False,
) -> None:
    """Turn newspaper pages into an English briefing.

    Finds the articles, summarizes and translates them, checks the English against the source and
    writes briefing.md, briefing.html, briefing.json and run.json. What was answered before is not
    asked again; without an endpoint only kept answers are used.
    """
    from pipeline.cli.run import run_brief
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
        fallback_model=fallback_model,
        glossary=glossary,
        repair=repair,
        referee=options.referee_below(referee),
    )
    code = run_brief(settings, inputs, output, formats, encoding=encoding, strict=strict)
    raise typer.Exit(code)


def demo(output: Output = Path("demo")) -> None:
    """Brief the example page that comes with Broadsheet: offline, without a key.

    The page is invented, and its English is hand-written, not a model's.
    """
    from pipeline.cli.run import run_brief
    from pipeline.config import REFERENCE, load_settings
    from pipeline.shipped import shipped

    settings = load_settings(mode="replay", model=REFERENCE)
    pages = [str(path) for path in sorted(shipped("examples").glob("*.txt"))]
    raise typer.Exit(run_brief(settings, pages, output, "md,html,json"))
