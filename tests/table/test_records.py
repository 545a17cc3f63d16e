"""One stage record per visit, with the attributes that people look for."""

from __future__ import annotations

from typing import Any

import pytest

from mlgate.model.entry import Body
from mlgate.model.view import StageRecord
from mlgate.model.vocabulary import DocumentStatus, EffectState, Gate, ModelRisk, Stage, Status, Tier, Verdict
from mlgate.table.projection import records
from tests.table.story import (
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
    settled,
    use_case,
)


@pytest.fixture
def desk() -> Desk:
    registered = Desk()
    registered.add(use_case(), model(), linked())
    return registered


def _change(desk: Desk, *bodies: Body, ref: str = MODEL) -> tuple[StageRecord, ...]:
    before = desk.views[ref]
    desk.add(*bodies)
    return records(desk.views[ref], before, desk.views)


def _places(found: tuple[StageRecord, ...]) -> list[tuple[str, int, str]]:
    return [(record.stage, record.visit, record.status) for record in found]


def _forward(desk: Desk, stage: Stage, **changes: Any) -> tuple[StageRecord, ...]:
    body = decided(desk.views[MODEL], change=GRANT, to_stage=stage, moves_to=stage, **changes)
    return _change(desk, body)


def test_a_new_subject_has_one_record(desk):
    assert _places(records(desk.views[USE_CASE])) == [(Stage.POC, 1, Status.PENDING)]


def test_a_record_of_a_model_names_its_use_case_and_itself(desk):
    (record,) = records(desk.views[MODEL], None, desk.views)
    assert (record.use_case_id, record.use_case_name, record.use_case_stage) == (
        "UC-CR-001",
        "Consumer credit risk",
        Stage.POC,
    )
    assert (record.model_group, record.model_version, record.model_owner) == ("credit-risk-scorer", 2, "u-priya.nair")
    assert (record.model_lob, record.model_project, record.model_risk) == (
        "retail-lending",
        "lending-2026",
        ModelRisk.HIGH,
    )
    assert (record.model_stage, record.model_status) == (Stage.DEVELOPMENT, Status.PENDING)
    assert (record.audit_timestamp, record.audit_user) == (desk.views[MODEL].updated_at, "u-tom.berg")


def test_a_record_of_a_use_case_names_no_model(desk):
    (record,) = records(desk.views[USE_CASE], None, desk.views)
    assert (record.use_case_id, record.use_case_stage, record.model_group, record.model_version) == (
        "UC-CR-001",
        Stage.POC,
        None,
        None,
    )
    assert (record.model_owner, record.model_stage, record.model_status) == (None, None, None)


def test_a_model_without_a_use_case_at_hand_names_none(desk):
    (record,) = records(desk.views[MODEL])
    assert (record.use_case_id, record.model_lob) == (None, None)


def test_a_use_case_that_the_model_left_is_not_named(desk):
    desk.add(linked(active=False))
    assert records(desk.views[MODEL], None, desk.views)[0].use_case_id is None


def test_the_tier_is_the_last_decision_s_or_the_use_case_s(desk):
    body = decided(desk.views[USE_CASE], to_stage=Stage.DEVELOPMENT, moves_to=Stage.DEVELOPMENT, risk_tier=Tier.LIMITED)
    desk.add(body)
    assert records(desk.views[MODEL], None, desk.views)[0].eu_tier == Tier.LIMITED
    _forward(desk, Stage.QA)
    assert records(desk.views[MODEL], None, desk.views)[0].eu_tier == Tier.HIGH


def test_what_happens_in_place_touches_the_present_record_only(desk):
    assert _places(_change(desk, evidence())) == [(Stage.DEVELOPMENT, 1, Status.PENDING)]


def test_a_move_forwards_closes_the_visit_as_approved(desk):
    assert _places(_forward(desk, Stage.QA)) == [
        (Stage.QA, 1, Status.PENDING),
        (Stage.DEVELOPMENT, 1, Status.APPROVED),
    ]


def test_a_demotion_closes_every_stage_in_between_as_rejected(desk):
    for stage in (Stage.QA, Stage.PRE_PRODUCTION, Stage.PRODUCTION):
        _forward(desk, stage)
    body = decided(desk.views[MODEL], Verdict.REJECTED, RESTRICT, moves_to=Stage.DEVELOPMENT, gate=Gate.MON)
    assert _places(_change(desk, body)) == [
        (Stage.DEVELOPMENT, 2, Status.PENDING),
        (Stage.PRE_PRODUCTION, 1, Status.REJECTED),
        (Stage.PRODUCTION, 1, Status.REJECTED),
        (Stage.QA, 1, Status.REJECTED),
    ]


def test_a_later_demotion_leaves_the_records_of_earlier_visits_alone(desk):
    _forward(desk, Stage.QA)
    desk.add(decided(desk.views[MODEL], Verdict.REJECTED, RESTRICT, moves_to=Stage.DEVELOPMENT, gate=Gate.G3))
    _forward(desk, Stage.QA)
    _forward(desk, Stage.PRE_PRODUCTION)
    body = decided(desk.views[MODEL], Verdict.REJECTED, RESTRICT, moves_to=Stage.DEVELOPMENT, gate=Gate.G4)
    assert _places(_change(desk, body)) == [
        (Stage.DEVELOPMENT, 3, Status.PENDING),
        (Stage.PRE_PRODUCTION, 1, Status.REJECTED),
        (Stage.QA, 2, Status.REJECTED),
    ]


def test_a_grant_that_came_to_nothing_closes_its_visit_as_rejected(desk):
    _forward(desk, Stage.QA)
    view = desk.views[MODEL]
    body = settled(view, EffectState.REFUSED, undoes=view.decision_id, back_to=Stage.DEVELOPMENT)
    assert _places(_change(desk, body)) == [
        (Stage.DEVELOPMENT, 2, Status.PENDING),
        (Stage.QA, 1, Status.REJECTED),
    ]


def test_two_moves_in_one_commit_leave_no_visit_without_a_record(desk):
    before = desk.views[MODEL]
    _forward(desk, Stage.QA)
    _forward(desk, Stage.PRE_PRODUCTION)
    assert _places(records(desk.views[MODEL], before)) == [
        (Stage.PRE_PRODUCTION, 1, Status.PENDING),
        (Stage.DEVELOPMENT, 1, Status.APPROVED),
        (Stage.QA, 1, Status.APPROVED),
    ]


def test_metrics_are_the_newest_documents_and_monitoring_ones_name_their_endpoint(desk):
    desk.add(
        evidence(data=document("1"), metrics={"auc": 0.79, "n": 1000}),
        evidence("monitoring_report", document("2"), metrics={"auc": 0.75, "endpoint": "credit-prod"}),
        evidence(data=document("3"), metrics={"auc": 0.81}),
        evidence("monitoring_report", document("4"), metrics={"auc": 0.74, "endpoint": "credit-prod"}),
        evidence("model_card", document("5")),
    )
    (record,) = records(desk.views[MODEL])
    assert record.validation_metrics == {"auc": 0.81}
    assert record.monitoring_metrics == {"auc": 0.74, "endpoint": "credit-prod"}


def test_drafts_show_no_metrics(desk):
    desk.add(
        evidence(data=document("1"), metrics={"auc": 0.79}),
        evidence(data=document("2"), metrics={"auc": 0.99}, status=DocumentStatus.DRAFT),
    )
    assert records(desk.views[MODEL])[0].validation_metrics == {"auc": 0.79}


def test_a_subject_without_measurements_shows_none(desk):
    (record,) = records(desk.views[MODEL])
    assert (record.validation_metrics, record.monitoring_metrics) == ({}, {})
