# METADATA
# scope: package
# title: Classification is current
# description: |-
#   The approved questionnaire of each use case was completed not longer ago than its tier allows, by the earliest of the
#   dates that are claimed and recorded, and for the purpose that the use case is registered with today, word for word.
# custom:
#   control: CLS-005
#   subjects: [use-case, model]
#   tiers: [unacceptable, high, limited, minimal, out_of_scope]
#   gates: [G1, G2, G3, G4, MON]
#   evidence: [risk_classification]
#   parameters: [classification.max_days_high, classification.max_days]
#   legal_from: null
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: null
#   waivable: tier_max
#   core: true
#   refs:
#     eu_ai_act: ["Art 9(2)", "Art 3(23)"]
#     nist_ai_rmf: ["GOVERN 1.5", "MAP 1.1"]
#     iso_42001: ["A.5.2"]
#     sr: ["11-7 V (periodic review)"]
#   remediation: Re-run the questionnaire for the present intended purpose.
#   codes:
#     no_use_case: {effect: deny, message: "the model serves no use case, so nothing classifies it"}
#     classification_missing: {effect: deny, message: "no approved classification stands for {use_case}"}
#     completion_undated: {effect: deny, message: "the questionnaire of {use_case} does not say when it was completed"}
#     completed_ahead: {effect: deny, message: "the questionnaire of {use_case} is dated after now"}
#     classification_old: {effect: deny, message: "the classification of {use_case} is {days} days old, {limit} allowed"}
#     purpose_unregistered: {effect: deny, message: "{use_case} is registered without an intended purpose"}
#     purpose_differs: {effect: deny, message: "{use_case} was classified for another purpose than it is registered with"}
package mlgate.controls.classification.current

import data.mlgate.classification
import data.mlgate.lib.evidence
import data.mlgate.lib.parameters
import data.mlgate.lib.time as clock

findings contains {"code": "no_use_case", "scope": "", "args": {}} if count(input.use_cases) == 0

findings contains {"code": "classification_missing", "scope": _scope(use_case.ref), "args": {"use_case": use_case.ref}} if {
	some use_case in input.use_cases
	not classification.has_questionnaire(use_case.ref)
}

findings contains {"code": "completion_undated", "scope": _scope(use_case.ref), "args": {"use_case": use_case.ref}} if {
	some use_case in input.use_cases
	answers := classification.questionnaire(use_case.ref)
	not clock.is_moment(object.get(answers, "completed_at", null))
}

findings contains {"code": "completed_ahead", "scope": _scope(use_case.ref), "args": {"use_case": use_case.ref}} if {
	some use_case in input.use_cases
	min(_ages(use_case.ref)) < 0
}

findings contains finding if {
	some use_case in input.use_cases
	days := max(_ages(use_case.ref))
	limit := _limit(classification.tier_of(use_case.ref))
	days > limit
	finding := {"code": "classification_old", "scope": _scope(use_case.ref), "args": {
		"use_case": use_case.ref,
		"days": round(days),
		"limit": limit,
	}}
}

findings contains {"code": "purpose_unregistered", "scope": _scope(use_case.ref), "args": {"use_case": use_case.ref}} if {
	some use_case in input.use_cases
	_text(use_case) == ""
}

findings contains {"code": "purpose_differs", "scope": _scope(use_case.ref), "args": {"use_case": use_case.ref}} if {
	some use_case in input.use_cases
	_text(use_case) != ""
	answers := classification.questionnaire(use_case.ref)
	_text(answers) != _text(use_case)
}

# The days since the questionnaire was completed, written and recorded, as far as it says so; a set.
_ages(ref) := {clock.age_days(moment) |
	some document in array.slice(_filed(ref), 0, 1)
	classification.has_questionnaire(ref)
	some moment in [object.get(document.body, "completed_at", null), document.created_at, document.recorded_at]
	clock.is_moment(moment)
}

_filed(ref) := [document |
	some document in object.get(input.evidence, "risk_classification", [])
	document.subject == ref
]

_limit(tier) := parameters.value("classification.max_days_high") if tier in {"high", "unacceptable", "undetermined"}

_limit(tier) := parameters.value("classification.max_days") if tier in {"limited", "minimal", "out_of_scope"}

# The intended purpose that something names, without the space around it; "" where it names none.
_text(named) := trim_space(purpose) if {
	purpose := object.get(named, "intended_purpose", null)
	is_string(purpose)
} else := ""

_scope(ref) := evidence.scope("risk_classification", ref)
