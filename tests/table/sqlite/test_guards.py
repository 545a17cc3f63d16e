"""The file itself refuses to forget: whoever writes to it with SQL, without dropping the triggers, changes nothing."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from mlgate.errors import TableError
from mlgate.table.sqlite import SqliteTable
from tests.table.sqlite.everything import everything
from tests.table.story import Desk, vote

COPIES = {
    "entries": "position, chain, sequence, hash, previous, kind, key, 'forged'",
    "blobs": "digest, 1, x'00'",
    "requests": "requester, request_id, attempt, digest, chain, sequence, 'forged', 'approved'",
    "state": "chain, sequence, 'forged', recorded_at",
}
CHANGES = {
    "entries": "body = 'forged'",
    "blobs": "size = 0",
    "requests": "verdict = 'approved'",
    "state": "hash = 'forged'",
}


def _refused(path, *statements: str) -> None:
    with SqliteTable(path) as table:
        before = everything(table)
    for recursive in ("ON", "OFF"):
        for statement in statements:
            with closing(sqlite3.connect(path)) as connection:
                connection.execute(f"PRAGMA recursive_triggers = {recursive}")
                with pytest.raises(
                    sqlite3.IntegrityError, match=r"are never changed|a chain only grows|follows the one"
                ):
                    connection.execute(statement)
                connection.commit()
    with SqliteTable(path) as table:
        assert everything(table) == before


@pytest.mark.parametrize("table", COPIES)
def test_a_row_cannot_be_changed(path, table):
    _refused(path, f"UPDATE {table} SET {CHANGES[table]}", f"UPDATE OR REPLACE {table} SET {CHANGES[table]}")


@pytest.mark.parametrize("table", COPIES)
def test_a_row_cannot_be_removed(path, table):
    _refused(path, f"DELETE FROM {table}")


@pytest.mark.parametrize("table", COPIES)
def test_a_row_cannot_be_replaced(path, table):
    copy = f"SELECT {COPIES[table]} FROM {table} WHERE true"
    _refused(
        path,
        f"INSERT OR REPLACE INTO {table} {copy}",
        f"REPLACE INTO {table} {copy}",
        f"INSERT INTO {table} {copy} ON CONFLICT DO NOTHING",
    )


def test_an_entry_cannot_be_replaced_by_its_position_alone(path):
    _refused(
        path,
        "INSERT OR REPLACE INTO entries (position, chain, sequence, hash, previous, kind, body)"
        " SELECT position, chain, 99, 'new', hash, kind, body FROM entries",
    )


def test_a_blob_cannot_be_replaced_by_its_row_alone(path):
    _refused(path, "INSERT OR REPLACE INTO blobs (rowid, digest, size, body) SELECT rowid, 'new', 1, x'00' FROM blobs")


def test_a_chain_cannot_be_set_back(path):
    _refused(path, "UPDATE state SET sequence = 0", "UPDATE state SET sequence = sequence")


@pytest.mark.parametrize(
    ("sequence", "previous"),
    [
        (6, "NULL"),
        (6, "'nowhere'"),
        (7, "(SELECT hash FROM entries WHERE chain = 'model/credit-risk-scorer' AND sequence = 5)"),
        (99, "NULL"),
        (-1, "NULL"),
    ],
)
def test_an_entry_follows_the_one_before_it_in_its_chain(path, sequence, previous):
    with closing(sqlite3.connect(path)) as connection, pytest.raises(sqlite3.IntegrityError, match="follows the one"):
        connection.execute(
            "INSERT INTO entries (chain, sequence, hash, previous, kind, body)"
            f" VALUES ('model/credit-risk-scorer', {sequence}, 'new', {previous}, 'vote.cast', '')"
        )


def test_a_chain_starts_with_an_entry_that_follows_none(path):
    with closing(sqlite3.connect(path)) as connection, pytest.raises(sqlite3.IntegrityError, match="follows"):
        connection.execute(
            "INSERT INTO entries (chain, sequence, hash, previous, kind, body)"
            " VALUES ('model/new', 0, 'new', 'sha256:somewhere', 'vote.cast', '')"
        )


def test_what_the_file_refuses_is_an_error_of_the_table(path):
    """A row that stands where the next entry goes, put there behind the table's back."""
    with SqliteTable(path) as table:
        desk = Desk(table)
        with closing(sqlite3.connect(path)) as connection:
            connection.execute(
                "INSERT INTO entries (chain, sequence, hash, previous, kind, body)"
                " SELECT chain, sequence + 1, 'new', hash, kind, body FROM entries"
                " WHERE chain = 'model/credit-risk-scorer' ORDER BY sequence DESC LIMIT 1"
            )
            connection.commit()
        with pytest.raises(TableError, match="refused the write"):
            desk.add(vote(visit=1))
