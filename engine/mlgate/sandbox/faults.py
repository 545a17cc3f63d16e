"""Faults on demand, and the log of calls: what a test needs to see a client in trouble."""

from __future__ import annotations

import threading
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class FaultKind(StrEnum):
    """What goes wrong with a call, and whether the call took effect."""

    THROTTLE = "throttle"
    """Refused at once with ThrottlingException; nothing was applied."""
    REFUSE = "refuse"
    """Refused at once with AccessDenied; nothing was applied."""
    FAIL = "fail"
    """HTTP 500; nothing was applied."""
    FAIL_AFTER = "fail_after"
    """Applied, then HTTP 500."""
    HANG = "hang"
    """No answer for so many seconds, then the connection drops; nothing was applied."""
    SLOW = "slow"
    """Applied and answered after so many seconds: lands when the client may have given up."""
    LATE = "late"
    """Applied at once, answered after so many seconds: the client may have given up."""
    DROP_BEFORE = "drop_before"
    """The connection drops; nothing was applied."""
    DROP_AFTER = "drop_after"
    """Applied, then the connection drops."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault for the next ``calls`` calls of ``operation``; ``seconds`` is how long the slow ones take."""

    operation: str
    kind: FaultKind
    calls: int = 1
    seconds: float = 5.0


@dataclass(frozen=True, slots=True)
class Call:
    """One call as it arrived: ``fault`` is what was done to it, ``parameters`` None where they were not valid."""

    service: str
    operation: str
    account: str
    region: str
    at: float
    fault: FaultKind | None
    parameters: dict[str, Any] | None

    def document(self) -> dict[str, Any]:
        """The JSON form."""
        return asdict(self)


class Faults:
    """The faults planted and not yet met, in the order they were planted."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._planted: list[Fault] = []

    def plant(self, operation: str, kind: FaultKind | str, *, calls: int = 1, seconds: float = 5.0) -> None:
        """Spoil the next ``calls`` calls of an operation."""
        with self._lock:
            self._planted.append(Fault(operation, FaultKind(kind), calls, seconds))

    def planted(self) -> tuple[Fault, ...]:
        """What is still to come."""
        with self._lock:
            return tuple(self._planted)

    def clear(self) -> None:
        """Forget every fault."""
        with self._lock:
            self._planted.clear()

    def take(self, operation: str) -> Fault | None:
        """The fault for this call of ``operation``; it has one call fewer to spoil afterwards."""
        with self._lock:
            for index, fault in enumerate(self._planted):
                if fault.operation == operation:
                    left = Fault(fault.operation, fault.kind, fault.calls - 1, fault.seconds)
                    self._planted[index : index + 1] = [left] if left.calls else []
                    return fault
        return None


class Calls:
    """Every call that arrived, newest last; the log keeps the newest ``limit``."""

    def __init__(self, limit: int = 10_000) -> None:
        self._lock = threading.Lock()
        self._limit = limit
        self._calls: list[Call] = []

    def note(self, call: Call) -> None:
        """Add a call to the log."""
        with self._lock:
            self._calls.append(call)
            del self._calls[: -self._limit]

    def of(self, operation: str | None = None) -> tuple[Call, ...]:
        """The calls of one operation, or all."""
        with self._lock:
            return tuple(call for call in self._calls if operation is None or call.operation == operation)

    def clear(self) -> None:
        """Forget every call."""
        with self._lock:
            self._calls.clear()
