"""What the table gives back: one moment, whole, and only what exists."""

from __future__ import annotations

import pytest

from mlgate.canonical import digest, digest_bytes
from mlgate.errors import InputError, NotFoundError
from mlgate.model.subject import IN_FORCE
from mlgate.model.vocabulary import Gate, Stage, Verdict
from tests.table.story import (
    CHAIN,
    GRANT,
    MODEL,
    RESTRICT,
    USE_CASE,
    Desk,
    decided,
    document,
    evidence,
    linked,
    model,
    put_in_force,
    settled,
    use_case,
    vote,
)

OTHER = "model/credit-risk-scorer/3"


@pytest.fixture
def full(desk) -> Desk:
    desk.add(put_in_force())
    desk.add(use_case(), model(), model(OTHER), linked(), linked(OTHER))
    desk.add(evidence(data=document("one")), vote())
    desk.add(decided(desk.views[MODEL], change=GRANT))
    desk.add(settled(desk.views[MODEL]))
    return desk


class TestRead:
    def test_an_empty_table_has_heads_of_none_and_nothing_else(self, table):
        snapshot = table.read([MODEL, USE_CASE, IN_FORCE])
        assert snapshot.heads == {CHAIN: None, USE_CASE: None, IN_FORCE: None}
        assert (snapshot.views, snapshot.in_force) == ({}, None)

    def test_nothing_asked_is_nothing_read_but_what_is_in_force(self, full):
        snapshot = full.table.read([])
        assert (snapshot.heads, snapshot.views) == ({}, {})
        assert snapshot.in_force.bundle.revision == "2026.11.1"

    def test_subjects_and_chains_may_be_asked_for(self, full):
        snapshot = full.table.read([MODEL, CHAIN, USE_CASE, IN_FORCE, "model/none/1", "model/none"])
        assert snapshot.heads == {**full.heads, "model/none": None}
        assert snapshot.views == {ref: full.views[ref] for ref in (MODEL, USE_CASE)}

    def test_the_views_of_the_same_group_that_were_not_asked_for_stay_out(self, full):
        assert set(full.table.read([OTHER]).views) == {OTHER}

    def test_what_was_put_in_force_last_is_in_force(self, full):
        full.add(put_in_force("2026.11.2"))
        held = full.table.read([IN_FORCE]).in_force
        assert (held.bundle.revision, held.since) == ("2026.11.2", full.heads[IN_FORCE].recorded_at)

    def test_a_view_read_twice_is_the_view_as_it_stands(self, full, open_table):
        first = full.table.read([MODEL]).views[MODEL]
        assert full.table.read([MODEL]).views[MODEL] == first
        Desk(open_table()).add(vote(gate=Gate.G3))
        assert len(full.table.read([MODEL]).views[MODEL].votes) == 1

    @pytest.mark.parametrize(
        "ref", ["", "model", "model/", "model/x/0", "use-case/", "use-case/a b", "in-force/", "x/y"]
    )
    def test_what_is_neither_subject_nor_chain_is_refused(self, table, ref):
        with pytest.raises(InputError):
            table.read([ref])


class TestArchive:
    def test_blobs_come_back_by_digest(self, full):
        blobs = {digest_bytes(data): data for data in (b"", b"one", document("two"), bytes(range(256)) * 100)}
        full.add(vote(), blobs=blobs)
        assert full.table.blobs(blobs) == blobs
        assert full.table.blob(digest_bytes(b"one")) == b"one"

    def test_a_missing_blob_is_not_found_by_name(self, full):
        with pytest.raises(NotFoundError, match=digest("none")):
            full.table.blob(digest("none"))
        with pytest.raises(NotFoundError, match=digest("none")):
            full.table.blobs([digest("none")])

    def test_missing_names_those_that_are_not_stored(self, full):
        full.add(vote(), blobs={digest_bytes(b"one"): b"one"})
        assert full.table.missing([digest_bytes(b"one"), digest("none")]) == {digest("none")}
        assert full.table.missing([]) == frozenset()


class TestHistory:
    def test_chains_are_sorted(self, full):
        assert [*full.table.chains()] == [IN_FORCE, CHAIN, USE_CASE]

    def test_an_empty_table_has_no_history(self, table):
        assert [*table.chains(), *table.entries(CHAIN), *table.newest(5), *table.subjects(), *table.records()] == []

    def test_entries_follow_each_other_from_where_one_asks(self, full):
        entries = [*full.table.entries(CHAIN)]
        assert [entry.sequence for entry in entries] == [*range(len(entries))]
        assert [*full.table.entries(CHAIN, after=2)] == entries[3:]
        assert [*full.table.entries(CHAIN, after=99)] == []

    def test_long_chains_stream_whole(self, full):
        added = [
            entry for number in range(5) for entry in full.add(*[vote(person=f"u-{number}.{n}") for n in range(60)])
        ]
        before = len([*full.table.entries(CHAIN)]) - len(added)
        assert [*full.table.entries(CHAIN, after=before - 1)] == added
        assert [*full.table.newest(250)] == added[:-251:-1]

    def test_the_newest_entries_come_first_over_all_chains(self, full):
        (last,) = full.add(evidence("fria", ref=USE_CASE))
        newest = [*full.table.newest(2)]
        assert newest == [last, [*full.table.entries(CHAIN)][-1]]
        assert len([*full.table.newest(1000)]) == sum(len([*full.table.entries(c)]) for c in full.table.chains())
        assert [*full.table.newest(0)] == []

    def test_commits_in_the_middle_of_a_stream_are_fine(self, full, open_table):
        """A reconcile walks the subjects and appends as it goes, while others append too."""
        seen = []
        for number, view in enumerate(full.table.subjects()):
            full.add(vote(person=f"u-{number}"))
            Desk(open_table()).add(vote(person=f"u-other-{number}"))
            seen.append(view.ref)
        assert seen == [MODEL, OTHER, USE_CASE]

    def test_a_stream_that_nobody_finishes_holds_nothing(self, full, open_table):
        stream = full.table.entries(CHAIN)
        next(stream)
        Desk(open_table()).add(vote())
        full.add(vote(role="model_validator"))
        assert len([*stream]) == full.heads[CHAIN].sequence

    def test_subjects_are_sorted_and_as_they_stand(self, full):
        assert [*full.table.subjects()] == [full.views[ref] for ref in (MODEL, OTHER, USE_CASE)]

    def test_records_are_sorted_by_subject_stage_and_visit(self, full):
        full.add(decided(full.views[MODEL], Verdict.REJECTED, RESTRICT, moves_to=Stage.DEVELOPMENT, gate=Gate.G3))
        found = [(record.subject, record.stage, record.visit) for record in full.table.records()]
        assert found == [
            (MODEL, Stage.DEVELOPMENT, 1),
            (MODEL, Stage.DEVELOPMENT, 2),
            (MODEL, Stage.QA, 1),
            (OTHER, Stage.DEVELOPMENT, 1),
            (USE_CASE, Stage.POC, 1),
        ]
        assert [*full.table.records(MODEL)] == [record for record in full.table.records() if record.subject == MODEL]
        assert [*full.table.records("model/none/1")] == []

    def test_a_record_is_put_in_the_place_of_the_one_before(self, full):
        full.add(evidence(data=document("two"), metrics={"auc": 0.8}))
        (development, present) = full.table.records(MODEL)
        assert (development.status, present.status) == ("approved", "pending")
        assert (development.validation_metrics, present.validation_metrics) == ({}, {"auc": 0.8})


class TestLookup:
    def test_a_decision_is_found_by_the_start_of_its_id(self, full):
        entry = next(entry for entry in full.table.entries(CHAIN) if entry.body.kind == "decision")
        name = entry.body.decision.decision_id
        for length in (4, 12, len(name)):
            assert full.table.decision(name[:length]) == entry

    def test_a_document_is_found_by_the_start_of_its_digest(self, full):
        entry = next(entry for entry in full.table.entries(CHAIN) if entry.body.kind == "evidence.added")
        bare = digest_bytes(document("one")).removeprefix("sha256:")
        for prefix in (bare[:4], bare, f"sha256:{bare[:8]}", f"sha256:{bare}"):
            assert full.table.evidence(prefix) == entry

    def test_the_newest_entry_of_a_document_is_found(self, full):
        (again,) = full.add(evidence("model_card", document("one"), OTHER))
        assert full.table.evidence(digest_bytes(document("one"))) == again

    def test_of_equal_decision_ids_the_newest_is_found(self, full):
        body = decided(full.views[OTHER], Verdict.PENDING)
        full.add(body)
        (again,) = full.add(body)
        assert full.table.decision(body.decision.decision_id) == again

    @pytest.mark.parametrize("prefix", ["", "abc", "xyz1", "ABCD", "0000000000", "%", "sha256:", "g" * 8, "a" * 65])
    def test_what_is_too_short_no_hex_or_unknown_is_not_found(self, full, prefix):
        with pytest.raises(NotFoundError):
            full.table.decision(prefix)
        with pytest.raises(NotFoundError):
            full.table.evidence(prefix)

    def test_an_ambiguous_prefix_names_two_that_fit(self, full):
        """Documents are added until two digests share their first four digits."""
        seen: dict[str, str] = {}
        number = 0
        while (start := digest_bytes(document(str(number)))[7:11]) not in seen:
            seen[start] = str(number)
            number += 1
        full.add(evidence(data=document(seen[start])), evidence(data=document(str(number))))
        with pytest.raises(NotFoundError, match=f"{start} is ambiguous"):
            full.table.evidence(start)

    def test_a_decision_is_not_found_among_documents(self, full):
        with pytest.raises(NotFoundError):
            full.table.decision(digest_bytes(document("one")).removeprefix("sha256:")[:12])
