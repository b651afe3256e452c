"""What ``broadsheet eval segment`` does."""

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast, get_args

from pipeline.cli.console import emit, progress
from pipeline.cli.lines import write_lines
from pipeline.evaluate.compose import LEVELS, compose
from pipeline.evaluate.known import read_answers, read_specimens
from pipeline.evaluate.stories import Share, shipped_stories
from pipeline.evaluate.truth import Specimen
from pipeline.faults import Fault
from pipeline.segment.outline import CONFIDENT_PAGE
from pipeline.write import write_atomic

if TYPE_CHECKING:
    from pipeline.evaluate.report import Report

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
    """Compose or read pages, score what is made of them, and show the tables."""
    specimens = _given(task.inputs) if task.inputs else _composed(task)
    if task.export:
        write_lines((one.model_dump_json() for one in specimens), task.export)
        return
    report = _report(specimens, task.predictions)
    from pipeline.evaluate.report import to_markdown

    if task.output is None:
        emit(to_markdown(report).rstrip("\n"))
        return
    from pipeline.evaluate.picture import to_svg

    make_folder(task.output)
    write_atomic(task.output / "report.md", to_markdown(report))
    write_atomic(task.output / "report.json", report.model_dump_json(indent=1) + "\n")
    write_atomic(task.output / "report.svg", to_svg(report))


def _report(specimens: Sequence[Specimen], predictions: Path | None) -> "Report":
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise EvaluationError(
            f"scoring needs {', '.join(missing)}; install them with: pip install 'broadsheet[eval]'"
        )
    from pipeline.evaluate.report import evaluate
    from pipeline.evaluate.systems import SYSTEMS, answering

    systems = dict(SYSTEMS)
    if predictions:
        systems = {predictions.stem: answering(read_answers(predictions, specimens)), **systems}
    with progress(len(specimens) * len(systems), "pages") as advance:
        return evaluate(specimens, systems, CONFIDENT_PAGE, advance)


def _given(inputs: Sequence[Path]) -> list[Specimen]:
    specimens = [one for path in inputs for one in read_specimens(path)]
    if not specimens:
        raise EvaluationError("the files hold no page")
    return specimens


def _composed(task: Task) -> list[Specimen]:
    for name in task.levels:
        if name not in LEVELS:
            raise EvaluationError(f"--level {name}: there is none; {', '.join(LEVELS)} are")
    if task.articles not in _ARTICLES:
        raise EvaluationError(
            f"--articles {task.articles}: there are none; {', '.join(_ARTICLES)} are"
        )
    stories = shipped_stories(cast(Share, task.articles))
    levels = [level for level in LEVELS if level in task.levels] or LEVELS
    return [compose(stories, level, seed) for level in levels for seed in task.seeds]


def make_folder(folder: Path) -> None:
    """Make the folder of a report; EvaluationError where that cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EvaluationError(f"{folder} cannot be made ({error.strerror})") from None
