"""Real processes for proofs: forked children that answer, or die."""

from __future__ import annotations

import os
import pickle
import signal
from collections.abc import Callable
from typing import Any

import pytest

NEEDS_FORK = pytest.mark.skipif(not hasattr(os, "fork"), reason="these proofs fork processes")


def start(work: Callable[[], Any]) -> tuple[int, int]:
    """Run ``work`` in a child; its process id and the end of a pipe that `answer` reads its result from."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            result = (True, work())
        except BaseException as error:  # noqa: BLE001 - the parent raises it again
            result = (False, error)
        with os.fdopen(writing, "wb") as pipe:
            pickle.dump(result, pipe)
        os._exit(0)
    os.close(writing)
    return child, reading


def answer(child: int, reading: int) -> Any:
    """What the child returned or raised; None where it was killed."""
    with os.fdopen(reading, "rb") as pipe:
        data = pipe.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return None
    finished, result = pickle.loads(data)
    if not finished:
        raise result
    return result


def alone(work: Callable[[], Any]) -> Any:
    """Run ``work`` in a child and wait for it."""
    return answer(*start(work))


def die() -> None:
    """End this process at once: no handler, no clean-up."""
    os.kill(os.getpid(), signal.SIGKILL)
