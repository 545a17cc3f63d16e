"""What a worker may use; set by the worker itself, before it reads a byte of policy."""

from __future__ import annotations

import signal
from dataclasses import dataclass
from types import ModuleType

_GRACE = 2
"""Seconds after which a worker whose parent is gone ends itself, beyond the limit that its parent would hold it to."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Wall-clock seconds for one answer, megabytes of address space for the whole process; 0 megabytes: no limit."""

    seconds: float = 10
    megabytes: int = 1024


def fault() -> str:
    """Why this system cannot hold a process to limits; empty where it can."""
    if _resource() is None or not hasattr(signal, "setitimer"):
        return "this system cannot hold a process to limits of time and memory"
    return ""


def settle(megabytes: int) -> str:
    """Hold this process to its memory, and to no files and no core dumps; why that is not possible, empty if it is."""
    resource = _resource()
    if resource is None:
        return fault()
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # the engine gives Python no turn to raise KeyboardInterrupt
    sizes = {resource.RLIMIT_CORE: 0, resource.RLIMIT_FSIZE: 0}
    if megabytes:
        sizes[resource.RLIMIT_AS] = megabytes << 20
    try:
        for what, size in sizes.items():
            resource.setrlimit(what, (size, size))
    except (OSError, ValueError) as error:
        return f"this system does not limit the memory of a process: {error}"
    return ""


def wind(seconds: float) -> None:
    """Have this process end, by SIGALRM, when it is still busy after these seconds and a grace; 0: not any more."""
    signal.setitimer(signal.ITIMER_REAL, seconds + _GRACE if seconds else 0)


def _resource() -> ModuleType | None:
    try:
        import resource  # noqa: PLC0415 - not on every platform
    except ImportError:
        return None
    return resource
