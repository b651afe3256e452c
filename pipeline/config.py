"""Settings: the command line, then the environment, then a file that the user names, then defaults.

Nothing is ever read from the folder that the pages are in. A key comes from the environment or from
a file of its own; it is part of no setting, so that no setting can show one.
"""

import os
import re
from collections.abc import Sequence
from glob import glob
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from pipeline.faults import Fault
from pipeline.llm.prices import Price

REFERENCE = "reference"
"""Model and provider of the answers that were written by hand."""

_OPENAI = "api.openai.com"
_KEYS = ("BROADSHEET_API_KEY", "OPENAI_API_KEY")
_KEY = re.compile(r"[!-~]+")
_URL = re.compile(r"[A-Za-z0-9.:/\[\]%_~!$&'()*+,;=-]+")
_HOST = re.compile(r"[A-Za-z0-9._-]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")


def _name(text: str) -> str:
    if not text.strip() or not text.isprintable():
        raise ValueError("a name is not empty and has no control characters")
    return text


Name = Annotated[str, AfterValidator(_name)]


class ConfigError(Fault):
    """A setting cannot be used; the message names it and what to do."""


class Settings(BaseSettings):
    """What can be set, by ``BROADSHEET_<NAME>`` or in the file given with ``--config``.

    Time-outs and the ``deadline`` of a whole request are in seconds; ``cache`` is a directory of
    answers or an SQLite file; ``provider`` names the endpoint in the key of every question (by
    default its host), so that answers can move between gateways. ``attempts`` is the cap of
    requests for one answer, ``ambiguous_attempts`` of those that may have been paid for in vain.
    ``budget`` is in USD for one run; ``price`` is that of the model and ``prices`` those of any,
    by name, in USD per million tokens. A batch holds ``batch_requests`` questions and
    ``batch_bytes`` at the most; one that is waited for is looked at after ``batch_poll`` seconds,
    then less and less often; one of which the provider knows nothing ``batch_patience`` seconds
    after it was to be made, was not made.
    """

    model_config = SettingsConfigDict(
        env_prefix="BROADSHEET_",
        env_ignore_empty=True,  # an empty path would be the folder that we happen to be in
        extra="forbid",
        frozen=True,
        allow_inf_nan=False,
    )

    model: Name | None = None
    base_url: str | None = None
    provider: Name | None = None
    cache: Path | None = None
    mode: Literal["auto", "replay", "live"] = "auto"
    concurrency: int = Field(default=8, ge=1, le=1000)
    glossary: Path | None = None
    repair: bool = True
    referee: float = Field(default=0.0, ge=0.0, le=1.0)
    temperature: float | None = Field(default=None, ge=0.0)
    max_tokens: int = Field(default=8192, ge=1)
    fallback_model: Name | None = None
    connect_timeout: float = Field(default=10.0, gt=0.0)
    read_timeout: float = Field(default=300.0, gt=0.0)
    deadline: float = Field(default=600.0, gt=0.0)
    attempts: int = Field(default=5, ge=1, le=20)
    ambiguous_attempts: int = Field(default=2, ge=1, le=20)
    requests_per_minute: float | None = Field(default=None, gt=0.0)
    tokens_per_minute: float | None = Field(default=None, gt=0.0)
    budget: float | None = Field(default=None, ge=0.0)
    price: str | None = None
    prices: dict[str, Price] = Field(default_factory=dict)
    batch_requests: int = Field(default=50_000, ge=1, le=50_000)
    batch_bytes: int = Field(default=200_000_000, ge=1, le=200_000_000)
    batch_poll: float = Field(default=10.0, gt=0.0)
    batch_patience: float = Field(default=30.0, ge=0.0)
    api_key_file: Path | None = None

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

    @field_validator("price")
    @classmethod
    def _three_numbers(cls, price: str | None) -> str | None:
        if price is not None:
            read_price(price)
        return price

    @property
    def own_prices(self) -> dict[str, Price]:
        """The prices that the user has set, by model."""
        if self.price is None or self.model is None:
            return self.prices
        return {**self.prices, self.model: read_price(self.price)}

    @property
    def endpoint(self) -> str | None:
        """The base URL that is configured by whatever way; None if neither URL nor key is."""
        url = self.base_url or os.environ.get("OPENAI_BASE_URL") or None
        return url or (f"https://{_OPENAI}/v1" if self.has_key else None)

    @property
    def has_key(self) -> bool:
        """Whether a key is configured, by whatever way."""
        return self.api_key_file is not None or api_key() is not None

    @property
    def is_live(self) -> bool:
        """Whether what is missing will be asked."""
        return self.mode == "live" or (self.mode == "auto" and self.endpoint is not None)


def read_price(text: str) -> Price:
    """Return the price that ``IN,OUT[,CACHED]`` means; ValueError if it means none."""
    rates = dict(zip(("prompt", "completion", "cached"), text.split(","), strict=False))
    if len(text.split(",")) not in (2, 3):
        raise ValueError("a price is IN,OUT or IN,OUT,CACHED in USD per million tokens")
    return Price.model_validate({name: rate.strip() for name, rate in rates.items()})


def api_key() -> str | None:
    """Return the key that the environment holds, BROADSHEET_API_KEY before OPENAI_API_KEY."""
    return next((found for name in _KEYS if (found := os.environ.get(name, "").strip())), None)


def read_key(settings: Settings, inputs: Sequence[str] = ()) -> str | None:
    """Return the key of the endpoint: from the environment, or else from the file that is named.

    Raises ConfigError where it is none, where the file cannot be read, or where it lies among the
    pages of ``inputs``: who gives us pages must not be able to give us a key, nor to get one into
    a briefing.
    """
    key, file = api_key(), settings.api_key_file
    if key is None and file is not None:
        if any(_is_among(file, name) for name in inputs if name != "-"):
            raise ConfigError(f"{file} lies among the pages; keep the key somewhere else")
        try:
            key = file.read_text("utf-8").strip()
        except (OSError, ValueError) as error:
            name = type(error).__name__
            raise ConfigError(f"the key file {file} cannot be read ({name})") from None
        if not _KEY.fullmatch(key):
            raise ConfigError(
                f"the key file {file} must hold the key, in one line, and nothing else"
            )
    if key is not None and not _KEY.fullmatch(key):
        raise ConfigError(
            f"what {' or '.join(_KEYS)} holds is no key: a key is one word of ASCII characters"
        )
    return key


def _is_among(file: Path, name: str) -> bool:
    """Whether ``file``, or what it is a link to, lies in the folder that ``name`` is or in the one
    that a page of this name lies in. ``name`` may be a pattern."""
    places = {Path(os.path.abspath(file)), file.resolve()}  # noqa: PTH100 - keeps links
    paths = [name] if os.path.lexists(name) else glob(name, recursive=True)  # noqa: PTH207
    for path in map(Path, paths):
        if path.is_dir():
            if any(place.is_relative_to(path.resolve()) for place in places):
                return True
        elif {place.parent.resolve() for place in places} & {
            path.parent.resolve(),
            path.resolve().parent,
        }:
            return True
    return False


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
    except SettingsError as error:  # its cause would quote the value
        name = re.search(r'field "(\w+)"', str(error))
        what = f"BROADSHEET_{name[1].upper()}" if name else "a setting in the environment"
        raise ConfigError(f"{what} cannot be used: it must be JSON") from None
    except ValueError as error:  # what tomllib raises
        raise ConfigError(f"{file} is no valid TOML: {error}") from None
    _check_url(settings.endpoint)
    return settings


def _told(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    name = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        hint = "; keys come from the environment or a file (api_key_file)" if "key" in name else ""
        return f"there is no setting {name}{hint}; see README, Settings"
    return f"the setting {name} cannot be used: {first['msg'].removeprefix('Value error, ')}"


def _check_url(url: str | None) -> None:
    if url is None:
        return
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise ConfigError("the base URL is no URL; it looks like https://host/v1") from None
    if "@" in parts.netloc:
        raise ConfigError("the base URL holds a password; put the key into OPENAI_API_KEY instead")
    if parts.scheme not in ("http", "https") or not host:
        raise ConfigError("the base URL must begin with http:// or https:// and name a host")
    if "?" in url or "#" in url:
        raise ConfigError("the base URL must end with its path, without ? or #")
    # Whatever two programs could read in two ways: who is asked must be who was meant.
    if not _URL.fullmatch(url) or not _HOST.fullmatch(host):
        raise ConfigError(
            "the base URL holds a character that does not belong there; a host outside ASCII is "
            "written xn--…"
        )


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
