"""Pages a second on one core: segmented by the rules, and replayed to a briefing.

    python benchmarks/pages.py [PAGE]

Each figure is the median of several rounds of this process alone, in CPU seconds, so that what
else the machine does matters little. PAGE is the example page unless another is given; it must be
one whose answers are kept.
"""

import asyncio
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from pipeline.brief import make_briefing
from pipeline.cli.run import versions
from pipeline.config import REFERENCE, load_settings
from pipeline.job import PageResult, run
from pipeline.llm import Replayed
from pipeline.read import read_file
from pipeline.segment import segment_page
from pipeline.session import make_desk, open_store
from pipeline.shipped import shipped
from pipeline.verify import chinese, english
from pipeline.write import to_html, to_json, to_markdown


def median_cpu(work: Callable[[], object], rounds: int = 15) -> float:
    """Return the median CPU seconds of ``work``; one round to warm up is not counted."""
    work()
    taken = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return statistics.median(taken)


def main(path: Path) -> None:
    """Print the figures for the page at ``path``."""
    page = read_file(path)[0]
    settings = load_settings(mode="replay", model=REFERENCE)
    desk = make_desk(settings, Replayed(open_store(settings)))

    def replay() -> None:
        for remembers in (chinese.quantities, english.quantities):
            remembers.cache_clear()  # a real run meets every page for the first time
        results: list[PageResult] = []
        asyncio.run(run(desk, [page], 1, results.append))
        if any(result.missing for result in results):
            raise SystemExit(f"{path} has no kept answers: choose a page that has")
        briefing = make_briefing([result.brief for result in results], versions(desk))
        for render in (to_markdown, to_html, to_json):
            render(briefing)

    printed = sum(not line.blank for line in page.lines)
    print(f"{path.name}: {len(page.lines)} lines, {printed} of them printed")
    for name, work in (
        ("read", lambda: read_file(path)),
        ("segment", lambda: segment_page(page)),
        ("replay (segment, all answers, verify, three formats)", replay),
    ):
        seconds = median_cpu(work)
        print(f"{name}: {seconds * 1000:.1f} ms CPU a page, {1 / seconds:.0f} pages a second")


if __name__ == "__main__":
    named = [Path(name) for name in sys.argv[1:]]
    main(named[0] if named else next(iter(sorted(shipped("examples").glob("*.txt")))))
