"""The exchange way: the questions that a replay misses go out, their answers come in.

Answers raise new questions (the page at a glance rests on the summaries), so it goes in waves, each
of them a replay that stops at what is missing.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from pipeline.cli.console import emit, say
from pipeline.cli.lines import raw_lines, write_lines
from pipeline.cli.pages import Pages
from pipeline.cli.run import tell_broken, work
from pipeline.config import ConfigError, Settings, whom
from pipeline.incoming import Origin, keep_given, read_given
from pipeline.job import PageResult
from pipeline.llm import ClientError, Count, Pending, Question
from pipeline.llm.prices import Price, cost, worst
from pipeline.llm.tokens import completion_about, completion_at_most, prompt_about, prompt_at_most
from pipeline.llm.usage import Usage
from pipeline.llm.wire import batch_line
from pipeline.session import known_prices, open_session, own_store


@dataclass
class Wave:
    """What a replay came to, apart from what it missed."""

    pages: int = 0
    items: int = 0
    waiting: int = 0
    unread: int = 0
    count: Count | None = None


def wave(
    settings: Settings,
    inputs: Sequence[str],
    encoding: str | None,
    missing: Callable[[Question], None],
) -> Wave:
    """Replay the job as far as answers go; ``missing`` is given each open question, once."""
    pages = Pages(inputs, encoding)
    session = open_session(settings, inputs)
    seen: set[str] = set()
    found = Wave(count=session.client.count)

    def done(result: PageResult) -> None:
        found.pages += 1
        found.items += result.articles
        found.waiting += bool(result.missing)
        for miss in result.missing:
            if miss.question.key not in seen:
                seen.add(miss.question.key)
                missing(miss.question)

    work(session, pages, done)
    tell_broken(session.store)
    session.desk.halt.check()
    found.unread = len(pages.unread)
    return found


def run_export(
    settings: Settings, inputs: Sequence[str], encoding: str | None, output: Path | None
) -> int:
    """Write the missing questions, and note in the store what their answers must fit."""
    store = own_store(settings)
    count = 0
    with TemporaryFile("w+", encoding="utf-8") as lines:

        def out(question: Question) -> None:
            nonlocal count
            if not count:
                store.check_writable()
            count += 1
            store.hand_out(Pending.of(question))
            line = batch_line(question.key, question.request, question.request.provider)
            lines.write(json.dumps(line, ensure_ascii=False) + "\n")

        found = wave(settings, inputs, encoding, out)
        lines.seek(0)
        write_lines((line.rstrip("\n") for line in lines), output)
    say(
        f"{count} questions are open"
        + (", to be answered and imported" if count else "; nothing is missing")
    )
    return 3 if found.unread else 0


@dataclass
class Bill:
    """What open questions come to. Tokens as expected, USD as expected and at the most."""

    questions: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    usd: float = 0.0
    most: float = 0.0
    batch: float = 0.0

    def add(self, question: Question, price: Price | None, batch: Price | None) -> None:
        """Add one question at the prices of the live and of the batch way."""
        prompt, completion = prompt_about(question.request), completion_about(question)
        self.questions += 1
        self.prompt_tokens += prompt
        self.completion_tokens += completion
        usage = Usage(prompt_tokens=prompt, completion_tokens=completion)
        if batch:
            self.batch += cost(batch, usage)
        if price:
            self.usd += cost(price, usage)
            self.most += worst(
                price,
                prompt_at_most(question.request),
                completion_at_most(question.request),
            )

    def report(self, price: Price | None, batch: Price | None) -> dict[str, Any]:
        """Return what it comes to as JSON shows it; null where no price is known."""
        return {
            "prompt_tokens": self.prompt_tokens,
            "completion_tokens": self.completion_tokens,
            "cost_usd": round(self.usd, 6) if price else None,
            "cost_usd_at_most": round(self.most, 6) if price else None,
            "batch_cost_usd": round(self.batch, 6) if batch else None,
        }


def run_estimate(settings: Settings, inputs: Sequence[str], encoding: str | None) -> int:
    """Write what a run would still ask, and what that would cost, in all and by stage."""
    model = whom(settings)[1]
    prices = known_prices(settings).get(model), known_prices(settings, "batch").get(model)
    bill = Bill()
    stages: dict[str, Bill] = {}

    def add(question: Question) -> None:
        for one in (bill, stages.setdefault(question.stage, Bill())):
            one.add(question, *prices)

    found = wave(settings, inputs, encoding, add)
    report = {
        "pages": found.pages,
        "items": found.items,
        "kept": found.count.kept if found.count else 0,
        "missing": {stage: one.questions for stage, one in stages.items()},
        "pages_at_a_glance_to_follow": found.waiting,
        **bill.report(*prices),
        "stages": {stage: one.report(*prices) for stage, one in stages.items()},
        "price": prices[0].source if prices[0] else None,
    }
    emit(json.dumps(report, indent=2))
    if bill.questions and prices[0] is None:
        say(f"no price is known for {model}: give --price IN,OUT in USD per million tokens")
    return 3 if found.unread else 0


def run_import(settings: Settings, answers: Path, origin: str, replace: bool) -> int:
    """Keep the answers of ``answers``; name each line that cannot be kept."""
    if origin not in ("exchange", "authored"):
        raise ConfigError("--origin is exchange or authored")
    by: Origin = "exchange" if origin == "exchange" else "authored"
    store = own_store(settings)
    store.check_writable()
    kept = bad = known = 0
    for number, line in _answer_lines(answers):
        try:
            record = keep_given(store, read_given(line), by, replace=replace)
        except ClientError as error:
            bad += 1
            say(f"error: {answers.name}, line {number}: {error}; it was not kept")
            continue
        if record is None:
            known += 1
            continue
        store.put(record)
        kept += 1
    say(f"{kept} answers kept, {known} were known already (--replace renews them), {bad} not kept")
    return 3 if bad else 0


def _answer_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    return ((number, raw) for number, raw in enumerate(raw_lines(path), 1) if raw.strip())
