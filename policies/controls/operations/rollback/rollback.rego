# METADATA
# scope: package
# title: Rollback and fall-back tested
# description: |-
#   Going back was rehearsed and worked: to something other than this version, with a fallback that is known, and lately. A
#   rehearsal is as old as its own date, whatever the document's.
# custom:
#   control: OPS-004
#   subjects: [model]
#   tiers: [high, limited]
#   gates: [G4]
#   evidence: [rollback_test]
#   parameters: []
#   legal_from: null
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: null
#   waivable: {max_days: 14}
#   on_deny: {}
#   core: true
#   refs: {eu_ai_act: ["Art 15(4)", "Art 14(4)(e)"], nist_ai_rmf: ["MANAGE 2.4"], iso_42001: [A.6.2.5], sr: ["11-7 IV"]}
#   remediation: Rehearse the rollback.
#   codes:
#     evidence_missing: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "{type} missing or not approved"}
#     evidence_wrong_approver: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "{type} not approved by {roles}"}
#     evidence_from_the_future: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "{type} is dated after now"}
#     evidence_stale: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "{type} is {days} days old, {limit} allowed"}
#     rollback_failed: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "the rollback did not pass: {result}"}
#     target_missing: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "nothing is named to go back to"}
#     target_is_itself: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "{target} would go back to itself"}
#     fallback_unknown: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "no known fallback takes over"}
#     test_undated: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "the rollback is not dated"}
#     test_ahead: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "the rollback is dated after now"}
#     test_old: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "rollback rehearsed {days} days ago, {limit} allowed"}
package mlgate.controls.operations.rollback

import data.mlgate.lib.contents
import data.mlgate.lib.evidence
import data.mlgate.lib.time as clock

findings contains finding if some finding in evidence.faults("rollback_test")

findings contains {"code": "rollback_failed", "scope": "", "args": {"result": _result(document)}} if {
	some document in evidence.documents("rollback_test")
	object.get(document.body, "result", null) != "pass"
}

findings contains {"code": "target_missing", "scope": "", "args": {}} if {
	some document in evidence.documents("rollback_test")
	not contents.is_said(object.get(document.body, "target_version", null))
}

findings contains {"code": "target_is_itself", "scope": "", "args": {"target": target}} if {
	some document in evidence.documents("rollback_test")
	target := object.get(document.body, "target_version", null)
	is_string(target)
	lower(trim_space(target)) in _names
}

findings contains {"code": "fallback_unknown", "scope": "", "args": {}} if {
	some document in evidence.documents("rollback_test")
	not _is_fallback(object.get(document.body, "fallback", null))
}

findings contains {"code": "test_undated", "scope": "", "args": {}} if {
	some document in evidence.documents("rollback_test")
	not clock.is_moment(object.get(document.body, "at", null))
}

findings contains {"code": "test_ahead", "scope": "", "args": {}} if {
	some document in evidence.documents("rollback_test")
	clock.lies_ahead(object.get(document.body, "at", null))
}

findings contains {"code": "test_old", "scope": "", "args": {"days": round(days), "limit": limit}} if {
	some document in evidence.documents("rollback_test")
	clock.is_moment(object.get(document.body, "at", null))
	days := clock.age_days(document.body.at)
	limit := evidence.max_days("rollback_test")
	days > limit
}

_result(document) := document.body.result if {
	contents.gives(document.body, "result")
	is_string(document.body.result)
} else := "no result"

_is_fallback(fallback) if fallback in {"previous_version", "manual", "rules"}

# What the version itself is called: its reference, group and version, its number, its package.
_names contains lower(name) if {
	parts := split(input.subject.ref, "/")
	number := parts[count(parts) - 1]
	some name in [
		input.subject.ref,
		trim_prefix(input.subject.ref, "model/"),
		number,
		concat("", ["v", number]),
		concat(" ", ["version", number]),
	]
}

_names contains lower(input.subject.package_arn) if is_string(input.subject.package_arn)
