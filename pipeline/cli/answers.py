"""broadsheet cache: look at the kept answers, check, copy and prune them."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli import options

app = typer.Typer(
    help="Look at the kept answers, check and copy them, clear out what is out of date.",
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
    from pipeline.llm.request import digits
    from pipeline.session import open_store

    beginning = digits(key)
    store = open_store(load_settings(config, cache=cache))
    found = [one for one in store.records() if digits(one.key).startswith(beginning)]
    if len(found) != 1:
        many = f"{len(found)} answers begin with {beginning}; give more digits"
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


@app.command("copy")
def copy_answers(
    source: Annotated[Path, typer.Argument(help="The store to copy from.", metavar="FROM")],
    target: Annotated[Path, typer.Argument(help="The store to copy to.", metavar="TO")],
    replace: Annotated[
        bool,
        typer.Option("--replace", help="Where both have an answer and they differ, take FROM's."),
    ] = False,
) -> None:
    """Copy every answer that holds from one store to another, byte for byte.

    A store is a folder, or an SQLite file (FILE.db). What TO has already stays as it is, so a copy
    can be started again; what is broken in FROM is named and left behind (exit code 3).
    """
    from pipeline.cache import copy, store_at
    from pipeline.cli.console import say
    from pipeline.cli.run import tell_broken
    from pipeline.faults import Fault

    if not source.exists():
        raise Fault(f"{source}: there is no store; name a folder or an SQLite file of answers")
    if target.exists() and source.samefile(target):
        raise Fault(f"{source} and {target} are the same store")
    here, there = store_at(source, readonly=True), store_at(target)
    done = copy(here, there, replace)
    there.close()
    for store in (here, there):
        tell_broken(store)
    renew = "; --replace would take these" if done.differing else ""
    say(
        f"{done.copied} answers copied, {done.known} known already ({done.differing} of them "
        f"differ{renew}), {len(here.broken)} broken and left behind; {done.notes} notes copied"
    )
    raise typer.Exit(3 if here.broken else 0)


@app.command()
def prune(
    cache: options.Cache = None,
    config: options.Config = None,
    yes: Annotated[bool, typer.Option("--yes", help="Really remove them.")] = False,
) -> None:
    """Name the answers that no prompt of this version can ask for; --yes removes them.

    So it does with questions that were exported and cannot be asked any more, or are answered.
    """
    from pipeline.cache import ASKED
    from pipeline.cli.console import emit, say
    from pipeline.config import load_settings
    from pipeline.llm import Asked
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
    idle = [
        name
        for name, pending in store.notes(ASKED)
        if Asked.model_validate(pending["asked"]).prompt not in current or store.get(pending["key"])
    ]
    if yes:
        for name in idle:
            store.drop_note(ASKED, name)
    done = "were removed" if yes else "match no prompt of this version; --yes removes them"
    open_too = f" (and {len(idle)} exported questions)" if idle else ""
    say(f"{len(stale)} answers{open_too} {done}")
