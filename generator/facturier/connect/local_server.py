"""Answers browsers on this machine, and nobody else.

It listens on 127.0.0.1 only. A page of another site that resolves its own name to this address (DNS rebinding) is
refused by the Host header.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a browser is given."""

    body: bytes
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    location: str = ""


Respond = Callable[[str], Answer]


def local_server(respond: Respond, *, port: int = 0) -> ThreadingHTTPServer:
    """Return a server bound to 127.0.0.1 that answers each path with `respond`; port 0 takes a free one.

    Raises OSError when the port is taken. Call `serve_forever`, and `shutdown` from another thread.
    """

    class Handler(_Handler):
        answer = staticmethod(respond)

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    return server


class _Handler(BaseHTTPRequestHandler):
    answer: Respond
    protocol_version = "HTTP/1.1"
    server_version = "facturier"
    sys_version = ""

    def do_GET(self) -> None:
        self._send(self._checked())

    def do_HEAD(self) -> None:
        self._send(self._checked(), body=False)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Requests are not logged: their paths would be, too."""

    def _checked(self) -> Answer:
        port = self.connection.getsockname()[1]
        if self.headers.get("Host", "") not in {f"127.0.0.1:{port}", f"localhost:{port}"}:
            return Answer(body=b"This server answers to 127.0.0.1 only.\n", kind="text/plain", status=421)
        return self.answer(self.path)

    def _send(self, answer: Answer, *, body: bool = True) -> None:
        try:
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.kind)
            self.send_header("Content-Length", str(len(answer.body)))
            for name, value in _HEADERS.items():
                self.send_header(name, value)
            if answer.location:
                self.send_header("Location", answer.location)
            self.end_headers()
            if body:
                self.wfile.write(answer.body)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True


_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}
