# METADATA
# scope: package
# title: Affected persons are told, and can contest
# description: |-
#   People who are subject to a decision are told, and have a way to an explanation and to a person who decides, within a month.
#   It is due from what Annex III lists, save for point 2 (Art. 86(1)), and from whatever has legal or similar effects on people
#   (Art. 22 GDPR). A way says in a sentence how it is gone.
# custom:
#   control: TRN-002
#   subjects: [use-case, model]
#   tiers: [high]
#   gates: [G4]
#   evidence: [affected_person_notice, risk_classification]
#   parameters: [transparency.answer_max_days, documentation.answer_characters_min]
#   legal_from: "2027-12-02"
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: null
#   waivable: never
#   on_deny: {}
#   core: false
#   refs: {eu_ai_act: ["Art 26(11)", "Art 86"], nist_ai_rmf: ["MEASURE 3.3", "MANAGE 4.1"], iso_42001: [A.8.2, A.8.5], sr: [], other: ["GDPR 22(3)", "CCD2 Art 18(8)"]}
#   remediation: Publish the notice and open the review route.
#   codes:
#     evidence_missing: {effect: deny, message: "{type} missing or not approved"}
#     evidence_wrong_approver: {effect: deny, message: "{type} not approved by {roles}"}
#     evidence_from_the_future: {effect: deny, message: "{type} is dated after now"}
#     evidence_stale: {effect: deny, message: "{type} is {days} days old, {limit} allowed"}
#     notice_incomplete: {effect: deny, message: "notice to affected persons without {parts}"}
#     route_empty: {effect: deny, message: "{route} says in less than {least} characters how it is gone"}
#     answer_unlimited: {effect: deny, message: "no days are set within which an answer is owed"}
#     answer_late: {effect: deny, message: "an answer is owed within {days} days, {limit} allowed"}
#     not_accessible: {effect: deny, message: "the notice is said not to be accessible"}
package mlgate.controls.transparency.affected_persons

import data.mlgate.classification
import data.mlgate.lib.contents
import data.mlgate.lib.evidence
import data.mlgate.lib.measures
import data.mlgate.lib.parameters

findings contains finding if {
	some finding in evidence.faults("affected_person_notice")
	_concerns(finding.scope)
}

findings contains {"code": "notice_incomplete", "scope": evidence.scope("affected_person_notice", document.subject), "args": {"parts": concat(", ", parts)}} if {
	some document in _judged
	parts := contents.missing(document.body, ["channel", "explanation_route", "human_review_route", "language", "text_ref"])
	count(parts) > 0
}

findings contains {"code": "route_empty", "scope": evidence.scope("affected_person_notice", document.subject), "args": {"route": route, "least": least}} if {
	some document in _judged
	some route in ["explanation_route", "human_review_route"]
	contents.gives(document.body, route)
	least := parameters.value("documentation.answer_characters_min")
	told := object.get(document.body, route, null)
	not contents.says(told, least)
}

findings contains {"code": "answer_unlimited", "scope": evidence.scope("affected_person_notice", document.subject), "args": {}} if {
	some document in _judged
	not measures.is_count(object.get(document.body, "sla_days", null))
}

findings contains {"code": "answer_late", "scope": evidence.scope("affected_person_notice", document.subject), "args": {"days": days, "limit": limit}} if {
	some document in _judged
	days := object.get(document.body, "sla_days", null)
	measures.is_count(days)
	limit := parameters.value("transparency.answer_max_days")
	days > limit
}

findings contains {"code": "not_accessible", "scope": evidence.scope("affected_person_notice", document.subject), "args": {}} if {
	some document in _judged
	document.body.accessible == false
}

_judged contains document if {
	some document in evidence.documents("affected_person_notice")
	_concerns(document.subject)
}

# The use cases that decide about people. What another use case filed is not judged; what the model filed itself is.
_owing contains use_case.ref if {
	some use_case in input.use_cases
	not _decides_about_nobody(use_case.ref)
}

_decides_about_nobody(ref) if {
	answers := classification.questionnaire(ref)
	answers.decision_effect.legal_or_similar_effect == false
	_is_beyond(classification.assess(object.union(answers, {"annex_i": {"listed": false}})))
}

# What Annex III alone makes of a system: nothing, or its second point. The classification looks at Annex I first.
_is_beyond(assessed) if assessed.tier in {"limited", "minimal", "out_of_scope"}

_is_beyond(assessed) if assessed.reasons == {"annex3_2"}

_concerns(holder) if holder in _owing

_concerns(holder) if {
	count(_owing) > 0
	holder in {"", input.subject.ref}
}

_concerns(_) if count(input.use_cases) == 0
