"""A commit is all or nothing, and conditional on everything it was based on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mlgate.canonical import canonical, digest, digest_bytes
from mlgate.errors import ConflictError, IntegrityError
from mlgate.model.entry import Entry, Head
from mlgate.model.subject import IN_FORCE
from mlgate.table.chain import head_of, link, verify
from mlgate.table.interface import Commit, GovernanceTable
from mlgate.table.projection import fold, records
from tests.table.story import (
    CHAIN,
    GRANT,
    MODEL,
    TOM,
    USE_CASE,
    Desk,
    decided,
    document,
    evidence,
    linked,
    model,
    moment,
    put_in_force,
    request,
    use_case,
    vote,
    waiver,
)


def _state(table: GovernanceTable) -> tuple[object, ...]:
    """Everything that the table shows."""
    chains = [*table.chains()]
    return (
        {chain: [*table.entries(chain)] for chain in chains},
        table.read({MODEL, USE_CASE, IN_FORCE}),
        [*table.subjects()],
        [*table.records()],
        table.answered(TOM.person, "ci-1"),
        table.missing([digest_bytes(document())]),
    )


def _prepared(desk: Desk, *, at: Head | None) -> Commit:
    """A commit of everything that a commit can hold, drafted on the head ``at``."""
    view = desk.views[MODEL]
    bodies = [vote(), decided(view, change=GRANT)]
    entries = link(at, CHAIN, bodies, actor=TOM, now=moment(60), mlgate="0.1.0")
    views = dict(desk.views)
    for entry in entries:
        views.update(fold(views, entry))
    return Commit(
        expected={CHAIN: at, USE_CASE: desk.heads[USE_CASE], IN_FORCE: None},
        entries=entries,
        views=(views[MODEL],),
        records=records(views[MODEL], view, views),
        blobs={digest_bytes(document()): document()},
        request=request(),
    )


@pytest.fixture
def registered(desk) -> Desk:
    desk.add(use_case(), model(), linked())
    return desk


def test_what_was_committed_is_read_back_by_every_handle(open_table, registered):
    commit = _prepared(registered, at=registered.heads[CHAIN])
    registered.table.commit(commit)
    other = open_table()
    snapshot = other.read([MODEL, CHAIN])
    assert snapshot.heads == {CHAIN: head_of(commit.entries[-1])}
    assert snapshot.views == {MODEL: commit.views[0]}
    assert [*other.entries(CHAIN, after=1)] == [*commit.entries]
    assert other.blob(digest_bytes(document())) == document()
    verify(CHAIN, other.entries(CHAIN), snapshot.heads[CHAIN])


def test_a_chain_that_moved_since_it_was_read_writes_nothing(open_table, registered):
    commit = _prepared(registered, at=registered.heads[CHAIN])
    Desk(open_table()).add(waiver())
    before = _state(registered.table)
    with pytest.raises(ConflictError, match=f"{CHAIN} has changed since it was read"):
        registered.table.commit(commit)
    assert _state(registered.table) == before


def test_a_chain_that_is_only_read_counts_as_well(open_table, registered):
    """The use case gets a document while a model's gate is evaluated: the gate has to look again."""
    commit = _prepared(registered, at=registered.heads[CHAIN])
    Desk(open_table()).add(evidence("fria", ref=USE_CASE))
    before = _state(registered.table)
    with pytest.raises(ConflictError, match=USE_CASE):
        registered.table.commit(commit)
    assert _state(registered.table) == before


def test_what_was_not_there_must_still_not_be_there(open_table, registered):
    commit = _prepared(registered, at=registered.heads[CHAIN])
    Desk(open_table()).add(put_in_force())
    with pytest.raises(ConflictError, match="in-force has changed since it was read"):
        registered.table.commit(commit)


def test_a_head_with_another_hash_is_another_head(registered):
    head = registered.heads[CHAIN]
    forged = head.model_copy(update={"hash": digest("other")})
    commit = _prepared(registered, at=forged)
    with pytest.raises(ConflictError):
        registered.table.commit(commit)


def test_a_chain_that_was_expected_to_exist_must(registered):
    commit = _prepared(registered, at=registered.heads[CHAIN])
    absent = replace(commit, expected={**commit.expected, "model/other": registered.heads[CHAIN]})
    with pytest.raises(ConflictError, match="model/other"):
        registered.table.commit(absent)


def test_the_same_commit_twice_is_a_conflict(registered):
    commit = _prepared(registered, at=registered.heads[CHAIN])
    registered.table.commit(commit)
    before = _state(registered.table)
    with pytest.raises(ConflictError):
        registered.table.commit(commit)
    assert _state(registered.table) == before


def test_an_attempt_is_answered_once(registered):
    registered.table.commit(_prepared(registered, at=registered.heads[CHAIN]))
    again = Desk(registered.table)
    before = _state(registered.table)
    view = registered.table.read([MODEL]).views[MODEL]
    with pytest.raises(ConflictError, match=r"request ci-1 of .* was answered meanwhile"):
        again.add(decided(view, change=GRANT), request=request())
    assert _state(registered.table) == before


def test_the_next_attempt_is_another_answer_and_the_newest_counts(registered):
    registered.table.commit(_prepared(registered, at=registered.heads[CHAIN]))
    again = Desk(registered.table)
    body = decided(registered.table.read([MODEL]).views[MODEL], change=GRANT)
    (entry,) = again.add(body, request=request(), attempt=2)
    answer = registered.table.answered(TOM.person, "ci-1")
    assert (answer.attempt, answer.chain, answer.sequence) == (2, CHAIN, entry.sequence)
    assert (answer.decision_id, answer.verdict) == (body.decision.decision_id, "approved")
    assert answer.key == request()


def test_requests_of_others_are_others(registered):
    registered.table.commit(_prepared(registered, at=registered.heads[CHAIN]))
    assert registered.table.answered("u-lena.fox", "ci-1") is None
    assert registered.table.answered(TOM.person, "ci-2") is None


def test_a_request_without_a_decision_is_refused(registered):
    before = _state(registered.table)
    with pytest.raises(IntegrityError, match="no decision"):
        registered.add(vote(), request=request())
    assert _state(registered.table) == before


def test_a_blob_that_is_stored_already_is_no_conflict(registered):
    blobs = {digest_bytes(document()): document()}
    for number in range(2):
        registered.add(evidence(data=document(), created_by=f"u-{number}"), blobs=blobs)
    assert registered.table.blobs(blobs) == blobs


def test_bytes_under_another_digest_are_refused(registered):
    before = _state(registered.table)
    with pytest.raises(IntegrityError, match="another digest"):
        registered.add(vote(), blobs={digest("other"): b"bytes"})
    assert _state(registered.table) == before


def _edited(entry: Entry) -> Entry:
    return entry.model_copy(update={"mlgate": "0.2.0"})


@pytest.mark.parametrize("fault", ["edited", "gap", "unread", "unexplained view"])
def test_a_commit_that_does_not_hold_together_is_refused(registered, fault):
    commit = _prepared(registered, at=registered.heads[CHAIN])
    broken = {
        "edited": replace(commit, entries=(*commit.entries[:-1], _edited(commit.entries[-1]))),
        "gap": replace(commit, entries=commit.entries[1:]),
        "unread": replace(commit, expected={USE_CASE: registered.heads[USE_CASE]}),
        "unexplained view": replace(commit, views=(registered.views[USE_CASE],)),
    }[fault]
    before = _state(registered.table)
    with pytest.raises(IntegrityError):
        registered.table.commit(broken)
    assert _state(registered.table) == before


def test_several_chains_move_in_one_commit_or_not_at_all(open_table, desk):
    desk.add(use_case(), model(), linked())
    assert {chain: head.sequence for chain, head in desk.table.read([MODEL, USE_CASE]).heads.items()} == {
        CHAIN: 1,
        USE_CASE: 1,
    }


def test_one_commit_of_many_entries_is_one_chain(desk):
    entries = desk.add(model(), *(evidence(data=document(str(number))) for number in range(50)))
    assert [*desk.table.entries(CHAIN)] == [*entries]
    assert desk.table.read([CHAIN]).heads[CHAIN] == head_of(entries[-1])


@pytest.mark.parametrize("number", [0.1, 1.0, -0.0, 1e-7, 1e300, 123456789.125, 5])
def test_numbers_come_back_as_what_was_hashed(desk, number):
    desk.add(model(), evidence(metrics={"value": number}))
    verify(CHAIN, desk.table.entries(CHAIN), desk.heads[CHAIN])
    assert desk.table.read([MODEL]).views[MODEL].evidence["evaluation_report"][0].metrics == {"value": number}


@pytest.mark.parametrize("text", ["Größe", "\u2028", "\U0001f600", "\x00\x1f", '"\\', "\uffff"])
def test_any_text_comes_back_as_what_was_hashed(desk, text):
    (entry,) = desk.add(use_case(name=text))
    assert [*desk.table.entries(USE_CASE)] == [entry]
    assert desk.table.read([USE_CASE]).views[USE_CASE].name == text


def test_large_documents_come_back_whole(desk):
    data = canonical({"rows": [{"n": number, "text": "x" * 50} for number in range(20_000)]})
    desk.add(model(), evidence(data=data), blobs={digest_bytes(data): data})
    assert desk.table.blob(digest_bytes(data)) == data
