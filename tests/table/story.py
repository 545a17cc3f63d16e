"""A use case and a model on their way: entry bodies with everything that a test does not care about filled in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import reduce
from typing import Any

from mlgate.canonical import canonical, digest, digest_bytes
from mlgate.model.decision import Decision, EngineRef, Finding, PolicyRef, RegistryChange
from mlgate.model.effect import (
    Artifact,
    ArtifactContainer,
    ArtifactObject,
    Effect,
    Outcome,
    PackageRef,
    RegistryAccount,
    Standing,
)
from mlgate.model.effect import Lifecycle as Shown
from mlgate.model.entry import (
    Body,
    ChangeProposed,
    Decided,
    Deployed,
    Entry,
    EvidenceAdded,
    EvidenceApproved,
    Head,
    ModelLinked,
    ModelRegistered,
    PutInForce,
    Settled,
    UseCaseRegistered,
    VoteCast,
    WaiverGranted,
    WaiverRevoked,
)
from mlgate.model.facts import ApprovalFacts, Approver, Grantor, WaiverFacts
from mlgate.model.people import Actor
from mlgate.model.subject import IN_FORCE, subject
from mlgate.model.value import timestamp
from mlgate.model.view import InForce, View
from mlgate.model.vocabulary import (
    DocumentStatus,
    EffectState,
    FindingEffect,
    FindingStatus,
    Gate,
    Grade,
    ModelRisk,
    ModelRole,
    RegistryKind,
    Stage,
    Tier,
    Verdict,
)
from mlgate.table.chain import head_of, link
from mlgate.table.interface import Commit, GovernanceTable, RequestKey
from mlgate.table.projection import fold, in_force, records

USE_CASE = "use-case/UC-CR-001"
MODEL = "model/credit-risk-scorer/2"
CHAIN = "model/credit-risk-scorer"
TOM = Actor(person="u-tom.berg", authenticated=True)
START = datetime(2026, 11, 12, 9, tzinfo=UTC)
GRANT = RegistryChange(approval_status="Approved", stage="QA", stage_status="Approved", granting=True)
RESTRICT = RegistryChange(approval_status="Rejected", stage="Development", stage_status="Rejected", granting=False)
DESCRIBE = RegistryChange(approval_status=None, stage=None, stage_status=None, granting=False)
POLICY = PolicyRef(revision="2026.11.1", digest=digest("bundle"))


def moment(minutes: int) -> str:
    """So many minutes after the story begins."""
    return timestamp(START + timedelta(minutes=minutes))


def use_case(ref: str = USE_CASE, **changes: Any) -> UseCaseRegistered:
    fields: dict[str, Any] = {
        "name": "Consumer credit risk",
        "owner": "u-helen.moore",
        "deputy": None,
        "line_of_business": "retail-lending",
        "project": "lending-2026",
        "intended_purpose": "Score applications for consumer credit.",
        "first_stage": Stage.POC,
    }
    return UseCaseRegistered(subject=ref, **(fields | changes))


def model(ref: str = MODEL, **changes: Any) -> ModelRegistered:
    made_of = Artifact(
        containers=(
            ArtifactContainer(
                image_digest=digest("image"),
                objects=(
                    ArtifactObject(bucket="models", key=f"{ref}.tar.gz", version="v1", etag="e", sha256=digest(ref)),
                ),
                environment={"THRESHOLD": "0.5"},
            ),
        )
    )
    fields: dict[str, Any] = {
        "package": PackageRef(
            subject=ref,
            arn=f"arn:aws:sagemaker:eu-central-1:111122223333:model-package/{ref.removeprefix('model/')}",
            created_at=moment(-60),
        ),
        "artifact": made_of,
        "artifact_digest": digest(made_of.document()),
        "authors": ("u-ana.ruiz",),
        "owner": "u-priya.nair",
        "model_risk": ModelRisk.HIGH,
        "approval_status": "PendingManualApproval",
        "lifecycle_stage": "Development",
        "lifecycle_status": "InProgress",
        "first_stage": Stage.DEVELOPMENT,
    }
    return ModelRegistered(subject=ref, **(fields | changes))


def linked(ref: str = MODEL, use_case: str = USE_CASE, **changes: Any) -> ModelLinked:
    return ModelLinked(**({"subject": ref, "use_case": use_case, "role": ModelRole.DECISION, "active": True} | changes))


def document(name: str = "report", **values: Any) -> bytes:
    """The canonical body of a document."""
    return canonical({"name": name} | values)


def evidence(
    kind: str = "evaluation_report", data: bytes = document(), ref: str = MODEL, **changes: Any
) -> EvidenceAdded:
    fields: dict[str, Any] = {
        "grade": Grade.DECLARED,
        "status": DocumentStatus.IN_REVIEW,
        "created_by": "u-ana.ruiz",
        "created_at": moment(-5),
        "metrics": {},
    }
    return EvidenceAdded(subject=ref, type=kind, digest=digest_bytes(data), **(fields | changes))


def approval(kind: str = "evaluation_report", data: bytes = document(), ref: str = MODEL) -> EvidenceApproved:
    approver = Approver(person="u-lena.fox", role="model_validator", at=moment(0))
    return EvidenceApproved(subject=ref, type=kind, digest=digest_bytes(data), approver=approver)


def vote(ref: str = MODEL, visit: int = 1, **changes: Any) -> VoteCast:
    fields: dict[str, Any] = {
        "role": "model_owner",
        "person": "u-priya.nair",
        "decision": "approved",
        "gate": Gate.G2,
        "subject_digest": digest("seen"),
        "at": moment(0),
        "reason": None,
        "authenticated": True,
    }
    return VoteCast(subject=ref, visit=visit, vote=ApprovalFacts(**(fields | changes)))


def waiver(name: str = "WVR-2026-014", ref: str = MODEL, **changes: Any) -> WaiverGranted:
    fields: dict[str, Any] = {
        "control": "FAIR-003",
        "scopes": ("age=65+",),
        "reason": "few cases",
        "compensating_controls": ("manual review",),
        "granted_by": (Grantor(person="u-helen.moore", role="governance_officer"),),
        "granted_at": moment(0),
        "expires_at": moment(60 * 24 * 60),
        "renews": None,
    }
    return WaiverGranted(subject=ref, waiver=WaiverFacts(id=name, subject=ref, **(fields | changes)))


def revoked(name: str = "WVR-2026-014", ref: str = MODEL) -> WaiverRevoked:
    return WaiverRevoked(subject=ref, id=name, reason="no longer needed")


def finding(control: str = "FAIR-001", **changes: Any) -> Finding:
    fields: dict[str, Any] = {
        "code": "ratio_below_limit",
        "effect": FindingEffect.DENY,
        "status": FindingStatus.OPEN,
        "waiver": None,
        "scope": "age=65+",
        "title": "Disparate impact ratio",
        "message": "0.71 is below 0.80",
        "remediation": "Find the driver features.",
        "references": ("Art 10(2)(f)",),
    }
    return Finding(control=control, **(fields | changes))


def decision(view: View, verdict: Verdict = Verdict.APPROVED, **changes: Any) -> Decision:
    fields: dict[str, Any] = {
        "decision_id": None,
        "request_id": "ci-1",
        "verdict": verdict,
        "effect": EffectState.INTENDED,
        "gate": Gate.G2,
        "subject": view.ref,
        "from_stage": view.stage,
        "to_stage": Stage.QA,
        "moves_to": Stage.QA if verdict is Verdict.APPROVED else None,
        "evaluated_at": moment(0),
        "requester": TOM.person,
        "risk_tier": Tier.HIGH,
        "findings": (),
        "controls": ("FAIR-001", "GOV-006"),
        "policy": POLICY,
        "facts_digest": digest("facts"),
        "engine": EngineRef(name="gordon-to-regorus", version="0.13.0"),
        "mlgate": "0.1.0",
        "dry_run": False,
    }
    undecided = Decision(**(fields | changes))
    return undecided.model_copy(update={"decision_id": digest(undecided.identity()).removeprefix("sha256:")[:32]})


def decided(
    view: View, verdict: Verdict = Verdict.APPROVED, change: RegistryChange | None = None, **changes: Any
) -> Decided:
    """A decision on the view as it stands; ``change`` makes it ask for the next effect."""
    made = decision(view, verdict, **changes)
    effect = None
    if change is not None:
        effect = Effect(
            subject=view.ref,
            number=view.effect_number + 1,
            change=change,
            description=f"{verdict} at {made.gate}",
            decision_id=made.decision_id or "",
            apply_by=moment(60) if change.granting else None,
        )
    return Decided(
        subject=view.ref,
        decision=made,
        request_digest=digest("request"),
        reason="release",
        replaces=None,
        raw_digest=digest("raw"),
        directory_digest=digest("directory"),
        schemas_digest=digest("schemas"),
        supersedes=None,
        effect=effect,
    )


def settled(view: View, state: EffectState = EffectState.APPLIED, number: int | None = None, **changes: Any) -> Settled:
    """What became of an open effect: the oldest, or the one of that number."""
    effect = next(held for held in view.open_effects if number in {None, held.number})
    standing = None
    if state is EffectState.APPLIED:
        standing = Standing(
            approval_status=effect.change.approval_status or "PendingManualApproval",
            lifecycle=Shown(stage=effect.change.stage or "QA", stage_status=effect.change.stage_status or "Approved"),
            number=effect.number,
            entry=effect.entry,
        )
    outcome = Outcome(subject=view.ref, number=effect.number, state=state, reason="", standing=standing)
    return Settled(**({"subject": view.ref, "outcome": outcome, "undoes": None, "back_to": None} | changes))


def deployed(view: View, endpoint: str = "credit-prod") -> Deployed:
    effect = Effect(
        subject=view.ref,
        number=view.effect_number + 1,
        change=RegistryChange(approval_status=None, stage="Production", stage_status="Deployed", granting=False),
        description="serves",
        decision_id=view.production_decision or "",
        apply_by=None,
    )
    return Deployed(subject=view.ref, endpoint=endpoint, decision_id=view.production_decision or "", effect=effect)


def put_in_force(revision: str = "2026.11.1") -> PutInForce:
    return PutInForce(
        bundle=PolicyRef(revision=revision, digest=digest(revision)),
        directory=digest("directory"),
        registry=RegistryAccount(kind=RegistryKind.LOCAL, account="local", region="local"),
        signers=(),
        single_person=True,
    )


def proposed(revision: str = "2026.11.2") -> ChangeProposed:
    return ChangeProposed(
        bundle=PolicyRef(revision=revision, digest=digest(revision)),
        directory=digest("directory"),
        signer=digest("key"),
        role="governance_officer",
    )


@dataclass
class Desk:
    """Appends bodies to chains, and keeps the views that they fold to; with a table, every append is a commit there."""

    table: GovernanceTable | None = None
    views: dict[str, View] = field(default_factory=dict[str, View])
    heads: dict[str, Head | None] = field(default_factory=dict[str, "Head | None"])
    clock: int = 0
    held: InForce | None = None

    def add(self, *bodies: Body, actor: Actor = TOM, **commit: Any) -> tuple[Entry, ...]:
        """One commit of all bodies; a link goes to both chains."""
        places = [(place, body) for body in bodies for place in _places(body)]
        chains = {place for place, _ in places}
        if self.table is not None:
            self._read(chains, bodies)
        expected = {chain: self.heads.get(chain) for chain in chains}
        before = dict(self.views)
        entries = tuple(self._entry(chain, body, actor) for chain, body in places)
        if self.table is not None:
            self.table.commit(self.commit(expected, entries, before, **commit))
        self.held = reduce(in_force, entries, self.held)
        return entries

    def commit(
        self, expected: dict[str, Head | None], entries: tuple[Entry, ...], before: dict[str, View], **more: Any
    ) -> Commit:
        changed = [view for ref, view in sorted(self.views.items()) if view != before.get(ref)]
        return Commit(
            expected=expected,
            entries=entries,
            views=tuple(changed),
            in_force=reduce(in_force, entries, self.held),
            records=tuple(record for view in changed for record in records(view, before.get(view.ref), self.views)),
            **more,
        )

    def _entry(self, chain: str, body: Body, actor: Actor) -> Entry:
        self.clock += 1
        head = self.heads.get(chain)
        now = max(moment(self.clock), head.recorded_at if head else "")
        (entry,) = link(head, chain, [body], actor=actor, now=now, mlgate="0.1.0")
        self.views.update(fold(self.views, entry))
        self.heads[chain] = head_of(entry)
        return entry

    def _read(self, chains: set[str], bodies: tuple[Body, ...]) -> None:
        assert self.table is not None
        refs = {body.subject for body in bodies if not isinstance(body, ChangeProposed | PutInForce)}
        refs |= {body.use_case for body in bodies if isinstance(body, ModelLinked)}
        snapshot = self.table.read(chains | refs)
        self.views.update(snapshot.views)
        self.heads.update(snapshot.heads)


def _places(body: Body) -> list[str]:
    if isinstance(body, ChangeProposed | PutInForce):
        return [IN_FORCE]
    if isinstance(body, ModelLinked):
        return [subject(body.subject).chain, body.use_case]
    return [subject(body.subject).chain]


def request(name: str = "ci-1", content: str = "request") -> RequestKey:
    return RequestKey(TOM.person, name, digest(content))
