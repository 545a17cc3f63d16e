"""HTTP/1.1 on loopback: one thread per connection, connections kept alive, dropped when the listener stops."""

from __future__ import annotations

import socket
import sys
import threading
import uuid
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_address
from socketserver import ThreadingTCPServer
from typing import cast
from urllib.parse import parse_qsl, urlsplit

from mlgate.errors import UsageError
from mlgate.sandbox.routing import Dropped, Router
from mlgate.sandbox.wire import Request, Response

MAX_BODY = 256 * 1024 * 1024
"""Bytes of a request body; a larger one is refused unread."""


class Listener(ThreadingTCPServer):
    """A listener on a loopback address; any other, and a port that is taken, is UsageError."""

    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True
    request_queue_size = 128

    def __init__(self, host: str, port: int, router: Router) -> None:
        _require_loopback(host)
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.router = router
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        try:
            super().__init__(("127.0.0.1" if host == "localhost" else host, port), _Handler)
        except (OSError, OverflowError) as error:
            raise UsageError(f"cannot listen on {host}:{port}: {error}", hint="port 0 takes a free one") from error

    @property
    def url(self) -> str:
        """Where it listens."""
        host, port = self.socket.getsockname()[:2]
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    def opened(self, connection: socket.socket) -> None:
        """Note a connection, to be dropped when the listener stops."""
        with self._lock:
            self._open.add(connection)

    def closed(self, connection: socket.socket) -> None:
        """Forget a connection."""
        with self._lock:
            self._open.discard(connection)

    def drop_connections(self) -> None:
        """Drop every open connection."""
        with self._lock:
            for connection in self._open:
                _drop(connection)

    def handle_error(self, request: socket.socket | tuple[bytes, socket.socket], client_address: object) -> None:
        """A client that went away is no error of ours; anything else is a fault of the sandbox and is shown."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "mlgate-sandbox"
    sys_version = ""
    disable_nagle_algorithm = True
    wbufsize = -1

    @property
    def _listener(self) -> Listener:
        return cast("Listener", self.server)

    def setup(self) -> None:
        super().setup()
        self._listener.opened(self.connection)

    def finish(self) -> None:
        self._listener.closed(self.connection)
        super().finish()

    def handle_expect_100(self) -> bool:
        """Say so at once: boto3 waits a second for it before it sends the body of an object."""
        proceed = super().handle_expect_100()
        self.wfile.flush()
        return proceed

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it
        """The log of calls says what arrived; nothing is printed."""

    def answer(self) -> None:
        """Read one request, answer it."""
        host = urlsplit(f"//{self.headers.get('Host', '')}").hostname or ""
        if not is_loopback(host):
            # A page in a browser may reach this port by a name of its own; it does not get an answer.
            self._refuse(403, b"the sandbox answers to loopback names only")
            return
        length = self.headers.get("Content-Length", "0")
        if "Transfer-Encoding" in self.headers or not length.isascii() or not length.isdigit():
            self._refuse(411, b"the sandbox needs a Content-Length")
        elif int(length) > MAX_BODY:
            self._refuse(413, b"the sandbox takes bodies of up to 256 MiB")
        else:
            self._answer(self.rfile.read(int(length)))

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = answer  # noqa: N815 - names of the base class

    def _answer(self, body: bytes) -> None:
        target = urlsplit(self.path)
        query = dict(reversed(parse_qsl(target.query, keep_blank_values=True)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        try:
            response = self._listener.router.answer(Request(self.command, target.path, query, headers, body))
        except Dropped:
            self.close_connection = True
            _drop(self.connection)
            return
        self._send(response)

    def _refuse(self, status: int, text: bytes) -> None:
        """Answer without having read the body, which ends the connection."""
        self.close_connection = True
        self._send(Response(status, text + b"\n", {"Content-Type": "text/plain", "Connection": "close"}))

    def _send(self, response: Response) -> None:
        self.send_response(response.status)
        headers = {"x-amzn-RequestId": str(uuid.uuid4()), "Content-Length": str(len(response.body))}
        if self.command == "HEAD":
            headers["Content-Length"] = response.headers.get("Content-Length", "0")
        for name, value in {**response.headers, **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body)
        self.wfile.flush()


def is_loopback(host: str) -> bool:
    """Whether a host is this machine's loopback."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _require_loopback(host: str) -> None:
    if not is_loopback(host):
        raise UsageError(
            f"the sandbox listens on loopback only, not on {host}: it trusts whoever can reach it", hint="use 127.0.0.1"
        )


def _drop(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # the client was first
