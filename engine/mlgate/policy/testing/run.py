"""Run the tests of a bundle in workers, several at a time."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from mlgate.errors import UsageError
from mlgate.policy.files import Files
from mlgate.policy.testing.bench import Bench
from mlgate.policy.testing.result import Case, Counted, Outcome, Result, Seen
from mlgate.policy.worker.limits import Limits

MOST_WORKERS = 4
MOST_OVERRUNS = 3
"""Tests that had to be ended, after which no more are tried: each costs the whole limit."""

_TODO = "todo_"
_WORTH_A_WORKER = 50
"""Tests that take about as long as a worker takes to start."""


@dataclass(frozen=True)
class Run:
    """The results in the order of files and lines, how many tests there are in all, and what was counted."""

    results: Sequence[Result]
    known: Sequence[Case]
    counted: Counted


def run(found: Files, limits: Limits, *, wanted: re.Pattern[str] | None = None, counting: bool = False) -> Run:
    """Run the tests whose file or rule, ``data.<package>.<name>``, holds what is ``wanted``.

    Raises BundleError for a bundle that does not load, UsageError where there is no test at all. A test that does not
    answer is a result like any other.
    """
    first = Bench(found, limits, counting=counting)
    team = _Team(first, lambda: Bench(found, limits, counting=counting))
    try:
        if not first.cases:
            hint = "a test is a rule test_… that is true, in a file …_test.rego"
            raise UsageError(f"{found.where} has no tests", hint=hint)
        chosen = [case for case in first.cases if wanted is None or any(map(wanted.search, (case.path, case.file)))]
        return Run(team.results(chosen), first.cases, team.counted() if counting else Counted({}, []))
    finally:
        team.close()


class _Team:
    """Benches that each take the next test as soon as they are done with one."""

    def __init__(self, first: Bench, another: Callable[[], Bench]) -> None:
        self._benches = [first]
        self._another = another
        self._lock = threading.Lock()
        self._overruns = 0
        self._cases: Sequence[Case] = ()
        self._next = 0
        self._found: dict[int, Result] = {}

    def results(self, cases: Sequence[Case]) -> list[Result]:
        """What becomes of each."""
        self._cases = cases
        helpers = min(os.cpu_count() or 1, MOST_WORKERS, 1 + len(cases) // _WORTH_A_WORKER) - 1
        with ThreadPoolExecutor(max_workers=helpers + 1) as pool:
            try:
                working = [pool.submit(self._work, self._benches[0])]
                working += [pool.submit(self._help) for _ in range(helpers)]
                for one in working:
                    one.result()
            except BaseException:
                self.close()
                raise
        return [self._found[number] for number in range(len(cases))]

    def counted(self) -> Counted:
        """What the tests ran through, on whichever bench."""
        parts = [bench.counted() for bench in self._benches]
        ran: dict[str, frozenset[int]] = {}
        rest: dict[str, frozenset[int]] = {}
        seen: dict[str, Seen] = {}
        for part in parts:
            for name, (these, those) in part.lines.items():
                ran[name] = ran.get(name, frozenset()) | these
                rest[name] = rest.get(name, frozenset()) | those
            for one in part.seen:
                before = seen.get(one.control, one)
                seen[one.control] = replace(one, sets=one.sets | before.sets)
        return Counted({name: (ran[name], rest[name] - ran[name]) for name in sorted(ran)}, list(seen.values()))

    def close(self) -> None:
        """End all workers; whoever waits for one goes on, and finds nothing left to do."""
        with self._lock:
            self._next = len(self._cases)
            benches = list(self._benches)
        for bench in benches:
            bench.close()

    def _help(self) -> None:
        bench = self._another()
        with self._lock:
            self._benches.append(bench)
        self._work(bench)

    def _work(self, bench: Bench) -> None:
        while (number := self._taken()) is not None:
            case = self._cases[number]
            if case.name.startswith(_TODO):
                self._found[number] = Result(case, Outcome.SKIPPED)
            elif self._overruns >= MOST_OVERRUNS:
                what = f"not tried: {MOST_OVERRUNS} tests before it had to be ended"
                self._found[number] = Result(case, Outcome.ERROR, message=what)
            else:
                result = bench.result(case)
                self._found[number] = result
                self._overruns += result.is_overrun

    def _taken(self) -> int | None:
        with self._lock:
            if self._next >= len(self._cases):
                return None
            self._next += 1
            return self._next - 1
