"""Fit the segmenter's weights anew, or measure by cross-validation what such weights are good for.

The weights (``pipeline/segment/weights.tsv``) are learned from pages whose truth is known: pages
composed of the benchmark's tuning stories, and of random variants of them; the example page; and
any pages given as files, in the formats of ``broadsheet eval segment``. The held-back
stories are never opened. The same input gives the same file, byte for byte:

    python tools/fit_weights.py labelled.jsonl real-page.txt

After a change to the signs, see first whether it was one for the better, and what the curve of
``pipeline/segment/confidence.py`` should be:

    python tools/fit_weights.py labelled.jsonl real-page.txt --folds 4
"""

import argparse
import sys
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from fitting.curve import Curve, fit_curve
from fitting.folds import Trial, trials
from fitting.learning import learn, to_tsv
from fitting.pages import lessons, read_given
from pipeline.evaluate.stories import shipped_stories
from pipeline.evaluate.tally import total, value
from pipeline.faults import Fault
from pipeline.segment.outline import CONFIDENT_PAGE

_WEIGHTS = Path(__file__).parents[1] / "pipeline" / "segment" / "weights.tsv"
_SCORES = ("boundary_f1", "exact_articles", "headline", "byline")


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the weights, or print what cross-validation finds."""
    asked = _parser().parse_args(arguments)
    stories = shipped_stories("tuning")
    given = read_given(asked.pages)
    if asked.folds:
        print(report(list(trials(stories, asked.seeds, given, asked.folds))))
        return
    learned_from = lessons(stories, asked.seeds, given)
    asked.output.write_text(to_tsv(learn(learned_from)), encoding="utf-8", newline="\n")
    print(f"{asked.output}: fitted on {len(learned_from)} pages")


def report(found: Sequence[Trial]) -> str:
    """Return the scores and the confidence of ``found`` by level, for a person to read."""
    curve = fit_curve([trial.guess for trial in found])
    columns = (*_SCORES, "pages", "confident", "of_those_right")
    lines = ["".join(f"{name:>16}" for name in ("", *columns))]
    for level, some in groupby(sorted(found, key=_level), key=_level):
        lines.append(_row(level, list(some), curve))
    lines += [
        _row("all", found, curve),
        "",
        f"page confidence: _SLOPE = {curve.slope}, _SHIFT = {curve.shift}, "
        f"_FLOOR = {curve.floor}; "
        f"confident is from {CONFIDENT_PAGE} up",
    ]
    return "\n".join(lines)


def _level(trial: Trial) -> str:
    return trial.score.level


def _row(name: str, found: Sequence[Trial], curve: Curve) -> str:
    tally = total(trial.score.tally for trial in found)
    scores = [value(tally.get(score, (0.0, 0.0))) for score in _SCORES]
    sure = [trial for trial in found if curve(trial.guess) >= CONFIDENT_PAGE]
    right = value((sum(trial.guess.right for trial in sure), len(sure)))
    shares = [*scores, len(found), len(sure) / len(found), right]
    return f"{name:>16}" + "".join(f"{_figure(one):>16}" for one in shares)


def _figure(one: float | None) -> str:
    if one is None:
        return "–"
    return str(one) if isinstance(one, int) else f"{one:.3f}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "pages",
        nargs="*",
        type=Path,
        help="pages with their truth: .jsonl, or .txt with a .truth.json beside it",
    )
    parser.add_argument("-o", "--output", type=Path, default=_WEIGHTS, help="where to write")
    parser.add_argument(
        "--seeds", type=_positive, default=200, help="pages composed of each level (200)"
    )
    parser.add_argument(
        "--folds", type=_several, help="cross-validate in so many shares, and write nothing"
    )
    return parser


def _positive(text: str) -> int:
    return _at_least(1, text)


def _several(text: str) -> int:
    return _at_least(2, text)


def _at_least(least: int, text: str) -> int:
    if not text.isdecimal() or int(text) < least:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from {least} up")
    return int(text)


if __name__ == "__main__":
    try:
        main()
    except Fault as fault:
        print(fault, file=sys.stderr)
        sys.exit(fault.exit_code)
