# METADATA
# title: How policy reads a request
# description: |-
#   Which gate is asked, in which tier, what becomes of the subject and of the registry in each outcome, and which waivers
#   stand. Defined for every request: a move that is not allowed is a finding of GOV-006, never a missing plan.
package mlgate.request

plan := {
	"gate": gate,
	"risk_tier": data.mlgate.classification.tier,
	"actions": _actions,
	"effects": _effects,
	"apply_within_seconds": data.config.lifecycle.apply_within_seconds,
	"valid_waivers": [excuse | some excuse in data.mlgate.waivers.valid],
}

# The gate of the target stage, or the check in place; a request for both has none, and so no plan.
gate := data.config.lifecycle.facts.gates[input.request.to_stage] if input.request.check == null

gate := input.request.check if {
	input.request.check != null
	input.request.to_stage == null
}

# Where a deny may send the subject, in order of precedence.
_actions := [{"action": action, "to_stage": targets[input.subject.kind][gate]} |
	some action in ["demote", "send_back"]
	targets := data.config.lifecycle[action]
	targets[input.subject.kind][gate] != input.subject.stage
]

_mapping := data.config.registry_mapping

_leave := {"approval_status": null, "stage": null, "stage_status": null, "granting": false}

# A use case is nowhere in a registry.
_effects := {"approved": null, "pending": null, "rejected": null, "demote": null, "send_back": null} if {
	input.subject.kind == "use-case"
} else := {
	"approved": _approved,
	"pending": _leave,
	"rejected": _rejected,
	"demote": _sent("demote"),
	"send_back": _sent("send_back"),
}

_approved := _leave if {
	input.request.to_stage == null
} else := _change("retired", "retired") if {
	input.request.to_stage == "retired"
} else := _change("rejected", input.request.to_stage) if {
	data.mlgate.lib.moves.is_back
} else := _change("approved", input.request.to_stage)

_rejected := _change("rejected", input.subject.stage) if {
	gate in _mapping.rejection_shows_at
} else := _leave

_sent(action) := _change("rejected", to_stage) if {
	some to_stage in [target.to_stage | some target in _actions; target.action == action]
} else := _leave

_change(word, stage) := object.union(_mapping[word], {"stage": _mapping.stages[stage]})
