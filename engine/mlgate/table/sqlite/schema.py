"""The tables, and the ordered migrations that lead to them.

A file carries the application id of mlgate and, as ``user_version``, how many migrations it has seen. A migration that
was released is never edited; a new one is added at the end.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

APPLICATION_ID = 0x6D6C6774
"""``mlgt``: what ``file`` and SQLite show of the file."""

GUEST_PREFIX = "registry"
"""Tables of this name may stand in the file before these do: the local registry keeps its packages there."""

Migration = tuple[str, ...]


def _immutable(table: str, same: str) -> Iterator[str]:
    """Triggers that refuse to change, remove or replace a row; ``same`` tells when a new row would replace one."""
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} are never changed'); END"
    yield f"CREATE TRIGGER {table}_stay BEFORE UPDATE ON {table} {refuse}"
    yield f"CREATE TRIGGER {table}_remain BEFORE DELETE ON {table} {refuse}"
    replaces = f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608 - the words are this module's own
    yield f"CREATE TRIGGER {table}_once BEFORE INSERT ON {table} WHEN {replaces} {refuse}"


_RECORD: Migration = (
    """CREATE TABLE state (
        chain TEXT NOT NULL PRIMARY KEY,
        sequence INTEGER NOT NULL CHECK (sequence >= 0),
        hash TEXT NOT NULL,
        recorded_at TEXT NOT NULL
    ) WITHOUT ROWID""",
    """CREATE TABLE entries (
        position INTEGER NOT NULL PRIMARY KEY,
        chain TEXT NOT NULL REFERENCES state (chain),
        sequence INTEGER NOT NULL CHECK (sequence >= 0),
        hash TEXT NOT NULL,
        previous TEXT,
        kind TEXT NOT NULL,
        key TEXT,
        body TEXT NOT NULL,
        UNIQUE (chain, sequence)
    )""",
    "CREATE INDEX entries_key ON entries (kind, key) WHERE key IS NOT NULL",
    """CREATE TABLE blobs (
        digest TEXT NOT NULL PRIMARY KEY,
        size INTEGER NOT NULL,
        body BLOB NOT NULL
    )""",
    """CREATE TABLE requests (
        requester TEXT NOT NULL,
        request_id TEXT NOT NULL,
        attempt INTEGER NOT NULL CHECK (attempt >= 1),
        digest TEXT NOT NULL,
        chain TEXT NOT NULL,
        sequence INTEGER NOT NULL,
        decision_id TEXT NOT NULL,
        verdict TEXT NOT NULL,
        PRIMARY KEY (requester, request_id, attempt),
        FOREIGN KEY (chain, sequence) REFERENCES entries (chain, sequence)
    ) WITHOUT ROWID""",
    """CREATE TABLE views (
        ref TEXT NOT NULL PRIMARY KEY,
        chain TEXT NOT NULL REFERENCES state (chain),
        digest TEXT NOT NULL,
        body TEXT NOT NULL
    )""",
    """CREATE TABLE records (
        subject TEXT NOT NULL REFERENCES views (ref),
        stage TEXT NOT NULL,
        visit INTEGER NOT NULL,
        digest TEXT NOT NULL,
        body TEXT NOT NULL,
        PRIMARY KEY (subject, stage, visit)
    )""",
    """CREATE TABLE in_force (
        place INTEGER NOT NULL PRIMARY KEY CHECK (place = 1),
        digest TEXT NOT NULL,
        body TEXT NOT NULL
    )""",
    *_immutable(
        "entries",
        "position = NEW.position OR (chain = NEW.chain AND sequence = NEW.sequence)",
    ),
    """CREATE TRIGGER entries_follow BEFORE INSERT ON entries WHEN NEW.previous IS NOT
            (SELECT hash FROM entries WHERE chain = NEW.chain AND sequence = NEW.sequence - 1)
        OR (NEW.previous IS NULL) <> (NEW.sequence = 0)
        BEGIN SELECT RAISE(ABORT, 'an entry follows the one before it'); END""",
    *_immutable("blobs", "digest = NEW.digest OR rowid = NEW.rowid"),
    *_immutable("requests", "(requester, request_id, attempt) = (NEW.requester, NEW.request_id, NEW.attempt)"),
    """CREATE TRIGGER state_grows BEFORE UPDATE ON state WHEN NEW.chain <> OLD.chain OR NEW.sequence <= OLD.sequence
        BEGIN SELECT RAISE(ABORT, 'a chain only grows'); END""",
    """CREATE TRIGGER state_remains BEFORE DELETE ON state
        BEGIN SELECT RAISE(ABORT, 'a chain only grows'); END""",
    """CREATE TRIGGER state_once BEFORE INSERT ON state WHEN EXISTS (SELECT 1 FROM state WHERE chain = NEW.chain)
        BEGIN SELECT RAISE(ABORT, 'a chain only grows'); END""",
)

_COLUMNS = (
    "subject",
    "stage",
    "visit",
    "status",
    "use_case_id",
    "use_case_name",
    "use_case_stage",
    "model_group",
    "model_version",
    "model_owner",
    "model_lob",
    "model_project",
    "model_stage",
    "model_status",
    "model_risk",
    "eu_tier",
    "validation_metrics",
    "monitoring_metrics",
    "audit_timestamp",
    "audit_user",
)
_SELECTED = ", ".join(f"json_extract(body, '$.{name}') AS {name}" for name in _COLUMNS)
_FOR_PEOPLE: Migration = (
    f"CREATE VIEW stage_records AS SELECT {_SELECTED} FROM records",  # noqa: S608 - the words are this module's own
)

MIGRATIONS: tuple[Migration, ...] = (_RECORD, _FOR_PEOPLE)
"""1: the record. 2: the stage records as columns, for whoever reads the file with SQL."""


def version(connection: sqlite3.Connection) -> int | None:
    """How many migrations the file has seen: 0 where there is nothing yet, None where it belongs to something else."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    if application == APPLICATION_ID:
        (seen,) = connection.execute("PRAGMA user_version").fetchone()
        return int(seen)
    strangers = connection.execute(
        "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name NOT LIKE ? AND name NOT LIKE 'sqlite%'",
        (GUEST_PREFIX + "%",),
    ).fetchone()[0]
    return None if application or strangers else 0


def migrate(connection: sqlite3.Connection, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Bring the file to the newest version, or leave it as it is: one transaction."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        for number in range(version(connection) or 0, len(migrations)):
            for statement in migrations[number]:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number + 1}")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
