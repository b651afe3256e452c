"""What an entry of the ledger costs to write and to read, and what adding up holds in memory.

    python benchmarks/ledger.py [ENTRIES]

Each figure is CPU time of this process alone. The peak is what adding up a tenth of the entries
(200,000 requests unless another number is given) and all of them takes at most.
"""

import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

from pipeline.llm import Usage
from pipeline.llm.ledger import Ledger, read
from pipeline.llm.totals import totals

KEY = "b1-sha256:" + "0" * 64
USAGE = Usage(prompt_tokens=2000, cached_tokens=1024, completion_tokens=900)


def cpu(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def fill(path: Path, count: int) -> tuple[float, float]:
    """Write ``count`` requests, sent and settled; return the CPU seconds of either."""
    ledger = Ledger(path)
    ids: list[str] = []

    def send() -> None:
        ids.extend(
            ledger.sent(key=KEY, stage="translate", model="m", provider="host", worst=0.01)
            for _ in range(1000)
        )

    def settle() -> None:
        for id in ids:
            ledger.settled(id, outcome="answered", usage=USAGE, cost=0.002)
        ids.clear()

    rounds = [(cpu(send), cpu(settle)) for _ in range(count // 1000)]
    ledger.close()
    return sum(one for one, _ in rounds), sum(other for _, other in rounds)


def peak(path: Path) -> int:
    """Return the most bytes that adding up holds."""
    tracemalloc.start()
    totals(read(path), "stage")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder) / "small.jsonl", Path(folder) / "large.jsonl"
        fill(small, count // 10)
        sent, settled = fill(large, count)
        print(f"sent      {sent / count * 1e6:6.1f} µs an entry")
        print(f"settled   {settled / count * 1e6:6.1f} µs an entry")
        print(f"added up  {cpu(lambda: totals(read(large))) / count / 2 * 1e6:6.1f} µs an entry")
        print(f"peak      {peak(small):,} bytes for {count // 10:,} requests")
        print(f"          {peak(large):,} bytes for {count:,} requests")


if __name__ == "__main__":
    main()
