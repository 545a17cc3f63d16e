"""A bundle in a worker, limited in time and memory, against the same bundle in this process.

Compared are medians of turns side by side: loading the bundle (here: files, guards and engine; there: the process too),
and one evaluation of a case of the example, facts → findings.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from mlgate.facts.file import read
from mlgate.policy import bundle, files
from mlgate.policy.rego import RegoPolicy
from mlgate.policy.regorus import RegorusEngine
from mlgate.policy.worker.engine import WorkerEngine
from mlgate.policy.worker.limits import Limits
from mlgate.shipped import shipped

CASE = shipped("examples") / "credit-risk" / "T02.json"
ROUNDS, WARM_UP = 100, 10
LIMITS = Limits()


@dataclass(frozen=True)
class Measured:
    """Median seconds of one thing in a worker and in this process."""

    worker: float
    here: float

    @property
    def ratio(self) -> float:
        return self.worker / self.here


def seconds(action: Callable[[], object]) -> float:
    begun = time.perf_counter()
    action()
    return time.perf_counter() - begun


def side_by_side(worker: Callable[[], object], here: Callable[[], object], rounds: int) -> Measured:
    pairs = [(seconds(worker), seconds(here)) for _ in range(rounds)]
    return Measured(*(statistics.median(column) for column in zip(*pairs, strict=True)))


def loading(rounds: int = ROUNDS // 10) -> Measured:
    found = files.read(shipped("policies"))
    return side_by_side(
        lambda: WorkerEngine(found, LIMITS).close(), lambda: RegorusEngine(bundle.admit(found)), max(1, rounds)
    )


def evaluating(rounds: int = ROUNDS) -> Measured:
    """Before each turn both engines are given another document: nothing is left from the round before."""
    found = files.read(shipped("policies"))
    worker, facts = WorkerEngine(found, LIMITS), read(CASE)
    here = RegorusEngine(worker.bundle)
    there, ours = RegoPolicy(worker.bundle, worker), RegoPolicy(worker.bundle, here)

    def evaluate(policy: RegoPolicy) -> Callable[[], object]:
        return lambda: policy.evaluate(facts)

    side_by_side(evaluate(there), evaluate(ours), WARM_UP)
    pairs: list[tuple[float, float]] = []
    for _ in range(rounds):
        worker.query(b"{}", ())
        here.query(b"{}", ())
        pairs.append((seconds(evaluate(there)), seconds(evaluate(ours))))
    worker.close()
    return Measured(*(statistics.median(column) for column in zip(*pairs, strict=True)))


def main() -> None:
    print(f"{'what':<24}{'worker ms':>12}{'here ms':>10}{'ratio':>8}")
    for what, found in (("load the bundle", loading()), ("one evaluation", evaluating())):
        print(f"{what:<24}{found.worker * 1000:>12.2f}{found.here * 1000:>10.2f}{found.ratio:>8.2f}", flush=True)


if __name__ == "__main__":
    main()
