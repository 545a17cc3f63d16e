# METADATA
# scope: package
# title: Monitoring set up
# description: |-
#   The endpoint is watched by jobs for data quality, model quality, drift and bias, each on a schedule that a machine reads and
#   against a baseline named by its digest, and somebody is alerted. A job for bias is asked for where the system is about people.
# custom:
#   control: OPS-002
#   subjects: [use-case, model]
#   tiers: [high, limited, minimal]
#   gates: [G4]
#   evidence: [monitoring_plan, risk_classification]
#   parameters: []
#   legal_from: null
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: Arts. 72 and 73 apply since 2 August 2026, and bite in practice with Chapter III.
#   waivable: {max_days: 14}
#   on_deny: {}
#   core: true
#   refs: {eu_ai_act: ["Art 72(1)-(3)", "Art 26(5)"], nist_ai_rmf: ["MEASURE 2.4", "MANAGE 4.1"], iso_42001: [A.6.2.6], sr: ["11-7 V (ongoing monitoring)"]}
#   remediation: Create the missing jobs and name the alert route.
#   codes:
#     evidence_missing: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "{type} missing or not approved"}
#     evidence_wrong_approver: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "{type} not approved by {roles}"}
#     evidence_from_the_future: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "{type} is dated after now"}
#     evidence_stale: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "{type} is {days} days old, {limit} allowed"}
#     parts_missing: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "monitoring plan without {parts}"}
#     job_missing: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "no job for {kind}"}
#     schedule_unreadable: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "the job for {kind} has no schedule that a machine reads"}
#     baseline_missing: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "the job for {kind} names no baseline by its digest"}
package mlgate.controls.operations.monitoring_setup

import data.mlgate.classification
import data.mlgate.lib.contents
import data.mlgate.lib.evidence

findings contains finding if some finding in evidence.faults("monitoring_plan")

findings contains {"code": "parts_missing", "scope": evidence.scope("monitoring_plan", document.subject), "args": {"parts": concat(", ", parts)}} if {
	some document in evidence.documents("monitoring_plan")
	parts := [part | some part in ["alert_route", "endpoint"]; not contents.is_said(object.get(document.body, part, null))]
	count(parts) > 0
}

findings contains {"code": "job_missing", "scope": evidence.part_scope("monitoring_plan", document.subject, kind), "args": {"kind": kind}} if {
	some document in evidence.documents("monitoring_plan")
	some kind in _kinds(document.subject)
	count(_jobs(document, kind)) == 0
}

findings contains {"code": "schedule_unreadable", "scope": evidence.part_scope("monitoring_plan", document.subject, kind), "args": {"kind": kind}} if {
	some document in evidence.documents("monitoring_plan")
	some kind in _all_kinds
	some job in _jobs(document, kind)
	not _is_schedule(object.get(job, "schedule", null))
}

findings contains {"code": "baseline_missing", "scope": evidence.part_scope("monitoring_plan", document.subject, kind), "args": {"kind": kind}} if {
	some document in evidence.documents("monitoring_plan")
	some kind in _all_kinds
	some job in _jobs(document, kind)
	not contents.is_digest(object.get(job, "baseline_sha256", null))
}

_all_kinds := {"data_quality", "model_quality", "drift", "bias"}

_kinds(holder) := {"data_quality", "drift", "model_quality"} | {"bias" | _is_about_people(_systems(holder))}

_is_about_people(refs) if count(refs) == 0

_is_about_people(refs) if {
	some ref in refs
	not _is_about_nobody(ref)
}

# The use cases that a plan is about: the one that filed it, or all of the model that did.
_systems(holder) := [use_case.ref | some use_case in input.use_cases; holder in {use_case.ref, input.subject.ref}]

# An empty list of affected persons is an answer; an open one is not.
_is_about_nobody(ref) if {
	answers := classification.questionnaire(ref)
	answers.affected_persons == []
	answers.profiling == false
	answers.decision_effect.legal_or_similar_effect == false
}

_jobs(document, kind) := [job |
	some item in contents.list(object.get(document.body, "jobs", null))
	job := contents.object_of(item)
	job.kind == kind
]

# The schedules of EventBridge, or the five fields of cron.
_is_schedule(schedule) if {
	is_string(schedule)
	regex.match(`^(cron\([^ ()]+( [^ ()]+){5}\)|rate\([1-9][0-9]* (minutes?|hours?|days?)\)|[0-9*/,-]+( [0-9A-Za-z*/,?#-]+){4})$`, trim_space(schedule))
}
