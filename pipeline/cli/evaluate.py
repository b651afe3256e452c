"""``broadsheet eval``: measure, on pages whose truth is known."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="Measure Broadsheet on pages whose truth is known.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Measure Broadsheet on pages whose truth is known."""


@app.command()
def segment(
    inputs: Annotated[
        list[Path] | None,
        typer.Argument(
            help="Pages with their truth: JSON lines, or NAME.txt beside NAME.truth.json. "
            "Without any, pages are composed.",
            metavar="[PAGES]...",
        ),
    ] = None,
    level: Annotated[
        list[str] | None,
        typer.Option("--level", help="Compose only this level.", metavar="clean|real|hard"),
    ] = None,
    articles: Annotated[
        str,
        typer.Option(help="What pages are composed of.", metavar="tuning|held-back|all"),
    ] = "held-back",
    seeds: Annotated[int, typer.Option(min=1, help="Pages of each level.", metavar="N")] = 100,
    first_seed: Annotated[int, typer.Option(min=0, help="The first page's seed.", metavar="N")] = 0,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="Write report.md, .json and .svg here.", metavar="DIR"),
    ] = None,
    export: Annotated[
        Path | None,
        typer.Option(help="Write the pages with their truth here; score nothing.", metavar="FILE"),
    ] = None,
    predictions: Annotated[
        Path | None,
        typer.Option(
            help="Score another tool's answers: lines as `segment` writes them.", metavar="FILE"
        ),
    ] = None,
) -> None:
    """Score the segmentation of pages: a table for people, a report and a picture with -o."""
    from pipeline.cli.evaluating import Task, run_eval_segment

    task = Task(
        inputs=tuple(inputs or ()),
        levels=tuple(level or ()),
        articles=articles,
        seeds=range(first_seed, first_seed + seeds),
        output=output,
        export=export,
        predictions=predictions,
    )
    run_eval_segment(task)


@app.command()
def check(
    pairs: Annotated[
        list[Path] | None,
        typer.Argument(
            help="JSON lines: references, rated or perturbed outputs (docs/checking.md). "
            "Without any, the pairs that ship with Broadsheet.",
            metavar="[PAIRS]...",
        ),
    ] = None,
    share: Annotated[
        str,
        typer.Option(help="Which documents are measured.", metavar="held-back|tuning|all"),
    ] = "held-back",
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="Write report.md and .json here.", metavar="DIR"),
    ] = None,
    details: Annotated[
        Path | None,
        typer.Option(
            help="Write what is flagged wrongly or missed here, as JSON lines.", metavar="FILE"
        ),
    ] = None,
) -> None:
    """Score the checks of translations: flags on right ones, errors caught, and plain checkers."""
    from pipeline.cli.evaluating_pairs import PairTask, run_eval_check

    run_eval_check(PairTask(tuple(pairs or ()), share, output, details))
