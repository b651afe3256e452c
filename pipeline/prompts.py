"""Prompts as files, and questions made from them.

A prompt is a Markdown file: front matter (``name``, ``purpose``, and ``system``, the prompt that
goes before it as the system message) and a Jinja2 body, the user message. Its version is the
SHA-256 of its file and of all files that it draws on. The text of a page is only ever a value that
is filled in, never a template.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from jinja2 import FunctionLoader, StrictUndefined, TemplateError, meta
from jinja2.sandbox import ImmutableSandboxedEnvironment
from pydantic import BaseModel

from pipeline.faults import Fault
from pipeline.llm import Message, Parameters, Question, Request, answer_schema
from pipeline.model import Article, Noun, Term

_FENCE = "---\n"


class PromptError(Fault):
    """A prompt file is missing or not well made; the message names it and what to do."""


@dataclass(frozen=True)
class Prompt:
    """One prompt file: what it is called, what it is for, its body and the file's bytes."""

    name: str
    purpose: str
    system: str | None
    body: str
    data: bytes


class _Front(Noun):
    name: str
    purpose: str
    system: str | None = None


class Prompts:
    """The prompts of a directory.

    Loading reads every ``*.md`` in it (PromptError if one is not well made); nothing is read later.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        try:
            files = sorted(directory.glob("*.md"))
            self._prompts = {path.stem: _parse(path) for path in files}
        except OSError as error:
            raise PromptError(f"{directory} cannot be read ({error.strerror})") from None
        if not self._prompts:
            raise PromptError(f"{directory} holds no prompts (*.md)")
        self._versions: dict[str, str] = {}
        # Autoescape is off on purpose: what is made here is plain text for a model, not HTML.
        self._environment = ImmutableSandboxedEnvironment(
            loader=FunctionLoader(self._source),
            undefined=StrictUndefined,
            keep_trailing_newline=True,
            autoescape=False,
        )

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all prompts, in order."""
        return tuple(self._prompts)

    def version(self, name: str) -> str:
        """Return ``sha256:…`` over the prompt's file and all that it draws on."""
        if name not in self._versions:
            self._versions[name] = self._hash(name)
        return self._versions[name]

    def _hash(self, name: str) -> str:
        hashed = hashlib.sha256()
        for part in self._parts(name):
            data = self._prompts[part].data
            hashed.update(f"{part}\x00{len(data)}\x00".encode() + data)
        return f"sha256:{hashed.hexdigest()}"

    def messages(self, name: str, inputs: Mapping[str, Any]) -> tuple[Message, ...]:
        """Return the messages of the prompt ``name``, filled with ``inputs``."""
        prompt = self._get(name)
        user = Message(role="user", content=self._render(name, inputs))
        if prompt.system is None:
            return (user,)
        return (Message(role="system", content=self._render(prompt.system, inputs)), user)

    def _render(self, name: str, inputs: Mapping[str, Any]) -> str:
        self._get(name)
        try:
            return self._environment.get_template(f"{name}.md").render(inputs)
        except TemplateError as error:
            raise PromptError(f"{self.directory / name}.md: {error}") from None

    def _get(self, name: str) -> Prompt:
        try:
            return self._prompts[name]
        except KeyError:
            raise PromptError(f"{self.directory} lacks the prompt {name}.md") from None

    def _source(self, file: str) -> str | None:
        prompt = self._prompts.get(file.removesuffix(".md"))
        return prompt.body if prompt else None

    def _parts(self, name: str) -> list[str]:
        """Name every prompt that ``name`` draws on, itself first, each once."""
        found: list[str] = []
        waiting = [name]
        while waiting:
            part = waiting.pop(0)
            if part in found:
                continue
            found.append(part)
            prompt = self._get(part)
            try:
                drawn = meta.find_referenced_templates(self._environment.parse(prompt.body))
                waiting += [file.removesuffix(".md") for file in drawn if file]
            except TemplateError as error:
                raise PromptError(f"{self.directory / part}.md: {error}") from None
            if prompt.system:
                waiting.append(prompt.system)
        return found


def _parse(path: Path) -> Prompt:
    data = path.read_bytes()
    try:
        empty, front, body = data.decode("utf-8").replace("\r\n", "\n").split(_FENCE, 2)
        fields = _Front.model_validate(yaml.safe_load(front))
    except (ValueError, yaml.YAMLError) as error:
        raise PromptError(
            f"{path} is no prompt: it must begin with front matter (between two lines ---) that "
            f"gives name and purpose ({type(error).__name__})"
        ) from None
    if empty or fields.name != path.stem:
        raise PromptError(f"{path}: its front matter must come first and name it {path.stem}")
    return Prompt(fields.name, fields.purpose, fields.system, body, data)


@dataclass(frozen=True)
class Questions:
    """Makes questions: the prompts, and whom they are put to."""

    prompts: Prompts
    provider: str
    model: str
    parameters: Parameters

    def make(
        self,
        prompt: str,
        expects: type[BaseModel],
        *,
        stage: str,
        subject: str,
        inputs: Mapping[str, Any],
    ) -> Question:
        """Return the question that ``prompt``, filled with ``inputs``, puts about ``subject``."""
        request = Request(
            provider=self.provider,
            model=self.model,
            messages=self.prompts.messages(prompt, inputs),
            parameters=self.parameters,
            answer_schema=answer_schema(expects),
        )
        return Question(
            request=request,
            stage=stage,
            subject=subject,
            prompt=prompt,
            prompt_version=self.prompts.version(prompt),
            inputs=inputs,
            expects=expects,
        )


def article_inputs(article: Article, terms: Sequence[Term] = ()) -> dict[str, Any]:
    """Return what every question about ``article`` is filled with.

    Neither its place on the page nor the page's name is in it: the same article asks the same
    question wherever it stands.
    """
    return {
        "kind": article.kind,
        "units": [unit.model_dump() for unit in article.units()],
        "terms": [term.model_dump(mode="json") for term in terms],
    }
