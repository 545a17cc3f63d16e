from __future__ import annotations

import pytest

from mlgate.cli.render.entries import fields, row
from mlgate.cli.render.rows import card, listing
from mlgate.cli.render.text import Terminal
from mlgate.model.effect import Lifecycle, Outcome, RegistryAccount, Standing
from mlgate.model.entry import (
    Body,
    ChangeProposed,
    Decided,
    Deployed,
    Entry,
    EvidenceAdded,
    EvidenceApproved,
    ModelLinked,
    PutInForce,
    Settled,
    UseCaseRegistered,
    VoteCast,
    WaiverGranted,
    WaiverRevoked,
)
from mlgate.model.facts import ApprovalFacts, Approver, Grantor, WaiverFacts
from mlgate.model.people import Actor
from mlgate.model.view import EvidenceHead, Link, View
from mlgate.model.vocabulary import (
    DocumentStatus,
    EffectState,
    Gate,
    Grade,
    Kind,
    ModelRisk,
    ModelRole,
    RegistryKind,
    Stage,
    Status,
)
from tests.cli.decisions import APPROVED, decision

SCORER, SYSTEM = "model/credit-risk-scorer/2", "use-case/UC-CR-001"
DIGEST = "sha256:" + "4f" * 32
AT = "2026-11-12T09:00:00Z"
VOTE = ApprovalFacts(
    role="model_owner", person="u-priya.nair", decision="approved", gate=Gate.G3, subject_digest=DIGEST, at=AT,
    reason=None, authenticated=False,
)  # fmt: skip
WAIVER = WaiverFacts(
    id="WVR-2026-014", control="FAIR-003", subject=SCORER, scopes=("age=65+",), reason="61 test cases",
    compensating_controls=("manual review",), granted_by=(Grantor(person="u-helen.moore", role="governance_officer"),),
    granted_at=AT, expires_at="2027-02-05T18:00:00Z", renews=None,
)  # fmt: skip
BODIES: tuple[Body, ...] = (
    ChangeProposed(bundle=APPROVED.policy, directory=DIGEST, signer=DIGEST, role="ml_admin"),
    PutInForce(
        bundle=APPROVED.policy, directory=DIGEST, signers=(), single_person=True,
        registry=RegistryAccount(kind=RegistryKind.LOCAL, account="local", region="local"),
    ),
    UseCaseRegistered(
        subject=SYSTEM, name="Consumer credit risk", owner="u-priya.nair", deputy=None, line_of_business=None,
        project=None, intended_purpose=None, first_stage=Stage.POC,
    ),
    ModelLinked(subject=SCORER, use_case=SYSTEM, role=ModelRole.DECISION, active=True),
    EvidenceAdded(
        subject=SCORER, type="fairness_report", digest=DIGEST, grade=Grade.MEASURED, status=DocumentStatus.IN_REVIEW,
        created_by="svc-pipeline", created_at=AT, metrics={},
    ),
    EvidenceApproved(
        subject=SCORER, type="fairness_report", digest=DIGEST,
        approver=Approver(person="u-ines.costa", role="model_validator", at=AT),
    ),
    VoteCast(subject=SCORER, visit=1, vote=VOTE),
    WaiverGranted(subject=SCORER, waiver=WAIVER),
    Decided(
        subject=SCORER, decision=APPROVED, request_digest=DIGEST, reason=None, replaces=None, raw_digest=DIGEST,
        directory_digest=DIGEST, schemas_digest=DIGEST, supersedes=None, effect=None,
    ),
    Settled(
        subject=SCORER, undoes=APPROVED.decision_id, back_to=Stage.QA,
        outcome=Outcome(subject=SCORER, number=3, state=EffectState.LAPSED, reason="late", standing=None),
    ),
    Decided(
        subject=SCORER, decision=decision(to_stage=None, gate=Gate.MON), request_digest=DIGEST, reason=None,
        replaces=None, raw_digest=DIGEST, directory_digest=DIGEST, schemas_digest=DIGEST, supersedes=None, effect=None,
    ),
    WaiverRevoked(subject=SCORER, id="WVR-2026-014", reason="65+ has 142 cases\nnow"),
    Deployed(subject=SCORER, endpoint="credit-risk", decision_id="x", effect=None),
)  # fmt: skip
ENTRIES = [
    Entry(
        chain="model/credit-risk-scorer", sequence=number, previous=None, recorded_at=AT, mlgate="0.1.0", body=body,
        actor=Actor(person="u-tom.berg", authenticated=False), hash=DIGEST,
    )
    for number, body in enumerate(BODIES)
]  # fmt: skip
VIEW = View(
    ref=SCORER, kind=Kind.MODEL, name="credit-risk-scorer", stage=Stage.QA, visit=2, status=Status.PENDING,
    settled_stage=Stage.QA, visits={Stage.DEVELOPMENT: 1, Stage.QA: 2}, owner="u-priya.nair",
    model_risk=ModelRisk.HIGH, authors=("u-amir.haddad", "u-yuki.tan"), artifact_digest=DIGEST,
    links=(Link(other=SYSTEM, role=ModelRole.DECISION, active=True),),
    evidence={"fairness_report": (EvidenceHead(
        digest=DIGEST, grade=Grade.MEASURED, status=DocumentStatus.APPROVED, created_by="svc-pipeline", created_at=AT,
        recorded_at=AT, approved_by=(), version=1, metrics={}),)},
    votes=(VOTE,), waivers=(WAIVER,), decision_id=APPROVED.decision_id, updated_at=AT, updated_by="u-tom.berg",
    standing=Standing(
        approval_status="Approved", lifecycle=Lifecycle(stage="QA", stage_status="Approved"), number=2, entry=DIGEST
    ),
)  # fmt: skip


def test_a_link_is_told_from_both_ends():
    (there,) = (entry for entry in ENTRIES if isinstance(entry.body, ModelLinked))
    here = there.model_copy(update={"chain": SYSTEM})
    assert row(there)[2:] == (SCORER, f"belongs to {SYSTEM} (decision)")
    assert row(here)[2:] == (SYSTEM, f"{SCORER} belongs to it (decision)")


@pytest.mark.parametrize("width", [120, 72, 40])
def test_every_kind_of_entry_reads_as_one_line_or_as_a_card(golden, width):
    headings = ("when", "who", "about", "what")
    golden(f"log-{width}.txt", listing(headings, map(row, reversed(ENTRIES)), Terminal(width)))


def test_no_kind_of_entry_was_forgotten():
    told = {type(body) for body in BODIES}
    kinds = set(Body.__origin__.__args__)  # type: ignore[attr-defined]  # what Annotated wraps
    assert {kind.__name__ for kind in kinds - told} == {"ModelRegistered"}


@pytest.mark.parametrize("width", [100, 40])
def test_a_subject_is_shown_as_a_card(golden, width):
    golden(f"model-{width}.txt", card(VIEW.ref, fields(VIEW), Terminal(width)))
