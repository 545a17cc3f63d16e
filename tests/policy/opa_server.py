"""OPA's own server, started for a test with a bundle, and taken down afterwards."""

from __future__ import annotations

import http.client
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.needs import opa


@contextmanager
def serving(bundle: Path, *options: str) -> Iterator[str]:
    """Serve a bundle (a folder, tests left out, or a file); the URL of the server."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    arguments = ["run", "--server", "--addr", f"127.0.0.1:{port}", "--disable-telemetry", "--log-level", "error"]
    process = subprocess.Popen(
        [opa(), *arguments, "--ignore", "*_test.rego", *options, "--bundle", str(bundle)], stderr=subprocess.DEVNULL
    )
    try:
        _wait(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


def _wait(port: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    for _ in range(150):
        try:
            connection.request("GET", "/health")
            if connection.getresponse().read() == b"{}\n":
                return
        except OSError:
            pass
        finally:
            connection.close()
        time.sleep(0.1)
    pytest.fail("OPA did not come up in fifteen seconds")
