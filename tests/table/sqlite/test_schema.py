"""One file carries its version; older ones are brought forward, newer ones refused."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from mlgate.errors import TableError
from mlgate.model.view import StageRecord
from mlgate.table.sqlite import SqliteTable
from mlgate.table.sqlite.schema import APPLICATION_ID, MIGRATIONS, migrate, version
from tests.table.sqlite.everything import everything, holds_together
from tests.table.story import MODEL, Desk, vote

OLDER = Path(__file__).parent / "version-1.sql"
"""A table as version 1 left it, as SQL. Written anew with UPDATE_GOLDEN=1, which is right only before a release: a file
that stops to verify means that entries of users would, too."""


def _versions(path: Path) -> tuple[int, int]:
    with closing(sqlite3.connect(path)) as connection:
        return tuple(connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version"))


def _objects(path: Path) -> set[tuple[str, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return set(connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql NOTNULL"))


@pytest.fixture
def older(tmp_path, told) -> Path:
    if os.environ.get("UPDATE_GOLDEN"):
        _write_older(told)
    path = tmp_path / "older.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(OLDER.read_text(encoding="utf-8"))
    return path


def _write_older(told: Path) -> None:
    """The story without what later migrations added."""
    with closing(sqlite3.connect(f"file:{told}?mode=ro&immutable=1", uri=True)) as connection:
        lines = [line for line in connection.iterdump() if not line.startswith("CREATE VIEW stage_records")]
    pragmas = [f"PRAGMA application_id = {APPLICATION_ID};", "PRAGMA user_version = 1;"]
    OLDER.write_text("\n".join([*lines, *pragmas]) + "\n", encoding="utf-8")


def test_a_new_file_says_whose_it_is_and_which_version(path):
    assert _versions(path) == (APPLICATION_ID, len(MIGRATIONS))
    assert APPLICATION_ID.to_bytes(4, "big") == b"mlgt"


def test_the_write_ahead_log_and_the_safeguards_are_on(path):
    with SqliteTable(path) as table:
        connection = table._database._connection
        settings = {
            name: connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers", "trusted_schema")
        }
    assert settings == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "trusted_schema": 0,
    }


def test_a_file_whose_log_was_switched_off_gets_it_back(path):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    with SqliteTable(path) as table:
        assert table._database._connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_an_older_file_is_brought_to_the_present_version_with_all_it_holds(older, path):
    assert _versions(older) == (APPLICATION_ID, 1)
    with SqliteTable(older) as table:
        holds_together(table)
        assert table.answered("u-tom.berg", "ci-1") is not None
        Desk(table).add(vote(visit=1))
        holds_together(table)
    assert _versions(older) == (APPLICATION_ID, len(MIGRATIONS))
    assert _objects(older) == _objects(path)


def test_an_older_file_opened_to_read_stays_as_it_is(older):
    with pytest.raises(TableError, match=r"has version 1 and has to be brought to version \d first"):
        SqliteTable(older, read_only=True)
    assert _versions(older) == (APPLICATION_ID, 1)


def test_a_newer_file_is_refused_and_stays_as_it_is(path):
    newer = len(MIGRATIONS) + 1
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {newer}")
    for read_only in (False, True):
        with pytest.raises(TableError, match=f"has version {newer}, and this mlgate knows versions up to") as caught:
            SqliteTable(path, read_only=read_only)
        assert "newer one" in caught.value.hint
    assert _versions(path)[1] == newer


def test_a_migration_that_fails_leaves_the_file_as_it_was(older):
    before = _objects(older)
    with closing(sqlite3.connect(older, isolation_level=None)) as connection:
        with pytest.raises(sqlite3.OperationalError):
            migrate(connection, (MIGRATIONS[0], ("CREATE TABLE more (a)", "CREATE TABLE more (a)")))
        assert version(connection) == 1
    assert _objects(older) == before


def test_migrations_run_once_each_in_order(older):
    with closing(sqlite3.connect(older, isolation_level=None)) as connection:
        more = (*MIGRATIONS, ("CREATE TABLE more (a)",), ("INSERT INTO more VALUES (1)",))
        migrate(connection, more)
        migrate(connection, more)
        assert version(connection) == len(MIGRATIONS) + 2
        assert connection.execute("SELECT a FROM more").fetchall() == [(1,)]


def test_opening_an_up_to_date_file_writes_nothing(path):
    content = path.read_bytes()
    SqliteTable(path).close()
    with SqliteTable(path) as table:
        everything(table)
    assert path.read_bytes() == content


def test_people_read_the_stage_records_as_columns(path):
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        rows = connection.execute("SELECT * FROM stage_records ORDER BY subject, stage").fetchall()
    with SqliteTable(path) as table:
        found = sorted(table.records(), key=lambda record: (record.subject, record.stage))
    assert tuple(rows[0].keys()) == tuple(StageRecord.model_fields)
    for row, record in zip(rows, found, strict=True):
        assert (row["subject"], row["stage"], row["model_status"]) == (
            record.subject,
            record.stage,
            record.model_status,
        )
    assert {row["subject"] for row in rows} >= {MODEL}
