# METADATA
# scope: package
# title: Transition is in the state machine
# description: |-
#   A move forward goes to the next stage, and a model is at most one stage ahead of each use case that it serves. Back moves
#   and retirement are never refused by the order of stages; nothing leaves retirement. A use case is registered in poc.
# custom:
#   control: GOV-006
#   subjects: [use-case, model]
#   tiers: [unacceptable, high, limited, minimal, out_of_scope]
#   gates: [G0, G1, G2, G3, G4, G5]
#   evidence: []
#   parameters: []
#   legal_from: null
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: null
#   waivable: never
#   core: true
#   refs:
#     eu_ai_act: []
#     nist_ai_rmf: ["GOVERN 1.4"]
#     iso_42001: ["A.6.2.5"]
#     sr: []
#   remediation: Use the next permitted stage; stages cannot be skipped.
#   codes:
#     stage_skipped: {effect: deny, message: "{from_stage} does not lead to {to_stage}: the next stage is {next}"}
#     stage_unknown: {effect: deny, message: "{to_stage} is no stage of a {kind}"}
#     already_there: {effect: deny, message: "the subject is in {stage} already"}
#     retired: {effect: deny, message: "nothing leaves retirement; register it anew"}
#     ahead_of_use_case: {effect: deny, message: "{scope} is in {stage}, more than one stage behind {to_stage}"}
#     no_use_case: {effect: deny, message: "the model serves no use case, so there is nothing to approve it for"}
package mlgate.controls.governance.transition

import data.mlgate.lib.moves

findings contains finding if {
	data.mlgate.lib.moves.is_forward
	data.mlgate.lib.moves.there > data.mlgate.lib.moves.here + 1
	finding := {"code": "stage_skipped", "scope": "", "args": {
		"from_stage": input.subject.stage,
		"to_stage": input.request.to_stage,
		"next": data.config.lifecycle.order[input.subject.kind][data.mlgate.lib.moves.here + 1],
	}}
}

findings contains {"code": "stage_unknown", "scope": "", "args": {"to_stage": _target, "kind": input.subject.kind}} if {
	data.mlgate.lib.moves.there < 0
	_target != "retired"
}

findings contains {"code": "already_there", "scope": "", "args": {"stage": input.subject.stage}} if {
	input.subject.stage == input.request.to_stage
	not _is_registration
}

findings contains {"code": "retired", "scope": "", "args": {}} if {
	input.subject.stage == "retired"
	_target != "retired"
}

findings contains finding if {
	input.subject.kind == "model"
	data.mlgate.lib.moves.is_next
	some use_case in input.use_cases
	moves.position("use-case", _target) > moves.position("use-case", use_case.stage) + 1
	finding := {"code": "ahead_of_use_case", "scope": use_case.ref, "args": {
		"stage": use_case.stage,
		"to_stage": _target,
	}}
}

findings contains {"code": "no_use_case", "scope": "", "args": {}} if {
	input.subject.kind == "model"
	data.mlgate.lib.moves.is_forward
	count(input.use_cases) == 0
}

# The stage that is asked for, as a word: a check in place asks for none.
_target := input.request.to_stage if is_string(input.request.to_stage)

_target := "no stage" if not is_string(input.request.to_stage)

# A use case enters where its life begins.
_is_registration if {
	input.subject.kind == "use-case"
	input.request.to_stage == data.config.lifecycle.facts.first_stage["use-case"]
}
