"""What ``broadsheet eval segment`` does."""

from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple, cast, get_args

from pipeline.cli.console import emit
from pipeline.cli.lines import write_lines
from pipeline.cli.options import REFEREE_BELOW
from pipeline.evaluate.compose import LEVELS, Level, compose
from pipeline.evaluate.stories import Share, shipped_stories
from pipeline.evaluate.truth import Specimen
from pipeline.faults import Fault

_NEEDED = ("matplotlib", "numpy", "rapidfuzz", "scipy", "segeval")
_ARTICLES = (*get_args(Share), "all")


class EvaluationError(Fault):
    """The evaluation cannot be run as asked."""


class Task(NamedTuple):
    """What is to be scored, and where the results go."""

    inputs: tuple[Path, ...]
    levels: tuple[str, ...]
    articles: str
    seeds: range
    output: Path | None
    export: Path | None
    predictions: Path | None


def run_eval_segment(task: Task) -> None:
    """Compose or read pages, score what is made of them, and show the table."""
    specimens = _specimens(task)
    if task.export:
        write_lines((one.model_dump_json() for one in specimens), task.export)
        return
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise EvaluationError(
            f"scoring needs {', '.join(missing)}; install them with: pip install 'broadsheet[eval]'"
        )
    from pipeline.evaluate.report import evaluate, table

    report = evaluate(specimens, REFEREE_BELOW)
    emit(table(report))


def _specimens(task: Task) -> list[Specimen]:
    for name in task.levels:
        if name not in LEVELS:
            raise EvaluationError(f"--level {name}: there is none; {', '.join(LEVELS)} are")
    if task.articles not in _ARTICLES:
        raise EvaluationError(
            f"--articles {task.articles}: there are none; {', '.join(_ARTICLES)} are"
        )
    stories = shipped_stories(cast(Share, task.articles))
    levels = cast(tuple[Level, ...], task.levels) or LEVELS
    return [compose(stories, level, seed) for level in levels for seed in task.seeds]
