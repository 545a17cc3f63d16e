"""The present view of a subject: what the fold of its chain's entries says now. Bounded: history is in the entries."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mlgate.model.decision import PolicyRef
from mlgate.model.effect import Artifact, Effect, PackageRef, RegistryAccount, Standing
from mlgate.model.facts import ApprovalFacts, Approver, Passage, RejectionFacts, WaiverFacts
from mlgate.model.value import Digest, EvidenceType, PersonId, Role, SubjectRef, Timestamp, Value
from mlgate.model.vocabulary import DocumentStatus, Gate, Grade, Kind, ModelRisk, ModelRole, Stage, Status, Tier


class EvidenceHead(Value):
    """The envelope of one document; its body is in the archive under ``digest``."""

    digest: Digest
    grade: Grade
    status: DocumentStatus
    created_by: PersonId
    created_at: Timestamp
    recorded_at: Timestamp
    approved_by: tuple[Approver, ...]
    version: int
    metrics: dict[str, float | int | str]
    key: str | None = None


class Link(Value):
    """One model of a use case, or one use case of a model (``other`` is the far end)."""

    other: SubjectRef
    role: ModelRole
    active: bool


class View(Value):
    """A use case or a model version as it stands.

    ``settled_stage`` is the stage that counts for roll-up: it follows a grant only when the grant is applied.
    ``visits`` counts the visits of each stage; ``open_effects`` are those without an outcome, oldest first.
    ``moved_by`` is the decision that opened this visit, null for a registration and after a move was taken back.
    ``passed`` holds the last approval at each gate that moved the subject on, unless its grant came to nothing.
    ``risk_tier`` is what the last decision found; ``endpoint`` is where the version serves in this visit.
    """

    ref: SubjectRef
    kind: Kind
    name: str
    stage: Stage
    visit: int
    status: Status
    settled_stage: Stage
    visits: dict[Stage, int]
    owner: PersonId | None
    deputy: PersonId | None = None
    line_of_business: str | None = None
    project: str | None = None
    intended_purpose: str | None = None
    model_risk: ModelRisk | None = None
    risk_tier: Tier | None = None
    authors: tuple[PersonId, ...] = ()
    package: PackageRef | None = None
    artifact: Artifact | None = None
    artifact_digest: Digest | None = None
    links: tuple[Link, ...] = ()
    evidence: dict[EvidenceType, tuple[EvidenceHead, ...]] = {}
    evidence_count: dict[EvidenceType, int] = {}
    votes: tuple[ApprovalFacts, ...] = ()
    waivers: tuple[WaiverFacts, ...] = ()
    rejections: tuple[RejectionFacts, ...] = ()
    passed: dict[Gate, Passage] = {}
    incidents: tuple[EvidenceHead, ...] = ()
    changes: tuple[EvidenceHead, ...] = ()
    effect_number: int = 0
    open_effects: tuple[Effect, ...] = ()
    newest_effect: Effect | None = None
    standing: Standing | None = None
    endpoint: str | None = None
    decision_id: str | None = None
    moved_by: str | None = None
    production_decision: str | None = None
    updated_at: Timestamp
    updated_by: PersonId


class Proposal(Value):
    """Who wants what in force, in which role; see `mlgate.model.entry.ChangeProposed`."""

    bundle: PolicyRef
    directory: Digest
    signer: str
    person: PersonId
    role: Role
    at: Timestamp


class InForce(Value):
    """What gates run under, and which changes of it are proposed: the newest proposal of each person."""

    bundle: PolicyRef
    directory: Digest
    registry: RegistryAccount
    signers: tuple[str, ...]
    single_person: bool
    since: Timestamp
    by: PersonId
    proposals: Annotated[tuple[Proposal, ...], Field(exclude_if=lambda held: not held)] = ()


class StageRecord(Value):
    """One stage record of the seed design: one per visit of a subject to a stage.

    ``validation_metrics`` and ``monitoring_metrics`` are projections of the newest evidence; the latter carry the
    endpoint they came from.
    """

    subject: SubjectRef
    stage: Stage
    visit: int
    status: Status
    use_case_id: str | None
    use_case_name: str | None
    use_case_stage: Stage | None
    model_group: str | None
    model_version: int | None
    model_owner: PersonId | None
    model_lob: str | None
    model_project: str | None
    model_stage: Stage | None
    model_status: Status | None
    model_risk: ModelRisk | None
    eu_tier: str | None
    validation_metrics: dict[str, float | int | str]
    monitoring_metrics: dict[str, float | int | str]
    audit_timestamp: Timestamp
    audit_user: PersonId
