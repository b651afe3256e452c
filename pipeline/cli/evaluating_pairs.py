"""What ``broadsheet eval check`` does."""

from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from pipeline.cli.console import emit, progress
from pipeline.cli.evaluating import EvaluationError, make_folder
from pipeline.cli.lines import write_lines
from pipeline.evaluate.pairs.checkers import checkers
from pipeline.evaluate.pairs.corpora import SHARES, read_corpora
from pipeline.evaluate.pairs.measure import Measure
from pipeline.evaluate.pairs.rates import PairReport, to_markdown
from pipeline.evaluate.pairs.summaries import measure_summaries
from pipeline.shipped import shipped
from pipeline.write import write_atomic


class PairTask(NamedTuple):
    """What is to be scored, and where the results go."""

    inputs: tuple[Path, ...]
    share: str
    output: Path | None
    details: Path | None


def run_eval_check(task: PairTask) -> None:
    """Read pairs, put errors into them, and show what each checker flags and catches."""
    if find_spec("scipy") is None:
        raise EvaluationError("scoring needs scipy; install: pip install 'broadsheet[eval]'")
    if task.share not in SHARES:
        raise EvaluationError(f"--share {task.share}: there is none; {', '.join(SHARES)} are")
    # What ships was seen by whoever wrote the rules: none of it is held back.
    paths = task.inputs or sorted(shipped("pairs").glob("*.jsonl"))
    corpora = read_corpora(paths, task.share if task.inputs else "all")
    steps = 2 * len(corpora.pairs) + len(corpora.rated) + len(corpora.perturbed)
    if not steps:
        raise EvaluationError(f"the files hold nothing of the share {task.share}")
    with progress(steps, "pairs") as advance:
        measure = Measure(checkers(), advance)
        measure.all(corpora)
    rows, details = measure_summaries(corpora.pairs, lambda _: None)
    report = PairReport(
        rows=(*measure.rows(), *rows),
        milliseconds={
            who: round(1000 * seconds / max(measure.checked, 1), 3)
            for who, seconds in measure.seconds.items()
        },
    )
    _write(task, report)
    if task.details:
        found = (*measure.details, *details)
        write_lines((one.model_dump_json() for one in found), task.details)


def _write(task: PairTask, report: PairReport) -> None:
    if task.output is None:
        emit(to_markdown(report).rstrip("\n"))
        return
    make_folder(task.output)
    write_atomic(task.output / "report.md", to_markdown(report))
    write_atomic(task.output / "report.json", report.model_dump_json(indent=1) + "\n")
