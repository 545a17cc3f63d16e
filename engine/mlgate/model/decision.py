"""What policy answers and what a decision says."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, JsonValue

from mlgate.model.value import ControlId, Digest, EvidenceType, PersonId, SubjectRef, Timestamp, Value
from mlgate.model.vocabulary import EffectState, FindingEffect, FindingStatus, Gate, Kind, Stage, Tier, Verdict


class RegistryChange(Value):
    """What the registry mapping asks for; a null leaves the field as it stands.

    ``stage`` and ``stage_status`` are SageMaker's ``ModelLifeCycle`` words (``PreProduction``, ``Approved``).
    """

    approval_status: str | None
    stage: str | None
    stage_status: str | None
    granting: bool


class Action(Value):
    """Where a deny may send the subject: ``demote`` or ``send_back``, in order of precedence."""

    action: str
    to_stage: Stage


class Excuse(Value):
    """One scope of one valid waiver."""

    id: str
    control: ControlId
    scope: str


class Plan(Value):
    """How policy reads a request: ``data.mlgate.request.plan``.

    ``effects`` is keyed by what became of the request: ``approved``, ``pending``, ``rejected`` (in place), and one per
    action. A null effect leaves the registry alone.
    """

    gate: Gate
    risk_tier: Tier
    actions: tuple[Action, ...]
    effects: dict[str, RegistryChange | None]
    apply_within_seconds: Annotated[int, Field(gt=0)]
    valid_waivers: tuple[Excuse, ...]


class RawFinding(Value):
    """What a control's ``findings`` rule emits; everything else about it is METADATA's."""

    code: str
    scope: str
    args: dict[str, JsonValue]


class Finding(Value):
    """A finding joined to its control's METADATA. ``effect`` is settled by code, tier, gate and date."""

    control: ControlId
    code: str
    effect: FindingEffect
    status: FindingStatus
    waiver: str | None
    scope: str
    title: str
    message: str
    remediation: str
    references: tuple[str, ...]


class PolicyRef(Value):
    """Which bundle: its revision and the digest of its files."""

    revision: str
    digest: Digest


class EngineRef(Value):
    """Which engine: distribution name and version."""

    name: str
    version: str


class Evaluation(Value):
    """Everything the policies said about one set of facts, joined to METADATA, not yet decided.

    ``on_deny`` maps a control to the action its deny asks for at this gate, ``reads`` to the types of evidence that its
    METADATA names. ``raw`` is the engine's own output.
    """

    plan: Plan
    kind: Kind
    controls: tuple[ControlId, ...]
    findings: tuple[Finding, ...]
    on_deny: dict[ControlId, str]
    reads: dict[ControlId, tuple[EvidenceType, ...]] = {}
    raw: dict[str, JsonValue]


class Decision(Value):
    """Request + facts + bundle + findings + verdict. The JSON of ``-o json``.

    ``moves_to`` is where the subject goes, null where it stays. ``decision_id`` is null for a dry run; else the first
    32 hex digits of the SHA-256 of the decision without ``decision_id`` and ``effect``.
    """

    decision_id: str | None
    request_id: str | None
    verdict: Verdict
    effect: EffectState
    gate: Gate
    subject: SubjectRef
    from_stage: Stage
    to_stage: Stage | None
    moves_to: Stage | None
    evaluated_at: Timestamp
    requester: PersonId
    risk_tier: Tier
    findings: tuple[Finding, ...]
    controls: tuple[ControlId, ...]
    policy: PolicyRef
    facts_digest: Digest
    engine: EngineRef
    mlgate: str
    dry_run: bool

    def identity(self) -> dict[str, Any]:
        """The document its id is computed from."""
        return self.model_dump(mode="json", exclude={"decision_id", "effect"})
