"""``mlgate check --facts`` as a process against one that imports pydantic and click and ends.

Bytecode is cached for both, as it is wherever mlgate is installed; the two take turns, so that what the machine does
meanwhile hits both. What is compared is the median of the ratios of each pair; the goal is under 2.5.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

from mlgate.shipped import shipped

FACTS = shipped("examples") / "credit-risk" / "T02.json"
OURS = ("-m", "mlgate", "check", "--facts", str(FACTS))
BARE = ("-c", "import pydantic, click")
IMPORTED = ("-X", "importtime", *OURS)
ROUNDS, WARM_UP = 20, 2
GOAL = 2.5


@dataclass(frozen=True)
class Measured:
    """Median seconds of both, and the median of their ratios pair by pair."""

    check: float
    bare: float
    ratio: float


def run(arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """One Python process that may keep its bytecode."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.run([sys.executable, *arguments], env=environment, capture_output=True, text=True, check=False)


def seconds(arguments: Sequence[str]) -> float:
    begun = time.perf_counter()
    run(arguments)
    return time.perf_counter() - begun


def measure(rounds: int = ROUNDS, warm_up: int = WARM_UP) -> Measured:
    pairs = [(seconds(OURS), seconds(BARE)) for _ in range(warm_up + rounds)][warm_up:]
    check, bare = (statistics.median(column) for column in zip(*pairs, strict=True))
    return Measured(check, bare, statistics.median(ours / theirs for ours, theirs in pairs))


def imported(module: str) -> bool:
    """Whether the check imports a module, or anything inside it."""
    names = (line.rpartition("|")[2].strip() for line in run(IMPORTED).stderr.splitlines())
    return any(name == module or name.startswith(f"{module}.") for name in names)


def main() -> None:
    found = measure()
    print(f"check --facts {found.check * 1000:.0f} ms, imports {found.bare * 1000:.0f} ms: {found.ratio:.2f}")
    print(f"goal: under {GOAL}; boto3 {'is' if imported('boto3') else 'is not'} imported")


if __name__ == "__main__":
    main()
