"""Settings: which wins, what is refused, and what they never touch."""

import os
from pathlib import Path

import pytest

from pipeline.config import ConfigError, load_settings, read_key, whom
from pipeline.model import Article, Paragraph
from pipeline.session import known_prices, make_questions, open_session, open_store
from pipeline.translate import translation_question

ARTICLE = Article(
    id="a1", kind="brief", paragraphs=(Paragraph(id="p1", text="好。", spans=()),), lines=(1,)
)


def key(**settings: object) -> str:
    made = make_questions(load_settings(mode="replay", model="m", **settings))
    return translation_question(made, ARTICLE, "page").key


def test_the_command_line_wins_over_the_environment_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "b.toml"
    file.write_text('model = "file"\nconcurrency = 3\nprovider = "file"\n')
    monkeypatch.setenv("BROADSHEET_MODEL", "environment")
    monkeypatch.setenv("BROADSHEET_PROVIDER", "environment")
    settings = load_settings(file, model="line")
    assert (settings.model, settings.provider, settings.concurrency) == ("line", "environment", 3)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("model = ", "TOML"),
        ("modell = 'x'", "no setting modell"),
        ("api_key = 'x'", "environment or a file"),
        ("concurrency = 0", "concurrency"),
        ("mode = 'fast'", "mode"),
    ],
)
def test_a_faulty_file_is_named(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "b.toml"
    file.write_text(text)
    with pytest.raises(ConfigError, match=says):
        load_settings(file)


def test_nothing_configured_replays_the_reference() -> None:
    settings = load_settings()
    assert whom(settings) == ("reference", "reference")
    assert not settings.is_live
    assert open_session(settings).live is None


def test_a_key_makes_it_live_at_openai(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-canary")
    settings = load_settings(model="m")
    assert settings.is_live and whom(settings) == ("api.openai.com", "m")
    assert "sk-canary" not in repr(settings)


def test_a_base_url_makes_it_live_there_and_may_be_named() -> None:
    settings = load_settings(model="m", base_url="http://127.0.0.1:8080/v1")
    assert settings.is_live and whom(settings) == ("127.0.0.1", "m")
    named = load_settings(model="m", base_url="http://127.0.0.1:8080/v1", provider="vendor")
    assert whom(named) == ("vendor", "m")


def test_a_kept_models_answers_replay_without_any_endpoint() -> None:
    assert whom(load_settings(model="m")) == ("api.openai.com", "m")


@pytest.mark.parametrize(
    "given",
    [
        {"base_url": "http://localhost/v1"},
        {"mode": "live", "model": "m"},
        {"mode": "live", "model": "reference", "base_url": "http://localhost/v1"},
    ],
)
def test_whom_to_ask_must_be_clear(given: dict[str, str]) -> None:
    with pytest.raises(ConfigError):
        whom(load_settings(**given))


@pytest.mark.parametrize(
    "url",
    [
        "localhost:8080",
        "file:///etc/passwd",
        "https://",
        "https://u:p@host/v1",
        "https://host/v1?key=x",
        "https://[::1",
        "https://host:port/v1",
    ],
)
def test_a_base_url_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(ConfigError, match="base URL") as caught:
        load_settings(model="m", base_url=url)
    assert "u:p" not in str(caught.value)


def test_how_it_is_asked_is_no_part_of_the_key() -> None:
    assert key() == key(concurrency=99, read_timeout=1.0, attempts=1, cache=Path("x"), repair=False)
    assert len({key(), key(temperature=0.0), key(max_tokens=9), key(provider="p")}) == 4


def test_a_users_answers_come_before_the_shipped_ones(tmp_path: Path) -> None:
    assert os.environ["XDG_DATA_HOME"].startswith(str(tmp_path)), "tests never touch the real one"
    assert not list(open_store(load_settings(cache=tmp_path / "none")).records())


def test_a_key_may_lie_in_a_file_but_not_among_the_pages(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    for place in (tmp_path, pages):
        (place / "key").write_text("sk-canary\n")
    settings = load_settings(model="m", api_key_file=tmp_path / "key")
    assert settings.is_live and read_key(settings, [str(pages)]) == "sk-canary"
    among = load_settings(model="m", api_key_file=pages / "key")
    (tmp_path / "link").symlink_to(pages / "key")
    linked = load_settings(model="m", api_key_file=tmp_path / "link")
    for one in (among, linked):
        with pytest.raises(ConfigError, match="among the pages"):
            read_key(one, [str(pages)])


@pytest.mark.parametrize("key", ["two words", "schl\u00fcssel", "a\nb"])
def test_a_key_that_can_stand_in_no_header_is_refused(
    monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", key)
    with pytest.raises(ConfigError, match="is no key") as caught:
        read_key(load_settings(model="m"))
    assert key not in str(caught.value)


@pytest.mark.parametrize("text", ["", "two words", "schl\u00fcssel", "a\nb"])
def test_a_file_that_holds_no_key_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "key").write_text(text, "utf-8")
    with pytest.raises(ConfigError, match="must hold the key") as caught:
        read_key(load_settings(model="m", api_key_file=tmp_path / "key"))
    assert not text.strip() or text not in str(caught.value)


def test_a_users_price_wins_and_a_budget_needs_one(tmp_path: Path) -> None:
    url = "http://127.0.0.1:9/v1"
    own = load_settings(model="gpt-4o-mini", base_url=url, price="1,2")
    listed = load_settings(model="gpt-4o-mini", base_url=url)
    assert known_prices(own)["gpt-4o-mini"].prompt == 1
    assert 0 < known_prices(listed)["gpt-4o-mini"].prompt < 1
    unknown = load_settings(model="mine", base_url=url, budget=1.0, cache=tmp_path / "answers")
    with pytest.raises(ConfigError, match="--price"):
        open_session(unknown)
    for price in ("1", "1,x", "-1,1", "1,2,3,4"):
        with pytest.raises(ConfigError, match="price"):
            load_settings(model="m", price=price)
