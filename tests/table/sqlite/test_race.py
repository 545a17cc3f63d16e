"""Processes that write at the same time: every entry is there once, in one chain, and readers see whole moments."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlgate.errors import ConflictError, TableLockedError
from mlgate.model.vocabulary import Gate
from mlgate.table.sqlite import SqliteTable
from tests.table.processes import NEEDS_FORK, alone, answer, start
from tests.table.sqlite.everything import everything, holds_together
from tests.table.story import CHAIN, MODEL, USE_CASE, Desk, decided, document, evidence, request, vote

pytestmark = NEEDS_FORK
EACH = 200


def _votes(path: Path, name: str) -> tuple[list[str], int]:
    """Two hundred votes of one person, each on what was read last; the hashes, and how many races were lost."""
    hashes: list[str] = []
    lost = 0
    with SqliteTable(path) as table:
        while len(hashes) < EACH:
            try:
                (entry,) = Desk(table).add(vote(person=name, reason=str(len(hashes))))
            except ConflictError:
                lost += 1
            else:
                hashes.append(entry.hash)
    return hashes, lost


def _documents(path: Path) -> int:
    with SqliteTable(path) as table:
        for number in range(EACH):
            Desk(table).add(evidence("fria", document(str(number)), USE_CASE))
    return EACH


def _reads(path: Path) -> int:
    """Every read is of one moment: the view says what the head's entry said."""
    with SqliteTable(path) as table:
        for _ in range(EACH):
            snapshot = table.read([MODEL, USE_CASE])
            for ref, chain in ((MODEL, CHAIN), (USE_CASE, USE_CASE)):
                assert snapshot.views[ref].updated_at == snapshot.heads[chain].recorded_at
    return EACH


def test_two_processes_on_one_chain_lose_and_fork_nothing(path):
    with SqliteTable(path) as table:
        before = [entry.hash for entry in table.entries(CHAIN)]
    children = [
        start(lambda: _votes(path, "u-one")),
        start(lambda: _votes(path, "u-two")),
        start(lambda: _documents(path)),
        start(lambda: _reads(path)),
    ]
    one, two, documents, reads = (answer(*child) for child in children)
    assert (documents, reads) == (EACH, EACH)
    with SqliteTable(path) as table:
        holds_together(table)
        hashes = [entry.hash for entry in table.entries(CHAIN)]
        assert table.read([USE_CASE]).views[USE_CASE].evidence_count["fria"] == EACH + 1
    assert hashes[: len(before)] == before
    assert sorted(hashes[len(before) :]) == sorted(one[0] + two[0])
    for mine in (one[0], two[0]):
        assert [hash_ for hash_ in hashes if hash_ in set(mine)] == mine


def _gate(path: Path, person: str, name: str) -> str | None:
    """The id of the decision that was recorded; None where the race was lost."""
    with SqliteTable(path) as table:
        body = decided(table.read([MODEL]).views[MODEL], moves_to=None, gate=Gate.G3, requester=person)
        try:
            Desk(table).add(body, request=request(name))
        except ConflictError:
            return None
        return body.decision.decision_id


def test_of_two_answers_to_one_request_exactly_one_is_recorded(path):
    for number in range(20):
        name = f"ci-race-{number}"
        children = [
            start(lambda name=name: _gate(path, "u-one", name)),
            start(lambda name=name: _gate(path, "u-two", name)),
        ]
        (won,) = [decision for child in children if (decision := answer(*child)) is not None]
        with SqliteTable(path) as table:
            assert table.answered("u-tom.berg", name).decision_id == won
    with SqliteTable(path) as table:
        assert sum(entry.body.kind == "decision" for entry in table.entries(CHAIN)) == 1 + 20


def test_many_processes_that_make_the_table_at_once_make_one(tmp_path):
    path = tmp_path / "governance.db"

    def create() -> bool:
        with SqliteTable(path, create=True) as table:
            return everything(table)["entries"] == {}

    children = [start(create) for _ in range(8)]
    assert [answer(*child) for child in children] == [True] * 8


def test_who_waits_longer_than_agreed_is_told_that_the_table_is_held(path):
    with SqliteTable(path) as holder, holder._database.transaction("IMMEDIATE"):

        def work() -> str:
            with SqliteTable(path, timeout_seconds=0.05) as table:
                table.read([MODEL])
                with pytest.raises(TableLockedError) as caught:
                    Desk(table).add(vote())
                return f"{caught.value} | {caught.value.hint}"

        told = alone(work)
    assert told.startswith(f"{path} has been held by another process for more than 0.05 s")
    with SqliteTable(path) as table:
        Desk(table).add(vote())
