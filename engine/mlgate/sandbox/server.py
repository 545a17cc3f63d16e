"""A sandbox that runs: in a thread of this process, or as a process of its own until it is told to stop."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType, TracebackType
from typing import Self

from mlgate.sandbox.faults import Calls, Faults
from mlgate.sandbox.listener import Listener
from mlgate.sandbox.routing import Router
from mlgate.sandbox.state import Store
from mlgate.sandbox.wire import Clock

_POLL = 0.05
"""Seconds between two looks at whether to stop."""


class Sandbox:
    """A model registry, an object store and an identity service on loopback, in a thread of this process.

    ``port`` 0 takes a free one; ``state`` is a JSON file to remember in, None remembers nothing. A host that is not
    loopback and a port that is taken are UsageError; a file that is not a sandbox's state is ConfigError.
    """

    def __init__(
        self, host: str = "127.0.0.1", port: int = 0, *, state: Path | None = None, clock: Clock = time.time
    ) -> None:
        self._stopping = threading.Event()
        router = Router(Store(state), clock, self._stopping.wait)
        self._listener = Listener(host, port, router)
        self._thread = threading.Thread(target=self._listener.serve_forever, args=(_POLL,), daemon=True, name="sandbox")
        self.url = self._listener.url
        self.faults: Faults = router.faults
        self.calls: Calls = router.calls

    def start(self) -> None:
        """Answer requests until `close`."""
        self._thread.start()

    def close(self) -> None:
        """Stop, and drop every connection: a client that comes back finds nobody."""
        self._stopping.set()
        if self._thread.is_alive():
            self._listener.shutdown()
            self._thread.join()
        self._listener.server_close()
        self._listener.drop_connections()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def serve(
    host: str = "127.0.0.1",
    port: int = 0,
    *,
    state: Path | None = None,
    announce: Callable[[str], object] | None = None,
) -> None:
    """Run a sandbox until SIGINT or SIGTERM; ``announce`` is called with its URL once it answers."""
    stop = threading.Event()
    with _signals(stop), Sandbox(host, port, state=state) as sandbox:
        if announce:
            announce(sandbox.url)
        stop.wait()


@contextmanager
def _signals(stop: threading.Event) -> Generator[None]:
    """Signals set ``stop``; the former handlers return afterwards. Only the main thread may do this."""

    def told(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    former = {number: signal.signal(number, told) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
