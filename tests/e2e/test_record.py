"""What is entered into the table: votes, documents, waivers, registrations, deployments, each only as it may be."""

from __future__ import annotations

import json

import pytest

from mlgate.demo import REGION, StoryClock
from mlgate.errors import ClockError, IntegrityError, StaleVoteError, UsageError
from mlgate.facts.attachment import Attachment
from mlgate.model.subject import subject
from mlgate.model.value import instant
from mlgate.model.vocabulary import ModelRisk, ModelRole, Stage
from mlgate.registry.aws import Connection
from mlgate.sandbox import FaultKind
from mlgate.sandbox.seed import model_version
from tests.e2e.place import EXAMPLE, MODEL, READY_FOR_QA, USE_CASE, ask, decisions, vote

CARD = EXAMPLE / "documents" / "credit-risk-scorer-2" / "model_card.json"
WAIVER = {
    "id": "WVR-1",
    "control": "FAIR-003",
    "scopes": ["age=65+"],
    "reason": "61 cases, collection runs",
    "compensating_controls": ["manual review"],
    "expires_at": instant("2026-12-20T09:00:00Z"),
    "renews": None,
}


def entries(opened) -> list:
    return list(opened.table.newest(1000))


def card(words: str) -> Attachment:
    body = json.loads(CARD.read_bytes())
    body["model_overview"]["model_description"] += words
    return Attachment("model_card", json.dumps(body).encode(), "card")


def register(opened, *authors: str, ref: str = MODEL, owner: str | None = "u-priya.nair"):
    return opened.recorder.register_model(
        ref, use_cases=[(USE_CASE, ModelRole.DECISION)], owner=owner, model_risk=ModelRisk.HIGH, authors=authors
    )


def sagemaker(place):
    return Connection(REGION, endpoint_url=place.sandbox.url).reader


def grant(opened, person: str, role: str, **changes):
    return opened.acting_as(person).recorder.grant_waiver(MODEL, **{**WAIVER, **changes}, role=role)


def waivers(opened) -> list:
    return [
        (waiver.id, [(grantor.person, grantor.role) for grantor in waiver.granted_by])
        for waiver in opened.table.read([MODEL]).views[MODEL].waivers
    ]


@pytest.mark.parametrize(
    ("person", "role", "seen", "error"),
    [
        ("u-priya.nair", "model_owner", "sha256:" + 64 * "0", StaleVoteError),
        ("u-priya.nair", "model_owner", "sha256:00", StaleVoteError),
        ("u-priya.nair", "model_owner", "", StaleVoteError),
        ("u-tom.berg", "model_owner", None, UsageError),
        ("svc-pipeline", "model_owner", None, UsageError),
        ("u-priya.nair", "model_owner\u200b", None, UsageError),
    ],
)
def test_a_vote_that_may_not_be_cast_leaves_nothing(place, person, role, seen, error):
    with place.open(READY_FOR_QA, person) as opened:
        before = entries(opened)
        for decision in ("approved", "rejected"):
            with pytest.raises(error):
                opened.recorder.vote(ask(opened, Stage.QA, None), role=role, decision=decision, reason=None, seen=seen)
        with pytest.raises(error):
            opened.reject(ask(opened, Stage.QA, "no-1"), role=role, seen=seen)
        assert entries(opened) == before


def test_a_vote_on_what_was_seen_counts(place):
    with place.open(READY_FOR_QA, "u-priya.nair") as opened:
        (held,) = opened.table.read([MODEL]).views[MODEL].votes
        entry = opened.recorder.vote(
            ask(opened, Stage.QA, None), role="model_owner", reason=None, seen=held.subject_digest[7:23]
        )
        assert opened.table.read([MODEL]).views[MODEL].votes == (entry.body.vote,)


def test_the_same_document_twice_is_one_entry(place):
    with place.open(READY_FOR_QA, "u-amir.haddad") as opened:
        first = opened.recorder.add_evidence(MODEL, card(" Anew."))
        before = entries(opened)
        assert opened.recorder.add_evidence(MODEL, card(" Anew.")) == first
        assert entries(opened) == before


def test_a_document_from_the_future_is_refused(place):
    with place.open(READY_FOR_QA, "u-amir.haddad") as opened:
        before = entries(opened)
        with pytest.raises(UsageError):
            opened.recorder.add_evidence(MODEL, card(" Anew."), created_at=instant("2026-10-20T09:01:00Z"))
        assert entries(opened) == before


def test_a_new_document_makes_votes_stale(place):
    with place.open(READY_FOR_QA) as opened:
        (held,) = opened.table.read([MODEL]).views[MODEL].votes
        entry = opened.acting_as("u-amir.haddad").recorder.add_evidence(MODEL, card(" Anew."))
        opened.acting_as("u-priya.nair").recorder.approve_evidence(entry.body.digest, role="model_owner")
        decision = opened.gate(ask(opened, Stage.QA, "ci-1"))
        assert [(found.control, found.code, found.scope) for found in decision.findings] == [
            ("GOV-002", "vote_stale", "model_owner")
        ]
        owner = opened.acting_as("u-priya.nair")
        with pytest.raises(StaleVoteError):
            owner.recorder.vote(ask(owner, Stage.QA, None), role="model_owner", reason=None, seen=held.subject_digest)


def test_nobody_approves_a_document_that_was_replaced(place):
    with place.open(READY_FOR_QA, "u-amir.haddad") as opened:
        digests = [opened.recorder.add_evidence(MODEL, card(f" {number}.")).body.digest for number in range(14)]
        before = entries(opened)
        with pytest.raises(UsageError):
            opened.acting_as("u-priya.nair").recorder.approve_evidence(digests[0], role="model_owner")
        assert entries(opened) == before


def test_a_second_grantor_joins_on_the_same_terms_only(place):
    with place.open(READY_FOR_QA) as opened:
        grant(opened, "u-helen.moore", "governance_officer")
        first = opened.table.read([MODEL]).views[MODEL].waivers[0]
        before = entries(opened)
        for person, role, changes in (
            ("u-helen.moore", "governance_officer", {}),
            ("u-carl.weiss", "governance_officer", {}),
            ("svc-pipeline", "business_risk_owner", {}),
            ("u-carl.weiss", "business_risk_owner", {"scopes": ["age=65+", "sex=female"]}),
            ("u-carl.weiss", "business_risk_owner", {"control": "FAIR-002"}),
            ("u-carl.weiss", "business_risk_owner", {"compensating_controls": []}),
            ("u-carl.weiss", "business_risk_owner", {"expires_at": instant("2027-01-20T09:00:00Z")}),
        ):
            with pytest.raises(UsageError):
                grant(opened, person, role, **changes)
        assert entries(opened) == before
        grant(opened, "u-carl.weiss", "business_risk_owner")
        assert waivers(opened) == [
            ("WVR-1", [("u-helen.moore", "governance_officer"), ("u-carl.weiss", "business_risk_owner")])
        ]
        assert opened.table.read([MODEL]).views[MODEL].waivers[0].granted_at == first.granted_at


def test_a_revoked_waiver_is_gone(place):
    with place.open(READY_FOR_QA) as opened:
        grant(opened, "u-helen.moore", "governance_officer")
        opened.recorder.revoke_waiver("WVR-1", subject=MODEL, reason="enough cases now")
        assert waivers(opened) == []
        with pytest.raises(UsageError):
            opened.recorder.revoke_waiver("WVR-1", subject=MODEL, reason="again")


def test_a_version_that_was_born_approved_is_refused(place):
    model_version(place.sandbox.url, REGION, group="shadow", version=1)
    with place.open(READY_FOR_QA) as opened:
        package = opened.registry.package(subject("model/shadow/1"))
        sagemaker(place).update_model_package(ModelPackageArn=package.arn, ModelApprovalStatus="Approved")
        before = entries(opened)
        with pytest.raises(IntegrityError):
            register(opened, "u-amir.haddad", ref="model/shadow/1")
        assert entries(opened) == before


def test_a_version_whose_artifact_changed_cannot_be_registered_again(place):
    with place.open(READY_FOR_QA) as opened:
        package = opened.registry.package(subject(MODEL))
        specification = sagemaker(place).describe_model_package(ModelPackageName=package.arn)["InferenceSpecification"]
        specification["Containers"][0]["Environment"] = {"SAGEMAKER_PROGRAM": "other.py"}
        sagemaker(place).update_model_package(ModelPackageArn=package.arn, InferenceSpecification=specification)
        before = entries(opened)
        with pytest.raises(IntegrityError):
            register(opened, "u-amir.haddad")
        assert entries(opened) == before


def test_nobody_is_struck_from_the_authors(place):
    with place.open(READY_FOR_QA) as opened:
        register(opened, "u-tom.berg")
        register(opened)
        view = opened.table.read([MODEL]).views[MODEL]
        assert view.authors == ("u-amir.haddad", "u-tom.berg", "u-yuki.tan")
        assert (view.stage, view.visit, len(view.links)) == ("development", 1, 1)


def test_only_an_applied_approval_for_production_can_be_deployed(place):
    with place.open(READY_FOR_QA) as opened:
        opened.gate(ask(opened, Stage.QA, "ci-1"))
        before = entries(opened)
        with pytest.raises(UsageError):
            opened.deployed(MODEL, endpoint="credit-risk")
        assert entries(opened) == before


@pytest.mark.parametrize(
    "act",
    [
        lambda opened: opened.gate(ask(opened, Stage.QA, "ci-1")),
        lambda opened: opened.check(ask(opened, Stage.QA, None)),
        lambda opened: vote(opened.acting_as("u-priya.nair"), "model_owner", Stage.QA),
        lambda opened: opened.recorder.add_evidence(MODEL, card(" Anew.")),
    ],
    ids=["gate", "check", "vote", "evidence"],
)
def test_a_clock_before_the_newest_entry_is_an_error_of_its_own(place, act):
    with place.open("2026-10-19T08:00:00Z") as opened:
        before = entries(opened)
        with pytest.raises(ClockError) as caught:
            act(opened)
        assert (caught.value.exit_code, entries(opened)) == (3, before)


def test_a_grant_that_never_arrived_is_no_ground_for_a_deployment(place):
    clock = StoryClock(instant(READY_FOR_QA))
    place.sandbox.faults.plant("UpdateModelPackage", FaultKind.REFUSE)
    with place.open_with(clock) as opened:
        assert opened.gate(ask(opened, Stage.QA, "ci-1")).effect == "intended"
        with pytest.raises(UsageError):
            opened.deployed(MODEL, endpoint="credit-risk")
        assert [entry.body.decision.verdict for entry in decisions(opened.table.entries(subject(MODEL).chain))] == [
            "approved"
        ]
