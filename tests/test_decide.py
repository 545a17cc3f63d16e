"""From findings to a verdict: what rejects, what leaves pending, where the subject goes, and the laws of it all."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlgate.canonical import digest
from mlgate.decide import decide, identify, outcome
from mlgate.errors import EvaluationError
from mlgate.facts.parse import parse
from mlgate.model.decision import (
    Action,
    Decision,
    EngineRef,
    Evaluation,
    Finding,
    Plan,
    PolicyRef,
    RegistryChange,
)
from mlgate.model.vocabulary import EffectState, FindingEffect, FindingStatus, Gate, Kind, Stage, Tier, Verdict
from tests.policy.small import document

FACTS = parse(json.dumps(document()).encode(), "facts.json")
GRANT = RegistryChange(approval_status="Approved", stage="PreProduction", stage_status="Approved", granting=True)
RESTRICT = RegistryChange(approval_status="Rejected", stage="Development", stage_status="Rejected", granting=False)
PLAN = Plan(
    gate=Gate.G3,
    risk_tier=Tier.HIGH,
    actions=(
        Action(action="demote", to_stage=Stage.DEVELOPMENT),
        Action(action="send_back", to_stage=Stage.QA),
    ),
    effects={"approved": GRANT, "pending": None, "rejected": None, "demote": RESTRICT, "send_back": RESTRICT},
    apply_within_seconds=3600,
    valid_waivers=(),
)
CONTROLS = ("FAIR-001", "FAIR-002", "GOV-002")


def finding(
    control: str = "FAIR-001", effect: str = "deny", *, waiver: str | None = None, scope: str = "", message: str = "m"
) -> Finding:
    return Finding(
        control=control,
        code="code",
        effect=FindingEffect(effect),
        status=FindingStatus.WAIVED if waiver else FindingStatus.OPEN,
        waiver=waiver,
        scope=scope,
        title="t",
        message=message,
        remediation="r",
        references=(),
    )


def evaluation(*findings: Finding, on_deny: dict[str, str] | None = None, plan: Plan = PLAN) -> Evaluation:
    return Evaluation(plan=plan, kind=Kind.MODEL, controls=CONTROLS, findings=findings, on_deny=on_deny or {}, raw={})


def decided(found: Evaluation, **changes: Any) -> Decision:
    settings: dict[str, Any] = {
        "policy": PolicyRef(revision="1", digest="sha256:" + "0" * 64),
        "engine": EngineRef(name="engine", version="1"),
        "mlgate": "0.1.0",
        "request_id": "r-1",
        "dry_run": False,
    }
    return decide(FACTS, found, **(settings | changes))


@pytest.mark.parametrize(
    ("findings", "verdict"),
    [
        ((), Verdict.APPROVED),
        ((finding(effect="warn"),), Verdict.APPROVED),
        ((finding(waiver="WVR-1"),), Verdict.APPROVED),
        ((finding(effect="approval"),), Verdict.PENDING),
        ((finding(effect="approval"), finding(effect="warn")), Verdict.PENDING),
        ((finding(waiver="WVR-1"), finding(effect="approval")), Verdict.PENDING),
        ((finding(),), Verdict.REJECTED),
        ((finding(), finding(effect="approval")), Verdict.REJECTED),
        ((finding(), finding(waiver="WVR-1", scope="a")), Verdict.REJECTED),
    ],
)
def test_the_verdict(findings, verdict):
    assert decided(evaluation(*findings)).verdict is verdict


def test_no_control_is_no_answer():
    with pytest.raises(EvaluationError):
        decided(evaluation().model_copy(update={"controls": ()}))


def test_an_approval_moves_the_subject_to_the_stage_asked_for():
    found = decided(evaluation())
    assert (found.moves_to, outcome(found, PLAN)) == (Stage.PRE_PRODUCTION, "approved")


def test_a_rejection_leaves_it_where_it_is():
    found = decided(evaluation(finding()))
    assert (found.moves_to, outcome(found, PLAN)) == (None, "rejected")


def test_a_pending_decision_leaves_it_where_it_is():
    found = decided(evaluation(finding(effect="approval"), on_deny={"FAIR-001": "demote"}))
    assert (found.moves_to, outcome(found, PLAN)) == (None, "pending")


def test_a_deny_whose_control_asks_for_it_sends_the_subject_off():
    found = decided(evaluation(finding(), on_deny={"FAIR-001": "send_back"}))
    assert (found.moves_to, outcome(found, PLAN)) == (Stage.QA, "send_back")


def test_of_two_actions_the_first_of_the_plan_is_taken():
    both = {"FAIR-001": "send_back", "FAIR-002": "demote"}
    found = decided(evaluation(finding(), finding("FAIR-002"), on_deny=both))
    assert (found.moves_to, outcome(found, PLAN)) == (Stage.DEVELOPMENT, "demote")


@pytest.mark.parametrize(
    "others", [finding("FAIR-002", "warn"), finding("FAIR-002", waiver="WVR-1"), finding("GOV-002")]
)
def test_only_an_open_deny_of_the_control_itself_asks_for_an_action(others):
    found = decided(evaluation(finding(), others, on_deny={"FAIR-002": "demote"}))
    assert found.moves_to is None


def test_an_action_that_the_plan_does_not_know_moves_nothing():
    assert decided(evaluation(finding(), on_deny={"FAIR-001": "retire"})).moves_to is None


def test_the_effect_is_intended_where_the_mapping_asks_for_a_change():
    assert decided(evaluation()).effect is EffectState.INTENDED
    assert decided(evaluation(finding())).effect is EffectState.NONE
    assert decided(evaluation(finding(), on_deny={"FAIR-001": "demote"})).effect is EffectState.INTENDED


def test_a_dry_run_has_no_id_and_no_effect():
    found = decided(evaluation(), dry_run=True)
    assert (found.decision_id, found.effect, found.verdict) == (None, EffectState.NONE, Verdict.APPROVED)


def test_the_id_is_the_digest_of_what_the_decision_says():
    found = decided(evaluation(finding()))
    said = found.document()
    del said["decision_id"], said["effect"]
    assert found.decision_id == digest(said)[7:39] == identify(found)


def test_what_became_of_the_effect_does_not_change_the_id():
    found = decided(evaluation())
    assert identify(found.model_copy(update={"effect": EffectState.APPLIED})) == found.decision_id


@pytest.mark.parametrize(
    "change", [{"request_id": "r-2"}, {"mlgate": "0.2.0"}, {"engine": EngineRef(name="engine", version="2")}]
)
def test_everything_else_does(change):
    assert decided(evaluation(), **change).decision_id != decided(evaluation()).decision_id


def test_a_decision_names_what_it_rests_on():
    found = decided(evaluation(finding()))
    assert Decision.model_validate_json(found.model_dump_json()) == found
    assert (found.facts_digest, found.evaluated_at, found.controls) == (FACTS.digest, "2026-11-12T09:00:00Z", CONTROLS)
    assert (found.subject, found.from_stage, found.to_stage) == ("model/scorer/2", Stage.QA, Stage.PRE_PRODUCTION)


FINDINGS = st.lists(
    st.builds(
        finding,
        st.sampled_from(CONTROLS),
        st.sampled_from(["deny", "warn", "approval"]),
        waiver=st.sampled_from([None, None, "WVR-1"]),
        scope=st.sampled_from(["", "a", "b"]),
        message=st.sampled_from(["m", "n"]),
    ),
    max_size=8,
)
ON_DENY = st.dictionaries(st.sampled_from(CONTROLS), st.sampled_from(["demote", "send_back"]))
RANK = {Verdict.APPROVED: 0, Verdict.PENDING: 1, Verdict.REJECTED: 2}


@given(FINDINGS, ON_DENY, st.randoms(use_true_random=False))
def test_the_order_of_findings_changes_nothing(findings, on_deny, random):
    shuffled = list(findings)
    random.shuffle(shuffled)
    assert decided(evaluation(*findings, on_deny=on_deny)) == decided(evaluation(*shuffled, on_deny=on_deny))


@given(FINDINGS, ON_DENY, st.sampled_from(CONTROLS))
def test_adding_a_deny_rejects_whatever_there_was(findings, on_deny, control):
    assert decided(evaluation(*findings, finding(control), on_deny=on_deny)).verdict is Verdict.REJECTED


@given(FINDINGS, FINDINGS)
def test_adding_findings_never_brings_a_request_nearer_to_approval(findings, more):
    assert RANK[decided(evaluation(*findings, *more)).verdict] >= RANK[decided(evaluation(*findings)).verdict]


@given(FINDINGS)
def test_warnings_and_what_is_waived_change_no_verdict(findings):
    kept = [one for one in findings if one.effect is not FindingEffect.WARN and one.status is FindingStatus.OPEN]
    assert decided(evaluation(*findings)).verdict is decided(evaluation(*kept)).verdict


@given(FINDINGS, ON_DENY)
def test_what_is_not_approved_never_grants(findings, on_deny):
    found = decided(evaluation(*findings, on_deny=on_deny))
    change = PLAN.effects[outcome(found, PLAN)]
    assert found.verdict is Verdict.APPROVED or change is None or not change.granting
    assert (found.effect is EffectState.INTENDED) is (change is not None)
