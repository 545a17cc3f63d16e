"""Facts in, findings out: what applies, what it means, what excuses it; and silence is an error."""

from __future__ import annotations

import json

import pytest

from mlgate.errors import BundleError, EvaluationError
from mlgate.model.vocabulary import FindingEffect, FindingStatus, Gate, Tier
from mlgate.policy.interface import Policy
from tests.policy.small import CONTROL, GAP, LIFECYCLE, PLAN, other, waiver

PATH = "data.mlgate.controls.fairness.gap.findings"
PLAN_FILE = "request/plan.rego"


def brief(evaluation):
    return [(one.control, one.code, one.effect, one.status, one.waiver, one.scope) for one in evaluation.findings]


def planned(old: str, new: str) -> dict[str, str]:
    assert old in PLAN
    return {PLAN_FILE: PLAN.replace(old, new)}


def test_it_is_a_policy(policy):
    found: Policy = policy()
    assert found.lifecycle.gates["qa"] == "G2"
    assert found.engine.version
    assert json.loads(found.document)["manifest"]["revision"] == found.reference.revision
    assert [control.id for control in found.controls] == ["FAIR-001"]


def test_nothing_found_is_an_answer(policy, facts):
    evaluation = policy().evaluate(facts({"sex=f": 0.02}))
    assert (evaluation.findings, evaluation.controls) == ((), ("FAIR-001",))
    assert evaluation.plan.gate is Gate.G3
    assert evaluation.raw == {"data.mlgate.request.plan": evaluation.plan.document(), PATH: []}


def test_a_finding_is_joined_to_its_metadata(policy, facts):
    (finding,) = policy().evaluate(facts({"age=65+": 0.123456})).findings
    assert finding.document() == {
        "control": "FAIR-001",
        "code": "gap_over_limit",
        "effect": "deny",
        "status": "open",
        "waiver": None,
        "scope": "age=65+",
        "title": "Every gap within its limit",
        "message": "age=65+: difference 0.1235 beyond 0.1",
        "remediation": "Mitigate and test again.",
        "references": ["AI Act Art 10(2)(f)-(g)", "NIST AI RMF MEASURE 2.11", "ISO/IEC 42001 A.5.4", "SR 11-7 V"],
    }


def test_a_missing_document_is_a_finding_of_its_own(policy, facts):
    assert brief(policy().evaluate(facts())) == [("FAIR-001", "evidence_missing", "deny", "open", None, "")]


def test_findings_come_by_control_code_and_scope(policy, facts):
    changes = {"controls/other/o1/o1.rego": other(1), "controls/other/o2/o2.rego": other(2)}
    evidence = {"o2": {"bad": ["z", "a"]}, "o1": {"bad": ["q"]}, "report": {"gaps": {"b": 0.3, "a": 0.2}}}
    found = brief(policy(changes).evaluate(facts(evidence=evidence)))
    assert [(one[0], one[5]) for one in found] == [
        ("FAIR-001", "a"), ("FAIR-001", "b"), ("OTH-001", "q"), ("OTH-002", "a"), ("OTH-002", "z"),
    ]  # fmt: skip


def test_the_effect_is_that_of_the_tier(policy, facts):
    ((_, _, effect, *_),) = brief(policy().evaluate(facts({"a": 0.2}, tier="limited")))
    assert effect is FindingEffect.WARN


def test_the_effect_is_that_of_the_gate(policy, facts):
    cases = "[{gates: [G3], effect: warn}, {effect: deny}]"
    changes = {GAP: CONTROL.replace("[{tiers: [limited], effect: warn}, {effect: deny}]", cases)}
    for gate, effect in (("G3", FindingEffect.WARN), ("G4", FindingEffect.DENY)):
        found = policy({**changes, **planned('"G3"', f'"{gate}"')}).evaluate(facts({"a": 0.2}))
        assert found.findings[0].effect is effect


def test_an_undetermined_tier_answers_the_controls_of_every_tier_by_the_strictest_reading(policy, facts):
    changes = {
        "controls/other/o1/o1.rego": other(
            1,
            tiers="[minimal, limited]",
            codes='{bad: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "x"}}',
        ),
        "controls/other/o2/o2.rego": other(
            2,
            tiers="[limited]",
            codes='{bad: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "x"}}',
        ),
        "controls/other/o3/o3.rego": other(3, gates="[G4]"),
        "controls/other/o4/o4.rego": other(4, subjects="[use-case]"),
    }
    evidence = {"o1": {"bad": ["s"]}, "o2": {"bad": ["s"]}, "report": {"gaps": {"a": 0.2}}}
    found = policy(changes).evaluate(facts(tier="undetermined", evidence=evidence))
    assert found.plan.risk_tier is Tier.UNDETERMINED
    assert [(one[0], one[2]) for one in brief(found)] == [
        ("FAIR-001", "deny"), ("OTH-001", "deny"), ("OTH-002", "warn"),
    ]  # fmt: skip
    assert found.controls == ("FAIR-001", "OTH-001", "OTH-002")


@pytest.mark.parametrize(
    ("dates", "before", "now", "effect"),
    [
        (("null", "null"), "silent", "2026-11-12T09:00:00Z", "deny"),
        (('"2027-12-02"', "null"), "silent", "2026-11-12T09:00:00Z", None),
        (('"2027-12-02"', "null"), "warn", "2026-11-12T09:00:00Z", "warn"),
        (('"2027-12-02"', "null"), "warn", "2027-12-01T23:59:59.999999Z", "warn"),
        (('"2027-12-02"', "null"), "warn", "2027-12-02T00:00:00Z", "deny"),
        (('"2027-12-02"', "null"), "warn", "2027-12-02T00:30:00+01:00", "warn"),
        (('"2027-12-02"', '"2026-01-01"'), "silent", "2026-11-12T09:00:00Z", "deny"),
        (('"2025-02-02"', '"2027-01-01"'), "silent", "2026-11-12T09:00:00Z", "deny"),
        (("null", '"2027-01-01"'), "warn", "2026-11-12T09:00:00Z", "warn"),
    ],
)
def test_a_control_denies_from_the_earlier_of_its_dates(policy, facts, dates, *, before, now, effect):
    legal, own = dates
    changes = {"controls/other/o1/o1.rego": other(1, legal_from=legal, policy_from=own, before=before)}
    found = policy(changes).evaluate(facts({}, now=now, evidence={"o1": {"bad": ["s"]}, "report": {"gaps": {}}}))
    assert [one[2] for one in brief(found)] == ([effect] if effect else [])
    assert ("OTH-001" in found.controls) is (effect is not None)


def test_before_its_time_a_missing_vote_stays_one(policy, facts):
    codes = '{bad: {effect: approval, message: "x"}}'
    changes = {"controls/other/o1/o1.rego": other(1, legal_from='"2030-01-01"', before="warn", codes=codes)}
    found = policy(changes).evaluate(facts(evidence={"o1": {"bad": ["s"]}, "report": {"gaps": {}}}))
    assert brief(found)[0][2] is FindingEffect.APPROVAL


def test_a_waiver_excuses_the_scope_it_names_and_no_other(policy, facts):
    found = brief(policy().evaluate(facts({"a": 0.2, "b": 0.3}, waivers=[waiver("FAIR-001", "a")])))
    assert [(one[3], one[4], one[5]) for one in found] == [("waived", "WVR-1", "a"), ("open", None, "b")]


@pytest.mark.parametrize("scope", ["A", "a ", " a", "", "aa", "*"])
def test_a_scope_is_excused_by_its_equal_only(policy, facts, scope):
    found = policy().evaluate(facts({"a": 0.2}, waivers=[waiver("FAIR-001", scope)]))
    assert found.findings[0].status is FindingStatus.OPEN


def test_a_waiver_of_another_control_excuses_nothing(policy, facts):
    found = policy().evaluate(facts({"a": 0.2}, waivers=[waiver("FAIR-002", "a")]))
    assert found.findings[0].status is FindingStatus.OPEN


def test_a_control_that_is_never_waivable_is_not_excused_whatever_policy_says(policy, facts):
    changes = {GAP: CONTROL.replace("waivable: {max_days: 60}", "waivable: never")}
    found = policy(changes).evaluate(facts({"a": 0.2}, waivers=[waiver("FAIR-001", "a")]))
    assert found.findings[0].status is FindingStatus.OPEN


def test_a_warning_is_not_waived(policy, facts):
    found = policy().evaluate(facts({"a": 0.2}, tier="limited", waivers=[waiver("FAIR-001", "a")]))
    assert (found.findings[0].effect, found.findings[0].status) == ("warn", "open")


def test_of_two_waivers_the_first_that_policy_names_excuses(policy, facts):
    waivers = [waiver("FAIR-001", "a", name="WVR-7"), waiver("FAIR-001", "a", name="WVR-3")]
    assert policy().evaluate(facts({"a": 0.2}, waivers=waivers)).findings[0].waiver == "WVR-7"


DENIED = other(9, after_denies="true").replace(
    '\tsome item in object.get(input.evidence, "o9", [])\n\tsome scope in item.body.bad\n',
    '\tsome deny in input.denies\n\tscope := sprintf("%s/%s", [deny.control, deny.scope])\n',
)


def test_a_control_after_the_denies_sees_every_deny_of_the_others_waived_or_not(policy, facts):
    changes = {
        "controls/other/o9/o9.rego": DENIED,
        "controls/other/o1/o1.rego": other(1, legal_from='"2030-01-01"', before="warn"),
    }
    evidence = {"o1": {"bad": ["warned"]}, "report": {"gaps": {"a": 0.2, "b": 0.3}}}
    found = policy(changes).evaluate(facts(evidence=evidence, waivers=[waiver("FAIR-001", "a")]))
    assert [one[5] for one in brief(found) if one[0] == "OTH-009"] == ["FAIR-001/a", "FAIR-001/b"]
    assert found.controls == ("FAIR-001", "OTH-001", "OTH-009")
    assert len(found.raw["data.mlgate.controls.other.o9.findings"]) == 2


def test_without_denies_a_control_after_them_is_asked_all_the_same(policy, facts):
    found = policy({"controls/other/o9/o9.rego": DENIED}).evaluate(facts({}))
    assert found.raw["data.mlgate.controls.other.o9.findings"] == []


REJECTED = {
    "decision_id": "d" * 32,
    "gate": "G4",
    "at": "2026-11-10T09:00:00Z",
    "findings": [
        {"control": name, "code": "bad", "scope": ""} for name in ("OTH-001", "OTH-009", "FAIR-001", "OLD-001")
    ],
}


@pytest.mark.parametrize(
    ("told", "seen"),
    [({}, ["OTH-001/now"]), ({"codes": '{bad: {effect: warn, message: "x"}}'}, []), ({"gates": "[MON]"}, [])],
    ids=["deny", "warn", "other gate"],
)
def test_what_an_earlier_rejection_names_is_judged_again_as_at_its_own_gate(policy, facts, told, seen):
    changes = {
        "controls/other/o9/o9.rego": DENIED,
        "controls/other/o1/o1.rego": other(1, **{"gates": "[G4]", **told}),
    }
    found = policy(changes).evaluate(
        facts(evidence={"o1": {"bad": ["now"]}, "report": {"gaps": {}}}, rejections=[REJECTED])
    )
    assert [one[5] for one in brief(found)] == seen
    assert found.controls == ("FAIR-001", "OTH-009")


@pytest.mark.parametrize(
    ("gate", "asked"), [("G4", "production/no check"), ("G1", "development/no check"), ("MON", "no stage/MON")]
)
def test_what_is_judged_again_reads_its_own_gate_off_the_request(policy, facts, gate, asked):
    request = 'some scope in {sprintf("%s/%s", [_said("to_stage", "no stage"), _said("check", "no check")])}'
    said = "\n_said(field, none) := input.request[field] if is_string(input.request[field])\n"
    said += "\n_said(field, none) := none if input.request[field] == null\n"
    changes = {
        "controls/other/o9/o9.rego": DENIED,
        "controls/other/o1/o1.rego": other(1, gates=f"[{gate}]").replace("some scope in item.body.bad", request) + said,
    }
    rejected = {**REJECTED, "gate": gate}
    found = policy(changes).evaluate(facts(evidence={"o1": {}, "report": {"gaps": {}}}, rejections=[rejected]))
    assert [one[5] for one in brief(found)] == [f"OTH-001/{asked}"]


def test_the_types_that_a_control_reads_go_with_the_evaluation(policy, facts):
    found = policy({GAP: CONTROL.replace("#   gates:", "#   evidence: [report]\n#   gates:")}).evaluate(facts({}))
    assert found.reads == {"FAIR-001": ("report",)}


def test_what_a_deny_asks_for_at_the_gate_goes_with_the_evaluation(policy, facts):
    changes = {
        GAP: CONTROL.replace("#   core:", "#   on_deny: {G3: demote, G4: other}\n#   core:"),
        "controls/other/o1/o1.rego": other(1),
    }
    assert policy(changes).evaluate(facts({})).on_deny == {"FAIR-001": "demote"}


SILENT = (
    'findings contains {"code": "evidence_missing", "scope": "", "args": {}} if count(evidence.approved("report")) == 0'
)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {
                GAP: CONTROL.replace(SILENT, "findings := 1 if input.nothing").replace(
                    "findings contains", "_x contains"
                )
            },
            f"{PATH} has no value",
        ),
        (
            {GAP: CONTROL.replace(SILENT, "findings := true").replace("findings contains", "_x contains")},
            "FAIR-001: findings is not a set",
        ),
        (
            {GAP: CONTROL.replace(SILENT, 'findings := {"a": 1}').replace("findings contains", "_x contains")},
            "findings is not a set",
        ),
        (
            {GAP: CONTROL.replace(SILENT, 'findings contains "evidence_missing"')},
            'emits "evidence_missing", which is not a code',
        ),
        (
            {GAP: CONTROL.replace(SILENT, 'findings contains {"code": "evidence_missing", "scope": ""}')},
            "which is not a code, a scope and args",
        ),
        (
            {GAP: CONTROL.replace(SILENT, 'findings contains {"code": "evidence_missing", "scope": 1, "args": {}}')},
            "which is not a code",
        ),
        (
            {
                GAP: CONTROL.replace(
                    SILENT, 'findings contains {"code": "evidence_missing", "scope": "", "args": {}, "effect": "warn"}'
                )
            },
            "which is not a code",
        ),
        (
            {GAP: CONTROL.replace(SILENT, 'findings contains {"code": sprintf("%s", ["x"]), "scope": "", "args": {}}')},
            "emits the code 'x', which METADATA does not declare",
        ),
        ({GAP: CONTROL.replace('"limit": _limit', '"limits": _limit')}, "the message needs the argument 'limit'"),
        (
            {GAP: CONTROL.replace('{"gap": gap,', '{"gap": sprintf("%v", [gap]),')},
            "the argument 'gap' is '0.2', which the format '.4f' does not fit",
        ),
        (
            {GAP: CONTROL.replace('"limit": _limit', '"limit": [_limit]')},
            "the argument 'limit' is not a text, a number or a truth value",
        ),
        ({GAP: CONTROL.replace("_limit := data.config.thresholds.gap", "_limit := 1 / input.now")}, "gap.rego:"),
        (planned("plan := {", "plan := {} if input.nothing\n\n_plan := {"), "data.mlgate.request.plan has no value"),
        (planned("plan := {", "plan := 1\n\n_plan := {"), "data.mlgate.request.plan: the whole"),
        (planned('"G3"', '"G9"'), "data.mlgate.request.plan: gate"),
        (
            planned('"apply_within_seconds": 3600,', '"apply_within_seconds": 3600, "more": 1,'),
            "data.mlgate.request.plan: more",
        ),
        (planned("3600", '"3600"'), "data.mlgate.request.plan: apply_within_seconds"),
        (planned('"pending": null, ', ""), "data.mlgate.request.plan: effects says nothing of pending"),
        (planned(', "demote": null', ""), "data.mlgate.request.plan: effects says nothing of demote"),
        (planned('"G3"', '"G1"'), "no control applies to a model of tier high at gate G1"),
    ],
)
def test_whatever_is_no_answer_is_an_error(policy, facts, changes, message):
    with pytest.raises(EvaluationError) as caught:
        policy(changes).evaluate(facts({"a": 0.2}))
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.hint


@pytest.mark.parametrize("tier", ["minimal", "out_of_scope", "unacceptable"])
def test_a_tier_that_no_control_knows_is_an_error_never_an_approval(policy, facts, tier):
    with pytest.raises(EvaluationError, match=f"no control applies to a model of tier {tier}"):
        policy().evaluate(facts({}, tier=tier))


def test_the_same_facts_give_the_same_evaluation(policy, facts):
    asked = facts({"a": 0.2, "b": 0.3})
    first, second = policy(), policy()
    assert first.evaluate(asked) == first.evaluate(asked) == second.evaluate(asked)


@pytest.mark.parametrize(
    ("lifecycle", "message"),
    [
        (None, "data.config.lifecycle.facts: is missing"),
        (LIFECYCLE.replace("G2", "G9"), r"data.config.lifecycle.facts.gates.qa"),
        (LIFECYCLE + "  more: 1\n", "data.config.lifecycle.facts.more"),
    ],
)
def test_lifecycle_data_that_is_wrong_refuses_the_bundle(policy, lifecycle, message):
    with pytest.raises(BundleError) as caught:
        policy({"config/lifecycle/data.yaml": lifecycle})
    assert message in str(caught.value)
