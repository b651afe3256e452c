"""The SDK's way to a provider's batches is held to what the way of questions is held to."""

import asyncio
from pathlib import Path

import pytest

from pipeline.llm import Halt
from pipeline.llm.batches import Batches
from pipeline.llm.errors import ClientError
from tests.security.raw import http, serving

KEY = "sk-canary/47+11=="


def check(url: str) -> None:
    async def once() -> None:
        api = Batches(KEY, url, Halt(), attempts=1, connect=2, read=2)
        try:
            await api.check()
        finally:
            await api.close()

    asyncio.run(once())


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(status: int) -> None:
    reached: list[bytes] = []

    def elsewhere(head: bytes) -> list[bytes]:
        reached.append(head)
        return [http({"object": "list", "data": []})]

    async def both() -> None:
        async with serving(elsewhere) as target:
            to = f"Location: {target}/batches"
            async with serving(lambda head: [http(b"", to, status=f"{status} X")]) as url:
                with pytest.raises(ClientError):
                    await asyncio.to_thread(check, url)

    asyncio.run(both())
    assert reached == []


def test_neither_proxy_nor_netrc_comes_between(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What is for this machine goes through no proxy, and with our key."""
    netrc = tmp_path / ".netrc"
    netrc.write_text("default login planted password planted\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(netrc))
    heads: list[bytes] = []
    reached: list[bytes] = []

    def reply(head: bytes) -> list[bytes]:
        heads.append(head)
        return [http({"object": "list", "data": [], "has_more": False})]

    def proxy(head: bytes) -> list[bytes]:
        reached.append(head)
        return [http({}, status="502 X")]

    async def both() -> None:
        async with serving(proxy) as between, serving(reply) as url:
            for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
                monkeypatch.setenv(name, between.removesuffix("/v1"))
            await asyncio.to_thread(check, url)

    asyncio.run(both())
    assert reached == []
    assert f"authorization: bearer {KEY}\r\n".encode().lower() in heads[0].lower()
