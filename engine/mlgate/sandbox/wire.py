"""What goes over the wire: a request as it came, a response as it leaves, and the errors of a service."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from mlgate.sandbox.caller import Caller

Document = dict[str, Any]
"""Parameters or results of an operation, in the shapes of botocore's service model."""


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request; header names are in lower case, query values the first of each name."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Response:
    """One HTTP response; the server adds length, date and request id."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


class ServiceError(Exception):
    """An answer that refuses: the error code, message and HTTP status that AWS would give."""

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.status = status


class Service(Protocol):
    """One AWS service: names the operation a request asks for, answers it, spells its errors."""

    def operation(self, request: Request) -> str:
        """The operation's name; an unknown one is ServiceError."""
        ...

    def parameters(self, operation: str, request: Request) -> Document:
        """The parameters, checked against the operation's input shape."""
        ...

    def answer(self, operation: str, parameters: Document, caller: Caller) -> Response:
        """Apply the operation; the result is checked against the operation's output shape."""
        ...

    def failure(self, error: ServiceError) -> Response:
        """The error as this service's protocol spells it."""
        ...


Clock = Callable[[], float]
"""Seconds since the epoch."""
