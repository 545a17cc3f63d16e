"""The local registry's table in an SQLite file; what SQLite raises leaves as RegistryError."""

from __future__ import annotations

import json
import sqlite3
import threading
import weakref
from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from mlgate.errors import RegistryError, RegistryRefusedError, RegistryThrottledError, RegistryUnreachableError

_PRIMARY = 0xFF
_DID_NOT_HAPPEN = {
    sqlite3.SQLITE_READONLY: ("cannot be written", "make the file and its folder writable for this user"),
    sqlite3.SQLITE_PERM: ("may not be opened", "make the file and its folder readable for this user"),
    sqlite3.SQLITE_CANTOPEN: ("cannot be opened", "check the path, and the permissions of the file and its folder"),
    sqlite3.SQLITE_FULL: ("did not fit on the disk: it is full", "free some space, then mlgate reconcile finishes it"),
    sqlite3.SQLITE_NOTADB: ("is not an SQLite file", "name another path, or move the file away and run mlgate init"),
}
_SCHEMA = """CREATE TABLE IF NOT EXISTS registry_packages (
    model_group TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    approval_status TEXT NOT NULL DEFAULT 'PendingManualApproval',
    approval_description TEXT,
    stage TEXT,
    stage_status TEXT,
    metadata TEXT NOT NULL DEFAULT '{}',
    sources TEXT NOT NULL,
    image TEXT NOT NULL,
    PRIMARY KEY (model_group, version)
)"""
_IS_THERE = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'registry_packages'"


class Rows:
    """One connection, opened at the first call, for all threads in turn; it waits so long for other processes."""

    def __init__(self, path: Path, timeout_seconds: float) -> None:
        self._path = path
        self._timeout_seconds = timeout_seconds
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None

    def close(self) -> None:
        """Close the connection, if there is one."""
        with self._lock, self._translated():
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def one(self, group: str, version: int) -> dict[str, Any] | None:
        """The row of one version."""
        with self._open() as connection:
            return _one(connection, group, version)

    def all(self, group: str | None) -> list[dict[str, Any]]:
        """The rows of one group, or all, by group and version."""
        with self._open() as connection:
            rows = connection.execute(
                "SELECT * FROM registry_packages WHERE ?1 IS NULL OR model_group = ?1 ORDER BY model_group, version",
                (group,),
            )
            return [dict(row) for row in rows]

    def insert(self, group: str, version: int, created_at: str, sources: str, image: str) -> bool:
        """Add a row; False where the version has one already."""
        with self._open() as connection:
            cursor = connection.execute(
                "INSERT INTO registry_packages (model_group, version, created_at, sources, image)"
                " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (group, version, created_at, sources, image),
            )
            return cursor.rowcount == 1

    def update(
        self, group: str, version: int, created_at: str, metadata: Mapping[str, str], fields: Mapping[str, str | None]
    ) -> bool:
        """Set the fields that are not None and merge metadata; False where there is no such row of that moment."""
        with self._open() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                row = _one(connection, group, version)
                if row is None or row["created_at"] != created_at:
                    return False
                merged = {**row, **{name: value for name, value in fields.items() if value is not None}}
                merged["metadata"] = json.dumps({**json.loads(row["metadata"]), **metadata})
                connection.execute(
                    "UPDATE registry_packages SET approval_status = :approval_status,"
                    " approval_description = :approval_description, stage = :stage, stage_status = :stage_status,"
                    " metadata = :metadata WHERE model_group = :model_group AND version = :version",
                    merged,
                )
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    with suppress(sqlite3.Error):
                        connection.execute("ROLLBACK")
            return True

    @contextmanager
    def _open(self) -> Generator[sqlite3.Connection]:
        with self._lock, self._translated():
            if self._connection is None:
                self._connection = self._connect()
            yield self._connection

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._path, timeout=self._timeout_seconds, isolation_level=None, check_same_thread=False
        )
        try:
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA synchronous = FULL")
            if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                connection.execute("PRAGMA journal_mode = WAL")
            if connection.execute(_IS_THERE).fetchone() is None:
                connection.execute(_SCHEMA)
        except BaseException:
            connection.close()
            raise
        weakref.finalize(self, connection.close)
        return connection

    @contextmanager
    def _translated(self) -> Generator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise _fault(self._path, error) from error


def _one(connection: sqlite3.Connection, group: str, version: int) -> dict[str, Any] | None:
    row = connection.execute(
        "SELECT * FROM registry_packages WHERE model_group = ? AND version = ?", (group, version)
    ).fetchone()
    return dict(row) if row else None


def _fault(path: Path, error: sqlite3.Error) -> RegistryError:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & _PRIMARY
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return RegistryThrottledError(
            f"local registry: {path} is held by another process",
            hint="ask again; mlgate reconcile finishes what is open",
        )
    if code in _DID_NOT_HAPPEN:
        what, hint = _DID_NOT_HAPPEN[code]
        return RegistryRefusedError(f"local registry: {path} {what}", hint=hint)
    return RegistryUnreachableError(
        f"local registry: {path} could not be used ({error})", hint="check the disk, then run mlgate reconcile"
    )
