"""Why there is no answer: the nearest kept one, and what about it differs."""

from pipeline.llm.record import Record, Store
from pipeline.llm.request import Question


def explain(question: Question, store: Store) -> str:
    """Say which stage and subject have no answer, and what changed since the nearest record."""
    head = f"{question.stage} of {question.subject}: no kept answer"
    spoilt = [broken for broken in store.broken if question.key.partition(":")[2] in broken.place]
    if spoilt:
        return f"{head}: its record is broken ({spoilt[0].place}: {spoilt[0].why})"
    near = nearest(question, store)
    if near is None:
        return f"{head}; the store holds none for this stage (key {question.key})"
    changed = question.asked.differences(near.asked)
    said = ", ".join(_with_values(word, question, near) for word in changed) or "nothing we record"
    return f"{head}; the nearest record ({_short(near.key)}) differs in: {said}"


def nearest(question: Question, store: Store) -> Record | None:
    """Return the record of the same stage that differs in the fewest parts; None if there is none.

    Of equally near ones the one with the same input is preferred, then the lowest key.
    """
    asked = question.asked

    def distance(record: Record) -> tuple[int, bool, str]:
        differing = asked.differences(record.asked)
        return len(differing), "input" in differing, record.key

    same_stage = (record for record in store.records() if record.stage == question.stage)
    return min(same_stage, key=distance, default=None)


def _with_values(word: str, question: Question, near: Record) -> str:
    if word == "prompt":
        return f"prompt (prompts/{question.prompt}.md or a file that it includes)"
    if word == "model":
        return f"model (asked {question.request.model}, kept {near.asked.model})"
    if word == "provider":
        return f"provider (asked {question.request.provider}, kept {near.asked.provider})"
    if word == "input":
        return "input (the text of the page, or what was made of it)"
    return word


def _short(key: str) -> str:
    scheme, _, hexadecimal = key.partition(":")
    return f"{scheme}:{hexadecimal[:12]}…"
