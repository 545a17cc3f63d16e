"""A registry that does not answer, refuses or was changed by somebody: the decision stands, and nothing slips by."""

from __future__ import annotations

import pytest

from mlgate.demo import REGION
from mlgate.errors import RegistryUnreachableError
from mlgate.model.subject import subject
from mlgate.model.vocabulary import Stage
from mlgate.registry.aws import Connection
from mlgate.sandbox import FaultKind
from mlgate.sandbox.seed import model_version
from tests.e2e.place import MODEL, READY_FOR_QA, ask, is_whole

SOON = "2026-10-20T09:10:00Z"
TOO_LATE = "2026-10-20T11:00:00Z"


def _reconciled(opened) -> list[str]:
    return [str(getattr(found, "state", "") or found.stray) for found in opened.reconcile()]


@pytest.mark.parametrize("kind", [FaultKind.THROTTLE, FaultKind.REFUSE, FaultKind.FAIL, FaultKind.DROP_BEFORE], ids=str)
def test_a_write_that_did_not_happen_is_finished_by_reconcile(place, kind):
    place.sandbox.faults.plant("UpdateModelPackage", kind)
    with place.open(READY_FOR_QA) as opened:
        decision = opened.gate(ask(opened, Stage.QA, "ci-1"))
        assert (decision.verdict, decision.effect) == ("approved", "intended")
        assert place.state_of(opened).approval_status == "PendingManualApproval"
    with place.open(SOON) as opened:
        assert _reconciled(opened) == ["applied"]
        assert place.state_of(opened).approval_status == "Approved"
        is_whole(place, opened)


@pytest.mark.parametrize("kind", [FaultKind.FAIL_AFTER, FaultKind.DROP_AFTER], ids=str)
def test_a_write_that_happened_without_an_answer_is_seen_and_not_sent_again(place, kind):
    place.sandbox.faults.plant("UpdateModelPackage", kind)
    with place.open(READY_FOR_QA) as opened:
        decision = opened.gate(ask(opened, Stage.QA, "ci-1"))
        assert (decision.verdict, decision.effect) == ("approved", "applied")
        is_whole(place, opened)
    assert place.updates() == ["1"]


def test_a_registry_that_is_down_changes_nothing_about_the_decision(place):
    for operation in ("DescribeModelPackage", "UpdateModelPackage", "GetCallerIdentity"):
        place.sandbox.faults.plant(operation, FaultKind.DROP_BEFORE, calls=100)
    with place.open(READY_FOR_QA) as opened:
        decision = opened.gate(ask(opened, Stage.QA, "ci-1"))
        assert (decision.verdict, decision.effect) == ("approved", "intended")
        with pytest.raises(RegistryUnreachableError):
            _describe(opened)
    place.sandbox.faults.clear()
    with place.open(SOON) as opened:
        assert opened.gate(ask(opened, Stage.QA, "ci-1")).decision_id == decision.decision_id
        assert place.state_of(opened).approval_status == "Approved"
        is_whole(place, opened)


def _describe(opened):
    return opened.registry.package(subject(MODEL))


def test_a_grant_that_comes_too_late_lapses_and_takes_its_move_back(place):
    place.sandbox.faults.plant("UpdateModelPackage", FaultKind.REFUSE)
    with place.open(READY_FOR_QA) as opened:
        opened.gate(ask(opened, Stage.QA, "ci-1"))
    with place.open(TOO_LATE) as opened:
        assert _reconciled(opened) == ["lapsed"]
        view = opened.table.read([MODEL]).views[MODEL]
        assert (view.stage, view.visit) == (Stage.DEVELOPMENT, 2)
        assert place.state_of(opened).approval_status == "PendingManualApproval"
        assert opened.gate(ask(opened, Stage.QA, "ci-1")).effect == "lapsed"
        is_whole(place, opened)


def test_a_grant_is_refused_where_somebody_else_changed_the_registry(place):
    _by_hand(place, ModelApprovalStatus="Rejected")
    with place.open(READY_FOR_QA) as opened:
        decision = opened.gate(ask(opened, Stage.QA, "ci-1"))
        assert (decision.verdict, decision.effect) == ("approved", "refused")
        assert place.state_of(opened).approval_status == "Rejected"
        assert opened.table.read([MODEL]).views[MODEL].stage == Stage.DEVELOPMENT
        is_whole(place, opened)


def test_a_grant_is_refused_where_the_artifact_was_swapped(place):
    with place.open(READY_FOR_QA) as opened:
        described = _sagemaker(place).describe_model_package(ModelPackageName=_describe(opened).arn)
        specification = described["InferenceSpecification"]
        specification["Containers"][0]["Environment"] = {"SAGEMAKER_PROGRAM": "other.py"}
        _by_hand(place, InferenceSpecification=specification)
        decision = opened.gate(ask(opened, Stage.QA, "ci-1"))
        assert (decision.verdict, decision.effect) == ("approved", "refused")
        assert place.state_of(opened).approval_status == "PendingManualApproval"


def test_an_approval_by_hand_is_named_a_bypass(place):
    _by_hand(place, ModelApprovalStatus="Approved")
    with place.open(READY_FOR_QA) as opened:
        assert _reconciled(opened) == ["bypass"]


def test_an_effect_that_arrives_after_a_newer_one_is_overwritten_with_the_newer(place):
    """A slow writer's grant lands after the demotion was applied; reconcile puts the demotion back."""
    with place.open(READY_FOR_QA) as opened:
        opened.gate(ask(opened, Stage.QA, "ci-1"))
        grant = place.state_of(opened)
        owner = opened.acting_as("u-priya.nair")
        owner.reject(ask(owner, Stage.QA, "no-1"), role="model_owner")
        assert place.state_of(opened).approval_status == "Rejected"
        _by_hand(
            place,
            ModelApprovalStatus=grant.approval_status,
            ModelLifeCycle={"Stage": grant.lifecycle.stage, "StageStatus": grant.lifecycle.stage_status},
            CustomerMetadataProperties=grant.metadata,
        )
        assert _reconciled(opened) == ["stale_effect"]
        assert place.state_of(opened).approval_status == "Rejected"


def _sagemaker(place):
    return Connection(REGION, endpoint_url=place.sandbox.url).reader


def _by_hand(place, **changes) -> None:
    """Somebody with the rights changes the package past mlgate."""
    with place.open(READY_FOR_QA) as opened:
        _sagemaker(place).update_model_package(ModelPackageArn=_describe(opened).arn, **changes)


def test_an_approval_that_was_never_registered_is_named_a_bypass(place):
    model_version(place.sandbox.url, REGION, group="shadow", version=1)
    with place.open(READY_FOR_QA) as opened:
        package = opened.registry.package(subject("model/shadow/1"))
        _sagemaker(place).update_model_package(ModelPackageArn=package.arn, ModelApprovalStatus="Approved")
        assert [(found.subject, found.stray) for found in opened.reconcile()] == [("model/shadow/1", "bypass")]
