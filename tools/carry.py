"""Carry hand-written answers over to a changed prompt.

A prompt's new wording renames every question that is made from it, so the recordings no longer
answer. The hand-written ones are still right as long as what was asked about (the input) and the
form of the answer are the same: this keeps each of them under its question's new name and leaves a
model's answers alone. Run it after a change to prompts/, look at the diff, commit both together:

    python tools/carry.py cache examples/*.txt
"""

import asyncio
import sys
from pathlib import Path

from pipeline.cache import DirectoryStore
from pipeline.config import REFERENCE, load_settings
from pipeline.job import PageResult, run
from pipeline.llm import Pending, Question, Record, Replayed
from pipeline.read import read_file
from pipeline.session import make_desk


def main(store_path: Path, pages: list[Path]) -> int:
    """Carry over what can be, wave by wave; return how many questions are still open."""
    settings = load_settings(mode="replay", model=REFERENCE)
    store = DirectoryStore(store_path)
    read = [page for path in pages for page in read_file(path)]
    while True:
        results: list[PageResult] = []
        asyncio.run(run(make_desk(settings, Replayed(store)), read, 1, results.append))
        missing = [miss.question for result in results for miss in result.missing]
        carried = [question for question in missing if carry(question, store)]
        print(f"{len(carried)} carried over, {len(missing) - len(carried)} open")
        if not carried:
            return len(missing)


def carry(question: Question, store: DirectoryStore) -> bool:
    """Keep the answer to the same question under an older wording; say whether there was one."""
    asked = question.asked
    for record in store.records():
        same = record.stage == question.stage and record.provenance.origin == "authored"
        if same and set(asked.differences(record.asked)) <= {"prompt", "parameters"}:
            store.put(renamed(question, record))
            store.remove(record.key)
            return True
    return False


def renamed(question: Question, record: Record) -> Record:
    """Return ``record`` as the answer to ``question``."""
    return Pending.of(question).answered(record.answer, record.provenance, record.usage)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]]) > 0)
