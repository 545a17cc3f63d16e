"""A worker from outside: started, asked within limits, ended."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import weakref
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from mlgate.errors import BundleError, ConfigError, EvaluationError, Fault
from mlgate.policy.worker import limits
from mlgate.policy.worker.channel import Channel, ClosedError
from mlgate.policy.worker.limits import Limits

_CODE = "import sys; sys.path[:] = sys.argv[1:]; from mlgate.policy.worker.child import main; main()"
_ISOLATED = ("-I", "-S", "-c", _CODE)
"""Neither the environment nor the current folder, which may be a stranger's, decides what is imported."""

_ENVIRONMENT = {"MIMALLOC_ARENA_RESERVE": "16MiB"}
"""The allocator of the engine sets a gigabyte aside from the start, and a limit could not tell it from use."""

_START_SECONDS = 60
"""For imports on a busy machine; no policy is read yet."""


_LAST_SECONDS = 5


class OverrunError(Exception):
    """The worker had to be ended, or ended; ``why`` completes "it …"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Worker:
    """One process. It is ended with this object, with this process, or by `close`; it never outlives a request by much.

    Errors that may escape `ask`: OverrunError, and BundleError and EvaluationError as the worker met them.
    """

    def __init__(self, bounds: Limits) -> None:
        if why := limits.fault():
            raise ConfigError(f"policies that are not the shipped ones need limits, and {why}", hint=_ELSEWHERE)
        self.limits = bounds
        ours, theirs = socket.socketpair()
        self._channel = Channel(ours)
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - this interpreter, and code of ours
                [sys.executable, *_ISOLATED, *filter(os.path.isabs, sys.path)],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=_ENVIRONMENT,
            )
        self._end: weakref.finalize[..., Worker] = weakref.finalize(self, _ended, self._process, self._channel)
        why = self._asked(_START_SECONDS, "limit", bounds.megabytes)
        if why:
            self.close()
            raise ConfigError(why, hint='[policy] memory_mb = "0" goes without; time stays limited')

    @property
    def pid(self) -> int:
        """The process."""
        return self._process.pid

    def ask(self, verb: str, *arguments: Any) -> Any:
        """One answer, within the limit of time."""
        return self._asked(self.limits.seconds, verb, *arguments)

    def close(self) -> None:
        """End the process, whatever it is doing, and wait until it is gone."""
        self._end()

    def _asked(self, seconds: float, verb: str, *arguments: Any) -> Any:
        try:
            self._channel.send([verb, seconds, *arguments], seconds)
            answer: Mapping[str, Any] = self._channel.receive(seconds)
        except TimeoutError:
            self.close()
            raise OverrunError(f"took longer than {seconds:g} s") from None
        except ClosedError:
            raise OverrunError(self._last_word()) from None
        except BaseException:
            self.close()
            raise
        return answer["is"] if "is" in answer else _raise(answer, self.limits)

    def _last_word(self) -> str:
        """Why the process ended by itself; it is given a moment to do so."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_LAST_SECONDS)
        self.close()
        return _why(self._process.returncode, self.limits)


def _ended(process: subprocess.Popen[bytes], channel: Channel) -> None:
    process.kill()
    process.wait()
    channel.close()


def _why(code: int, bounds: Limits) -> str:
    """What the end of a process means: Rust aborts where there is no memory, a stack that overflows is a fault."""
    told = {
        signal.SIGABRT: f"took more than {bounds.megabytes} MB of memory",
        signal.SIGALRM: f"took longer than {bounds.seconds:g} s",
        signal.SIGSEGV: "went deeper than the policy engine can",
        signal.SIGBUS: "went deeper than the policy engine can",
    }
    found = next((what for number, what in told.items() if code == -number), "")
    return found or f"ended the process of the policy engine (exit code {code})"


def _raise(answer: Mapping[str, Any], bounds: Limits) -> Any:
    match answer["fault"]:
        case "bundle":
            faults: Sequence[tuple[str, str]] = answer["faults"]
            raise BundleError([Fault(where, what) for where, what in faults], hint=answer["hint"])
        case "evaluation":
            raise EvaluationError(answer["message"], hint=HINT)
        case "memory":
            raise OverrunError(f"took more than {bounds.megabytes} MB of memory")
        case _:
            raise OverrunError("went deeper than the policy engine can")


HINT = "nothing was approved; mend the policy, or report it to whoever owns the bundle"
_ELSEWHERE = "evaluate them on Linux or macOS"
