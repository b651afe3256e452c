"""Memory and speed of a warm run over many pages: everything was answered before.

    python benchmarks/replay.py [PAGES ...] [--folder DIR]

Makes the pages (1,000 and 10,000 unless told otherwise; see ``county.py``), keeps an answer to
every question about them, and runs ``broadsheet brief`` on them in a process of its own, with an
endpoint that nobody listens at. Reports that process's peak memory (resident, in MB), CPU and wall
seconds. ``--folder`` keeps pages and answers for another time; they are several files a page.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from county import CountyPage

    from pipeline.llm import Question, Record
    from pipeline.model import Page
    from pipeline.prompts import Questions

_MODEL = ("--model", "county-model", "--provider", "benchmark.invalid")
_ENDPOINT = ("--mode", "live", "--base-url", "http://127.0.0.1:9/v1")
_A_FOLDER = 100  # pages


def main() -> None:
    """Fill the store in one process and brief in others, so that each is measured alone."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", type=int, nargs="*", default=[1_000, 10_000])
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--fill", action="store_true", help="only make pages and answers")
    args = parser.parse_args()
    if args.fill:
        fill(args.folder, max(args.pages))
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.folder or Path(temporary)
        most = str(max(args.pages))
        subprocess.run([sys.executable, __file__, most, "--fill", "--folder", folder], check=True)
        for count in args.pages:
            measure(folder, count)


def measure(folder: Path, count: int) -> None:
    """Brief the first ``count`` pages and print what it took."""
    inputs = sorted((folder / "pages").iterdir())[: -(-count // _A_FOLDER)]
    output = folder / f"briefing-{count}"
    command = [sys.executable, "-m", "pipeline", "brief", *inputs, "-o", output]
    start = time.perf_counter()
    with (folder / "stderr.txt").open("wb") as errors:
        process = subprocess.Popen(
            [*command, *_MODEL, *_ENDPOINT, "--cache", folder / "answers"],
            stdout=subprocess.DEVNULL,
            stderr=errors,
            env=os.environ | {"BROADSHEET_ATTEMPTS": "1", "BROADSHEET_API_KEY": "none"},
        )
        _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    code = os.waitstatus_to_exitcode(status)
    if code:
        raise SystemExit((folder / "stderr.txt").read_text("utf-8")[-2000:] + f"exit code {code}")
    run = json.loads((output / "run.json").read_text("utf-8"))
    pages, asked = run["counts"]["pages"], run["answers"]["asked"]
    cpu = used.ru_utime + used.ru_stime
    print(
        f"{pages:,} pages, {run['counts']['ok']:,} of {run['counts']['items']:,} items ok, "
        f"{asked} questions asked: peak {used.ru_maxrss / 1024:.0f} MB, "
        f"{cpu:.1f} s CPU ({cpu / pages * 1000:.1f} ms a page), {wall:.1f} s wall "
        f"({pages / wall:.0f} pages a second)",
        flush=True,
    )


def fill(folder: Path, count: int) -> None:
    """Make ``count`` pages and keep an answer to every question about them."""
    from county import county_page

    from pipeline.config import load_settings
    from pipeline.read import read_text
    from pipeline.session import make_questions

    questions = make_questions(load_settings(mode="replay", model=_MODEL[1], provider=_MODEL[3]))
    for number in range(count):
        place = folder / "pages" / f"{number // _A_FOLDER:05}" / f"page-{number:07}.txt"
        if place.exists():
            continue
        made = county_page(number)
        data = made.text.encode()
        for record in answers(questions, read_text(data, place.name)[0], made):
            keep(folder / "answers", record)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)


def answers(questions: "Questions", page: "Page", made: "CountyPage") -> "Iterator[Record]":
    """Yield the records of all answers that a run over ``page`` needs, in the order of stages."""
    from pipeline.lead import lead_question
    from pipeline.model import Summary
    from pipeline.segment import segment_page
    from pipeline.summarize import summary_question
    from pipeline.translate import translation_question

    articles = segment_page(page).articles
    if len(articles) != len(made.items):
        raise SystemExit(f"{page.name}: {len(articles)} items are found, not {len(made.items)}")
    summaries = []
    for article in articles:
        units = article.units()
        summary = made.summary(units[0].text)
        yield record(summary_question(questions, article, page.name), summary)
        rendered = [{"id": unit.id, "text": made.english(unit.text)} for unit in units]
        yield record(
            translation_question(questions, article, page.name),
            {"paragraphs": rendered, "notes": [], "doubts": []},
        )
        summaries.append((article, Summary.model_validate(summary)))
    points = [{"text": said.gist[0].text, "cites": [article.id]} for article, said in summaries]
    yield record(lead_question(questions, summaries, page.name), {"points": points})


def record(question: "Question", content: dict[str, Any]) -> "Record":
    """Return the answer ``content`` as a store keeps it."""
    from pipeline.llm import Record, Response, Usage, check_answer
    from pipeline.model import Provenance

    check_answer(content, question.expects)
    given = Provenance(
        origin="live", provider=_MODEL[3], model=_MODEL[1], host=_MODEL[3], date="2024-05-09"
    )
    return Record.of(question, Response(content=content, usage=Usage(), provenance=given))


def keep(store: Path, record: "Record") -> None:
    """Write a record as DirectoryStore does, but do not wait for the disk: there are many."""
    from pipeline.cache.seal import seal

    digest = record.key.partition(":")[2]
    place = store / digest[:2] / f"{digest}.json"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(seal(record.model_dump(mode="json")))


if __name__ == "__main__":
    main()
