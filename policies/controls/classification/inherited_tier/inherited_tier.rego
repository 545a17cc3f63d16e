# METADATA
# scope: package
# title: Model tier is at least its use-case tier
# description: |-
#   A model inherits the tier of the systems it is part of. Where a model brings a questionnaire of its own, the tier that
#   follows from it is not below that of any of its use cases; a lower one takes a use case of its own.
# custom:
#   control: CLS-006
#   subjects: [model]
#   tiers: [unacceptable, high, limited, minimal]
#   gates: [G2, G3, G4]
#   evidence: [risk_classification]
#   parameters: []
#   legal_from: null
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: null
#   waivable: never
#   core: true
#   refs:
#     eu_ai_act: ["Art 3(1)", "Annex III 5(b) exception", "recital 58"]
#     nist_ai_rmf: ["MAP 4.1"]
#     iso_42001: ["A.6.1.3"]
#     sr: ["26-2 materiality (purpose)"]
#   remediation: Let the model inherit the tier, or show that it is a separate AI system with its own use case.
#   codes:
#     below_use_case: {effect: deny, message: "the model claims {model_tier}, {scope} is {use_case_tier}"}
#     own_tier_open: {effect: deny, message: "the model's own questionnaire leaves its tier open"}
package mlgate.controls.classification.inherited_tier

import data.mlgate.classification

findings contains finding if {
	some own in _own_tiers
	some use_case in input.use_cases
	inherited := classification.tier_of(use_case.ref)
	inherited != "undetermined"
	data.mlgate.lib.tiers.rank[own] < data.mlgate.lib.tiers.rank[inherited]
	finding := {"code": "below_use_case", "scope": use_case.ref, "args": {
		"model_tier": own,
		"use_case_tier": inherited,
	}}
}

findings contains {"code": "own_tier_open", "scope": "", "args": {}} if {
	some own in _own_tiers
	own == "undetermined"
}

# The tier that follows from the newest questionnaire of the model's own, whatever its status; none where it inherits.
_own_tiers contains classification.assess(document.body).tier if {
	some document in array.slice(_own, 0, 1)
}

_own := [document |
	some document in object.get(input.evidence, "risk_classification", [])
	document.subject == input.subject.ref
]
