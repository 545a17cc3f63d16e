"""Facts: the JSON a policy sees as ``input``, frozen, with ``now``.

No tier, no gate and no threshold is in facts: policy derives them. They hold the present view, never the history.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field, JsonValue, StringConstraints

from mlgate.model.people import Directory
from mlgate.model.value import (
    ControlId,
    Digest,
    EvidenceType,
    PersonId,
    Role,
    SubjectRef,
    Text,
    Timestamp,
    Value,
)
from mlgate.model.vocabulary import (
    DocumentStatus,
    Gate,
    Grade,
    Kind,
    ModelRisk,
    ModelRole,
    RegistryKind,
    Stage,
    Status,
)

WaiverId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$")]
Scope = Annotated[str, StringConstraints(max_length=256)]


class RequestFacts(Value):
    """Who asks for what: a target stage, or in place the recurring check (``MON``) or break-glass (``BG``)."""

    to_stage: Stage | None
    check: Literal["MON", "BG"] | None
    requester: PersonId
    reason: Text | None
    replaces: SubjectRef | None


def _is_empty(value: object) -> bool:
    """What says nothing is left out of the canonical form: what was recorded before the field was, keeps its digest."""
    return not value


class Passage(Value):
    """The last approval of a subject at a gate."""

    decision_id: str
    at: Timestamp


class SubjectFacts(Value):
    """The subject as it stands; ``digest`` is what a vote binds to, ``passed`` what it was approved for, by gate."""

    ref: SubjectRef
    kind: Kind
    stage: Stage
    visit: Annotated[int, Field(ge=1)]
    status: Status
    digest: Digest
    artifact_digest: Digest | None
    authors: tuple[PersonId, ...]
    owner: PersonId | None
    model_risk: ModelRisk | None
    package_arn: str | None
    passed: Annotated[dict[Gate, Passage], Field(exclude_if=_is_empty)] = {}


class ModelFacts(Value):
    """One model of a use case and where it stands."""

    ref: SubjectRef
    role: ModelRole
    stage: Stage
    status: Status
    active: bool


class UseCaseFacts(Value):
    """One use case that the subject is, or belongs to."""

    ref: SubjectRef
    stage: Stage
    owner: PersonId | None
    deputy: PersonId | None
    line_of_business: Text | None
    project: Text | None
    intended_purpose: Text | None
    models: tuple[ModelFacts, ...]


class Approver(Value):
    """One person's approval of a document."""

    person: PersonId
    role: Role
    at: Timestamp


class EvidenceFacts(Value):
    """One document or measurement: envelope and body."""

    digest: Digest
    subject: SubjectRef
    grade: Grade
    status: DocumentStatus
    created_by: PersonId
    created_at: Timestamp
    recorded_at: Timestamp
    approved_by: tuple[Approver, ...]
    version: Annotated[int, Field(ge=1)] = 1
    body: dict[str, JsonValue]


class ApprovalFacts(Value):
    """One person's vote in one role at one gate on one subject digest."""

    role: Role
    person: PersonId
    decision: Literal["approved", "rejected"]
    gate: Gate
    subject_digest: Digest
    at: Timestamp
    reason: Text | None
    authenticated: bool


class Grantor(Value):
    """One person who granted a waiver, and in which role."""

    person: PersonId
    role: Role


class WaiverFacts(Value):
    """A time-boxed exception to one control for listed scopes of one subject."""

    id: WaiverId
    control: ControlId
    subject: SubjectRef
    scopes: tuple[Scope, ...]
    reason: Text
    compensating_controls: tuple[Text, ...]
    granted_by: tuple[Grantor, ...]
    granted_at: Timestamp
    expires_at: Timestamp
    renews: str | None
    authenticated: bool = True


class RejectedFinding(Value):
    """One finding of an earlier rejection."""

    control: ControlId
    code: str
    scope: Scope


Read = dict[ControlId, dict[EvidenceType, tuple[Digest, ...]]]
"""By control and by the types of evidence its METADATA names: the digests of what stood approved or measured."""


class RejectionFacts(Value):
    """An earlier rejection that sent the subject back, kept until the gate approves.

    ``read`` is what its controls had before them: absent for a rejection that was recorded before this was kept.
    """

    decision_id: str
    gate: Gate
    at: Timestamp
    findings: tuple[RejectedFinding, ...]
    read: Annotated[Read, Field(exclude_if=_is_empty)] = {}


class RegistryFacts(Value):
    """Which kind of registry the effects go to."""

    kind: RegistryKind


class FactsDocument(Value):
    """The whole of what a policy sees."""

    schema_: Annotated[Literal["facts/1"], Field(alias="schema")]
    now: Timestamp
    request: RequestFacts
    subject: SubjectFacts
    use_cases: tuple[UseCaseFacts, ...]
    evidence: dict[EvidenceType, tuple[EvidenceFacts, ...]]
    approvals: tuple[ApprovalFacts, ...]
    waivers: tuple[WaiverFacts, ...]
    rejections: tuple[RejectionFacts, ...]
    incidents: tuple[EvidenceFacts, ...]
    changes: tuple[EvidenceFacts, ...]
    registry: RegistryFacts
    directory: Directory


@dataclass(frozen=True, slots=True)
class Facts:
    """Validated facts with the canonical bytes they stand for; ``digest`` is of those bytes."""

    document: FactsDocument
    canonical: bytes
    digest: str
