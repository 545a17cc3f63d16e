"""A real HTTP server on loopback that answers as it was told, and remembers what it was asked."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import sleep


@dataclass
class Reply:
    status: int = 200
    body: bytes = b""
    location: str | None = None
    length: int | None = None
    pause: float = 0.0
    """Seconds between the bytes of the body."""


@dataclass
class Server:
    """``replies`` maps a path to its answers, in order; the last one stays."""

    url: str
    replies: dict[str, list[Reply]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)


@contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            server.asked.append(self.path)
            replies = server.replies.get(self.path.partition("?")[0], [Reply(404)])
            reply = replies.pop(0) if len(replies) > 1 else replies[0]
            self.send_response(reply.status)
            if reply.location is not None:
                self.send_header("Location", reply.location)
            self.send_header("Content-Length", str(len(reply.body) if reply.length is None else reply.length))
            self.end_headers()
            self._send(reply)

        def _send(self, reply):
            try:
                if not reply.pause:
                    self.wfile.write(reply.body)
                    return
                for at in range(len(reply.body)):
                    self.wfile.write(reply.body[at : at + 1])
                    sleep(reply.pause)
            except (BrokenPipeError, ConnectionResetError):
                pass

        def handle(self):
            with suppress(ssl.SSLError):
                super().handle()

        def log_message(self, format, *args):  # noqa: A002 - http.server's name
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        http.daemon_threads = True
        http.block_on_close = False
        if tls is not None:
            http.socket = tls.wrap_socket(http.socket, server_side=True)
        server = Server(f"{'https' if tls else 'http'}://127.0.0.1:{http.server_port}")
        thread = threading.Thread(target=http.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield server
        finally:
            http.shutdown()
            thread.join()
