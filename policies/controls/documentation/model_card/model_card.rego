# METADATA
# scope: package
# title: Model card complete
# description: |-
#   The model card has all its sections. At the first gate a card that nobody approved yet is enough; later it has to be approved.
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
	data.mlgate.request.gate == "G2"
	some card in _cards
	min({clock.age_days(card.created_at), clock.age_days(card.recorded_at)}) < 0
}

findings contains {"code": "section_missing", "scope": "", "args": {"sections": concat(", ", sections)}} if {
	some card in _cards
	sections := contents.missing(card.body, _sections)
	count(sections) > 0
}

_sections := {
	"model_overview",
	"intended_uses",
	"business_details",
	"training_details",
	"evaluation_details",
	"additional_information",
}

_cards := {card |
	some card in evidence.filed("model_card")
	card.status in {"draft", "in_review", "approved"}
} if {
	data.mlgate.request.gate == "G2"
} else := evidence.documents("model_card")
