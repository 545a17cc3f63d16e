# METADATA
# scope: package
# title: Approvers are trained
# description: |-
#   Everybody whose approval counts at this gate has taken one of the courses that policy data names, not too long ago, and
#   the record has not expired. A record counts in a training record that a governance officer approved, and nobody attests
#   their own: neither as who confirms the course nor as the only one who approved the document.
# custom:
#   control: GOV-005
#   subjects: [use-case, model]
#   tiers: [high, limited]
#   gates: [G3, G4]
#   evidence: [training_record]
#   parameters: []
#   legal_from: "2025-02-02"
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: null
#   waivable: tier_max
#   core: false
#   refs: {eu_ai_act: ["Art 4", "Art 26(2)"], nist_ai_rmf: ["GOVERN 2.2"], iso_42001: ["A.4.6"], sr: ["11-7 VI"]}
#   remediation: Complete or renew the course, or name another approver.
#   codes:
#     evidence_missing: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "no {type} that counts"}
#     evidence_wrong_approver: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "{type} not approved by {roles}"}
#     evidence_from_the_future: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "{type} is dated after now"}
#     evidence_stale: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "{type} is {days} days old, {limit} allowed"}
#     untrained: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "{scope} approves and has no course on record that is in force"}
#     own_attestor: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "nobody but {scope} stands behind the record of their course"}
package mlgate.controls.governance.training

import data.mlgate.lib.calendar
import data.mlgate.lib.contents
import data.mlgate.lib.evidence
import data.mlgate.lib.people
import data.mlgate.lib.time as clock

findings contains finding if {
	count(_approvers) > 0
	some finding in evidence.faults("training_record")
}

findings contains {"code": "untrained", "scope": person, "args": {}} if {
	some person in _approvers
	count(_courses(person)) == 0
}

findings contains {"code": "own_attestor", "scope": person, "args": {}} if {
	some person in _approvers
	count(_courses(person)) > 0
	count([course | some course in _courses(person); _is_attested_by_others(person, course)]) == 0
}

_approvers contains vote.person if some vote in data.mlgate.lib.votes.approving

# The courses of somebody that are in force, each with the document that holds it.
_courses(person) := [{"record": record, "document": document} |
	some document in evidence.documents("training_record")
	some record in contents.list(object.get(document.body, "records", null))
	contents.object_of(record).person == person
	_is_in_force(record)
]

_is_in_force(record) if {
	record.course in data.config.training.courses
	clock.is_moment(record.completed_at)
	clock.age_days(record.completed_at) >= 0
	last := calendar.day_after_months(record.completed_at, data.config.training.max_months)
	clock.day(last) > data.mlgate.lib.time.now
	clock.is_moment(record.expires_at)
	clock.age_days(record.expires_at) < 0
}

_is_attested_by_others(person, course) if {
	attestor := object.get(course.record, "attested_by", null)
	contents.is_given(attestor)
	is_string(attestor)
	attestor != person
	course.document.created_by != person
	some approver in course.document.approved_by
	approver.person != person
	approver.person != course.document.created_by
	approver.role in data.config.evidence.training_record.approvers
	people.holds(approver.person, approver.role)
}
