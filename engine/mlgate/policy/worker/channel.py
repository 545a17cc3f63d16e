"""Frames between a worker and the process that asks it: four bytes of length, then JSON."""

from __future__ import annotations

import json
import socket
import struct
import time
from typing import Any

LARGEST = 64 << 20
"""Bytes of one frame; what a rule answers beyond that is an error, not a flood."""

_LENGTH = struct.Struct(">I")


class ClosedError(Exception):
    """The other side is gone, or says what is no frame."""


class Channel:
    """One end of a pair of sockets. TimeoutError and ClosedError may escape."""

    def __init__(self, end: socket.socket) -> None:
        self._end = end

    def send(self, value: Any, seconds: float | None = None) -> None:
        """Send a value; ValueError where it is larger than a frame may be."""
        data = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
        if len(data) > LARGEST:
            raise ValueError(f"more than {LARGEST >> 20} MB")
        self._end.settimeout(seconds)
        try:
            self._end.sendall(_LENGTH.pack(len(data)) + data)
        except TimeoutError:
            raise
        except OSError as error:
            raise ClosedError(str(error)) from None

    def receive(self, seconds: float | None = None) -> Any:
        """Wait for a value, for so many seconds in all."""
        until = None if seconds is None else time.monotonic() + seconds
        (length,) = _LENGTH.unpack(self._exactly(_LENGTH.size, until))
        if length > LARGEST:
            raise ClosedError("a frame larger than any")
        try:
            return json.loads(self._exactly(length, until))
        except (ValueError, RecursionError) as error:
            raise ClosedError(str(error)) from None

    def close(self) -> None:
        """Close this end."""
        self._end.close()

    def _exactly(self, length: int, until: float | None) -> bytearray:
        data = bytearray(length)
        view, read = memoryview(data), 0
        while read < length:
            read += self._some(view[read:], until)
        return data

    def _some(self, view: memoryview, until: float | None) -> int:
        remaining = None if until is None else until - time.monotonic()
        if remaining is not None and remaining <= 0:
            raise TimeoutError
        self._end.settimeout(remaining)
        try:
            found = self._end.recv_into(view)
        except TimeoutError:
            raise
        except OSError as error:
            raise ClosedError(str(error)) from None
        if not found:
            raise ClosedError("the end of the stream")
        return found
