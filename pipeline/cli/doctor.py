"""broadsheet doctor: what is configured and reachable."""

import typer

from pipeline.cli import options


def doctor(
    config: options.Config = None,
    model: options.Model = None,
    base_url: options.BaseUrl = None,
    provider: options.Provider = None,
    cache: options.Cache = None,
    mode: options.Mode = None,
) -> None:
    """Show what is configured, and whether the endpoint answers. Asks no model anything."""
    from pipeline import __version__
    from pipeline.cli.console import emit
    from pipeline.config import api_key, load_settings, make_questions, own_store, whom
    from pipeline.llm import StoreError

    settings = load_settings(
        config, model=model, base_url=base_url, provider=provider, cache=cache, mode=mode
    )
    asked, name = whom(settings)
    questions = make_questions(settings)
    store = own_store(settings)
    try:
        store.check_writable()
        writable = "writable"
    except StoreError as error:
        writable = f"not writable: {error}"
    rows = {
        "version": __version__,
        "way": "live: what is missing is asked" if settings.is_live else "replay: nothing is asked",
        "provider": asked,
        "model": name,
        "endpoint": settings.endpoint or "none",
        "key": "set in the environment" if api_key() else "none",
        "answers": f"{store.place} ({writable})",
        "prompts": f"{len(questions.prompts.names)} in {questions.prompts.directory}",
    }
    fine = writable == "writable"
    if settings.is_live:
        rows["reached"], fine = _reach(settings.endpoint, api_key(), fine)
    for label, value in rows.items():
        emit(f"{label:<10}{value}")
    raise typer.Exit(0 if fine else 2)


def _reach(url: str | None, key: str | None, fine: bool) -> tuple[str, bool]:
    """Ask the endpoint for its list of models; say in words what came of it."""
    import asyncio

    from pipeline.llm import ClientError
    from pipeline.llm.openai import OpenAIChat

    async def ask() -> int:
        chat = OpenAIChat(key or "none", url, connect=5.0, read=10.0)
        try:
            return await chat.models()
        finally:
            await chat.close()

    try:
        return f"yes, it names {asyncio.run(ask())} models", fine
    except ClientError as error:
        return f"no: {error}", False
