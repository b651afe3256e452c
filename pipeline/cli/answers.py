"""broadsheet cache: look at the kept answers, check them, clear out what is out of date."""

from typing import Annotated

import typer

from pipeline.cli import options

app = typer.Typer(
    help="Look at the kept answers, check them, clear out what is out of date.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Key = Annotated[str, typer.Argument(help="The key of an answer, or the beginning of its digits.")]


@app.command("list")
def list_answers(cache: options.Cache = None, config: options.Config = None) -> None:
    """List the kept answers, one a line: key, stage, model, origin, date."""
    from pipeline.cli.console import emit
    from pipeline.cli.run import tell_broken
    from pipeline.config import load_settings
    from pipeline.session import open_store

    store = open_store(load_settings(config, cache=cache))
    for record in store.records():
        said = record.provenance
        emit("\t".join((record.key, record.stage, said.model, said.origin, said.date)))
    tell_broken(store)


@app.command()
def show(key: Key, cache: options.Cache = None, config: options.Config = None) -> None:
    """Show one kept answer, with all that is known of it, as JSON."""
    from pipeline.cli.console import emit
    from pipeline.config import load_settings
    from pipeline.faults import Fault
    from pipeline.session import open_store

    digits = key.rpartition(":")[2]
    store = open_store(load_settings(config, cache=cache))
    found = [one for one in store.records() if one.key.rpartition(":")[2].startswith(digits)]
    if len(found) != 1:
        many = f"{len(found)} answers begin with {digits}; give more digits"
        raise Fault(many if found else f"no answer is kept under {key}; see: broadsheet cache list")
    emit(found[0].model_dump_json(indent=2))


@app.command()
def verify(cache: options.Cache = None, config: options.Config = None) -> None:
    """Check every record against its digest; broken ones are set aside and named (exit code 3)."""
    from pipeline.cli.console import say
    from pipeline.cli.run import tell_broken
    from pipeline.config import load_settings
    from pipeline.session import open_store

    store = open_store(load_settings(config, cache=cache))
    whole = sum(1 for _ in store.records())
    tell_broken(store)
    say(f"{whole} records are whole, {len(store.broken)} are broken")
    raise typer.Exit(3 if store.broken else 0)


@app.command()
def prune(
    cache: options.Cache = None,
    config: options.Config = None,
    yes: Annotated[bool, typer.Option("--yes", help="Really remove them.")] = False,
) -> None:
    """Name the answers that no prompt of this version can ask for; --yes removes them."""
    from pipeline.cli.console import emit, say
    from pipeline.config import load_settings
    from pipeline.prompts import Prompts
    from pipeline.session import own_store
    from pipeline.shipped import shipped

    store = own_store(load_settings(config, cache=cache))
    prompts = Prompts(shipped("prompts"))
    current = {prompts.version(name) for name in prompts.names}
    stale = [record.key for record in store.records() if record.asked.prompt not in current]
    for key in stale:
        emit(key)
        if yes:
            store.remove(key)
    done = "were removed" if yes else "match no prompt of this version; --yes removes them"
    say(f"{len(stale)} answers {done}")
