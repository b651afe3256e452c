"""The exchange way: the questions that a replay misses go out, their answers come in.

Answers raise new questions (the page at a glance rests on the summaries), so it goes in waves, each
of them a replay that stops at what is missing.
"""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from pipeline.cli.console import emit, say
from pipeline.cli.lines import raw_lines, write_lines
from pipeline.cli.pages import Pages, read_pages
from pipeline.cli.run import tell_broken, work
from pipeline.config import (
    REFERENCE,
    ConfigError,
    Settings,
    make_desk,
    open_store,
    own_store,
)
from pipeline.desk import Miss
from pipeline.job import PageResult
from pipeline.llm import (
    Archive,
    Count,
    Counted,
    InvalidAnswer,
    Pending,
    Replayed,
    Usage,
    check_answer,
    read_answer,
)
from pipeline.llm.wire import batch_line
from pipeline.model import Lead, Provenance, Summary, Translation
from pipeline.segment.referee import Verdict

_EXPECTED: dict[str, type[BaseModel]] = {
    noun.__name__: noun for noun in (Summary, Translation, Lead, Verdict)
}


def _wave(
    settings: Settings, inputs: Sequence[str], encoding: str | None
) -> tuple[list[Miss], list[PageResult], Count, Pages]:
    """Replay the job as far as answers go; return what is missing, each question once."""
    pages = read_pages(inputs, encoding)
    store = open_store(settings)
    client = Counted(Replayed(store))
    results = work(make_desk(settings, client), pages, settings.concurrency)
    tell_broken(store)
    missing = {miss.question.key: miss for result in results for miss in result.missing}
    return list(missing.values()), results, client.count, pages


def run_export(
    settings: Settings, inputs: Sequence[str], encoding: str | None, output: Path | None
) -> int:
    """Write the missing questions, and note in the store what their answers must fit."""
    missing, _, _, pages = _wave(settings, inputs, encoding)
    store = own_store(settings)
    if missing:
        store.check_writable()
    for miss in missing:
        store.hand_out(Pending.of(miss.question))
    lines = (
        json.dumps(
            batch_line(miss.question.key, miss.question.request, miss.question.request.provider),
            ensure_ascii=False,
        )
        for miss in missing
    )
    write_lines(lines, output)
    say(
        f"{len(missing)} questions are open"
        + ("; nothing is missing" if not missing else ", to be answered and imported")
    )
    return 3 if pages.unread else 0


def run_estimate(settings: Settings, inputs: Sequence[str], encoding: str | None) -> int:
    """Write what a run would still ask."""
    missing, results, count, pages = _wave(settings, inputs, encoding)
    waiting = sum(1 for result in results if result.missing)
    characters = sum(
        len(message.content) for miss in missing for message in miss.question.request.messages
    )
    emit(
        json.dumps(
            {
                "pages": len(results),
                "items": sum(result.articles for result in results),
                "kept": count.kept,
                "missing": dict(Counter(miss.question.stage for miss in missing)),
                "pages_at_a_glance_to_follow": waiting,
                "prompt_characters": characters,
            },
            indent=2,
        )
    )
    return 3 if pages.unread else 0


def run_import(settings: Settings, answers: Path, origin: str, replace: bool) -> int:
    """Keep the answers of ``answers``; name each line that cannot be kept."""
    if origin not in ("exchange", "authored"):
        raise ConfigError("--origin is exchange or authored")
    store = own_store(settings)
    store.check_writable()
    today = datetime.now(UTC).date().isoformat()
    kept = bad = known = 0
    for number, line in _answer_lines(answers):
        try:
            key, given, model, usage = _given(line)
            record = store.get(key)
            if record and not replace:
                known += 1
                continue
            pending = record.pending() if record else _handed_out(store, key)
            _keep_apart(pending, origin)
            content = _content(given, _EXPECTED[pending.expects])
        except InvalidAnswer as error:
            bad += 1
            say(f"error: {answers.name}, line {number}: {error}; it was not kept")
            continue
        provenance = Provenance.model_validate(
            {
                "origin": origin,
                "provider": pending.asked.provider,
                "model": model or pending.asked.model,
                "host": None,
                "date": today,
            }
        )
        store.put(pending.answered(content, provenance, usage))
        kept += 1
    say(f"{kept} answers kept, {known} were known already (--replace renews them), {bad} not kept")
    return 3 if bad else 0


def _answer_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    return ((number, raw) for number, raw in enumerate(raw_lines(path), 1) if raw.strip())


def _given(line: bytes) -> tuple[str, Any, str | None, Usage]:
    """Return key, answer (an object or the model's text), model and usage of an answer line."""
    try:
        row = json.loads(line)
        key = row["custom_id"]
        if "answer" in row:
            return str(key), row["answer"], None, Usage()
        response = row["response"]
        body = response["body"]
        if response["status_code"] != 200 or row.get("error"):
            raise InvalidAnswer(f"the provider failed on it (status {response['status_code']})")
        choice = body["choices"][0]
        if choice.get("finish_reason") == "length":
            raise InvalidAnswer("the answer was cut at the token limit")
        usage = body.get("usage") or {}
        counted = Usage(
            prompt_tokens=usage.get("prompt_tokens") or 0,
            completion_tokens=usage.get("completion_tokens") or 0,
        )
        return str(key), choice["message"]["content"] or "", body.get("model"), counted
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError):
        raise InvalidAnswer(
            'the line is no answer: it needs "custom_id" and "answer", or a batch response'
        ) from None


def _content(given: Any, expects: type[BaseModel]) -> dict[str, Any]:
    if isinstance(given, str):
        return read_answer(given, expects)
    if not isinstance(given, dict):
        raise InvalidAnswer("the answer is no JSON object")
    check_answer(given, expects)
    return given


def _handed_out(store: Archive, key: str) -> Pending:
    pending = store.handed_out(key)
    if pending is None:
        raise InvalidAnswer(f"no question {key[:30]} was exported from this store")
    return pending


def _keep_apart(pending: Pending, origin: str) -> None:
    """Hand-written answers stand under ``reference`` and under nothing else."""
    if (pending.asked.model == REFERENCE) != (origin == "authored"):
        raise InvalidAnswer(
            f"the question is put to {pending.asked.model}: authored answers are kept for the "
            f"model {REFERENCE} only, and {REFERENCE} keeps no others"
        )
