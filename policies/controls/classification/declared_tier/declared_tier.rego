# METADATA
# scope: package
# title: Declared tier is not below computed tier
# description: |-
#   The tier that the applicant declared is at least the one that follows from the answers. While an answer is open nothing
#   follows, and CLS-001 says so. At G0 only a questionnaire that is there is judged. A tier that came down, by approved
#   questionnaires, is a changed answer: it starts at the first gate of the subject again, and what was passed under the
#   stricter tier does not count for it.
# custom:
#   control: CLS-003
#   subjects: [use-case, model]
#   tiers: [unacceptable, high, limited, minimal, out_of_scope]
#   gates: [G0, G1, G2, G3, G4]
#   evidence: [risk_classification]
#   parameters: []
#   legal_from: "2027-12-02"
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: "Art. 6(5): the Commission's guidelines on Art. 6 are a draft of 19 May 2026; no final text was found."
#   waivable: never
#   core: true
#   refs:
#     eu_ai_act: ["Art 6(1)-(3)", "Annex III"]
#     nist_ai_rmf: ["MAP 1.5"]
#     iso_42001: ["A.5.2"]
#     sr: ["26-2 materiality"]
#   remediation: Raise the declared tier to the computed one, or correct a wrong answer with a recorded reason.
#   codes:
#     declared_below_computed: {effect: deny, message: "declared {declared}, but the answers give {computed} ({use_case})"}
#     declaration_missing: {effect: deny, message: "no tier is declared ({use_case})"}
#     questionnaire_missing: {effect: deny, message: "no questionnaire declares a tier for {use_case}"}
#     tier_lowered: {effect: deny, message: "the tier of {use_case} came down from {before} to {after}, and {gate} was not passed since"}
package mlgate.controls.classification.declared_tier

import data.mlgate.classification
import data.mlgate.lib.time as clock

findings contains finding if {
	some ref, answers in _answers
	declared := object.get(answers, "declared_tier", null)
	computed := classification.assess(answers).tier
	computed != "undetermined"
	object.get(data.mlgate.lib.tiers.rank, [declared], 9) < data.mlgate.lib.tiers.rank[computed]
	finding := {"code": "declared_below_computed", "scope": "", "args": {
		"use_case": ref,
		"declared": declared,
		"computed": computed,
	}}
}

findings contains {"code": "declaration_missing", "scope": "", "args": {"use_case": ref}} if {
	some ref, answers in _answers
	object.get(data.mlgate.lib.tiers.rank, [object.get(answers, "declared_tier", null)], null) == null
}

findings contains {"code": "questionnaire_missing", "scope": "", "args": {"use_case": use_case.ref}} if {
	data.mlgate.request.gate != "G0"
	some use_case in input.use_cases
	count(_newest(use_case.ref)) == 0
}

findings contains finding if {
	some use_case in input.use_cases
	some [higher, lowered] in _lowerings(use_case.ref)
	data.mlgate.request.gate in _later_gates
	count([at | some at in _passed(_first_gate); at > clock.moment(lowered.recorded_at)]) == 0
	finding := {"code": "tier_lowered", "scope": use_case.ref, "args": {
		"use_case": use_case.ref,
		"before": _tier(higher),
		"after": _tier(_newest(use_case.ref)[0]),
		"gate": _first_gate,
	}}
}

# The newest questionnaire that somebody approved with a stricter tier than the newest of all has, and the one after it.
_lowerings(ref) := array.slice(
	[[document, standing[place - 1]] |
		standing := [held | some held in _newest(ref); _stands(held, _newest(ref)[0])]
		some place, document in standing
		place > 0
		data.mlgate.lib.tiers.rank[_tier(document)] > data.mlgate.lib.tiers.rank[_tier(standing[0])]
	],
	0, 1,
)

_stands(document, newest) if document == newest

# Whoever approved it need not hold the role any more. One with open answers has no tier.
_stands(document, _) if {
	some approver in document.approved_by
	approver.role in data.config.evidence.risk_classification.approvers
	approver.person != document.created_by
	_tier(document) != "undetermined"
}

_tier(document) := classification.assess(document.body).tier

# When a gate was passed last: one moment, or none.
_passed(gate) := [clock.moment(passage.at) |
	some name, passage in object.get(input.subject, "passed", {})
	name == gate
]

_first_gate := {"use-case": "G1", "model": "G2"}[input.subject.kind]

_later_gates := {"use-case": {"G2", "G3", "G4"}, "model": {"G3", "G4"}}[input.subject.kind]

# The answers of the newest questionnaire of each use case that has one.
_answers[use_case.ref] := document.body if {
	some use_case in input.use_cases
	some document in array.slice(_newest(use_case.ref), 0, 1)
}

_newest(ref) := [document |
	some document in object.get(input.evidence, "risk_classification", [])
	document.subject == ref
]
