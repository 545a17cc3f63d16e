"""Entries: the immutable records of a chain, one body class per kind."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from mlgate.model.decision import Decision, PolicyRef
from mlgate.model.effect import Artifact, Effect, Outcome, PackageRef, RegistryAccount
from mlgate.model.facts import ApprovalFacts, Approver, Grantor, Read, WaiverFacts
from mlgate.model.people import Actor
from mlgate.model.value import Digest, EvidenceType, PersonId, Role, SubjectRef, Text, Timestamp, Value
from mlgate.model.vocabulary import DocumentStatus, Grade, ModelRisk, ModelRole, Stage

Label = Annotated[str, StringConstraints(min_length=1, max_length=256)]


def _is_empty(value: object) -> bool:
    return not value


class UseCaseRegistered(Value):
    """A use case enters the table in its first stage, or its registered details change."""

    kind: Literal["use-case.registered"] = "use-case.registered"
    subject: SubjectRef
    name: Label
    owner: PersonId | None
    deputy: PersonId | None
    line_of_business: Label | None
    project: Label | None
    intended_purpose: Text | None
    first_stage: Stage


class ModelRegistered(Value):
    """A model version enters the table; ``artifact`` is what was measured then."""

    kind: Literal["model.registered"] = "model.registered"
    subject: SubjectRef
    package: PackageRef
    artifact: Artifact
    artifact_digest: Digest
    authors: tuple[PersonId, ...]
    owner: PersonId | None
    model_risk: ModelRisk | None
    approval_status: str
    lifecycle_stage: str | None
    lifecycle_status: str | None
    first_stage: Stage


class ModelLinked(Value):
    """A model version belongs to a use case in a role, or no longer (``active`` false). Written on both chains."""

    kind: Literal["model.linked"] = "model.linked"
    subject: SubjectRef
    use_case: SubjectRef
    role: ModelRole
    active: bool


class EvidenceAdded(Value):
    """A document or measurement was attached. The body is in the archive under ``digest``."""

    kind: Literal["evidence.added"] = "evidence.added"
    subject: SubjectRef
    type: EvidenceType
    digest: Digest
    grade: Grade
    status: DocumentStatus
    created_by: PersonId
    created_at: Timestamp
    metrics: dict[str, float | int | str]
    key: str | None = None


class EvidenceApproved(Value):
    """A person approved a document."""

    kind: Literal["evidence.approved"] = "evidence.approved"
    subject: SubjectRef
    type: EvidenceType
    digest: Digest
    approver: Approver


class VoteCast(Value):
    """One person's vote in one role at one gate, bound to the digest they saw."""

    kind: Literal["vote.cast"] = "vote.cast"
    subject: SubjectRef
    visit: int
    vote: ApprovalFacts


class WaiverGranted(Value):
    """A waiver was granted, or a second grantor joined it."""

    kind: Literal["waiver.granted"] = "waiver.granted"
    subject: SubjectRef
    waiver: WaiverFacts


class WaiverRevoked(Value):
    """A waiver ends before its time."""

    kind: Literal["waiver.revoked"] = "waiver.revoked"
    subject: SubjectRef
    id: str
    reason: Text


class Decided(Value):
    """A decision, with the effect it asks for and the blobs it rests on (all in the archive by digest).

    ``read`` says what the denying controls had before them, of a rejection that sends the subject back; empty, it is
    left out of what the entry's hash covers.
    """

    kind: Literal["decision"] = "decision"
    subject: SubjectRef
    decision: Decision
    request_digest: Digest
    reason: Text | None
    replaces: SubjectRef | None
    raw_digest: Digest
    directory_digest: Digest
    schemas_digest: Digest
    supersedes: str | None
    effect: Effect | None
    read: Annotated[Read, Field(exclude_if=_is_empty)] = {}


class Settled(Value):
    """What became of an effect; a refused or lapsed grant undoes its move (``undoes``)."""

    kind: Literal["effect.settled"] = "effect.settled"
    subject: SubjectRef
    outcome: Outcome
    undoes: str | None
    back_to: Stage | None


class Deployed(Value):
    """A deployment report: the version serves at an endpoint."""

    kind: Literal["model.deployed"] = "model.deployed"
    subject: SubjectRef
    endpoint: Label
    decision_id: str
    effect: Effect | None


class ChangeProposed(Value):
    """Somebody, in a role, wants this bundle and this directory in force.

    It counts once other people in all the other roles that the policies in force ask for have said the same.
    ``signer`` is the fingerprint of the key that signed the bundle.
    """

    kind: Literal["change-proposed"] = "change-proposed"
    bundle: PolicyRef
    directory: Digest
    signer: str
    role: Role


class PutInForce(Value):
    """What gates run under from here on.

    ``single_person`` marks a change that one person made alone; ``agreed`` names who else made it, and in which role.
    """

    kind: Literal["in-force"] = "in-force"
    bundle: PolicyRef
    directory: Digest
    registry: RegistryAccount
    signers: tuple[str, ...]
    single_person: bool
    agreed: Annotated[tuple[Grantor, ...], Field(exclude_if=_is_empty)] = ()


Body = Annotated[
    UseCaseRegistered
    | ModelRegistered
    | ModelLinked
    | EvidenceAdded
    | EvidenceApproved
    | VoteCast
    | WaiverGranted
    | WaiverRevoked
    | Decided
    | Settled
    | Deployed
    | ChangeProposed
    | PutInForce,
    Field(discriminator="kind"),
]


class Entry(Value):
    """One link of a chain. ``hash`` is the digest of the canonical form of everything else."""

    schema_: Annotated[Literal["entry/1"], Field(alias="schema")] = "entry/1"
    chain: str
    sequence: Annotated[int, Field(ge=0)]
    previous: str | None
    recorded_at: Timestamp
    actor: Actor
    mlgate: str
    body: Body
    hash: str

    def hashed(self) -> dict[str, Any]:
        """The document that ``hash`` is the digest of."""
        return self.model_dump(mode="json", by_alias=True, exclude={"hash"})


class Head(Value):
    """Where a chain stands: the newest entry's sequence, hash and time."""

    sequence: int
    hash: str
    recorded_at: Timestamp
