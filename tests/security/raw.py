"""A server that says whatever bytes it is told to: HTTP, broken HTTP, or none."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from typing import Any

HOST = "127.0.0.1"
Pieces = Iterable[bytes]
Reply = Callable[[bytes], Pieces]
"""Takes the head of a request, gives what is sent back, piece by piece."""

ANSWER = {"points": [{"text": "Quiet.", "cites": ["a1"]}]}


def completion(content: str | None = None, **change: Any) -> dict[str, Any]:
    """Return the body of a completion that is good but for what is changed."""
    message = {"role": "assistant", "content": content or json.dumps(ANSWER)}
    return {
        "id": "1",
        "object": "chat.completion",
        "created": 1,
        "model": "m-2026",
        "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
        "usage": {"prompt_tokens": 9, "completion_tokens": 5, "total_tokens": 14},
    } | change


def http(
    body: bytes | dict[str, Any], *headers: str, status: str = "200 OK", version: str = "1.1"
) -> bytes:
    """Return a whole reply of ``body``; ``headers`` are lines as they go out."""
    data = json.dumps(body).encode() if isinstance(body, dict) else body
    lines = [f"HTTP/{version} {status}", "Content-Type: application/json", *headers]
    if not any(line.lower().startswith(("content-length", "transfer-enc")) for line in headers):
        lines.append(f"Content-Length: {len(data)}")
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + data


@asynccontextmanager
async def serving(reply: Reply, *, close: bool = False, host: str = HOST) -> AsyncIterator[str]:
    """Serve ``reply`` to every request; the base URL is given. ``close`` ends each connection
    after one reply without having said so."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                await reader.readexactly(_length(head))
                for piece in reply(head):
                    writer.write(piece)
                    await writer.drain()
                if close:
                    break
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(handle, host, 0)
    try:
        named = f"[{host}]" if ":" in host else host
        yield f"http://{named}:{server.sockets[0].getsockname()[1]}/v1"
    finally:
        server.close()


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    return 0
