# METADATA
# scope: package
# title: Substantial modification restarts the gates
# description: |-
#   After a change, the gates from the one that policy data names for its kind have been passed anew, and what a substantial
#   change makes out of date was done again: classification, validation, conformity assessment. Whether a change is
#   substantial is computed from its kind; a record that says it is closed is judged like any other, and one that nobody
#   entitled signed settles nothing.
# custom:
#   control: CHG-001
#   subjects: [model]
#   tiers: [high, limited]
#   gates: [G2, G3, G4, MON]
#   evidence: [change_record, risk_classification, validation_report, conformity_assessment]
#   parameters: [change.figures_max_move]
#   legal_from: null
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: null
#   waivable: never
#   on_deny: {MON: demote}
#   core: true
#   refs: {eu_ai_act: ["Art 3(23)", "Art 43(4)", "Art 25(1)(b)", "Art 20"], nist_ai_rmf: ["MANAGE 4.1", "MANAGE 2.2"], iso_42001: ["A.6.2.5", "A.6.2.6"], sr: ["11-7 V (material changes)"]}
#   remediation: Return to development and repeat the gates.
#   codes:
#     change_unsettled:
#       effect: [{gates: [MON], effect: warn}, {effect: deny}]
#       message: "{scope} ({kind}) is not approved by {roles}"
#       remediation: Let somebody entitled, who did not write it, approve the newest version of the record.
#     change_undated: {effect: deny, message: "{scope} ({kind}) gives no moment of the change that has come"}
#     gate_not_repeated: {effect: deny, message: "{scope} ({kind}) is substantial: the gates start again at {restart}, and {gate} was not passed since"}
#     not_renewed: {effect: deny, message: "{scope} ({kind}) is substantial: {type} is not younger than it"}
#     checks_not_repeated:
#       effect: [{gates: [MON], effect: warn}, {effect: deny}]
#       message: "{scope} ({kind}): {gate} was not passed since"
#     delta_missing:
#       effect: [{gates: [MON], effect: warn}, {effect: deny}]
#       message: "{scope} ({kind}): {type} is not younger than it"
package mlgate.controls.change.substantial_modification

import data.mlgate.lib.changes
import data.mlgate.lib.evidence
import data.mlgate.lib.time as clock

findings contains finding if {
	some document in input.changes
	not evidence.is_approved("change_record", document)
	finding := {"code": "change_unsettled", "scope": changes.name(document), "args": {
		"kind": changes.kind(document),
		"roles": concat(" or ", data.config.evidence.change_record.approvers),
	}}
}

findings contains {"code": "change_undated", "scope": changes.name(document), "args": {"kind": changes.kind(document)}} if {
	some document in input.changes
	count(_moments(document)) == 0
}

findings contains finding if {
	some document in input.changes
	some moment in _moments(document)
	restart := changes.restart(document)
	gate := data.config.changes.restart_of_model[restart]
	_place(data.mlgate.request.gate) > _place(gate)
	count([at | some at in _passed(gate); at > moment]) == 0
	finding := {"code": _code(document, "gate_not_repeated", "checks_not_repeated"), "scope": changes.name(document), "args": {
		"kind": changes.kind(document),
		"restart": restart,
		"gate": gate,
	}}
}

findings contains finding if {
	some document in input.changes
	some moment in _moments(document)
	some type, renewal in changes.renewals(document)
	_place(data.mlgate.request.gate) >= _place(renewal.gate)
	_is_outdated(type, renewal, moment)
	finding := {"code": _code(document, "not_renewed", "delta_missing"), "scope": changes.name(document), "args": {
		"kind": changes.kind(document),
		"type": type,
	}}
}

_moments(document) := {moment | moment := changes.moment(document)}

_code(document, grave, _) := grave if changes.is_substantial(document)

_code(document, _, light) := light if not changes.is_substantial(document)

_place(gate) := max({place | some place, name in data.config.changes.gates; name == gate} | {-1})

# When the gate was passed last: one moment, or none.
_passed(gate) := [clock.moment(passage.at) |
	some name, passage in object.get(input.subject, "passed", {})
	name == gate
]

# A document is as old as the earlier of its dates.
_is_outdated(type, _, moment) if {
	some document in evidence.documents(type)
	min([clock.moment(document.created_at), clock.moment(document.recorded_at)]) <= moment
}

_is_outdated(type, renewal, _) if {
	renewal.required
	count(evidence.documents(type)) < count(evidence.holders(type))
}
