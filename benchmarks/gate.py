"""One whole durable gate against a bare SQLite transaction of as many rows and bytes.

The gate reads the table, collects facts, has the shipped policies judge them, decides, drafts and commits: a use case
without votes asks for development and is refused, each time under another request id. Both take turns on the same
disk, with the same pragmas. Most of the gate is not the table's; ``commit.py`` compares the commit alone.
"""

from __future__ import annotations

import shutil
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from commit import PRAGMAS, bare, payload

from mlgate.compose import initialise, policy
from mlgate.demo import StoryClock
from mlgate.directory import read
from mlgate.govern import Governor
from mlgate.ledger import Ledger
from mlgate.model.request import Request
from mlgate.model.value import instant
from mlgate.model.vocabulary import Stage
from mlgate.record import Recorder
from mlgate.registry.local import LocalRegistry
from mlgate.settings import load
from mlgate.shipped import shipped, version
from mlgate.table.interface import Commit
from mlgate.table.sqlite import SqliteTable

USE_CASE = "use-case/UC-CR-001"
ROUNDS, WARM_UP = 100, 10


@dataclass(frozen=True)
class Measured:
    """Median seconds of one gate, of the commit in it, and of the bare transaction."""

    gate: float
    commit: float
    bare: float
    rows: int

    @property
    def ratio(self) -> float:
        return self.gate / self.bare


@dataclass
class Noted:
    """What the table was given last, and how long it took."""

    commit: Commit | None = None
    seconds: float = 0.0


class NotingTable(SqliteTable):
    """A table that notes what it commits."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.noted = Noted()

    def commit(self, commit: Commit) -> None:
        begun = time.perf_counter()
        super().commit(commit)
        self.noted = Noted(commit, time.perf_counter() - begun)


def governor(folder: Path, table: SqliteTable, clock: StoryClock) -> tuple[Governor, Recorder]:
    """The governor and the recorder of one house, on a table that is in force already."""
    settings = load(folder / "governance.toml", environment={})
    directory = read(settings.directory.path)
    rego, ledger = policy(settings), Ledger(table, clock, version())
    registry = LocalRegistry(settings.table.path)
    actor = directory.person("u-lena.ortiz")
    return Governor(ledger, registry, rego, directory, lambda: b"{}"), Recorder(
        ledger, registry, rego, directory, actor
    )


def seconds(folder: Path, rounds: int) -> Iterator[tuple[float, float, float, int]]:
    """Round after round: seconds of the gate, of its commit and of the bare transaction, and its rows."""
    clock = StoryClock(instant("2026-11-12T09:00:00Z"))
    shutil.copy(shipped("examples") / "credit-risk" / "directory.toml", folder / "directory.toml")
    (folder / "governance.toml").write_text("", "utf-8")
    settings = load(folder / "governance.toml", environment={})
    initialise(settings, as_person="u-raj.patel", now=clock)
    with (
        NotingTable(settings.table.path) as table,
        closing(sqlite3.connect(folder / "plain.db", isolation_level=None)) as plain,
    ):
        for pragma in PRAGMAS:
            plain.execute(f"PRAGMA {pragma}")
        plain.execute("CREATE TABLE plain (id INTEGER PRIMARY KEY, body TEXT)")
        gates, recorder = governor(folder, table, clock)
        recorder.register_use_case(
            USE_CASE,
            name="Consumer credit risk",
            owner="u-priya.nair",
            deputy=None,
            line_of_business=None,
            project=None,
            intended_purpose="Estimate how likely a loan is repaid.",
        )
        for number in range(rounds):
            request = Request(
                subject=USE_CASE,
                to_stage=Stage.DEVELOPMENT,
                check=None,
                requester=recorder.actor,
                reason="a benchmark",
                replaces=None,
                request_id=f"benchmark-{number}",
            )
            begun = time.perf_counter()
            gates.gate(request)
            done = time.perf_counter() - begun
            assert table.noted.commit is not None
            rows = payload(table.noted.commit)
            yield done, table.noted.seconds, bare(plain, rows), len(rows)


def measure(rounds: int = ROUNDS, warm_up: int = WARM_UP) -> Measured:
    """Gates and bare transactions by turns, in two files of one folder."""
    with tempfile.TemporaryDirectory() as folder:
        found = list(seconds(Path(folder), warm_up + rounds))[warm_up:]
    gate, commit, plain, rows = (statistics.median(column) for column in zip(*found, strict=True))
    return Measured(gate, commit, plain, int(rows))


def main() -> None:
    found = measure()
    print(f"one whole gate: {found.rows} rows; medians of {ROUNDS}")
    for name in ("gate", "commit", "bare"):
        print(f"  {name:<8}{getattr(found, name) * 1000:8.3f} ms")
    print(f"  gate / bare transaction: {found.ratio:.2f}")


if __name__ == "__main__":
    main()
