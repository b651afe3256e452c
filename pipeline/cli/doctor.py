"""broadsheet doctor: what is configured and reachable."""

from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli import options

if TYPE_CHECKING:
    from pipeline.config import Settings
    from pipeline.llm.openai import OpenAIChat

_FORMS = {
    "json_schema": "json_schema: answers are held to the schema",
    "json_object": "json_object: answers are JSON; the schema is told in words",
    "prompt": "none: JSON and the schema are asked for in words",
}
Probe = Annotated[
    bool,
    typer.Option(
        "--probe", help="Ask the model one small question, to see what the endpoint can do."
    ),
]


def doctor(
    config: options.Config = None,
    model: options.Model = None,
    base_url: options.BaseUrl = None,
    provider: options.Provider = None,
    cache: options.Cache = None,
    mode: options.Mode = None,
    price: options.Price = None,
    probe: Probe = False,
) -> None:
    """Show what is configured, and whether the endpoint answers.

    With --probe one small question is asked: whether the endpoint holds answers to a schema, counts
    tokens, and what it calls the token limit. It costs a few hundred tokens and is not kept.
    """
    from pipeline import __version__
    from pipeline.cli.console import emit
    from pipeline.config import load_settings, whom
    from pipeline.llm import StoreError
    from pipeline.session import known_prices, known_spelling, make_questions, own_store

    settings = load_settings(
        config,
        model=model,
        base_url=base_url,
        provider=provider,
        cache=cache,
        mode=mode,
        price=price,
    )
    asked, name = whom(settings)
    questions = make_questions(settings)
    store = own_store(settings)
    try:
        store.check_writable()
        writable = "writable"
    except StoreError as error:
        writable = f"not writable: {error}"
    known = known_prices(settings).get(name)
    rows = {
        "version": __version__,
        "way": "live: what is missing is asked" if settings.is_live else "replay: nothing is asked",
        "provider": asked,
        "model": name,
        "endpoint": settings.endpoint or "none",
        "key": "configured" if settings.has_key else "none",
        "answers": f"{store.place} ({writable})",
        "prompts": f"{len(questions.prompts.names)} in {questions.prompts.directory}",
    }
    if settings.is_live:
        rows["price"] = (
            f"{known.prompt} in, {known.completion} out, USD per million tokens ({known.source})"
            if known
            else "not known; --price IN,OUT sets it"
        )
    fine = writable == "writable"
    spelling = known_spelling(store, settings)
    if settings.is_live and spelling:
        rows["form"] = f"{_FORMS[spelling.form]} (found before)"
    elif settings.is_live:
        rows["form"] = "json_schema, until the endpoint rejects it; --probe tries"
    if settings.is_live:
        found, reached = _reach(settings, probe)
        rows |= found
        fine = fine and reached
    for label, value in rows.items():
        emit(f"{label:<10}{value}")
    raise typer.Exit(0 if fine else 2)


async def _probed(chat: "OpenAIChat", settings: "Settings") -> dict[str, str]:
    """Ask one small question, twice more at most where the endpoint wants it put otherwise."""
    from pipeline.llm import ClientError
    from pipeline.llm.attempt import Attempt
    from pipeline.llm.errors import Unsuited
    from pipeline.session import probe_question

    attempt = Attempt.first(probe_question(settings))
    for _ in range(4):
        try:
            response = await chat.ask(attempt)
        except Unsuited:
            continue
        except ClientError as error:
            return {"asked": f"no answer: {error}", "form": chat.spelling.form}
        used = response.usage
        counted = f"{used.prompt_tokens} + {used.completion_tokens} tokens"
        return {
            "asked": f"answered by {response.provenance.model}",
            "form": _FORMS[chat.spelling.form],
            "usage": counted if used.counted else "not counted: costs are reckoned at their worst",
            "limit": chat.spelling.limit,
        }
    return {"asked": "it takes no way of putting a question that we know"}


def _reach(settings: "Settings", probe: bool) -> tuple[dict[str, str], bool]:
    """Ask the endpoint for its models and, with ``probe``, one question; say what came of it."""
    import asyncio

    from pipeline.config import read_key
    from pipeline.llm import ClientError
    from pipeline.llm.openai import OpenAIChat

    async def ask() -> tuple[dict[str, str], bool]:
        chat = OpenAIChat(
            read_key(settings) or "none",
            settings.endpoint,
            connect=5.0,
            read=60.0 if probe else 10.0,
        )
        try:
            rows = {"reached": f"yes, it names {await chat.models()} models"}
            return (rows | await _probed(chat, settings), True) if probe else (rows, True)
        except ClientError as error:
            return {"reached": f"no: {error}"}, False
        finally:
            await chat.close()

    return asyncio.run(ask())
