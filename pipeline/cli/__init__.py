"""The command line: thin. Parse, call, show.

Only typer is imported up front; what a command needs it imports when it runs.
"""

import io
import os
import sys
import traceback
from typing import Annotated

import typer

from pipeline.cli import answers, batch, brief, check, doctor, evaluate, exchange, ledger, stages
from pipeline.faults import Fault

app = typer.Typer(
    name="broadsheet",
    help="Pages of foreign newspapers in, English briefings out that an analyst can quote.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(brief.brief)
app.command()(brief.demo)
app.command()(stages.segment)
app.command()(stages.summarize)
app.command()(stages.translate)
app.command()(stages.verify)
app.command()(check.check)
app.command()(exchange.estimate)
app.command()(ledger.ledger)
app.command()(doctor.doctor)
app.add_typer(answers.app, name="cache")
app.add_typer(exchange.app, name="requests")
app.add_typer(batch.app, name="batch")
app.add_typer(evaluate.app, name="eval")


def _version(wanted: bool) -> None:
    if wanted:
        from pipeline import __version__

        print(__version__)
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Pages of foreign newspapers in, English briefings out that an analyst can quote."""


def main() -> None:
    """Run the command line; every fault that a user can mend ends in one line and its exit code."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # Data is UTF-8 whatever the terminal's code page is, and a file name is what it is.
        sys.stdout.reconfigure(encoding="utf-8", errors="surrogateescape")
    try:
        app()
    except Fault as fault:
        from pipeline.cli.console import say

        say(f"error: {fault}")
        sys.exit(fault.exit_code)
    except BrokenPipeError:
        # Whoever read our output stopped reading: that is theirs to decide, and no fault.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:  # noqa: BLE001 - the last resort: say that it is our fault
        sys.exit(_our_fault(error))


def _our_fault(error: Exception) -> int:
    """Say what broke where, without the text of anything: it may hold a page or a key."""
    from pipeline.cli.console import say, where

    say(
        f"error: Broadsheet itself failed ({where(error)}). This is a fault of ours; "
        "BROADSHEET_TRACEBACK=1 shows where it came from"
    )
    if os.environ.get("BROADSHEET_TRACEBACK"):
        traceback.print_tb(error.__traceback__)
    return 1
