"""Whoever drops the triggers and edits the file is found: verify names the first bad entry."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Callable
from contextlib import closing

import pytest

from mlgate.canonical import canonical, digest_bytes
from mlgate.errors import IntegrityError, TableError
from mlgate.table.chain import verify
from mlgate.table.projection import project
from mlgate.table.sqlite import SqliteTable
from tests.table.sqlite.conftest import intruder
from tests.table.sqlite.everything import everything
from tests.table.story import CHAIN, MODEL, Desk, document, vote

Deed = Callable[[sqlite3.Connection], object]
LAST = 5


def _stored(connection: sqlite3.Connection, sequence: int) -> str:
    return connection.execute(
        "SELECT body FROM entries WHERE chain = ? AND sequence = ?", (CHAIN, sequence)
    ).fetchone()[0]


def _rewrite(connection: sqlite3.Connection, sequence: int, *, rehash: bool) -> None:
    """Put another actor into an entry; with ``rehash`` its hash column fits again."""
    body = json.loads(_stored(connection, sequence))
    body["actor"]["person"] = "u-mal.lory"
    text = canonical(body).decode()
    connection.execute("UPDATE entries SET body = ? WHERE chain = ? AND sequence = ?", (text, CHAIN, sequence))
    if rehash:
        connection.execute(
            "UPDATE entries SET hash = ? WHERE chain = ? AND sequence = ?",
            (digest_bytes(text.encode()), CHAIN, sequence),
        )


def _drop(connection: sqlite3.Connection, sequence: int) -> None:
    connection.execute("DELETE FROM entries WHERE chain = ? AND sequence = ?", (CHAIN, sequence))


def _close_gap(connection: sqlite3.Connection, sequence: int) -> None:
    _drop(connection, sequence)
    connection.execute("UPDATE entries SET sequence = sequence - 1 WHERE chain = ? AND sequence > ?", (CHAIN, sequence))


def _swap(connection: sqlite3.Connection, sequence: int) -> None:
    for old, new in ((sequence, 1000), (sequence + 1, sequence), (1000, sequence + 1)):
        connection.execute("UPDATE entries SET sequence = ? WHERE chain = ? AND sequence = ?", (new, CHAIN, old))


def _truncate(connection: sqlite3.Connection, sequence: int) -> None:
    connection.execute("DELETE FROM entries WHERE chain = ? AND sequence >= ?", (CHAIN, sequence))


def _verify(path) -> None:
    with SqliteTable(path) as table:
        verify(CHAIN, table.entries(CHAIN), table.read([CHAIN]).heads[CHAIN])


def test_the_story_untouched_verifies(path):
    with SqliteTable(path) as table:
        assert table.read([CHAIN]).heads[CHAIN].sequence == LAST
    _verify(path)


@pytest.mark.parametrize("sequence", range(LAST + 1))
def test_an_edited_body_is_named(path, sequence):
    with intruder(path) as connection:
        _rewrite(connection, sequence, rehash=False)
    with pytest.raises(IntegrityError, match=f"{CHAIN} entry {sequence}: was edited"):
        _verify(path)


@pytest.mark.parametrize("sequence", range(LAST))
def test_an_edited_body_with_a_hash_that_fits_breaks_the_link(path, sequence):
    with intruder(path) as connection:
        _rewrite(connection, sequence, rehash=True)
    with pytest.raises(IntegrityError, match=f"{CHAIN} entry {sequence + 1}: does not follow"):
        _verify(path)


def test_the_last_entry_with_a_hash_that_fits_is_not_the_head(path):
    with intruder(path) as connection:
        _rewrite(connection, LAST, rehash=True)
    with pytest.raises(IntegrityError, match=f"entry {LAST}: was replaced"):
        _verify(path)


@pytest.mark.parametrize("deed", [_drop, _close_gap])
@pytest.mark.parametrize("sequence", range(LAST))
def test_a_dropped_entry_is_named(path, deed, sequence):
    with intruder(path) as connection:
        deed(connection, sequence)
    with pytest.raises(IntegrityError, match=f"{CHAIN} entry {sequence}: "):
        _verify(path)


@pytest.mark.parametrize("sequence", range(LAST))
def test_reordered_entries_are_named(path, sequence):
    with intruder(path) as connection:
        _swap(connection, sequence)
    with pytest.raises(IntegrityError, match=f"{CHAIN} entry {sequence}: "):
        _verify(path)


@pytest.mark.parametrize("sequence", range(LAST + 1))
def test_a_truncated_chain_is_named_against_its_state(path, sequence):
    with intruder(path) as connection:
        _truncate(connection, sequence)
    with pytest.raises(IntegrityError, match=f"{CHAIN} entry {sequence}: is missing"):
        _verify(path)


def test_a_chain_truncated_with_its_state_is_found_against_a_head_kept_elsewhere(path):
    with SqliteTable(path) as table:
        kept = table.read([CHAIN]).heads[CHAIN]
        before = [*table.entries(CHAIN)][3]
    with intruder(path) as connection:
        connection.execute("DELETE FROM requests")
        _truncate(connection, 4)
        connection.execute(
            "UPDATE state SET sequence = 3, hash = ?, recorded_at = ? WHERE chain = ?",
            (before.hash, before.recorded_at, CHAIN),
        )
    _verify(path)
    with SqliteTable(path) as table, pytest.raises(IntegrityError, match="entry 4: is missing"):
        verify(CHAIN, table.entries(CHAIN), kept)


def test_a_chain_that_lost_its_state_is_still_listed(path):
    with intruder(path) as connection:
        connection.execute("DELETE FROM state WHERE chain = ?", (CHAIN,))
    with SqliteTable(path) as table:
        assert CHAIN in table.chains()


def test_an_edited_view_does_not_match_its_digest(path):
    with intruder(path) as connection:
        connection.execute("UPDATE views SET body = replace(body, 'pending', 'approved') WHERE ref = ?", (MODEL,))
    with SqliteTable(path) as table, pytest.raises(IntegrityError, match=f"the view of {MODEL} was changed"):
        table.read([MODEL])


def test_an_edited_view_with_a_digest_that_fits_is_not_what_the_chain_folds_to(path):
    with intruder(path) as connection:
        (body,) = connection.execute("SELECT body FROM views WHERE ref = ?", (MODEL,)).fetchone()
        forged = body.replace('"stage":"qa"', '"stage":"production"')
        connection.execute(
            "UPDATE views SET body = ?, digest = ? WHERE ref = ?", (forged, digest_bytes(forged.encode()), MODEL)
        )
    with SqliteTable(path) as table:
        assert table.read([MODEL]).views[MODEL] != project(table.entries(CHAIN))[MODEL]


def test_a_view_in_the_place_of_another_is_found(path):
    with intruder(path) as connection:
        connection.execute("UPDATE views SET ref = 'model/credit-risk-scorer/9' WHERE ref = ?", (MODEL,))
    with SqliteTable(path) as table, pytest.raises(IntegrityError, match="stands in the place"):
        table.read(["model/credit-risk-scorer/9"])


def test_a_view_that_was_read_before_is_held_against_its_digest_again(path):
    with SqliteTable(path) as table:
        table.read([MODEL])
        with intruder(path) as connection:
            connection.execute("UPDATE views SET body = replace(body, 'pending', 'approved') WHERE ref = ?", (MODEL,))
        with pytest.raises(IntegrityError, match="was changed"):
            table.read([MODEL])


@pytest.mark.parametrize("body", ["x'00'", "zeroblob(10)", "CAST('plain' AS BLOB)", "'text'", "7"])
def test_an_edited_document_does_not_match_its_digest(path, body):
    digest = digest_bytes(document("one"))
    with intruder(path) as connection:
        connection.execute(f"UPDATE blobs SET body = {body} WHERE digest = ?", (digest,))
    with SqliteTable(path) as table, pytest.raises(IntegrityError, match=f"{digest} was changed"):
        table.blob(digest)


@pytest.mark.parametrize("size", ["-1", "0", "9223372036854775807", "'text'"])
def test_a_document_of_another_size_is_whole_or_refused(path, size):
    digest = digest_bytes(document("one"))
    with intruder(path) as connection:
        connection.execute(f"UPDATE blobs SET size = {size} WHERE digest = ?", (digest,))
    with SqliteTable(path) as table, pytest.raises(IntegrityError, match=f"{digest} was changed"):
        table.blob(digest)


@pytest.mark.parametrize("column", ["hash = x'00'", "recorded_at = 'yesterday'"])
def test_a_head_that_is_none_is_named(path, column):
    with intruder(path) as connection:
        connection.execute(f"UPDATE state SET {column} WHERE chain = ?", (CHAIN,))
    with SqliteTable(path) as table, pytest.raises(IntegrityError, match=f"the head of {CHAIN} was changed"):
        table.read([CHAIN])


@pytest.mark.parametrize("name", ["views", "records", "in_force", "entries"])
def test_bytes_in_the_place_of_text_are_named(path, name):
    with intruder(path) as connection:
        connection.execute(f"UPDATE {name} SET body = CAST(body AS BLOB)")
    with SqliteTable(path) as table, pytest.raises(IntegrityError):
        everything(table)


def test_a_document_that_swells_is_not_swallowed(path):
    """A few bytes that unpack to a flood are cut off at the size that was recorded."""
    digest = digest_bytes(document("one"))
    bomb = zlib.compress(bytes(50_000_000), 9)
    with intruder(path) as connection:
        connection.execute("UPDATE blobs SET body = ? WHERE digest = ?", (bomb, digest))
    with SqliteTable(path) as table, pytest.raises(IntegrityError, match="was changed"):
        table.blob(digest)


def test_an_edited_stage_record_does_not_match_its_digest(path):
    with intruder(path) as connection:
        connection.execute("UPDATE records SET body = replace(body, 'pending', 'approved')")
    with SqliteTable(path) as table, pytest.raises(IntegrityError, match="a stage record of"):
        [*table.records()]


def test_an_edited_row_in_force_does_not_match_its_digest(path):
    with intruder(path) as connection:
        connection.execute("UPDATE in_force SET body = replace(body, '2026.11.1', '2026.11.2')")
    with SqliteTable(path) as table, pytest.raises(IntegrityError, match="what is in force was changed"):
        table.read([])


@pytest.mark.parametrize("body", ["[]", "{}", '{"schema":"entry/1"}', "null", '"'])
def test_a_body_that_is_no_entry_is_named_even_when_its_hash_fits(path, body):
    with intruder(path) as connection:
        connection.execute(
            "UPDATE entries SET body = ?, hash = ? WHERE chain = ? AND sequence = 2",
            (body, digest_bytes(body.encode()), CHAIN),
        )
    with pytest.raises(IntegrityError, match=f"{CHAIN} entry 2 cannot be read"):
        _verify(path)


def test_a_forged_head_takes_no_entries(path):
    """A head that no entry has: the table refuses to build on it."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TRIGGER state_grows")
        connection.execute("UPDATE state SET hash = 'sha256:' || hex(zeroblob(32)) WHERE chain = ?", (CHAIN,))
        connection.commit()
    with SqliteTable(path) as table, pytest.raises(TableError, match="refused the write"):
        Desk(table).add(vote(visit=1))
