"""A file that cannot be used gives one message that names it and says what to do; nothing else escapes."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import sqlite3
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from mlgate.canonical import digest_bytes
from mlgate.errors import MlgateError, TableError
from mlgate.table.sqlite import SqliteTable
from tests.table.processes import NEEDS_FORK, alone
from tests.table.sqlite.everything import everything, holds_together
from tests.table.story import MODEL, Desk, document, evidence, vote

CHANCE = random.Random(1)
LARGE = document("large", rows=[CHANCE.random() for _ in range(5_000)])
BLOBS = {digest_bytes(LARGE): LARGE}


def _fault(path: Path, **how: bool) -> TableError:
    with pytest.raises(TableError) as caught:
        SqliteTable(path, **how)
    fault = caught.value
    assert str(path) in fault.message
    assert fault.hint
    assert "\n" not in fault.message
    return fault


class TestOpening:
    def test_a_missing_file_names_the_command_that_makes_it(self, tmp_path):
        fault = _fault(tmp_path / "governance.db")
        assert "no governance table" in fault.message
        assert "mlgate init" in fault.hint
        assert list(tmp_path.iterdir()) == []

    def test_a_missing_folder_is_named(self, tmp_path):
        assert "folder that does not exist" in _fault(tmp_path / "no" / "governance.db", create=True).message

    def test_a_folder_is_no_table(self, tmp_path):
        assert "is a folder" in _fault(tmp_path).message

    @pytest.mark.parametrize(
        "content", [b"not a database, but long enough to have a header" * 100, b"PK\x03\x04" * 500]
    )
    def test_a_file_of_another_kind_is_no_table_and_stays_as_it_is(self, tmp_path, content):
        path = tmp_path / "governance.db"
        path.write_bytes(content)
        for create in (False, True):
            assert "is not a governance table" in _fault(path, create=create).message
        assert path.read_bytes() == content

    def test_a_database_of_something_else_is_left_alone(self, tmp_path):
        path = tmp_path / "other.db"
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("CREATE TABLE bookmarks (url TEXT)")
        content = path.read_bytes()
        for create in (False, True):
            assert "of something else" in _fault(path, create=create).message
        assert path.read_bytes() == content

    def test_a_database_that_says_it_is_another_application_s_is_left_alone(self, tmp_path):
        path = tmp_path / "other.db"
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA application_id = 42")
        assert "of something else" in _fault(path, create=True).message

    def test_an_empty_file_is_no_table_until_one_is_made_of_it(self, tmp_path):
        path = tmp_path / "governance.db"
        path.touch()
        assert "is empty" in _fault(path).message
        SqliteTable(path, create=True).close()
        with SqliteTable(path) as table:
            assert [*table.chains()] == []

    def test_tables_of_the_local_registry_may_be_there_first(self, tmp_path):
        path = tmp_path / "governance.db"
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("CREATE TABLE registry_packages (arn TEXT)")
        SqliteTable(path, create=True).close()

    def test_making_a_table_that_is_there_opens_it(self, path):
        with SqliteTable(path, create=True) as table:
            assert MODEL in {view.ref for view in table.subjects()}

    @pytest.mark.parametrize(
        "name", ["with space.db", "50%.db", "question?.db", "hash#.db", "ümlaut.db", "quote'\".db"]
    )
    def test_any_file_name_will_do(self, tmp_path, name):
        path = tmp_path / name
        SqliteTable(path, create=True).close()
        with SqliteTable(str(path)) as table:
            Desk(table).add(*[])
        assert path.exists()

    def test_a_relative_path_is_relative_to_where_one_is(self, path, monkeypatch):
        monkeypatch.chdir(path.parent)
        with SqliteTable(path.name) as table:
            holds_together(table)


class TestReadOnly:
    @pytest.fixture
    def sealed(self, told) -> Iterator[Path]:
        """The story in a folder that everybody may read and nobody may write."""
        folder = Path(tempfile.mkdtemp())
        path = Path(shutil.copy(told, folder / "governance.db"))
        path.chmod(0o444)
        folder.chmod(0o555)
        yield path
        folder.chmod(0o755)
        shutil.rmtree(folder)

    @staticmethod
    def _as_nobody() -> None:
        """Permissions do not bind the administrator, so the proof gives the office up."""
        if os.geteuid() == 0:
            os.setgid(65534)
            os.setuid(65534)

    def test_a_table_opened_to_read_takes_nothing(self, path):
        with SqliteTable(path, read_only=True) as table:
            holds_together(table)
            with pytest.raises(TableError, match="cannot be written"):
                Desk(table).add(vote())
        with SqliteTable(path) as table:
            assert table.read([MODEL]).views[MODEL].votes == ()

    def test_reading_does_not_make_a_table(self, tmp_path):
        _fault(tmp_path / "governance.db", read_only=True)
        path = tmp_path / "empty.db"
        path.touch()
        assert "is empty" in _fault(path, read_only=True, create=True).message

    @NEEDS_FORK
    def test_a_table_on_a_medium_that_nobody_can_write_can_be_read(self, sealed):
        def work() -> int:
            self._as_nobody()
            with SqliteTable(sealed, read_only=True) as table:
                holds_together(table)
                return len([*table.newest(100)])

        assert alone(work) > 5

    @NEEDS_FORK
    def test_a_file_without_permission_to_write_says_so(self, sealed):
        def work() -> tuple[str, str]:
            self._as_nobody()
            with pytest.raises(TableError) as caught, SqliteTable(sealed) as table:
                Desk(table).add(vote())
            return caught.value.message, caught.value.hint

        message, hint = alone(work)
        assert str(sealed) in message
        assert "permissions" in hint or "writable" in hint

    @NEEDS_FORK
    def test_a_file_without_permission_to_read_says_so(self, sealed):
        sealed.chmod(0)

        def work() -> str:
            self._as_nobody()
            with pytest.raises(TableError) as caught:
                SqliteTable(sealed, read_only=True)
            return caught.value.message

        assert str(sealed) in alone(work)


def _written(table: SqliteTable) -> TableError | None:
    """Commit something large; what hindered it."""
    try:
        Desk(table).add(vote(visit=1), evidence(data=LARGE), blobs=BLOBS)
    except TableError as fault:
        return fault
    return None


class TestFullDisk:
    def test_whatever_still_fits_a_commit_is_whole_or_absent(self, path):
        """The file is allowed a page more each time, until the commit fits."""
        with SqliteTable(path) as table:
            before = everything(table)
            connection = table._database._connection
            (pages,) = connection.execute("PRAGMA page_count").fetchone()
            failed = 0
            while True:
                connection.execute(f"PRAGMA max_page_count = {pages + failed}")
                fault = _written(table)
                if fault is None:
                    break
                assert "full" in fault.message
                assert "free some space" in fault.hint
                failed += 1
                assert everything(table) == before
                assert table.missing(BLOBS) == set(BLOBS)
            assert failed > 5
            holds_together(table)
            assert table.blobs(BLOBS) == BLOBS

    @NEEDS_FORK
    def test_a_write_that_the_system_refuses_writes_nothing(self, path):
        """A limit on the size of files refuses the write in the middle, as a failing disk would."""
        with SqliteTable(path) as table:
            before = everything(table)

        def work() -> tuple[str, str]:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))
            with SqliteTable(path) as table:
                with pytest.raises(TableError) as caught:
                    Desk(table).add(vote(visit=1), evidence(data=LARGE), blobs=BLOBS)
                assert everything(table) == before
                return caught.value.message, caught.value.hint

        message, hint = alone(work)
        assert str(path) in message
        assert hint
        with SqliteTable(path) as table:
            assert everything(table) == before


def _read_and_write(path: Path) -> object:
    with SqliteTable(path) as table:
        shown = everything(table)
        table.blobs([digest_bytes(document("one"))])
        Desk(table).add(vote(visit=1))
        return shown


class TestDamage:
    @pytest.mark.parametrize("size", [1, 15, 16, 50, 99, 100, 101, 512, 4095, 4096, 4097, -4096, -1000, -1])
    def test_a_truncated_file_is_noticed(self, path, size):
        content = path.read_bytes()
        path.write_bytes(content[:size])
        with pytest.raises(MlgateError):
            _read_and_write(path)

    def test_a_page_of_noise_is_noticed_or_was_not_needed(self, told, tmp_path):
        content = told.read_bytes()
        shown = _read_and_write(Path(shutil.copy(told, tmp_path / "whole.db")))
        noise = random.Random(7).randbytes(4096)
        noticed = 0
        for number in range(len(content) // 4096):
            path = tmp_path / f"{number}.db"
            start = number * 4096
            path.write_bytes(content[:start] + noise + content[start + 4096 :])
            try:
                read = _read_and_write(path)
            except MlgateError:
                noticed += 1
            else:
                assert read == shown
        assert noticed > len(content) // 4096 // 2

    def test_text_that_is_no_text_is_noticed(self, path):
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("UPDATE views SET body = CAST(x'ff7b7d' AS TEXT)")
            connection.commit()
        with SqliteTable(path) as table, pytest.raises(MlgateError):
            table.read([MODEL])

    def test_a_table_that_lost_a_part_of_itself_says_so(self, path):
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("DROP TABLE records")
        with SqliteTable(path) as table, pytest.raises(TableError, match="no such table"):
            [*table.records()]

    def test_a_table_of_another_thread_says_so(self, path):
        with SqliteTable(path) as table, ThreadPoolExecutor(1) as pool:
            fault = pool.submit(table.read, [MODEL]).exception()
        assert isinstance(fault, TableError)
        assert "every thread opens the table for itself" in fault.hint

    def test_a_closed_table_says_so(self, path):
        table = SqliteTable(path)
        table.close()
        with pytest.raises(TableError, match="closed"):
            table.read([MODEL])
