"""Killed at any statement, or at any moment, the file holds the whole commit or nothing of it."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from mlgate.canonical import digest_bytes
from mlgate.errors import ConflictError
from mlgate.model.view import View
from mlgate.table.interface import GovernanceTable
from mlgate.table.sqlite import SqliteTable
from mlgate.table.sqlite.schema import migrate, version
from tests.table.processes import NEEDS_FORK, alone, die, start
from tests.table.sqlite.everything import everything, holds_together
from tests.table.story import DESCRIBE, MODEL, USE_CASE, Desk, decided, document, evidence, linked, request, vote

pytestmark = NEEDS_FORK
BLOBS = {digest_bytes(data): data for data in (document("facts"), document("raw", rows=["x" * 100] * 500))}


def _connection(table: SqliteTable) -> sqlite3.Connection:
    return table._database._connection


def _gate(table: GovernanceTable) -> None:
    """A commit of everything that a commit can hold, on two chains."""
    desk = Desk(table)
    view: View = table.read([MODEL]).views[MODEL]
    desk.add(
        vote(person="u-second", visit=view.visit),
        evidence("fria", document("three"), USE_CASE),
        linked(active=True),
        decided(view, change=DESCRIBE, moves_to=None),
        request=request("ci-2"),
        blobs=BLOBS,
    )


class _Countdown:
    """Kills its process when so many statements have been begun."""

    def __init__(self, statements: int) -> None:
        self.left = statements

    def __call__(self, _: str) -> None:
        self.left -= 1
        if self.left == 0:
            die()


def _killed_at(path: Path, statement: int) -> bool:
    """Whether a commit in a process of its own was killed when it began that statement."""

    def work() -> bool:
        with SqliteTable(path) as table:
            table.read([MODEL])
            _connection(table).set_trace_callback(_Countdown(statement))
            _gate(table)
            _connection(table).set_trace_callback(None)
            return True

    return alone(work) is None


def _sound(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def _shown(path: Path) -> dict[str, Any]:
    with SqliteTable(path) as table:
        holds_together(table)
        shown = everything(table) | {"missing": table.missing(BLOBS), "second": table.answered("u-tom.berg", "ci-2")}
    _sound(path)
    return shown


def test_killed_at_every_statement_a_commit_is_whole_or_absent(told, tmp_path):
    """The statements include those of triggers; the kill comes before the statement runs, so the last one survives."""
    before = _shown(Path(shutil.copy(told, tmp_path / "before.db")))
    done = Path(shutil.copy(told, tmp_path / "done.db"))
    with SqliteTable(done) as table:
        _gate(table)
    after = _shown(done)
    assert after != before

    statement = 1
    while True:
        path = Path(shutil.copy(told, tmp_path / f"killed-{statement}.db"))
        killed = _killed_at(path, statement)
        assert _shown(path) == (before if killed else after)
        if not killed:
            break
        with SqliteTable(path) as table:
            _gate(table)
        assert _shown(path) == after
        statement += 1
    kinds = 12
    assert statement > kinds


def test_killed_at_any_moment_every_commit_that_was_answered_is_there(told, tmp_path):
    """A child commits and reports each commit when it is done, until it is killed; reported ones are never lost."""
    chance = random.Random(20261112)
    for number in range(25):
        path = Path(shutil.copy(told, tmp_path / f"killed-{number}.db"))
        reported = tmp_path / f"reported-{number}"
        reported.touch()

        def work(path: Path = path, reported: Path = reported) -> None:
            with SqliteTable(path) as table, reported.open("ab", buffering=0) as log:
                desk = Desk(table)
                while True:
                    (entry,) = desk.add(vote(person="u-loop"))
                    log.write(f"{entry.hash}\n".encode())

        child, reading = start(work)
        while not reported.stat().st_size:
            time.sleep(0.001)
        time.sleep(chance.uniform(0, 0.02))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(reading)
        with SqliteTable(path) as table:
            holds_together(table)
            hashes = [entry.hash for entry in table.entries("model/credit-risk-scorer")]
        done = reported.read_text().split()
        assert set(done) <= set(hashes)
        assert len(hashes) - hashes.index(done[0]) - len(done) in {0, 1}
        _sound(path)


def test_a_torn_log_leaves_whole_commits(told, tmp_path):
    """What the disk kept of the write-ahead log after a power cut: any prefix of it reads as a row of whole commits."""
    path = Path(shutil.copy(told, tmp_path / "governance.db"))
    with SqliteTable(path) as table:
        desk = Desk(table)
        hashes = [desk.add(vote(person=f"u-{number}"))[0].hash for number in range(6)]
        snapshot = path.read_bytes(), path.with_name("governance.db-wal").read_bytes()
    kept = set()
    log = snapshot[1]
    for number, size in enumerate([*range(0, len(log), 1024), len(log)]):
        torn = tmp_path / f"torn-{number}.db"
        torn.write_bytes(snapshot[0])
        torn.with_name(torn.name + "-wal").write_bytes(log[:size])
        with SqliteTable(torn) as table:
            holds_together(table)
            found = {entry.hash for entry in table.entries("model/credit-risk-scorer")}
        survivors = [hash_ in found for hash_ in hashes]
        assert survivors == sorted(survivors, reverse=True)
        kept.add(sum(survivors))
    assert kept == set(range(len(hashes) + 1))


def test_killed_at_every_statement_a_new_table_is_whole_or_can_be_made_again(tmp_path):
    statement = 1
    killed = True
    while killed:
        path = tmp_path / f"new-{statement}.db"

        def work(path: Path = path, statement: int = statement) -> bool:
            with closing(sqlite3.connect(path, isolation_level=None)) as connection:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.set_trace_callback(_Countdown(statement))
                migrate(connection)
                connection.set_trace_callback(None)
                return True

        killed = alone(work) is None
        with closing(sqlite3.connect(path)) as connection:
            tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
            assert (version(connection) == 0) is (tables == 0) is killed
        with SqliteTable(path, create=True) as table:
            assert everything(table)["entries"] == {}
        _sound(path)
        statement += 1


def test_a_lost_reply_is_found_by_its_request(path):
    """The commit went through, and whoever sent it died before hearing so: asking again is a conflict, not a second."""
    with SqliteTable(path) as table:
        _gate(table)
        before = everything(table)
        with pytest.raises(ConflictError, match="ci-2"):
            _gate(table)
        assert everything(table) == before
        assert table.answered("u-tom.berg", "ci-2").attempt == 1
