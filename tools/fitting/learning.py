"""A linear-chain conditional random field, learned with CRFsuite, as a table of weights."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pycrfsuite

from fitting.beforehand import BEFOREHAND
from fitting.teaching import Lesson
from pipeline.segment.states import STATES

_L1, _L2 = 0.05, 0.3
"""Regularization: the first empties cells that hardly matter, the second holds back the rest."""
_ROUNDS = 300
_LEAST = 0.005
"""Of what would be written as 0.00 nothing is written."""

Table = dict[str, dict[str, float]]
"""Log-odds by row and state; the rows are those of ``weights.tsv``."""


def learn(lessons: Sequence[Lesson]) -> Table:
    """Return what each sign is worth for each state, and each state after another.

    Maximum likelihood under elastic-net regularization, by OWL-QN (Andrew and Gao, 2007), with
    what is known beforehand added. The same lessons in the same order give the same table.
    """
    trainer = pycrfsuite.Trainer(verbose=False)
    for one in lessons:
        trainer.append(one.signs, one.states)
    trainer.set_params(
        {
            "c1": _L1,
            "c2": _L2,
            "max_iterations": _ROUNDS,
            "feature.possible_transitions": True,
        }
    )
    with TemporaryDirectory() as folder:
        model = str(Path(folder) / "model")
        trainer.train(model)
        tagger = pycrfsuite.Tagger()
        with tagger.open(model):
            learned = tagger.info()
    table: Table = defaultdict(lambda: defaultdict(float))
    for (sign, state), worth in learned.state_features.items():
        table[sign][state] += worth
    for (before, state), worth in learned.transitions.items():
        table[f">{before}"][state] += worth
    for sign, known in BEFOREHAND.items():
        for state, worth in known.items():
            table[sign][state] += worth
    return table


def to_tsv(table: Table) -> str:
    """Return the table as ``weights.tsv``: what follows what first, then the signs by name."""
    rows = [["sign", *STATES]]
    for name in sorted(table, key=lambda one: (not one.startswith(">"), one)):
        cells = [_cell(table[name].get(state, 0.0)) for state in STATES]
        if any(cells):
            rows.append([name, *cells])
    return "".join("\t".join(row) + "\n" for row in rows)


def _cell(worth: float) -> str:
    return f"{worth:.2f}" if abs(worth) >= _LEAST else ""
