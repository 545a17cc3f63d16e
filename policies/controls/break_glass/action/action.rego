# METADATA
# scope: package
# title: Break-glass restores safety only
# description: |-
#   The action goes back to a version that was approved for production and stands there, switches to the fall-back, disables
#   an endpoint, or mends something that touches neither weights, features, thresholds nor purpose. It is never a way to a
#   first release, to another tier, or for an unacceptable use; only a stop is open to everything.
# custom:
#   control: BRK-001
#   subjects: [model]
#   tiers: [unacceptable, high, limited, minimal, out_of_scope]
#   gates: [BG]
#   evidence: [break_glass]
#   parameters: []
#   legal_from: null
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: null
#   waivable: never
#   core: true
#   refs: {eu_ai_act: ["Art 14(4)(e)", "Art 15(4)", "Art 20"], nist_ai_rmf: ["MANAGE 2.4", "MANAGE 2.3"], iso_42001: ["A.6.2.6", "A.8.4"], sr: ["11-7 VI (exceptions)"]}
#   remediation: Stop the endpoint, which is always open, and bring the change through the gates.
#   codes:
#     action_missing: {effect: deny, message: "no break-glass document says what is to be done"}
#     action_unknown: {effect: deny, message: "{scope}: the action is none of {actions}"}
#     never_released: {effect: deny, message: "{scope}: the version is in {stage}, so this would be its first release"}
#     tier_barred: {effect: deny, message: "{scope}: for a use of tier {tier} there are only stops"}
#     target_missing: {effect: deny, message: "{scope}: no version is named to go back to"}
#     target_not_approved: {effect: deny, message: "{scope}: {target} is no other version that was approved for production and stands there"}
#     changes_more: {effect: deny, message: "{scope}: it does not rule out a change of {what}"}
package mlgate.controls.break_glass.action

import data.mlgate.lib.break_glass
import data.mlgate.lib.contents

findings contains {"code": "action_missing", "scope": "", "args": {}} if count(data.mlgate.lib.break_glass.asked) == 0

findings contains {"code": "action_unknown", "scope": break_glass.name(document), "args": {"actions": actions}} if {
	some document in data.mlgate.lib.break_glass.asked
	break_glass.action(document) == ""
	actions := concat(", ", data.config.break_glass.actions)
}

findings contains {"code": "never_released", "scope": break_glass.name(document), "args": {"stage": input.subject.stage}} if {
	some document in _granting
	input.subject.stage != data.config.break_glass.stage
}

findings contains {"code": "tier_barred", "scope": break_glass.name(document), "args": {"tier": data.mlgate.classification.tier}} if {
	some document in _granting
	data.mlgate.classification.tier in data.config.break_glass.barred_tiers
}

findings contains {"code": "target_missing", "scope": break_glass.name(document), "args": {}} if {
	some document in _rollbacks
	not _is_text(object.get(document.body, "target", null))
}

findings contains {"code": "target_not_approved", "scope": break_glass.name(document), "args": {"target": target}} if {
	some document in _rollbacks
	target := object.get(document.body, "target", null)
	_is_text(target)
	not target in _standing
}

findings contains {"code": "changes_more", "scope": break_glass.name(document), "args": {"what": what}} if {
	some document in _granting
	some what in object.get(data.config.break_glass.unchanged, break_glass.action(document), [])
	object.get(contents.object_of(object.get(document.body, "changes", null)), what, null) != false
}

# What may give something back to production: everything but a stop.
_granting := [document | some document in data.mlgate.lib.break_glass.asked; not break_glass.is_stop(document)]

_rollbacks := [document | some document in _granting; break_glass.action(document) in data.config.break_glass.rollbacks]

# The other versions that went through the gates and were neither sent back nor retired, and that every use case has.
_standing contains model.ref if {
	some use_case in input.use_cases
	some model in use_case.models
	count({other.ref | some other in input.use_cases; some held in other.models; held.ref == model.ref; _stands(held)}) == count(input.use_cases)
}

_stands(model) if {
	model.ref != input.subject.ref # regal ignore:external-reference
	model.active
	model.stage == data.config.break_glass.stage # regal ignore:external-reference
}

_is_text(value) if {
	is_string(value)
	contents.is_given(value)
}
