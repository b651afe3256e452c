"""broadsheet batch: missing answers through a provider's Batch API, at its price."""

from typing import Annotated

import typer

from pipeline.cli import options

app = typer.Typer(
    help="Have missing answers given by a provider's Batch API: slower, most at half the price.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.command()
def submit(
    inputs: options.Inputs,
    wait: Annotated[
        bool,
        typer.Option("--wait", help="Fetch the answers and go on until nothing is missing."),
    ] = False,
    config: options.Config = None,
    model: options.Model = None,
    base_url: options.BaseUrl = None,
    provider: options.Provider = None,
    cache: options.Cache = None,
    budget: options.Budget = None,
    price: options.Price = None,
    glossary: options.Glossary = None,
    encoding: options.Encoding = None,
    repair: options.Repair = None,
    referee: options.Referee = False,
) -> None:
    """Submit the questions that have no kept answer and are in no batch yet.

    Some questions follow from answers (the page at a glance, repairs): after a fetch, submit again
    until nothing is missing; --wait does so. Then: broadsheet brief, with the same options.
    """
    from pipeline.cli.batching import run_submit
    from pipeline.config import load_settings

    settings = load_settings(
        config,
        model=model,
        base_url=base_url,
        provider=provider,
        cache=cache,
        mode="replay",
        budget=budget,
        price=price,
        glossary=glossary,
        repair=repair,
        referee=options.referee_below(referee),
    )
    raise typer.Exit(run_submit(settings, inputs, encoding, wait=wait))


@app.command()
def status(
    config: options.Config = None,
    base_url: options.BaseUrl = None,
    cache: options.Cache = None,
) -> None:
    """Say how the batches stand, one JSON line each."""
    from pipeline.cli.batching import run_status
    from pipeline.config import load_settings

    raise typer.Exit(run_status(load_settings(config, base_url=base_url, cache=cache)))


@app.command()
def fetch(
    config: options.Config = None,
    base_url: options.BaseUrl = None,
    cache: options.Cache = None,
) -> None:
    """Keep the answers of all batches that have ended; name what cannot be kept.

    Questions without an answer are open again: the next submit asks them.
    """
    from pipeline.cli.batching import run_fetch
    from pipeline.config import load_settings

    raise typer.Exit(run_fetch(load_settings(config, base_url=base_url, cache=cache)))


@app.command()
def cancel(
    ids: Annotated[
        list[str] | None,
        typer.Argument(
            help="Batches, by our name or the provider's; none: all.", metavar="[ID]..."
        ),
    ] = None,
    config: options.Config = None,
    base_url: options.BaseUrl = None,
    cache: options.Cache = None,
) -> None:
    """Cancel batches that are under way. What is answered already can still be fetched."""
    from pipeline.cli.batching import run_cancel
    from pipeline.config import load_settings

    raise typer.Exit(run_cancel(load_settings(config, base_url=base_url, cache=cache), ids or []))
