# METADATA
# scope: package
# title: Data protection impact assessment
# description: |-
#   Whether one is required is computed, not believed: it is where the approved questionnaire does not deny that people are
#   profiled, or the screening itself says that they are (Art. 35(3)(a) GDPR; profiling is of personal data, Art. 4(4) GDPR). Where a data set of the model may hold personal
#   data, a screening is filed at least. A required one has the parts of Art. 35(7) GDPR, the opinion of the data protection
#   officer with its conditions met, and the outcome of a consultation that was needed (Art. 36 GDPR).
# custom:
#   control: RSK-003
#   subjects: [use-case, model]
#   tiers: [high, limited]
#   gates: [G3, G4]
#   evidence: [dpia, risk_classification, dataset_datasheet]
#   parameters: []
#   legal_from: null
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: null
#   waivable: never
#   on_deny: {}
#   core: true
#   refs: {eu_ai_act: ["Art 26(9)"], nist_ai_rmf: ["MEASURE 2.10"], iso_42001: [A.5.4, A.7.2], sr: [], other: ["GDPR 35", "GDPR 36"]}
#   remediation: Complete the DPIA using the provider information, with the DPO opinion.
#   codes:
#     evidence_missing: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "{type} missing or not approved"}
#     evidence_wrong_approver: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "{type} not approved by {roles}"}
#     evidence_from_the_future: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "{type} is dated after now"}
#     evidence_stale: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "{type} is {days} days old, {limit} allowed"}
#     requirement_denied: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "dpia says that none is required, and people may be profiled"}
#     requirement_open: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "dpia does not say whether one is required"}
#     contradicted: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "dpia denies {what}, {source} does not"}
#     parts_missing: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "dpia without {parts}"}
#     risk_incomplete: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "risk {position} of the dpia without {parts}"}
#     opinion_missing: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "the opinion of the data protection officer is missing"}
#     opinion_stop: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "the data protection officer says stop"}
#     officer_unknown: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "{person} is no data protection officer of the directory"}
#     conditions_open: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "conditions of the opinion are not met: {conditions}"}
#     consultation_open: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "whether the authority must be consulted is not answered"}
#     consultation_without_outcome: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "the authority must be consulted, and no outcome is recorded"}
#     consultation_refused: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "the authority prohibits the processing"}
#     undated: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "dpia has no past moment of completion"}
#     outdated: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "dpia was completed {days} days ago, {limit} allowed"}
package mlgate.controls.risk.data_protection

import data.mlgate.classification
import data.mlgate.lib.contents
import data.mlgate.lib.evidence
import data.mlgate.lib.people
import data.mlgate.lib.time as clock

findings contains finding if {
	some finding in evidence.faults("dpia")
	_concerns(finding.scope)
}

findings contains {"code": "requirement_denied", "scope": evidence.scope("dpia", document.subject), "args": {}} if {
	some document in _judged
	object.get(document.body, "required", null) != true
	_is_about_profiling(document)
}

findings contains {"code": "requirement_open", "scope": evidence.scope("dpia", document.subject), "args": {}} if {
	some document in _judged
	not is_boolean(object.get(document.body, "required", null))
	not _is_about_profiling(document)
}

findings contains {"code": "contradicted", "scope": evidence.scope("dpia", document.subject), "args": {"what": what, "source": "the questionnaire"}} if {
	some document in _judged
	some ref in _systems(document.subject)
	_profiling(ref) == true
	some what in ["personal_data", "profiling"]
	object.get(document.body, what, null) != true
}

findings contains {"code": "contradicted", "scope": evidence.scope("dpia", document.subject), "args": {"what": "personal_data", "source": "the datasheet"}} if {
	some document in _judged
	count(_personal_sheets) > 0
	object.get(document.body, "personal_data", null) != true
}

findings contains {"code": "parts_missing", "scope": evidence.scope("dpia", document.subject), "args": {"parts": concat(", ", parts)}} if {
	some document in _full
	parts := contents.missing(document.body, ["description", "necessity", "risks"])
	count(parts) > 0
}

findings contains {"code": "risk_incomplete", "scope": evidence.scope("dpia", document.subject), "args": {"position": position + 1, "parts": concat(", ", parts)}} if {
	some document in _full
	some position, item in contents.list(object.get(document.body, "risks", null))
	parts := _unsaid(contents.object_of(item))
	count(parts) > 0
}

findings contains {"code": "opinion_missing", "scope": evidence.scope("dpia", document.subject), "args": {}} if {
	some document in _full
	not _is_opinion(object.get(document.body, "dpo_opinion", null))
}

findings contains {"code": "opinion_stop", "scope": evidence.scope("dpia", document.subject), "args": {}} if {
	some document in _judged
	document.body.dpo_opinion == "stop"
}

findings contains {"code": "officer_unknown", "scope": evidence.scope("dpia", document.subject), "args": {"person": _officer(document)}} if {
	some document in _full
	not people.holds(object.get(document.body, "dpo", null), "data_protection_officer")
}

findings contains {"code": "conditions_open", "scope": evidence.scope("dpia", document.subject), "args": {"conditions": concat("; ", sort(open))}} if {
	some document in _full
	document.body.dpo_opinion == "proceed_with_conditions"
	open := _open_conditions([contents.object_of(item) | some item in contents.list(object.get(document.body, "conditions", null))])
	count(open) > 0
}

findings contains {"code": "consultation_open", "scope": evidence.scope("dpia", document.subject), "args": {}} if {
	some document in _full
	not is_boolean(object.get(document.body, "consultation_needed", null))
}

findings contains {"code": "consultation_without_outcome", "scope": evidence.scope("dpia", document.subject), "args": {}} if {
	some document in _full
	document.body.consultation_needed == true
	consultation := _consultation(document)
	not _has_outcome(consultation)
}

findings contains {"code": "consultation_refused", "scope": evidence.scope("dpia", document.subject), "args": {}} if {
	some document in _judged
	_consultation(document).outcome == "prohibited"
}

findings contains {"code": "undated", "scope": evidence.scope("dpia", document.subject), "args": {}} if {
	some document in _full
	not clock.has_been(object.get(document.body, "completed_at", null))
}

findings contains {"code": "outdated", "scope": evidence.scope("dpia", document.subject), "args": {"days": round(days), "limit": limit}} if {
	some document in _full
	clock.has_been(object.get(document.body, "completed_at", null))
	days := clock.age_days(document.body.completed_at)
	limit := evidence.max_days("dpia")
	days > limit
}

# The use cases that owe an assessment or a screening. What another use case filed is not judged; what the model filed is.
_asked contains use_case.ref if {
	some use_case in input.use_cases
	_profiling(use_case.ref) != false
}

_asked contains use_case.ref if {
	some use_case in input.use_cases
	count(_personal_sheets) > 0
}

# Whoever says that one is required, or that people are profiled, is taken by the word.
_asked contains document.subject if {
	some document in evidence.filed("dpia")
	some answer in ["required", "profiling"]
	document.body[answer] == true
}

_concerns(holder) if holder in _asked

_concerns(holder) if {
	count(_asked) > 0
	holder in {"", input.subject.ref}
}

_concerns(_) if count(input.use_cases) == 0

_judged contains document if {
	some document in evidence.documents("dpia")
	_concerns(document.subject)
}

# The documents that are asked for in full: a screening that rightly says no has nothing more to say.
_full contains document if {
	some document in _judged
	_is_required(document)
}

_is_required(document) if document.body.required == true

_is_required(document) if _is_about_profiling(document)

# By the questionnaire, or by its own word.
_is_about_profiling(document) if _may_profile(document.subject)

_is_about_profiling(document) if document.body.profiling == true

_may_profile(holder) if {
	some ref in _systems(holder)
	_profiling(ref) != false
}

_may_profile(_) if count(input.use_cases) == 0

# The use cases that a document is about: the one that filed it, or all of the model that did.
_systems(holder) := [use_case.ref | some use_case in input.use_cases; holder in {use_case.ref, input.subject.ref}]

# The answer of the approved questionnaire; null while it is open.
_profiling(ref) := object.get(classification.questionnaire(ref), "profiling", null) if {
	classification.has_questionnaire(ref)
} else := null

# The datasheets that do not deny personal data, approved or not. A use case's gate sees none.
_personal_sheets contains document if {
	some document in evidence.filed("dataset_datasheet")
	object.get(document.body, "personal_data", null) != false
}

_unsaid(risk) := array.concat(
	contents.missing(risk, ["risk"]),
	array.concat(
		["level" | not _is_level(object.get(risk, "level", null))],
		["measures" | count([measure | some measure in contents.list(object.get(risk, "measures", null)); contents.is_said(measure)]) == 0],
	),
)

_is_level(level) if level in {"low", "medium", "high"}

_is_opinion(opinion) if opinion in {"proceed", "proceed_with_conditions", "stop"}

_officer(document) := document.body.dpo if is_string(object.get(document.body, "dpo", null))

_officer(document) := "nobody" if not is_string(object.get(document.body, "dpo", null))

# Conditions that nobody wrote down cannot be met.
_open_conditions(conditions) := ["none is named"] if {
	count(conditions) == 0
} else := [_words(condition) |
	some condition in conditions
	object.get(condition, "met", null) != true
]

_words(condition) := condition.condition if is_string(object.get(condition, "condition", null))

_words(condition) := "one without words" if not is_string(object.get(condition, "condition", null))

_consultation(document) := contents.object_of(object.get(document.body, "consultation", null))

_has_outcome(consultation) if {
	consultation.outcome in {"no_objection", "advice_followed", "prohibited"}
	contents.is_said(object.get(consultation, "authority", null))
	clock.has_been(object.get(consultation, "outcome_at", null))
}
