"""What stands between a client and the endpoint, and holds one request back: there a process can
be killed at a known point."""

import http.client
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal
from urllib.parse import urlsplit

_WAIT = 60
When = Literal["before", "after"]


class Proxy:
    """Forwards to ``target``; holds the first request whose ``METHOD /path`` begins with ``at``.

    ``before``: it is held before it reaches the endpoint, ``after``: when the endpoint has
    answered and the client does not know yet. ``held`` is set meanwhile; ``let_go`` ends it: the
    request goes on, unless it was never to (``drop``).
    """

    def __init__(self, target: str, at: str, when: When) -> None:
        self.held, self._go = threading.Event(), threading.Event()
        self._drop = False
        parts = urlsplit(target)
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                hit = f"{self.command} {self.path}".startswith(at) and not proxy.held.is_set()
                if hit and when == "before" and not proxy.hold():
                    self.close_connection = True
                    return
                headers = {n: v for n, v in self.headers.items() if n.lower() != "host"}
                upstream = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)
                upstream.request(self.command, self.path, body, headers)
                reply = upstream.getresponse()
                data = reply.read()
                upstream.close()
                if hit and when == "after" and not proxy.hold():
                    self.close_connection = True
                    return
                self.send_response(reply.status)
                self.send_header("Content-Type", reply.getheader("Content-Type") or "text/plain")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_POST = do_DELETE = do

            def log_message(self, *args: object) -> None:
                """Say nothing."""

        class Server(ThreadingHTTPServer):
            def handle_error(self, *args: object) -> None:
                """A client that was killed is no error."""

        self._server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def hold(self) -> bool:
        """Wait until the test lets go; whether the request is to go on."""
        self.held.set()
        self._go.wait(_WAIT)
        return not self._drop

    def let_go(self, drop: bool = False) -> None:
        """End the holding; with ``drop`` the request, or its answer, is lost."""
        self._drop = drop
        self._go.set()

    def __enter__(self) -> "Proxy":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.let_go(drop=True)
        self._server.shutdown()
        self._server.server_close()
