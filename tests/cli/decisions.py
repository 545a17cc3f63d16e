"""Decisions to render: every kind of finding, and texts that would like to be more than text."""

from __future__ import annotations

from typing import Any

from mlgate.model.decision import Decision, EngineRef, Finding, PolicyRef
from mlgate.model.vocabulary import EffectState, FindingEffect, FindingStatus, Gate, Stage, Tier, Verdict


def finding(control: str, effect: FindingEffect = FindingEffect.DENY, **changes: Any) -> Finding:
    fields: dict[str, Any] = {
        "code": "evidence_missing",
        "status": FindingStatus.OPEN,
        "waiver": None,
        "scope": "",
        "title": "Fundamental rights impact assessment",
        "message": "not filed",
        "remediation": "Write the six elements and record the notification.",
        "references": ("EU AI Act Art 27(1)",),
    }
    return Finding(control=control, effect=effect, **(fields | changes))


def decision(**changes: Any) -> Decision:
    fields: dict[str, Any] = {
        "decision_id": "7f3a9c21d04e55aa01b2c3d4e5f60718",
        "request_id": "run-4711",
        "verdict": Verdict.REJECTED,
        "effect": EffectState.APPLIED,
        "gate": Gate.G4,
        "subject": "model/credit-risk-scorer/2",
        "from_stage": Stage.PRE_PRODUCTION,
        "to_stage": Stage.PRODUCTION,
        "moves_to": Stage.DEVELOPMENT,
        "evaluated_at": "2026-12-10T09:00:00Z",
        "requester": "u-tom.berg",
        "risk_tier": Tier.HIGH,
        "findings": FINDINGS,
        "controls": ("CON-001", "DOC-002", "FAIR-002", "FAIR-003", "GOV-001", "GOV-002", "RSK-002"),
        "policy": PolicyRef(revision="2026.11.1", digest="sha256:" + "8c1f0e57" * 8),
        "facts_digest": "sha256:" + "ab" * 32,
        "engine": EngineRef(name="gordon-to-regorus", version="0.13.0"),
        "mlgate": "0.1.0",
        "dry_run": False,
    }
    return Decision(**(fields | changes))


_GAP = {
    "title": "Equal opportunity difference per group",
    "remediation": "Find the driver features, mitigate, re-test; a justified difference needs legal sign-off.",
    "references": ("EU AI Act Art 10(2)(f)-(g)", "NIST AI RMF MEASURE 2.11", "ISO 42001 A.5.4"),
    "code": "gap_near_limit",
}

FINDINGS = (
    finding(
        "CON-001",
        FindingEffect.WARN,
        title="Conformity assessment",
        remediation="Carry out the internal control of Annex VI.",
        references=("EU AI Act Art 43",),
    ),
    finding(
        "DOC-002",
        title="Technical documentation, Annex IV",
        message="sections missing: 9",
        remediation="Supply the missing section.",
        references=("EU AI Act Art 11(1)",),
    ),
    finding("FAIR-002", FindingEffect.WARN, scope="age=18-24", message="age=18-24: difference -0.0963", **_GAP),
    finding("FAIR-002", FindingEffect.WARN, scope="age=65+", message="age=65+: difference -0.0742", **_GAP),
    finding(
        "FAIR-003",
        title="Enough cases per group",
        message="61 cases, 100 needed",
        scope="age=65+",
        status=FindingStatus.WAIVED,
        waiver="WVR-2026-014",
        remediation="Collect more cases.",
        references=(),
    ),
    finding(
        "GOV-002",
        FindingEffect.APPROVAL,
        code="vote_missing",
        title="Required votes",
        message="no vote of governance_officer",
        scope="governance_officer",
        remediation="Ask for the vote.",
        references=("ISO 42001 A.3.2",),
    ),
    finding("RSK-002"),
)

APPROVED = decision(
    verdict=Verdict.APPROVED,
    gate=Gate.G3,
    from_stage=Stage.QA,
    to_stage=Stage.PRE_PRODUCTION,
    moves_to=Stage.PRE_PRODUCTION,
    findings=(),
)
PENDING = decision(
    verdict=Verdict.PENDING, moves_to=None, effect=EffectState.NONE, findings=(FINDINGS[5],), risk_tier=Tier.LIMITED
)
CHECKED = decision(decision_id=None, request_id=None, dry_run=True, effect=EffectState.NONE)
HELD = decision(gate=Gate.MON, from_stage=Stage.PRODUCTION, to_stage=None, moves_to=None, risk_tier=Tier.OUT_OF_SCOPE)

HOSTILE_TEXT = "]]></failure>\n::error::\x1b[2J\x1b]0;owned\x07 @everyone <img src=x> | `x` %0A::notice:: \u202etxt.exe"
HOSTILE = decision(
    findings=(
        finding(
            "RSK-002",
            title=HOSTILE_TEXT,
            message=HOSTILE_TEXT,
            scope=HOSTILE_TEXT[:200],
            remediation=HOSTILE_TEXT,
            references=(HOSTILE_TEXT,),
        ),
    )
)
