"""What SQLite reports, in the words of the table: one error each, with what to do about it."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from mlgate.errors import TableError, TableLockedError

_PRIMARY = 0xFF
_DAMAGED = "restore it from a copy, then let mlgate audit verify walk its chains"
_FAULTS = {
    sqlite3.SQLITE_READONLY: ("cannot be written", "make the file and its folder writable for this user"),
    sqlite3.SQLITE_PERM: ("may not be opened", "make the file and its folder readable for this user"),
    sqlite3.SQLITE_CANTOPEN: ("cannot be opened", "check the path, and the permissions of the file and its folder"),
    sqlite3.SQLITE_FULL: ("did not fit on the disk: it is full", "free some space, then ask again"),
    sqlite3.SQLITE_IOERR: ("could not be read or written", "check the disk, then ask again with the same request id"),
    sqlite3.SQLITE_CORRUPT: ("is damaged", _DAMAGED),
    sqlite3.SQLITE_NOTADB: (
        "is not a governance table",
        "name another path, or move the file away and run mlgate init",
    ),
    sqlite3.SQLITE_CONSTRAINT: ("refused the write", "what is recorded stays as it is; read the table again"),
}


@contextmanager
def translated(path: Path, timeout_seconds: float) -> Generator[None]:
    """Turn what SQLite raises inside into TableError or TableLockedError that names ``path``."""
    try:
        yield
    except sqlite3.Error as error:
        raise _fault(path, timeout_seconds, error) from error


def _fault(path: Path, timeout_seconds: float, error: sqlite3.Error) -> TableError:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & _PRIMARY
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return TableLockedError(
            f"{path} has been held by another process for more than {timeout_seconds:g} s",
            hint="ask again; if it stays so, find the process that holds it",
        )
    if isinstance(error, sqlite3.ProgrammingError):
        return TableError(
            f"{path} was used wrongly ({error})",
            hint="every thread opens the table for itself, and uses it until it is closed",
        )
    what, hint = _FAULTS.get(code, ("could not be used", _DAMAGED))
    return TableError(f"{path} {what} ({error})", hint=hint)
