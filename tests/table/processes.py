"""Real processes for proofs: forked children that answer, or die."""

from __future__ import annotations

import os
import pickle
import signal
import traceback
import warnings
from collections.abc import Callable
from typing import Any

import pytest

NEEDS_FORK = pytest.mark.skipif(not hasattr(os, "fork"), reason="these proofs fork processes")


def start(work: Callable[[], Any]) -> tuple[int, int]:
    """Run ``work`` in a child; its process id and the end of a pipe that `answer` reads its result from."""
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # threads of other tests are none of the child's business
        child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            _tell(writing, work)
        finally:
            os._exit(0)
    os.close(writing)
    return child, reading


def _tell(writing: int, work: Callable[[], Any]) -> None:
    """Send the result, or the traceback of what went wrong."""
    try:
        result = pickle.dumps((True, work()))
    except BaseException:  # noqa: BLE001 - the parent fails with it
        result = pickle.dumps((False, traceback.format_exc()))
    with os.fdopen(writing, "wb") as pipe:
        pipe.write(result)


def answer(child: int, reading: int) -> Any:
    """What the child returned; None where it was killed. Fails with the traceback of a child that failed."""
    with os.fdopen(reading, "rb") as pipe:
        data = pipe.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return None
    finished, result = pickle.loads(data)
    assert finished, result
    return result


def alone(work: Callable[[], Any]) -> Any:
    """Run ``work`` in a child and wait for it."""
    return answer(*start(work))


def die() -> None:
    """End this process at once: no handler, no clean-up."""
    os.kill(os.getpid(), signal.SIGKILL)
