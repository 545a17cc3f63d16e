"""One SQLite file, opened: pragmas, transactions, queries; what SQLite raises leaves as TableError."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Generator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any

from mlgate.errors import TableError
from mlgate.table.sqlite.faults import translated
from mlgate.table.sqlite.schema import MIGRATIONS, migrate, version

Row = tuple[Any, ...]

_PRAGMAS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA synchronous = FULL",
    "PRAGMA fullfsync = ON",
    "PRAGMA recursive_triggers = ON",
    "PRAGMA trusted_schema = OFF",
)


class Database:
    """A connection to one table file, for the thread that made it. Opening reads the header and the schema, no more."""

    def __init__(self, path: Path, *, timeout_seconds: float, read_only: bool, create: bool) -> None:
        self.path = path
        self.timeout_seconds = timeout_seconds
        _check(path, create=create)
        with self.translated():
            self._connection = sqlite3.connect(
                _uri(path, read_only=read_only, create=create),
                uri=True,
                timeout=timeout_seconds,
                isolation_level=None,
            )
        try:
            with self.translated():
                self._prepare(read_only=read_only, create=create)
        except BaseException:
            self._connection.close()
            raise

    def close(self) -> None:
        """Close the connection; the last one out folds the write-ahead log into the file."""
        with self.translated():
            self._connection.close()

    def translated(self) -> AbstractContextManager[None]:
        """What SQLite raises inside leaves as TableError or TableLockedError."""
        return translated(self.path, self.timeout_seconds)

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
        """All rows of one query; the statement is over when this returns."""
        with self.translated():
            return self._connection.execute(sql, parameters).fetchall()

    @contextmanager
    def transaction(self, kind: str) -> Generator[sqlite3.Connection]:
        """``DEFERRED`` to read, ``IMMEDIATE`` to write: committed at the end, or rolled back whole."""
        connection = self._connection
        with self.translated():
            connection.execute(f"BEGIN {kind}")
            try:
                yield connection
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    with suppress(sqlite3.Error):
                        connection.execute("ROLLBACK")

    def _prepare(self, *, read_only: bool, create: bool) -> None:
        for pragma in _PRAGMAS:
            self._connection.execute(pragma)
        seen = version(self._connection)
        _check_version(self.path, seen, read_only=read_only, create=create)
        if not read_only:
            self._write_ahead()
            if seen != len(MIGRATIONS):
                migrate(self._connection)

    def _write_ahead(self) -> None:
        """Readers never wait for the writer; once set, the file remembers it."""
        (mode,) = self._connection.execute("PRAGMA journal_mode").fetchone()
        if mode != "wal":
            self._connection.execute("PRAGMA journal_mode = WAL")


def _check(path: Path, *, create: bool) -> None:
    if path.is_dir():
        raise TableError(f"{path} is a folder, not a governance table", hint="name a file in it")
    if not path.parent.is_dir():
        raise TableError(f"{path} lies in a folder that does not exist", hint="make the folder, or run mlgate init")
    if not create and not path.exists():
        raise TableError(f"there is no governance table at {path}", hint="mlgate init makes one")


def _check_version(path: Path, seen: int | None, *, read_only: bool, create: bool) -> None:
    newest = len(MIGRATIONS)
    if seen is None:
        raise TableError(
            f"{path} is the SQLite database of something else, not a governance table", hint="name another path"
        )
    if seen == 0 and (read_only or not create):
        raise TableError(f"{path} is empty, not a governance table", hint="mlgate init makes one")
    if seen > newest:
        raise TableError(
            f"{path} has version {seen}, and this mlgate knows versions up to {newest}",
            hint="use the mlgate that wrote it, or a newer one",
        )
    if seen < newest and read_only:
        raise TableError(
            f"{path} has version {seen} and has to be brought to version {newest} first",
            hint="open it once with a command that writes",
        )


def _uri(path: Path, *, read_only: bool, create: bool) -> str:
    """SQLite's name for the file. On a medium that nobody can write there is no log beside it, and none is made."""
    uri = path.absolute().as_uri()
    if not read_only:
        return f"{uri}?mode={'rwc' if create else 'rw'}"
    log = path.with_name(path.name + "-wal")
    sealed = not os.access(path.parent, os.W_OK) and not log.exists()
    return f"{uri}?mode=ro{'&immutable=1' if sealed else ''}"
