"""A file with a story in it, and ways to touch it behind the table's back."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from mlgate.canonical import digest_bytes
from mlgate.table.sqlite import SqliteTable
from tests.table.story import (
    GRANT,
    MODEL,
    USE_CASE,
    Desk,
    decided,
    document,
    evidence,
    linked,
    model,
    put_in_force,
    request,
    settled,
    use_case,
    vote,
)


def tell(path: Path) -> None:
    """Write a short story into a new table: two chains, a decision, its effect, a document in the archive."""
    with SqliteTable(path, create=True) as table:
        desk = Desk(table)
        desk.add(put_in_force())
        desk.add(use_case(), model(), linked())
        desk.add(evidence(data=document("one")), vote(), blobs={digest_bytes(document("one")): document("one")})
        desk.add(decided(desk.views[MODEL], change=GRANT), request=request())
        desk.add(settled(desk.views[MODEL]))
        desk.add(evidence("fria", document("two"), USE_CASE))


@pytest.fixture(scope="session")
def told(tmp_path_factory) -> Path:
    """The story, closed and folded into one file; never written to."""
    path = tmp_path_factory.mktemp("told") / "governance.db"
    tell(path)
    return path


@pytest.fixture
def path(told, tmp_path) -> Path:
    """A copy of the story to do anything with."""
    return Path(shutil.copy(told, tmp_path / "governance.db"))


@contextmanager
def intruder(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection of somebody with write access to the file and the wits to drop the triggers."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
        connection.commit()
