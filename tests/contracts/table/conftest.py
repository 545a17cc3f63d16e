"""Every implementation of the governance table; each test of this folder runs over each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from mlgate.table.interface import GovernanceTable
from mlgate.table.sqlite import SqliteTable
from tests.table.story import Desk

Opener = Callable[[], GovernanceTable]


def _sqlite(folder: Path, stack: ExitStack) -> Opener:
    path = folder / "governance.db"
    SqliteTable(path, create=True).close()
    return lambda: stack.enter_context(SqliteTable(path))


IMPLEMENTATIONS = {"sqlite": _sqlite}


@pytest.fixture(params=sorted(IMPLEMENTATIONS))
def open_table(request, tmp_path) -> Iterator[Opener]:
    """Opens one more handle on the same, initially empty table."""
    with ExitStack() as stack:
        yield IMPLEMENTATIONS[request.param](tmp_path, stack)


@pytest.fixture
def table(open_table) -> GovernanceTable:
    return open_table()


@pytest.fixture
def desk(table) -> Desk:
    """A desk whose every append is a commit to the table."""
    return Desk(table)
