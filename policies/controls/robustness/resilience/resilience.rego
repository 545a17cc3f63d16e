# METADATA
# scope: package
# title: Robustness and adversarial tests
# description: |-
#   The five families of Art. 15(4) and (5) were tested on the artifact that moves: small changes and missing inputs, evasion, poisoning and
#   feedback loops. Each passed, or says in a sentence why it does not apply; at least one was run. A test is as old as its own
#   date, whatever the report's.
# custom:
#   control: ROB-001
#   subjects: [model]
#   tiers: [high]
#   gates: [G3, G4]
#   evidence: [robustness_report]
#   parameters: [documentation.answer_characters_min]
#   legal_from: "2027-12-02"
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: null
#   waivable: {max_days: 60}
#   on_deny: {}
#   core: true
#   refs: {eu_ai_act: ["Art 15(4)-(5)"], nist_ai_rmf: ["MEASURE 2.7", "MEASURE 2.6"], iso_42001: [A.6.2.4], sr: ["11-7 IV (sensitivity)"]}
#   remediation: Run the missing test families.
#   codes:
#     evidence_missing: {effect: deny, message: "{type} missing or not approved"}
#     evidence_wrong_approver: {effect: deny, message: "{type} not approved by {roles}"}
#     evidence_from_the_future: {effect: deny, message: "{type} is dated after now"}
#     evidence_stale: {effect: deny, message: "{type} is {days} days old, {limit} allowed"}
#     artifact_unknown: {effect: deny, message: "the model has no registered artifact"}
#     other_artifact: {effect: deny, message: "the report is of {named}, not of the registered {registered}"}
#     test_missing: {effect: deny, message: "{family} not tested"}
#     test_failed: {effect: deny, message: "{family} failed: {reason}"}
#     result_unknown: {effect: deny, message: "{family} neither passed nor failed nor excused"}
#     excuse_empty: {effect: deny, message: "{family} excused without a reason of {least} characters"}
#     test_incomplete: {effect: deny, message: "{family} without {parts}"}
#     test_undated: {effect: deny, message: "{family} is not dated"}
#     test_ahead: {effect: deny, message: "{family} is dated after now"}
#     test_old: {effect: deny, message: "{family} was tested {days} days ago, {limit} allowed"}
#     nothing_tested: {effect: deny, message: "every family is excused: nothing was tested"}
package mlgate.controls.robustness.resilience

import data.mlgate.lib.artifacts
import data.mlgate.lib.contents
import data.mlgate.lib.evidence
import data.mlgate.lib.parameters
import data.mlgate.lib.time as clock

findings contains finding if some finding in evidence.faults("robustness_report")

findings contains finding if some finding in artifacts.faults("robustness_report")

findings contains {"code": "test_missing", "scope": family, "args": {"family": family}} if {
	some document in evidence.documents("robustness_report")
	some family in _families
	count(_test(document, family)) == 0
}

findings contains {"code": "test_failed", "scope": family, "args": {"family": family, "reason": _reason(test)}} if {
	some family, test in _tests
	test.result == "fail"
}

findings contains {"code": "result_unknown", "scope": family, "args": {"family": family}} if {
	some family, test in _tests
	not _is_result(object.get(test, "result", null))
}

findings contains {"code": "excuse_empty", "scope": family, "args": {"family": family, "least": least}} if {
	some family, test in _tests
	test.result == "na"
	least := parameters.value("documentation.answer_characters_min")
	not contents.says(object.get(test, "reason", null), least)
}

findings contains {"code": "test_incomplete", "scope": family, "args": {"family": family, "parts": concat(", ", parts)}} if {
	some family, test in _tests
	test.result == "pass"
	parts := contents.missing(test, ["reason", "tool"])
	count(parts) > 0
}

findings contains {"code": "test_undated", "scope": family, "args": {"family": family}} if {
	some family, test in _tests
	not clock.is_moment(object.get(test, "at", null))
}

findings contains {"code": "test_ahead", "scope": family, "args": {"family": family}} if {
	some family, test in _tests
	clock.lies_ahead(object.get(test, "at", null))
}

findings contains {"code": "test_old", "scope": family, "args": {"family": family, "days": round(days), "limit": limit}} if {
	some family, test in _tests
	clock.is_moment(object.get(test, "at", null))
	days := clock.age_days(test.at)
	limit := evidence.max_days("robustness_report")
	days > limit
}

findings contains {"code": "nothing_tested", "scope": "", "args": {}} if {
	count(_tests) > 0
	every test in _tests { test.result == "na" }
}

_families := ["perturbation", "missing_inputs", "evasion", "poisoning_review", "feedback_loop_review"]

# The tests that are there, by family. The newest report is one: it hangs on the model alone.
_tests[family] := test if {
	some document in evidence.documents("robustness_report")
	some family in _families
	test := _test(document, family)
	count(test) > 0
}

_test(document, family) := contents.object_of(object.get(document.body, family, null))

_is_result(result) if result in {"pass", "fail", "na"}

_reason(test) := test.reason if {
	contents.gives(test, "reason")
} else := "no reason given"
