"""The ratios that mlgate is held to, measured side by side in one run: ``make bench``.

Each line compares medians of what took turns on this machine. The other files here say more about one line each.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import commit
import decision
import gate
import start

from mlgate.policy.bundle import load
from mlgate.shipped import shipped


@dataclass(frozen=True)
class Line:
    """One comparison, in seconds; without a goal it is told for what it is worth."""

    what: str
    against: str
    ours: float
    bare: float
    ratio: float
    goal: float | None


def lines(scale: int = 100) -> Iterator[Line]:
    """Every comparison, in ``scale`` percent of the usual rounds, but in one at least."""

    def rounds(number: int) -> int:
        return max(1, number * scale // 100)

    one = decision.measure("T02", load(shipped("policies")), rounds(decision.ROUNDS))
    yield Line("decision in this process", "the same engine calls", one.decision, one.bare, one.ratio, decision.GOAL)
    bare = "SQLite transaction, as many rows"
    committed = commit.measure(rounds(commit.ROUNDS))
    yield Line("commit of one gate on SQLite", bare, committed.commit, committed.bare, committed.ratio, commit.GOAL)
    whole = gate.measure(rounds(gate.ROUNDS))
    yield Line("whole gate: read, judge, draft, commit", bare, whole.gate, whole.bare, whole.ratio, None)
    process = start.measure(rounds(start.ROUNDS))
    yield Line(
        "check --facts as a process", "import pydantic, click", process.check, process.bare, process.ratio, start.GOAL
    )


def main() -> None:
    print(f"{'what':<40}{'ms':>9}  {'against':<34}{'ms':>9}{'ratio':>8}  goal")
    for line in lines():
        goal = f"< {line.goal:g}" if line.goal is not None else "none"
        ours, bare = f"{line.ours * 1000:>9.2f}", f"{line.bare * 1000:>9.2f}"
        print(f"{line.what:<40}{ours}  {line.against:<34}{bare}{line.ratio:>8.2f}  {goal}", flush=True)
    print(f"check --facts imports boto3: {'yes' if start.imported('boto3') else 'no'}")


if __name__ == "__main__":
    main()
