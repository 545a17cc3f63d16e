"""What entries make of views: registrations, links, votes, waivers, moves, effects."""

from __future__ import annotations

import pytest

from mlgate.canonical import digest
from mlgate.errors import IntegrityError
from mlgate.model.entry import Entry
from mlgate.model.facts import Grantor, Passage
from mlgate.model.vocabulary import EffectState, FindingEffect, FindingStatus, Gate, Kind, Stage, Status, Tier, Verdict
from mlgate.table.projection import fold, in_force, project
from tests.table.story import (
    CHAIN,
    DESCRIBE,
    GRANT,
    MODEL,
    RESTRICT,
    USE_CASE,
    Desk,
    decided,
    deployed,
    evidence,
    finding,
    linked,
    model,
    moment,
    proposed,
    put_in_force,
    revoked,
    settled,
    use_case,
    vote,
    waiver,
)


@pytest.fixture
def desk() -> Desk:
    """A use case and its one model, registered."""
    registered = Desk()
    registered.add(use_case(), model(), linked())
    return registered


def _to(desk: Desk, stage: Stage, gate: Gate, *, apply: bool = True) -> None:
    desk.add(decided(desk.views[MODEL], change=GRANT, to_stage=stage, moves_to=stage, gate=gate))
    if apply:
        desk.add(settled(desk.views[MODEL]))


@pytest.fixture
def in_production(desk) -> Desk:
    _to(desk, Stage.QA, Gate.G2)
    _to(desk, Stage.PRE_PRODUCTION, Gate.G3)
    _to(desk, Stage.PRODUCTION, Gate.G4)
    return desk


class TestRegistration:
    def test_a_use_case_starts_pending_in_its_first_stage(self, desk):
        view = desk.views[USE_CASE]
        assert (view.kind, view.stage, view.visit, view.status) == (Kind.USE_CASE, Stage.POC, 1, Status.PENDING)
        assert (view.settled_stage, view.visits, view.name) == (Stage.POC, {Stage.POC: 1}, "Consumer credit risk")

    def test_a_model_starts_with_the_registry_as_it_was_found(self, desk):
        view = desk.views[MODEL]
        assert (view.stage, view.settled_stage) == (Stage.DEVELOPMENT, Stage.DEVELOPMENT)
        assert view.standing.approval_status == "PendingManualApproval"
        assert (view.standing.lifecycle.stage, view.standing.lifecycle.stage_status) == ("Development", "InProgress")
        assert (view.standing.number, view.standing.entry) == (0, "")

    def test_a_model_without_a_lifecycle_stands_without_one(self):
        desk = Desk()
        desk.add(model(lifecycle_stage=None, lifecycle_status=None))
        assert desk.views[MODEL].standing.lifecycle is None

    def test_registering_a_use_case_again_changes_its_details_only(self, desk):
        desk.add(evidence("fria", ref=USE_CASE))
        before = desk.views[USE_CASE]
        desk.add(use_case(name="Credit", owner=None, project="p", first_stage=Stage.DEVELOPMENT))
        after = desk.views[USE_CASE]
        assert (after.name, after.owner, after.project) == ("Credit", None, "p")
        assert (after.stage, after.links, after.evidence) == (before.stage, before.links, before.evidence)

    def test_registering_a_model_again_takes_the_artifact_and_leaves_what_was_settled(self, in_production):
        before = in_production.views[MODEL]
        in_production.add(model(artifact_digest="sha256:" + "0" * 64, approval_status="Approved", model_risk=None))
        after = in_production.views[MODEL]
        assert (after.artifact_digest, after.model_risk) == ("sha256:" + "0" * 64, None)
        assert (after.standing, after.stage, after.visit) == (before.standing, Stage.PRODUCTION, before.visit)

    def test_a_view_says_who_changed_it_last_and_when(self, desk):
        entry = desk.add(vote())[0]
        assert (desk.views[MODEL].updated_at, desk.views[MODEL].updated_by) == (entry.recorded_at, entry.actor.person)

    def test_other_views_are_left_alone(self, desk):
        (entry,) = desk.add(vote())
        assert set(fold(desk.views, entry)) == {MODEL}

    def test_nothing_happens_to_who_is_not_registered(self):
        with pytest.raises(IntegrityError, match=f"{CHAIN} entry 0: {MODEL} is not registered"):
            Desk().add(vote())

    def test_an_entry_on_the_chain_of_another_is_refused(self, desk):
        (entry,) = desk.add(vote())
        stray = Entry.model_validate(entry.model_copy(update={"chain": USE_CASE}))
        with pytest.raises(IntegrityError, match="wrong chain"):
            fold(desk.views, stray)

    def test_a_model_is_not_registered_as_a_use_case(self, desk):
        with pytest.raises(IntegrityError, match="is about another kind"):
            desk.add(use_case(MODEL))

    def test_the_views_of_a_group_are_told_apart(self):
        desk = Desk()
        other = "model/credit-risk-scorer/3"
        desk.add(model(), model(other), vote(other))
        assert (desk.views[MODEL].votes, len(desk.views[other].votes)) == ((), 1)


class TestLinks:
    def test_a_link_is_seen_from_both_ends(self, desk):
        assert [link.other for link in desk.views[MODEL].links] == [USE_CASE]
        assert [link.other for link in desk.views[USE_CASE].links] == [MODEL]

    def test_a_link_that_ends_stays_listed_as_inactive(self, desk):
        desk.add(linked(active=False))
        assert [(link.other, link.active) for link in desk.views[USE_CASE].links] == [(MODEL, False)]
        assert [(link.other, link.active) for link in desk.views[MODEL].links] == [(USE_CASE, False)]


class TestVotes:
    def test_the_latest_vote_of_a_person_in_a_role_at_a_gate_counts(self, desk):
        desk.add(vote(), vote(role="model_validator"), vote(gate=Gate.G3), vote(decision="rejected"))
        voices = [(held.role, held.gate, held.decision) for held in desk.views[MODEL].votes]
        assert voices == [
            ("model_validator", Gate.G2, "approved"),
            ("model_owner", Gate.G3, "approved"),
            ("model_owner", Gate.G2, "rejected"),
        ]

    def test_a_vote_of_another_visit_is_refused(self, desk):
        with pytest.raises(IntegrityError, match="vote of visit 2"):
            desk.add(vote(visit=2))

    def test_a_move_leaves_the_votes_behind(self, desk):
        desk.add(vote())
        _to(desk, Stage.QA, Gate.G2)
        assert desk.views[MODEL].votes == ()


class TestWaivers:
    def test_a_second_grantor_replaces_the_waiver_of_the_same_id(self, desk):
        both = tuple(Grantor(person=person, role="governance_officer") for person in ("u-helen.moore", "u-raj.patel"))
        desk.add(waiver(), waiver("WVR-2"), waiver(granted_by=both))
        assert [(held.id, len(held.granted_by)) for held in desk.views[MODEL].waivers] == [
            ("WVR-2026-014", 2),
            ("WVR-2", 1),
        ]

    def test_a_revoked_waiver_is_gone(self, desk):
        desk.add(waiver(), waiver("WVR-2"), revoked())
        assert [held.id for held in desk.views[MODEL].waivers] == ["WVR-2"]


class TestApproved:
    def test_the_subject_is_in_the_next_stage_and_counts_there_when_the_grant_is_applied(self, desk):
        _to(desk, Stage.QA, Gate.G2, apply=False)
        view = desk.views[MODEL]
        assert (view.stage, view.visit, view.status) == (Stage.QA, 1, Status.PENDING)
        assert (view.settled_stage, view.visits) == (Stage.DEVELOPMENT, {Stage.DEVELOPMENT: 1, Stage.QA: 1})
        desk.add(settled(view))
        assert desk.views[MODEL].settled_stage is Stage.QA

    def test_it_remembers_when_it_passed_a_gate_last(self, desk):
        _to(desk, Stage.QA, Gate.G2)
        first = desk.views[MODEL].passed
        assert first == {Gate.G2: Passage(decision_id=desk.views[MODEL].moved_by, at=moment(0))}
        _to(desk, Stage.PRE_PRODUCTION, Gate.G3)
        assert desk.views[MODEL].passed.keys() == {Gate.G2, Gate.G3}
        assert desk.views[MODEL].passed[Gate.G2] == first[Gate.G2]

    def test_where_nothing_is_granted_it_counts_at_once(self, desk):
        desk.add(decided(desk.views[USE_CASE], to_stage=Stage.DEVELOPMENT, moves_to=Stage.DEVELOPMENT))
        assert desk.views[USE_CASE].settled_stage is Stage.DEVELOPMENT

    def test_a_restriction_counts_at_once(self, in_production):
        body = decided(
            in_production.views[MODEL], change=RESTRICT, to_stage=Stage.RETIRED, moves_to=Stage.RETIRED, gate=Gate.G5
        )
        in_production.add(body)
        assert in_production.views[MODEL].settled_stage is Stage.RETIRED

    def test_the_view_names_the_decision_and_its_tier(self, desk):
        body = decided(desk.views[MODEL], change=GRANT)
        desk.add(body)
        view = desk.views[MODEL]
        assert (view.decision_id, view.moved_by, view.risk_tier) == (
            body.decision.decision_id,
            body.decision.decision_id,
            Tier.HIGH,
        )

    def test_production_names_its_decision(self, in_production):
        view = in_production.views[MODEL]
        assert view.production_decision == view.moved_by is not None

    def test_the_stages_before_production_name_none(self, desk):
        _to(desk, Stage.QA, Gate.G2)
        assert desk.views[MODEL].production_decision is None

    def test_rejections_of_that_gate_are_closed_and_others_stay(self, desk):
        for gate in (Gate.G2, Gate.G3):
            desk.add(
                decided(desk.views[MODEL], Verdict.REJECTED, RESTRICT, moves_to=Stage.DEVELOPMENT, gate=gate),
            )
        _to(desk, Stage.QA, Gate.G2)
        assert [held.gate for held in desk.views[MODEL].rejections] == [Gate.G3]


class TestNotApproved:
    def test_missing_votes_keep_the_visit_pending(self, desk):
        desk.add(vote(), decided(desk.views[MODEL], Verdict.PENDING))
        view = desk.views[MODEL]
        assert (view.stage, view.status, len(view.votes)) == (Stage.DEVELOPMENT, Status.PENDING, 1)

    def test_rejected_in_place_rejects_the_visit_and_it_may_ask_again(self, desk):
        desk.add(decided(desk.views[MODEL], Verdict.REJECTED, RESTRICT))
        view = desk.views[MODEL]
        assert (view.stage, view.visit, view.status) == (Stage.DEVELOPMENT, 1, Status.REJECTED)
        desk.add(decided(view, Verdict.PENDING, DESCRIBE))
        assert desk.views[MODEL].status is Status.PENDING

    def test_sent_back_it_counts_as_sent_back_at_once(self, in_production):
        in_production.add(vote(visit=1, gate=Gate.MON))
        findings = (
            finding("FAIR-001"),
            finding("FAIR-003", status=FindingStatus.WAIVED, waiver="W"),
            finding("PERF-001", effect=FindingEffect.WARN),
        )
        body = decided(
            in_production.views[MODEL],
            Verdict.REJECTED,
            RESTRICT,
            to_stage=None,
            moves_to=Stage.DEVELOPMENT,
            gate=Gate.MON,
            findings=findings,
        )
        in_production.add(body)
        view = in_production.views[MODEL]
        assert (view.stage, view.visit, view.status) == (Stage.DEVELOPMENT, 2, Status.PENDING)
        assert (view.settled_stage, view.votes) == (Stage.DEVELOPMENT, ())
        (rejection,) = view.rejections
        assert (rejection.decision_id, rejection.gate) == (body.decision.decision_id, Gate.MON)
        assert [held.control for held in rejection.findings] == ["FAIR-001"]
        assert (rejection.read, view.passed.keys()) == ({}, in_production.views[MODEL].passed.keys())

    def test_sent_back_it_keeps_what_the_controls_had_read(self, desk):
        read = {"FAIR-001": {"fairness_report": (digest("report"),)}}
        body = decided(desk.views[MODEL], Verdict.REJECTED, RESTRICT, moves_to=Stage.DEVELOPMENT)
        desk.add(body.model_copy(update={"read": read}))
        (rejection,) = desk.views[MODEL].rejections
        assert (rejection.read, desk.views[MODEL].passed) == (read, {})

    def test_coming_back_after_a_demotion_is_a_new_visit(self, in_production):
        body = decided(
            in_production.views[MODEL],
            Verdict.REJECTED,
            RESTRICT,
            to_stage=None,
            moves_to=Stage.DEVELOPMENT,
            gate=Gate.MON,
        )
        in_production.add(body)
        in_production.add(settled(in_production.views[MODEL]))
        _to(in_production, Stage.QA, Gate.G2)
        view = in_production.views[MODEL]
        assert (view.visit, view.visits[Stage.DEVELOPMENT], view.settled_stage) == (2, 2, Stage.QA)


class TestProduction:
    def _check(self, desk: Desk, verdict: Verdict) -> Status:
        desk.add(decided(desk.views[MODEL], verdict, to_stage=None, moves_to=None, gate=Gate.MON))
        return desk.views[MODEL].status

    def test_a_deployment_report_makes_it_deployed(self, in_production):
        in_production.add(deployed(in_production.views[MODEL]))
        view = in_production.views[MODEL]
        assert (view.status, view.endpoint) == (Status.DEPLOYED, "credit-prod")
        assert view.newest_effect.number == view.effect_number == 4

    def test_a_check_that_passes_leaves_it_deployed(self, in_production):
        in_production.add(deployed(in_production.views[MODEL]))
        assert self._check(in_production, Verdict.APPROVED) is Status.DEPLOYED

    def test_a_check_that_fails_holds_it_and_one_that_passes_lets_go(self, in_production):
        in_production.add(deployed(in_production.views[MODEL]))
        assert self._check(in_production, Verdict.REJECTED) is Status.PENDING
        assert in_production.views[MODEL].stage is Stage.PRODUCTION
        assert self._check(in_production, Verdict.APPROVED) is Status.DEPLOYED

    def test_a_check_never_makes_deployed_what_was_not(self, in_production):
        assert self._check(in_production, Verdict.APPROVED) is Status.PENDING

    @pytest.mark.parametrize("verdict", Verdict)
    def test_break_glass_leaves_the_status_as_it_is(self, in_production, verdict):
        for status in (Status.PENDING, Status.DEPLOYED):
            assert in_production.views[MODEL].status is status
            in_production.add(decided(in_production.views[MODEL], verdict, to_stage=None, moves_to=None, gate=Gate.BG))
            assert in_production.views[MODEL].status is status
            in_production.add(deployed(in_production.views[MODEL]))

    @pytest.mark.parametrize("verdict", [Verdict.REJECTED, Verdict.PENDING])
    def test_what_else_is_asked_does_not_undeploy_it(self, in_production, verdict):
        in_production.add(deployed(in_production.views[MODEL]))
        in_production.add(decided(in_production.views[MODEL], verdict, to_stage=Stage.RETIRED, gate=Gate.G5))
        assert in_production.views[MODEL].status is Status.DEPLOYED

    def test_leaving_production_leaves_the_endpoint(self, in_production):
        in_production.add(deployed(in_production.views[MODEL]))
        in_production.add(
            decided(in_production.views[MODEL], Verdict.REJECTED, RESTRICT, moves_to=Stage.QA, gate=Gate.MON)
        )
        assert in_production.views[MODEL].endpoint is None


class TestEffects:
    def test_an_effect_is_named_by_its_entry_from_the_view_on(self, desk):
        (entry,) = desk.add(decided(desk.views[MODEL], change=GRANT))
        view = desk.views[MODEL]
        assert entry.body.effect.entry == ""
        assert view.newest_effect.entry == view.open_effects[0].entry == entry.hash

    def test_effects_are_numbered_without_gaps(self, desk):
        body = decided(desk.views[MODEL], change=GRANT)
        skipped = body.model_copy(update={"effect": body.effect.model_copy(update={"number": 2})})
        with pytest.raises(IntegrityError, match=r"effect 2 .* does not follow effect 0"):
            desk.add(skipped)

    def test_settling_closes_that_effect_only(self, desk):
        desk.add(decided(desk.views[MODEL], Verdict.REJECTED, RESTRICT))
        desk.add(decided(desk.views[MODEL], change=GRANT))
        desk.add(settled(desk.views[MODEL], EffectState.SUPERSEDED, 1))
        view = desk.views[MODEL]
        assert [held.number for held in view.open_effects] == [2]
        assert view.standing.number == 0

    def test_an_applied_effect_is_what_stands(self, desk):
        desk.add(decided(desk.views[MODEL], change=GRANT))
        body = settled(desk.views[MODEL])
        desk.add(body)
        assert desk.views[MODEL].standing == body.outcome.standing
        assert desk.views[MODEL].open_effects == ()

    def test_an_effect_is_settled_once(self, desk):
        desk.add(decided(desk.views[MODEL], change=GRANT))
        body = settled(desk.views[MODEL])
        desk.add(body)
        with pytest.raises(IntegrityError, match="no open effect 1"):
            desk.add(body)

    def test_an_intention_settles_nothing(self, desk):
        desk.add(decided(desk.views[MODEL], change=GRANT))
        with pytest.raises(IntegrityError, match="intended could settle"):
            desk.add(settled(desk.views[MODEL], EffectState.INTENDED))

    def test_a_grant_settled_after_a_demotion_does_not_count(self, desk):
        """The grant was on its way when the demotion was decided: what it brings is not where the subject stands."""
        _to(desk, Stage.QA, Gate.G2, apply=False)
        desk.add(
            decided(desk.views[MODEL], Verdict.REJECTED, RESTRICT, moves_to=Stage.DEVELOPMENT, gate=Gate.G3),
        )
        desk.add(settled(desk.views[MODEL], EffectState.APPLIED, 1))
        assert desk.views[MODEL].settled_stage is Stage.DEVELOPMENT

    def test_a_grant_settled_after_a_later_question_still_counts(self, desk):
        _to(desk, Stage.QA, Gate.G2, apply=False)
        desk.add(decided(desk.views[MODEL], Verdict.PENDING, DESCRIBE, gate=Gate.G3))
        desk.add(settled(desk.views[MODEL], EffectState.APPLIED, 1))
        assert desk.views[MODEL].settled_stage is Stage.QA

    def test_a_refused_grant_takes_its_move_back(self, desk):
        _to(desk, Stage.QA, Gate.G2, apply=False)
        desk.add(vote(gate=Gate.G3))
        view = desk.views[MODEL]
        desk.add(settled(view, EffectState.REFUSED, undoes=view.decision_id, back_to=Stage.DEVELOPMENT))
        view = desk.views[MODEL]
        assert (view.stage, view.visit, view.status) == (Stage.DEVELOPMENT, 2, Status.PENDING)
        assert (view.settled_stage, view.votes, view.moved_by, view.passed) == (Stage.DEVELOPMENT, (), None, {})

    def test_a_production_grant_that_came_to_nothing_leaves_no_production_decision(self, desk):
        _to(desk, Stage.QA, Gate.G2)
        _to(desk, Stage.PRE_PRODUCTION, Gate.G3)
        _to(desk, Stage.PRODUCTION, Gate.G4, apply=False)
        view = desk.views[MODEL]
        desk.add(settled(view, EffectState.LAPSED, undoes=view.decision_id, back_to=Stage.PRE_PRODUCTION))
        assert desk.views[MODEL].production_decision is None


class TestWhole:
    def test_what_is_in_force_has_no_view(self):
        desk = Desk()
        (entry,) = desk.add(put_in_force())
        held = in_force(None, entry)
        assert fold({}, entry) == {}
        assert (held.bundle.revision, held.since, held.by) == ("2026.11.1", moment(1), "u-tom.berg")

    def test_other_entries_change_nothing_of_what_is_in_force(self, desk):
        held = in_force(None, desk.add(put_in_force())[0])
        entry = desk.add(vote())[0]
        assert in_force(None, entry) is None
        assert in_force(held, entry) is held

    def test_a_person_wants_one_change_at_a_time(self):
        desk = Desk()
        held = in_force(None, desk.add(put_in_force())[0])
        for revision in ("2026.11.2", "2026.11.3"):
            (entry,) = desk.add(proposed(revision))
            held = in_force(held, entry)
        assert [(item.bundle.revision, item.person) for item in held.proposals] == [("2026.11.3", "u-tom.berg")]

    def test_what_is_put_in_force_ends_what_was_proposed(self):
        desk = Desk()
        held = None
        for body in (put_in_force(), proposed("2026.11.2"), put_in_force("2026.11.2")):
            held = in_force(held, desk.add(body)[0])
        assert held.proposals == ()

    def test_a_chain_projects_to_the_views_it_was_folded_to(self):
        desk = Desk()
        entries = [*desk.add(model(), vote(), waiver(), evidence())]
        entries += desk.add(decided(desk.views[MODEL], change=GRANT))
        entries += desk.add(settled(desk.views[MODEL]))
        assert project(entries) == desk.views
