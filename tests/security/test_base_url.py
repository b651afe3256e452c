"""Whom a run asks: what is taken for a base URL, and by which way the key goes there."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.config import ConfigError, load_settings, read_key, whom
from pipeline.llm import Question
from pipeline.llm.attempt import Attempt
from pipeline.llm.errors import Stop, Transient
from pipeline.llm.openai import OpenAIChat
from pipeline.llm.proxy import proxy_for
from tests.security.raw import completion, http, serving

MakeQuestion = Callable[..., Question]
KEY = "sk-canary/47+11=="


@pytest.mark.parametrize(
    "url",
    [
        "ftp://host/v1",
        "javascript:alert(1)",
        "//host/v1",
        "host/v1",
        "http:/host/v1",
        "http://",
        "http://:80/v1",
        "http://@host/v1",
        "http://user@host/v1",
        "http://:secret@host/v1",
        "http://host/v1?",
        "http://host/v1?key=secret",
        "http://host/v1#",
        "http://host/v1#x",
        "http://host\\@evil/v1",
        "http://good.example\\.evil/v1",
        "http://host/v1\r\nX-Header: x",
        "http://ho\nst/v1",
        "http://ho\tst/v1",
        " http://host/v1",
        "http://host/v1 ",
        "http://host/a b",
        "http://host\0/v1",
        "http://host\x1b[31m/v1",
        "http://аpi.openai.com/v1",
        "http://ho%73t/v1",
        "http://host:99999/v1",
        "http://host:-1/v1",
        "http://host:0x50/v1",
        "http://[::1",
        "http://::1/v1",
        "http://[::1%25eth0]/v1",
        "http://[host]/v1",
        "http://ho,st/v1",
        "http://host\u3002evil/v1",
    ],
)
def test_what_is_no_base_url(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigError, match="base URL") as caught:
        load_settings(model="m", base_url=url)
    assert "secret" not in str(caught.value)
    if "\0" not in url:
        monkeypatch.setenv("OPENAI_BASE_URL", url)
        with pytest.raises(ConfigError, match="base URL"):
            load_settings(model="m")


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://api.openai.com/v1", "api.openai.com"),
        ("HTTPS://API.example.com:8443/v1/", "api.example.com"),
        ("http://my_llm:8000", "my_llm"),
        ("http://[::1]:8080/v1", "::1"),
        ("http://[2001:DB8::1]/v1", "2001:db8::1"),
        ("http://xn--bcher-kva.example/openai/deployments/x~y", "xn--bcher-kva.example"),
    ],
)
def test_what_is_a_base_url(url: str, host: str) -> None:
    assert whom(load_settings(model="m", base_url=url))[0] == host
    assert OpenAIChat("none", url).host == host


def test_ipv6_is_asked(make_question: MakeQuestion, free_of_proxies: None) -> None:
    async def ask() -> bytes:
        heads: list[bytes] = []

        def reply(head: bytes) -> list[bytes]:
            heads.append(head)
            return [http(completion())]

        async with serving(reply, host="::1") as url:
            chat = OpenAIChat(KEY, url)
            await chat.ask(Attempt.first(make_question()))
            await chat.close()
        return heads[0]

    assert f"Bearer {KEY}".encode() in asyncio.run(ask())


@pytest.fixture
def free_of_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


def test_a_proxy_is_for_what_is_elsewhere(
    free_of_proxies: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://user:pw@proxy:3128")
    monkeypatch.setenv("HTTPS_PROXY", "proxy:3128")
    monkeypatch.setenv("NO_PROXY", "inside.example,10.1.2.3")
    assert proxy_for("http://host/v1") == "http://user:pw@proxy:3128"
    assert proxy_for("https://host/v1") == "http://proxy:3128"
    for here in ("localhost", "127.0.0.1", "127.9.9.9", "[::1]", "a.inside.example", "10.1.2.3"):
        assert proxy_for(f"http://{here}:8080/v1") is None
    for wrong in (
        "socks5://proxy:1080",
        "https://proxy",
        "http://",
        "http://proxy:port",
        "http://[",
    ):
        monkeypatch.setenv("HTTPS_PROXY", wrong)
        with pytest.raises(Stop, match="HTTPS_PROXY"):
            proxy_for("https://host/v1")


def test_the_way_through_a_proxy(
    make_question: MakeQuestion, free_of_proxies: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For https the proxy is told the host, and never the key; for http it is asked."""
    heads: list[bytes] = []

    def reply(head: bytes) -> list[bytes]:
        heads.append(head)
        refused = head.startswith(b"CONNECT")
        return [http({}, status="403 Forbidden") if refused else http(completion())]

    async def ask(base: str) -> None:
        async with serving(reply) as url:
            for name in ("HTTP_PROXY", "HTTPS_PROXY"):
                monkeypatch.setenv(name, url.replace("//", "//user:pw@").removesuffix("/v1"))
            chat = OpenAIChat(KEY, base)
            try:
                await chat.ask(Attempt.first(make_question()))
            finally:
                await chat.close()

    with pytest.raises(Transient, match=r"no connection to elsewhere\.invalid") as caught:
        asyncio.run(ask("https://elsewhere.invalid/v1"))
    assert not caught.value.ambiguous, "nothing can have been paid for"
    asyncio.run(ask("http://elsewhere.invalid/v1"))
    assert heads[0].startswith(b"CONNECT elsewhere.invalid:443 ")
    assert KEY.encode() not in heads[0] and b"\r\nProxy-Authorization: Basic " in heads[0]
    assert heads[1].startswith(b"POST http://elsewhere.invalid/v1/chat/completions ")


def test_no_netrc_takes_the_place_of_the_key(
    make_question: MakeQuestion,
    free_of_proxies: None,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    heads: list[bytes] = []

    def reply(head: bytes) -> list[bytes]:
        heads.append(head)
        return [http(completion())]

    netrc = tmp_path / ".netrc"
    netrc.write_text(
        "machine 127.0.0.1 login planted password planted\ndefault login d password d\n"
    )
    netrc.chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(netrc))

    async def ask() -> None:
        async with serving(reply) as url:
            chat = OpenAIChat(KEY, url)
            await chat.ask(Attempt.first(make_question()))
            await chat.close()

    asyncio.run(ask())
    assert f"\r\nAuthorization: Bearer {KEY}\r\n".encode() in heads[0]
    assert b"Basic" not in heads[0]


@pytest.mark.parametrize(
    "key", ["two words", "a\nb", "a\r\nX: y", "schl\u00fcssel", "a\x1bb", "a\x7f"]
)
def test_a_key_in_the_environment_that_is_none(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", key)
    with pytest.raises(ConfigError, match="OPENAI_API_KEY") as caught:
        read_key(load_settings(model="m"))
    assert key not in str(caught.value)


def test_white_space_around_a_key_is_none_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", f" {KEY}\n")
    assert read_key(load_settings(model="m")) == KEY
    monkeypatch.setenv("OPENAI_API_KEY", " \n")
    assert not load_settings(model="m").has_key
