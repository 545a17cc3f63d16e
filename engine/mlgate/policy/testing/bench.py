"""Tests of a bundle in one worker, each within the limits, explained where it fails."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from typing import Any

from mlgate.errors import BundleError, EvaluationError, Fault
from mlgate.policy.files import Files
from mlgate.policy.testing.result import Case, Counted, Difference, Outcome, Result, Seen, differing
from mlgate.policy.worker.limits import Limits
from mlgate.policy.worker.process import HINT, OverrunError, Worker


class Bench:
    """A worker that holds a bundle and its tests."""

    def __init__(self, found: Files, limits: Limits, *, counting: bool) -> None:
        self._files, self._limits, self._counting = found, limits, counting
        self._is_closed = False
        self._worker, self.cases = self._ready()

    def result(self, case: Case) -> Result:
        """What becomes of a test; explained where it is not true."""
        begun = time.perf_counter()
        try:
            is_true: bool = self._worker.ask("attempt", case.path)
        except OverrunError as error:
            self._restart()
            return Result(case, Outcome.ERROR, time.perf_counter() - begun, f"{case.path} {error.why}", is_overrun=True)
        except EvaluationError as error:
            return Result(case, Outcome.ERROR, time.perf_counter() - begun, error.message)
        seconds = time.perf_counter() - begun
        if is_true:
            return Result(case, Outcome.PASSED, seconds)
        return Result(case, Outcome.FAILED, seconds, difference=self._difference(case))

    def counted(self) -> Counted:
        """What the tests so far ran through, since the last that had to be ended."""
        lines: dict[str, Any] = self._worker.ask("lines")
        seen: list[Any] = self._worker.ask("seen")
        return Counted(
            {name: (frozenset(ran), frozenset(rest)) for name, (ran, rest) in lines.items()},
            [Seen(name, place, frozenset(codes), frozenset(map(tuple, sets))) for name, place, codes, sets in seen],
        )

    def close(self) -> None:
        """End the worker, whoever waits for it."""
        self._is_closed = True
        self._worker.close()

    def _difference(self, case: Case) -> Difference | None:
        try:
            told: dict[str, Any] = self._worker.ask("explain", case.file, case.package, case.name)
        except OverrunError:
            self._restart()
            return None
        except EvaluationError:
            return None
        return _difference(told) if told else None

    def _restart(self) -> None:
        if not self._is_closed:
            self._worker, _ = self._ready()

    def _ready(self) -> tuple[Worker, Sequence[Case]]:
        worker = Worker(self._limits)
        faults = [(fault.where, fault.what) for fault in self._files.faults]
        arguments = (self._files.where, dict(self._files.texts), faults, self._counting)
        try:
            cases: dict[str, Any] = worker.ask("rehearse", *arguments)
        except OverrunError as error:
            raise BundleError([Fault(self._files.where, f"to load the bundle {error.why}")], hint=HINT) from None
        except BaseException:
            worker.close()
            raise
        return worker, [
            Case(file, line, package, name) for file, found in cases.items() for package, name, line in found
        ]


def _difference(told: dict[str, Any]) -> Difference:
    """What the worker tells of a statement that is not true, as lines to read."""
    missing: list[str] = []
    extra: list[str] = []
    if told.get("sides"):
        missing, extra = differing(*told["sides"])
    notes = [f"{side} is undefined" for side in told.get("undefined", ())]
    notes += [f"not true for {json.dumps(case, ensure_ascii=False)[1:-1]}" for case in told.get("cases", ())]
    return Difference(told["line"], " ".join(told["text"].split()), missing, extra, notes)
