"""Plain HTTP, to look at what an endpoint sends, and OpenAI's own client."""

import http.client
import json
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from openai import OpenAI

from tests.fake_endpoint import FakeEndpoint

KEY = "sk-canary+/=4711"
CHAT = "/chat/completions"
Json = dict[str, Any]


class Got(NamedTuple):
    """A reply as it came over the wire."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def text(self) -> str:
        """What the assistant said."""
        text: str = self.json["choices"][0]["message"]["content"]
        return text


def send(
    url: str, body: Json | bytes | None = None, *, method: str = "POST", timeout: float = 5.0
) -> Got:
    """Send one request over a connection of its own; raises what http.client raises."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=timeout)
    data = json.dumps(body).encode() if isinstance(body, dict) else body
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {KEY}"}
    try:
        connection.request(method, f"{parts.path}?{parts.query}", data, headers)
        reply = connection.getresponse()
        named = {name.lower(): value for name, value in reply.getheaders()}
        return Got(reply.status, named, reply.read())
    finally:
        connection.close()


def ask(endpoint: FakeEndpoint, text: str, timeout: float = 5.0, **more: Any) -> Got:
    """Ask for a chat completion."""
    body = {"model": "fake-1", "messages": [{"role": "user", "content": text}], **more}
    return send(endpoint.url + CHAT, body, timeout=timeout)


def sdk(endpoint: FakeEndpoint, timeout: float = 5.0) -> OpenAI:
    """Return OpenAI's own client, without its retries."""
    return OpenAI(api_key=KEY, base_url=endpoint.url, max_retries=0, timeout=timeout)
