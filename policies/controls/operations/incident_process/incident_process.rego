# METADATA
# scope: package
# title: Incident process
# description: |-
#   Serious incidents are reported within the clocks of Art. 73, or sooner; the authority and the way to suspend use are named; and
#   the process was rehearsed within a year.
# custom:
#   control: OPS-003
#   subjects: [use-case, model]
#   tiers: [high]
#   gates: [G4]
#   evidence: [incident_plan]
#   parameters: [operations.incident_serious_days_max, operations.incident_death_days_max, operations.incident_widespread_days_max, operations.incident_drill_max_days, documentation.answer_characters_min]
#   legal_from: "2027-12-02"
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: Arts. 72 and 73 apply since 2 August 2026, and bite in practice with Chapter III.
#   waivable: {max_days: 30}
#   on_deny: {}
#   core: false
#   refs: {eu_ai_act: ["Art 73", "Art 26(5)", "Art 20"], nist_ai_rmf: ["MANAGE 4.3", "MANAGE 2.3"], iso_42001: [A.8.4], sr: ["11-7 VI"]}
#   remediation: Write the plan and run a drill.
#   codes:
#     evidence_missing: {effect: deny, message: "{type} missing or not approved"}
#     evidence_wrong_approver: {effect: deny, message: "{type} not approved by {roles}"}
#     evidence_from_the_future: {effect: deny, message: "{type} is dated after now"}
#     evidence_stale: {effect: deny, message: "{type} is {days} days old, {limit} allowed"}
#     clock_missing: {effect: deny, message: "no clock for {clock}"}
#     clock_long: {effect: deny, message: "{clock}: {days} days, {limit} allowed"}
#     contact_missing: {effect: deny, message: "no market surveillance authority is named"}
#     procedure_empty: {effect: deny, message: "how use is suspended is said in less than {least} characters"}
#     never_drilled: {effect: deny, message: "the incident process was never rehearsed"}
#     drill_ahead: {effect: deny, message: "the drill lies ahead"}
#     drill_old: {effect: deny, message: "last drill {days} days ago, {limit} allowed"}
package mlgate.controls.operations.incident_process

import data.mlgate.lib.contents
import data.mlgate.lib.evidence
import data.mlgate.lib.measures
import data.mlgate.lib.parameters
import data.mlgate.lib.time as clock

findings contains finding if some finding in evidence.faults("incident_plan")

findings contains {"code": "clock_missing", "scope": evidence.part_scope("incident_plan", document.subject, name), "args": {"clock": name}} if {
	some document in evidence.documents("incident_plan")
	some name, _ in _clocks
	days := _days(document, name)
	not _is_positive(days)
}

findings contains {"code": "clock_long", "scope": evidence.part_scope("incident_plan", document.subject, name), "args": {"clock": name, "days": days, "limit": limit}} if {
	some document in evidence.documents("incident_plan")
	some name, parameter in _clocks
	days := _days(document, name)
	_is_positive(days)
	limit := parameters.value(parameter)
	days > limit
}

findings contains {"code": "contact_missing", "scope": evidence.scope("incident_plan", document.subject), "args": {}} if {
	some document in evidence.documents("incident_plan")
	not contents.is_said(object.get(document.body, "msa_contact", null))
}

findings contains {"code": "procedure_empty", "scope": evidence.scope("incident_plan", document.subject), "args": {"least": least}} if {
	some document in evidence.documents("incident_plan")
	least := parameters.value("documentation.answer_characters_min")
	not contents.says(object.get(document.body, "suspend_procedure", null), least)
}

findings contains {"code": "never_drilled", "scope": evidence.scope("incident_plan", document.subject), "args": {}} if {
	some document in evidence.documents("incident_plan")
	not clock.is_moment(object.get(document.body, "drill_at", null))
}

findings contains {"code": "drill_ahead", "scope": evidence.scope("incident_plan", document.subject), "args": {}} if {
	some document in evidence.documents("incident_plan")
	clock.lies_ahead(object.get(document.body, "drill_at", null))
}

findings contains {"code": "drill_old", "scope": evidence.scope("incident_plan", document.subject), "args": {"days": round(days), "limit": limit}} if {
	some document in evidence.documents("incident_plan")
	clock.is_moment(object.get(document.body, "drill_at", null))
	days := clock.age_days(document.body.drill_at)
	limit := parameters.value("operations.incident_drill_max_days")
	days > limit
}

# The clocks of Art. 73(2), (4) and (3), and the parameter that bounds each.
_clocks := {
	"serious_days": "operations.incident_serious_days_max",
	"death_days": "operations.incident_death_days_max",
	"widespread_days": "operations.incident_widespread_days_max",
}

_days(document, name) := object.get(contents.object_of(object.get(document.body, "clocks", null)), name, null)

_is_positive(days) if {
	measures.is_count(days)
	days > 0
}
