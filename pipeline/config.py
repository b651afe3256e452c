"""Settings: the command line, then the environment, then a file that the user names, then defaults.

Nothing is ever read from the folder that the pages are in. A key comes from the environment only
and is part of no setting, so that no setting can show one.
"""

import os
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from platformdirs import user_data_path
from pydantic import Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from pipeline.cache import DirectoryStore, LayeredStore, store_at
from pipeline.desk import Desk
from pipeline.faults import Fault
from pipeline.glossary import Glossary, read_glossary
from pipeline.llm import Archive, Client, Parameters, Replayed, live
from pipeline.prompts import Prompts, Questions
from pipeline.shipped import shipped

REFERENCE = "reference"
"""Model and provider of the answers that were written by hand."""

_OPENAI = "api.openai.com"


class ConfigError(Fault):
    """A setting cannot be used; the message names it and what to do."""


class Settings(BaseSettings):
    """What can be set, by ``BROADSHEET_<NAME>`` or in the file given with ``--config``.

    ``read_timeout`` is in seconds; ``cache`` a directory of answers or an SQLite file; ``provider``
    names the endpoint in the key of every question (by default its host), so that answers can move
    between gateways.
    """

    model_config = SettingsConfigDict(env_prefix="BROADSHEET_", extra="forbid", frozen=True)

    model: str | None = None
    base_url: str | None = None
    provider: str | None = None
    cache: Path | None = None
    mode: Literal["auto", "replay", "live"] = "auto"
    concurrency: int = Field(default=8, ge=1, le=1000)
    glossary: Path | None = None
    repair: bool = True
    referee: float = Field(default=0.0, ge=0.0, le=1.0)
    temperature: float | None = Field(default=None, ge=0.0)
    max_tokens: int = Field(default=8192, ge=1)
    read_timeout: float = Field(default=300.0, gt=0.0)
    attempts: int = Field(default=5, ge=1, le=20)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Order the sources; no ``.env`` and no secrets folder is read."""
        file = TomlConfigSettingsSource(settings_cls, cls.model_config.get("toml_file"))
        return init_settings, env_settings, file

    @property
    def endpoint(self) -> str | None:
        """The base URL that is configured by whatever way; None if neither URL nor key is."""
        url = self.base_url or os.environ.get("OPENAI_BASE_URL") or None
        return url or (f"https://{_OPENAI}/v1" if api_key() else None)

    @property
    def is_live(self) -> bool:
        """Whether what is missing will be asked."""
        return self.mode == "live" or (self.mode == "auto" and self.endpoint is not None)


def api_key() -> str | None:
    """Return the key that the environment holds, BROADSHEET_API_KEY before OPENAI_API_KEY."""
    return os.environ.get("BROADSHEET_API_KEY") or os.environ.get("OPENAI_API_KEY") or None


def load_settings(file: Path | None = None, **given: Any) -> Settings:
    """Return the settings; ``given`` (None means not given) wins over all else. ConfigError."""
    if file is not None and not file.is_file():
        raise ConfigError(f"{file}: no such file; --config names a TOML file")

    class FromFile(Settings):
        model_config = SettingsConfigDict(toml_file=file)

    try:
        settings = FromFile(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        raise ConfigError(_told(error)) from None
    except ValueError as error:  # what tomllib raises
        raise ConfigError(f"{file} is no valid TOML: {error}") from None
    _check_url(settings.endpoint)
    return settings


def _told(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    name = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        hint = "; keys come from the environment only" if "key" in name else ""
        return f"there is no setting {name}{hint}; see README, Settings"
    return f"the setting {name} cannot be used: {first['msg']}"


def _check_url(url: str | None) -> None:
    if url is None:
        return
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise ConfigError("the base URL is no URL; it looks like https://host/v1") from None
    if parts.scheme not in ("http", "https") or not host:
        raise ConfigError("the base URL must begin with http:// or https:// and name a host")
    if parts.username or parts.password:
        raise ConfigError("the base URL holds a password; put the key into OPENAI_API_KEY instead")
    if parts.query or parts.fragment:
        raise ConfigError("the base URL must end with its path, without ? or #")


def whom(settings: Settings) -> tuple[str, str]:
    """Return provider and model that questions are put to.

    Where no endpoint is configured and no model is named, it is the hand-written reference.
    """
    url = settings.endpoint
    if settings.mode == "live" and url is None:
        raise ConfigError("mode live needs an endpoint: set OPENAI_API_KEY or give --base-url")
    if settings.model is None and url is not None:
        raise ConfigError(
            "an endpoint is configured, but no model: give --model (or --mode replay --model "
            "reference for the answers that come with Broadsheet)"
        )
    model = settings.model or REFERENCE
    host = urlsplit(url).hostname if url else None
    if model == REFERENCE:
        if settings.is_live:
            raise ConfigError("reference is no model to ask: it names the hand-written answers")
        return settings.provider or REFERENCE, model
    return settings.provider or host or _OPENAI, model


def own_store(settings: Settings) -> Archive:
    """Return the store that new answers go to: ``--cache`` if given, else the user's own."""
    place = user_data_path("broadsheet", appauthor=False) / "answers"
    return store_at(settings.cache or place)


def open_store(settings: Settings) -> Archive:
    """Return what answers are read from: ``--cache`` alone if given, else own and shipped ones.

    New answers go to the own one of them.
    """
    own = own_store(settings)
    if settings.cache is not None:
        return own
    return LayeredStore(own, [DirectoryStore(shipped("cache"), readonly=True)])


def make_questions(settings: Settings) -> Questions:
    """Return what makes the questions: the shipped prompts, the model, the parameters."""
    provider, model = whom(settings)
    parameters = Parameters(temperature=settings.temperature, max_tokens=settings.max_tokens)
    return Questions(Prompts(shipped("prompts")), provider, model, parameters)


def make_client(settings: Settings, store: Archive) -> Client:
    """Return the client: live behind the cache, or a replay of it."""
    if not settings.is_live:
        return Replayed(store)
    own_store(settings).check_writable()
    from pipeline.llm.openai import OpenAIChat  # a second to import, so only when it is needed

    chat = OpenAIChat(api_key() or "none", settings.endpoint, read=settings.read_timeout)
    return live(chat, store, settings.concurrency, settings.attempts)


def make_desk(settings: Settings, client: Client) -> Desk:
    """Return the desk that a run works at."""
    glossary = read_glossary(settings.glossary) if settings.glossary else Glossary()
    return Desk(
        client=client,
        questions=make_questions(settings),
        glossary=glossary,
        repair=settings.repair,
        referee=settings.referee,
    )
