"""How a reply reaches the client, or does not."""

import asyncio
import socket
import struct

from aiohttp import web

from tests.fake_endpoint.errors import Reply
from tests.fake_endpoint.plan import Rule

_LINGER_ZERO = struct.pack("ii", 1, 0)  # close with RST instead of FIN
_SENT = "sent"
ECHO = "echo"
"""Where a request carries what is to be done to its reply before that is sent."""
_LOOK = 0.02
_BLOCK = b"x" * 16_384
Ending = tuple[int | str, bool]
"""How a request ended: its status (or "reset", "gone", "cut"), and whether all was sent."""


def what_was_sent(request: web.BaseRequest) -> web.StreamResponse:
    """Return the response that :func:`deliver` began, for aiohttp to end; an empty one if none."""
    sent = request.get(_SENT)
    return sent if isinstance(sent, web.StreamResponse) else web.Response()


def connected(request: web.BaseRequest) -> bool:
    """Whether the client is still there, as far as the socket tells."""
    transport = request.transport
    return transport is not None and not transport.is_closing()


def reset(request: web.BaseRequest) -> None:
    """Break the connection with RST; what was not sent is thrown away."""
    transport = request.transport
    if transport is None:
        return
    sock = transport.get_extra_info("socket")
    if sock is not None:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_ZERO)
    transport.abort()


async def wait_while_connected(request: web.BaseRequest, seconds: float | None) -> bool:
    """Wait (None: for ever) while the client does; return whether it is still there."""
    loop = asyncio.get_running_loop()
    until = None if seconds is None else loop.time() + seconds
    while connected(request) and (until is None or loop.time() < until):
        await asyncio.sleep(_LOOK if until is None else min(_LOOK, max(0.0, until - loop.time())))
    return connected(request)


async def send(request: web.BaseRequest, reply: Reply) -> Ending:
    """Send ``reply`` as it should be."""
    return await _send(request, _echoed(request, reply))


def _echoed(request: web.BaseRequest, reply: Reply) -> Reply:
    echo = request.get(ECHO)
    return echo(reply) if echo is not None else reply


async def _send(request: web.BaseRequest, reply: Reply) -> Ending:
    if not connected(request):
        return "gone", False
    headers = {**reply.headers, "Content-Type": reply.content_type}
    response = web.Response(status=reply.status, body=reply.body, headers=headers)
    request[_SENT] = response
    try:
        await response.prepare(request)
        await response.write_eof()
    except ConnectionError:
        return "gone", False
    return reply.status, True


async def deliver(request: web.BaseRequest, reply: Reply, rule: Rule | None) -> Ending:
    """Send ``reply`` in the way that ``rule`` says."""
    reply = _echoed(request, reply)
    fault = rule.fault if rule else None
    if rule is None or fault in ("slow", "usage_missing"):
        return await _send(request, reply)
    if fault == "hang":
        there = await wait_while_connected(request, rule.seconds)
        return await _send(request, reply) if there else ("gone", False)
    if fault == "reset_after":
        reset(request)
        return "reset", False
    try:
        if fault == "endless":
            return await _endless(request, reply)
        if fault in ("short_body", "reset_midway"):
            return await _short(request, reply, rule)
        if fault == "drip":
            return await _drip(request, reply, rule)
    except ConnectionError:
        return "gone", False
    return await _send(request, reply)


async def _begin(request: web.BaseRequest, reply: Reply, length: int | None) -> web.StreamResponse:
    response = web.StreamResponse(
        status=reply.status, headers={**reply.headers, "Content-Type": reply.content_type}
    )
    if length is None:
        response.enable_chunked_encoding()
    else:
        response.content_length = length
    request[_SENT] = response
    await response.prepare(request)
    return response


async def _short(request: web.BaseRequest, reply: Reply, rule: Rule) -> Ending:
    """Announce the whole body, send a part, and close (reset_midway: with RST)."""
    response = await _begin(request, reply, len(reply.body))
    await response.write(reply.body[: int(len(reply.body) * rule.share)])
    if rule.fault == "reset_midway":
        await asyncio.sleep(_LOOK)  # else RST overtakes what was written
        reset(request)
        return "reset", False
    if request.transport is not None:
        request.transport.close()
    return "cut", False


async def _drip(request: web.BaseRequest, reply: Reply, rule: Rule) -> Ending:
    response = await _begin(request, reply, len(reply.body))
    for n in range(len(reply.body)):
        if not connected(request):
            return "gone", False
        await response.write(reply.body[n : n + 1])
        await asyncio.sleep(rule.ms / 1000)
    await response.write_eof()
    return reply.status, True


async def _endless(request: web.BaseRequest, reply: Reply) -> Ending:
    response = await _begin(request, reply, None)
    await response.write(b'{"id": "chatcmpl-endless", "choices": [{"message": {"content": "')
    while connected(request):
        await response.write(_BLOCK)
        await asyncio.sleep(0.001)
    return "gone", False
