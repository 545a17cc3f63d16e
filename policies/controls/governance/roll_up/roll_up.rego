# METADATA
# scope: package
# title: Use case moves only when all its models are approved
# description: |-
#   The present stage of every active model lies past the present stage of the use case; what a model once reached does not
#   count. Detached and retired models are left out, and a use case without an active model moves nowhere.
# custom:
#   control: GOV-007
#   subjects: [use-case]
#   tiers: [unacceptable, high, limited, minimal, out_of_scope]
#   gates: [G2, G3, G4]
#   evidence: []
#   parameters: []
#   legal_from: null
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: null
#   waivable: never
#   core: true
#   refs:
#     eu_ai_act: ["Art 3(1) (system level)"]
#     nist_ai_rmf: ["MAP 4.1", "MANAGE 1.1"]
#     iso_42001: ["A.6.2.5"]
#     sr: []
#   remediation: Approve, replace or detach the models listed.
#   codes:
#     model_behind: {effect: deny, message: "{scope} is in {stage}, not past {use_case_stage}"}
#     no_active_model: {effect: deny, message: "the use case has no active model"}
package mlgate.controls.governance.roll_up

import data.mlgate.lib.moves

findings contains finding if {
	data.mlgate.lib.moves.is_forward
	some model in _active
	moves.position("use-case", model.stage) <= data.mlgate.lib.moves.here
	finding := {"code": "model_behind", "scope": model.ref, "args": {
		"stage": model.stage,
		"use_case_stage": input.subject.stage,
	}}
}

findings contains {"code": "no_active_model", "scope": "", "args": {}} if {
	data.mlgate.lib.moves.is_forward
	count(_active) == 0
}

_active contains model if {
	some use_case in input.use_cases
	use_case.ref == input.subject.ref
	some model in use_case.models
	model.active == true
	model.stage != "retired"
}
