# METADATA
# scope: package
# title: Model card complete
# description: |-
#   The model card has all its sections, and they say what the model is, what it is for, why it exists, how it was trained,
#   how it was evaluated and what to mind. At the first gate a card that nobody approved yet is enough; later it has to be
#   approved.
# custom:
#   control: DOC-001
#   subjects: [model]
#   tiers: [high, limited, minimal]
#   gates: [G2, G3, G4]
#   evidence: [model_card]
#   parameters: []
#   legal_from: null
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: null
#   waivable: {max_days: 30}
#   on_deny: {}
#   core: true
#   refs: {eu_ai_act: ["Art 11", "Art 13(3)(b)", "Annex IV 1-3"], nist_ai_rmf: ["MEASURE 2.9", "GOVERN 1.4"], iso_42001: ["A.6.2.7", "A.8.2"], sr: ["11-7 VI (documentation)"]}
#   remediation: Fill the empty sections listed.
#   codes:
#     evidence_missing: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "{type} missing or not approved"}
#     evidence_wrong_approver: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "{type} not approved by {roles}"}
#     evidence_from_the_future: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "{type} is dated after now"}
#     evidence_stale: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "{type} is {days} days old, {limit} allowed"}
#     section_missing: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "model card without {sections}"}
package mlgate.controls.documentation.model_card

import data.mlgate.lib.contents
import data.mlgate.lib.evidence
import data.mlgate.lib.time as clock

findings contains finding if {
	data.mlgate.request.gate != "G2"
	some finding in evidence.faults("model_card")
}

findings contains {"code": "evidence_missing", "scope": "", "args": {"type": "model_card"}} if {
	data.mlgate.request.gate == "G2"
	count(_cards) == 0
}

findings contains {"code": "evidence_from_the_future", "scope": "", "args": {"type": "model_card"}} if {
	some card in _cards
	min({clock.age_days(card.created_at), clock.age_days(card.recorded_at)}) < 0
}

findings contains {"code": "section_missing", "scope": "", "args": {"sections": concat(", ", sections)}} if {
	some card in _cards
	sections := sort(array.concat(_empty(card.body), _unfilled(card.body)))
	count(sections) > 0
}

# What each section has to say; of training and evaluation details anything, but of every evaluation its name.
_fields := {
	"model_overview": ["algorithm_type", "model_description", "model_name", "model_owner", "problem_type"],
	"intended_uses": ["explanations_for_risk_rating", "intended_uses", "purpose_of_model", "risk_rating"],
	"business_details": ["business_problem", "line_of_business"],
	"additional_information": ["caveats_and_recommendations", "ethical_considerations"],
}

_sections := object.keys(_fields) | {"training_details", "evaluation_details"}

_empty(body) := contents.missing(body, _sections)

_unfilled(body) := array.concat(
	[concat(".", [section, field]) |
		some section, fields in _fields
		contents.gives(body, section)
		some field in contents.missing(contents.object_of(object.get(body, section, null)), fields)
	],
	["evaluation_details.name" |
		contents.gives(body, "evaluation_details")
		evaluations := contents.list(object.get(body, "evaluation_details", null))
		named := [evaluation | some evaluation in evaluations; contents.gives(contents.object_of(evaluation), "name")]
		[count(named) == count(evaluations), count(named) > 0] != [true, true]
	],
)

_cards := {card |
	some card in evidence.filed("model_card")
	card.status in {"draft", "in_review", "approved"}
} if {
	data.mlgate.request.gate == "G2"
} else := evidence.documents("model_card")
