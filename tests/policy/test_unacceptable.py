"""What is unacceptable or undetermined goes nowhere but into retirement: no vote, waiver or document changes that."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from mlgate.canonical import canonical
from mlgate.decide import decide
from mlgate.facts.parse import parse
from mlgate.model.decision import Decision
from mlgate.policy.bundle import load
from mlgate.policy.rego import RegoPolicy
from mlgate.policy.regorus import RegorusEngine
from mlgate.shipped import shipped

CASE = json.loads((shipped("examples") / "credit-risk" / "X01.json").read_text("utf-8"))
ROLES = ["business_risk_owner", "governance_officer", "model_owner", "ml_admin", "model_validator"]
FORWARD = [
    ("poc", "development", "G1"),
    ("development", "qa", "G2"),
    ("qa", "pre_production", "G3"),
    ("pre_production", "production", "G4"),
]


@pytest.fixture(scope="module")
def policy() -> RegoPolicy:
    bundle = load(shipped("policies"))
    return RegoPolicy(bundle, RegorusEngine(bundle))


def facts(stage: str, to_stage: str | None, gate: str, *, admits: bool) -> dict[str, Any]:
    """The prohibited use case, or the same with an open question; whoever may vote has voted for it."""
    made = copy.deepcopy(CASE)
    made["subject"]["stage"] = made["use_cases"][0]["stage"] = stage
    made["request"] |= {"to_stage": to_stage, "check": None if to_stage else gate}
    if not admits:
        made["evidence"]["risk_classification"][0]["body"]["art5"]["c"] = None
    vote = CASE["approvals"][0] | {"gate": gate, "at": "2026-09-20T08:00:00Z"}
    made["approvals"] = [vote | {"role": role, "person": f"u-{role}"} for role in ROLES]
    made["directory"]["people"] |= {
        f"u-{role}": {"roles": [role], "kind": "person", "reporting_line": "group"} for role in ROLES
    }
    return made


def decided(policy: RegoPolicy, made: dict[str, Any]) -> Decision:
    read = parse(canonical(made), "facts.json")
    found = policy.evaluate(read)
    return decide(read, found, policy=policy.reference, engine=policy.engine, mlgate="0", request_id=None, dry_run=True)


def waiver(control: str, scope: str) -> dict[str, Any]:
    return {
        "id": f"WVR-{control}",
        "control": control,
        "subject": CASE["subject"]["ref"],
        "scopes": [scope],
        "reason": "The group wants it.",
        "compensating_controls": ["a committee"],
        "granted_by": [{"person": f"u-{role}", "role": role} for role in ROLES[:2]],
        "granted_at": "2026-09-20T08:00:00Z",
        "expires_at": "2026-10-20T08:00:00Z",
        "renews": None,
        "authenticated": True,
    }


def open_denies(decision: Decision) -> set[tuple[str, str]]:
    return {
        (finding.control, finding.scope)
        for finding in decision.findings
        if finding.effect == "deny" and finding.status == "open"
    }


@pytest.mark.parametrize(("stage", "to_stage", "gate"), FORWARD)
def test_what_is_unacceptable_passes_no_gate(policy, stage, to_stage, gate):
    decision = decided(policy, facts(stage, to_stage, gate, admits=True))
    assert (decision.verdict, decision.risk_tier) == ("rejected", "unacceptable")
    assert ("CLS-002", "c") in open_denies(decision)


@pytest.mark.parametrize(("stage", "to_stage", "gate"), FORWARD)
def test_what_is_undetermined_passes_no_gate(policy, stage, to_stage, gate):
    decision = decided(policy, facts(stage, to_stage, gate, admits=False))
    assert (decision.verdict, decision.risk_tier) == ("rejected", "undetermined")
    assert {("CLS-001", "art5.c"), ("CLS-002", "c")} <= open_denies(decision)


@pytest.mark.parametrize(("stage", "to_stage", "gate"), FORWARD)
def test_no_waiver_excuses_either(policy, stage, to_stage, gate):
    for admits in (True, False):
        made = facts(stage, to_stage, gate, admits=admits)
        made["waivers"] = [waiver("CLS-002", "c"), waiver("CLS-001", "art5.c")]
        decision = decided(policy, made)
        assert decision.verdict == "rejected"
        assert ("CLS-002", "c") in open_denies(decision)


def test_in_production_an_admission_holds_the_use_case(policy):
    decision = decided(policy, facts("production", None, "MON", admits=True))
    assert (decision.verdict, decision.moves_to) == ("rejected", None)
    assert ("CLS-002", "c") in open_denies(decision)


@pytest.mark.parametrize("stage", ["poc", "development", "qa", "pre_production", "production"])
def test_what_is_unacceptable_may_be_retired(policy, stage):
    made = facts(stage, "retired", "G5", admits=True)
    assert decided(policy, made).verdict == "approved"
    made["approvals"] = []
    assert decided(policy, made).verdict == "pending"


def test_what_is_undetermined_retires_as_cleanly_as_what_is_high(policy):
    decision = decided(policy, facts("development", "retired", "G5", admits=False))
    assert {control for control, _ in open_denies(decision)} == {"RET-001"}
