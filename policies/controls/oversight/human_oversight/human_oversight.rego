# METADATA
# scope: package
# title: Human oversight works
# description: |-
#   Named, competent people with the authority to do so can understand, interpret, overrule and stop the system, measures against
#   automation bias are taken, and overruling and stopping were rehearsed within half a year.
# custom:
#   control: HOV-001
#   subjects: [use-case, model]
#   tiers: [high]
#   gates: [G4]
#   evidence: [human_oversight_plan]
#   parameters: [oversight.drill_max_days]
#   legal_from: "2027-12-02"
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: null
#   waivable: never
#   on_deny: {}
#   core: true
#   refs: {eu_ai_act: ["Art 14(4)(a)-(e)", "Art 26(2)"], nist_ai_rmf: ["MAP 3.5", "GOVERN 3.2", "MANAGE 2.4"], iso_42001: ["A.9.2", "A.9.3"], sr: ["11-7 IV (use)"]}
#   remediation: Run the stop and override drills and record them.
#   codes:
#     evidence_missing: {effect: deny, message: "{type} missing or not approved"}
#     evidence_wrong_approver: {effect: deny, message: "{type} not approved by {roles}"}
#     evidence_from_the_future: {effect: deny, message: "{type} is dated after now"}
#     evidence_stale: {effect: deny, message: "{type} is {days} days old, {limit} allowed"}
#     plan_incomplete: {effect: deny, message: "human_oversight_plan incomplete: {parts}"}
#     overseer_powerless: {effect: deny, message: "overseer {person} lacks {parts}"}
#     overseer_unknown: {effect: deny, message: "{person} is no person of the directory"}
#     drill_old: {effect: deny, message: "{drill} was {days} days ago, {limit} allowed"}
#     drill_ahead: {effect: deny, message: "{drill} lies ahead"}
package mlgate.controls.oversight.human_oversight

import data.mlgate.lib.contents
import data.mlgate.lib.evidence
import data.mlgate.lib.parameters
import data.mlgate.lib.people
import data.mlgate.lib.time as clock

findings contains finding if some finding in evidence.faults("human_oversight_plan")

findings contains {"code": "plan_incomplete", "scope": evidence.scope("human_oversight_plan", document.subject), "args": {"parts": concat(", ", parts)}} if {
	some document in evidence.documents("human_oversight_plan")
	parts := sort(array.concat(
		array.concat(
			[capability | some capability in ["a", "b", "c", "d", "e"]; object.get(document.body, capability, null) != true],
			[part | some part in ["overseers", "automation_bias_measures"]; not _names_some(object.get(document.body, part, null))],
		),
		[drill | some drill in _drills; not clock.is_moment(object.get(document.body, drill, null))],
	))
	count(parts) > 0
}

findings contains {"code": "overseer_powerless", "scope": evidence.scope("human_oversight_plan", document.subject), "args": {"person": _name(overseer), "parts": concat(", ", parts)}} if {
	some document in evidence.documents("human_oversight_plan")
	some item in contents.list(object.get(document.body, "overseers", null))
	overseer := contents.object_of(item)
	parts := array.concat(
		["authority" | object.get(overseer, "authority", null) != true],
		array.concat(
			contents.missing(overseer, ["competence_ref"]),
			["person" | not contents.is_said(object.get(overseer, "person", null))],
		),
	)
	count(parts) > 0
}

findings contains {"code": "overseer_unknown", "scope": evidence.scope("human_oversight_plan", document.subject), "args": {"person": person}} if {
	some document in evidence.documents("human_oversight_plan")
	some item in contents.list(object.get(document.body, "overseers", null))
	person := object.get(contents.object_of(item), "person", null)
	contents.is_said(person)
	not people.is_known(person)
}

findings contains {"code": "drill_old", "scope": evidence.scope("human_oversight_plan", document.subject), "args": {"drill": drill, "days": round(days), "limit": limit}} if {
	some document in evidence.documents("human_oversight_plan")
	some drill in _drills
	clock.is_moment(object.get(document.body, drill, null))
	days := clock.age_days(document.body[drill])
	limit := parameters.value("oversight.drill_max_days")
	days > limit
}

findings contains {"code": "drill_ahead", "scope": evidence.scope("human_oversight_plan", document.subject), "args": {"drill": drill}} if {
	some document in evidence.documents("human_oversight_plan")
	some drill in _drills
	clock.is_moment(object.get(document.body, drill, null))
	clock.age_days(document.body[drill]) < 0
}

_names_some(items) if {
	some item in contents.list(items)
	contents.is_given(item)
}

_drills := ["override_tested_at", "stop_tested_at"]

_name(overseer) := overseer.person if is_string(object.get(overseer, "person", null))

_name(overseer) := "without a name" if not is_string(object.get(overseer, "person", null))
