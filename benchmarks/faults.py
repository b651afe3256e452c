"""What faults cost: lost answers and answers paid twice, counted by the endpoint's log.

    python benchmarks/faults.py [--seeds 100] [--row TEXT] [--kills 100] [--bad 1000] [--edit 600]

``--seeds``: each fault of an endpoint in so many campaigns of 24 questions (``--row``: only the
rows whose names hold TEXT). ``--kills``: so many SIGKILLs of ``broadsheet brief`` for each kind of
store, at random moments, each job ended and compared with an undisturbed one. ``--bad``: one bad
article among so many. ``--edit``: one paragraph edited in one article of so many. 0 leaves a part
out, and so is each that is not asked for, unless none is.

Exit code 1 if anything is amiss; it is named below the table. LOST: acknowledged, and cannot be
read. DP_hard: asked for after it was durable. DP_inflight: paid again after a kill. DP_ambiguous:
paid again because nobody could tell; ``reported`` is what our ledger says may be so, ``cap`` the
most that the terms allow.
"""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # tests are not installed

from tests.faults.campaign import Campaign
from tests.faults.figures import Figures
from tests.faults.pages import ARTICLES, PAGES, write_pages
from tests.faults.processes import WORKERS, killed_again_and_again, undisturbed
from tests.faults.rows import ROWS, FaultRow
from tests.faults.scale import edit_one, one_bad_article

AT_ONCE, IN_HASTE = 16, 2
KILLS_A_JOB = 6


def campaigns(row: FaultRow, seeds: int) -> list[Figures]:
    """Return what each campaign of ``row`` comes to. They mostly wait, so many go on at once."""

    async def all_seeds(folder: Path) -> list[Figures]:
        turn = asyncio.Semaphore(IN_HASTE if row.in_haste else AT_ONCE)

        async def one(seed: int) -> Figures:
            async with turn:
                place = folder / str(seed)
                place.mkdir()
                return await Campaign(row, seed, place).run()

        return await asyncio.gather(*map(one, range(seeds)))

    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(all_seeds(Path(folder)))


def kills(store: str, wanted: int) -> Iterator[Figures]:
    """Kill ``wanted`` times in all, job after job; give what each job comes to."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        pages = write_pages(folder / "in", PAGES, ARTICLES)
        calm = undisturbed(pages, folder)
        seed = done = 0
        while done < wanted:
            seed += 1
            inside = folder / f"job-{seed}"
            inside.mkdir()
            most = min(KILLS_A_JOB, wanted - done)
            found, killed = killed_again_and_again(pages, inside, store, seed, most, calm)
            done += killed
            found.struck, found.cap = killed, killed * WORKERS
            yield found


def added(each: Sequence[Figures]) -> list[str]:
    """Return one line of the table."""
    counts = (
        "questions", "requests", "struck", "lost", "dp_hard", "dp_inflight", "dp_ambiguous",
        "reported", "cap", "failed",
    )  # fmt: skip
    sums = [str(sum(getattr(one, name) for one in each)) for name in counts]
    return [each[0].row, str(len(each)), *sums, f"{sum(one.wall for one in each):.0f} s"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seeds", type=int, default=0)
    parser.add_argument("--row", default="")
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--bad", type=int, default=0)
    parser.add_argument("--edit", type=int, default=0)
    given = parser.parse_args()
    if not (given.seeds or given.kills or given.bad or given.edit):
        given.seeds, given.kills, given.bad, given.edit = 100, 100, 1000, 600
    table = Table(
        "row", "seeds", "questions", "requests", "struck", "LOST", "DP_hard", "DP_inflight",
        "DP_ambiguous", "reported", "cap", "failed", "wall",
    )  # fmt: skip
    wrong: list[str] = []
    console = Console(width=150)
    for each in _parts(given):
        line = added(each)
        console.print("  ".join(line), style="dim")  # long runs show that they go on
        table.add_row(*line)
        wrong += [what for one in each for what in one.wrong]
    console.print(table)
    for what in wrong:
        console.print(f"amiss: {what}", markup=False)
    return 1 if wrong else 0


def _parts(given: argparse.Namespace) -> Iterator[list[Figures]]:
    if given.seeds:
        for row in ROWS:
            if given.row in row.name:
                yield campaigns(row, given.seeds)
    if given.kills:
        for store in ("answers", "answers.db"):
            yield list(kills(store, given.kills))
    for count, work in ((given.bad, one_bad_article), (given.edit, edit_one)):
        if count:
            with tempfile.TemporaryDirectory() as folder:
                yield [work(Path(folder), count)]


if __name__ == "__main__":
    sys.exit(main())
