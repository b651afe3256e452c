"""Why there is no answer: the nearest kept one, and what about it differs."""

from functools import cached_property
from typing import NamedTuple

from pipeline.llm.record import Store
from pipeline.llm.request import Asked, Question


class Near(NamedTuple):
    """A kept record beside a question: how they differ, its key, what it answers."""

    differs: tuple[str, ...]
    key: str
    asked: Asked


class Nearest:
    """The kept answers of ``store`` by what was asked, to find the nearest one to a question.

    The store is read once, at the first miss; only digests stay in memory. The records of a stage
    fall into few groups, within which nothing but the input differs, so a question is compared with
    the groups and not with the records.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def find(self, question: Question) -> Near | None:
        """Return the record of the same stage that differs in the fewest parts, if there is one.

        Of equally near ones the one with the same input is preferred, then the lowest key.
        """
        asked = question.asked
        return min(
            (
                Near(asked.differences(found), key, found)
                for group, keys in self._groups.get(question.stage, {}).items()
                for found, key in [_closest(asked, group, keys)]
            ),
            key=lambda near: (len(near.differs), "input" in near.differs, near.key),
            default=None,
        )

    @cached_property
    def _groups(self) -> dict[str, dict[Asked, dict[str, str]]]:
        """Per stage and what was asked (its input left out): the lowest key for each input.

        The lowest key of all stands under the empty input.
        """
        groups: dict[str, dict[Asked, dict[str, str]]] = {}
        for record in self._store.records():
            group = record.asked.model_copy(update={"inputs": ""})
            keys = groups.setdefault(record.stage, {}).setdefault(group, {})
            for inputs in (record.asked.inputs, ""):
                keys[inputs] = min(record.key, keys.get(inputs, record.key))
        return groups


def _closest(asked: Asked, group: Asked, keys: dict[str, str]) -> tuple[Asked, str]:
    inputs = asked.inputs if asked.inputs in keys else ""
    return group.model_copy(update={"inputs": inputs}), keys[inputs]


def explain(question: Question, store: Store, nearest: Nearest) -> str:
    """Say which stage and subject have no answer, and what changed since the nearest record."""
    head = f"{question.stage} of {question.subject}: no kept answer"
    spoilt = [broken for broken in store.broken if question.key.partition(":")[2] in broken.place]
    if spoilt:
        return f"{head}: its record is broken ({spoilt[0].place}: {spoilt[0].why})"
    near = nearest.find(question)
    if near is None:
        return f"{head}; the store holds none for this stage (key {question.key})"
    said = ", ".join(_with_values(word, question, near) for word in near.differs)
    return (
        f"{head}; the nearest record ({_short(near.key)}) differs in: {said or 'nothing we record'}"
    )


def _with_values(word: str, question: Question, near: Near) -> str:
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
