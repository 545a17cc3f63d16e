"""The closed word lists of the domain. What the words allow is policy, not Python."""

from __future__ import annotations

from enum import StrEnum


class Stage(StrEnum):
    """Where a subject is in its life; ``poc`` is for use cases only."""

    POC = "poc"
    DEVELOPMENT = "development"
    QA = "qa"
    PRE_PRODUCTION = "pre_production"
    PRODUCTION = "production"
    RETIRED = "retired"


class Status(StrEnum):
    """The status of one visit to a stage."""

    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    DEPLOYED = "deployed"


class Gate(StrEnum):
    """G0 register, G1 to development, G2 qa, G3 pre-production, G4 production, G5 retired, MON, BG break-glass."""

    G0 = "G0"
    G1 = "G1"
    G2 = "G2"
    G3 = "G3"
    G4 = "G4"
    G5 = "G5"
    MON = "MON"
    BG = "BG"


class Kind(StrEnum):
    """What moves."""

    USE_CASE = "use-case"
    MODEL = "model"


class Tier(StrEnum):
    """Risk tier under the EU AI Act, computed by policy; ``undetermined`` while an answer is open."""

    UNACCEPTABLE = "unacceptable"
    HIGH = "high"
    LIMITED = "limited"
    MINIMAL = "minimal"
    OUT_OF_SCOPE = "out_of_scope"
    UNDETERMINED = "undetermined"


class ModelRisk(StrEnum):
    """Business materiality; never mixed with the tier."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class ModelRole(StrEnum):
    """What a model does in a use case."""

    DECISION = "decision"
    SUPPORT = "support"
    FRAUD = "fraud"
    OTHER = "other"


class DocumentStatus(StrEnum):
    """The state of one piece of evidence."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class Grade(StrEnum):
    """How evidence came about: measured by a machine identity, or declared by a person."""

    MEASURED = "measured"
    DECLARED = "declared"


class Verdict(StrEnum):
    """What a decision says."""

    APPROVED = "approved"
    PENDING = "pending"
    REJECTED = "rejected"


class FindingEffect(StrEnum):
    """What a finding does to the verdict."""

    DENY = "deny"
    WARN = "warn"
    APPROVAL = "approval"


class FindingStatus(StrEnum):
    """Whether a waiver excuses the finding."""

    OPEN = "open"
    WAIVED = "waived"


class EffectState(StrEnum):
    """How far the effect of a decision on the registry has come."""

    NONE = "none"
    INTENDED = "intended"
    APPLIED = "applied"
    REFUSED = "refused"
    SUPERSEDED = "superseded"
    LAPSED = "lapsed"


class RegistryKind(StrEnum):
    """Which registry the effects go to."""

    LOCAL = "local"
    SANDBOX = "sandbox"
    SAGEMAKER = "sagemaker"
