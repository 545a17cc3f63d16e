# METADATA
# scope: package
# title: Break-glass is followed by a normal gate
# description: |-
#   Within the days that policy data names after an emergency action, the version has passed a normal gate again; else it is
#   taken out of production. A stop is exempt: it serves nobody.
# custom:
#   control: BRK-004
#   subjects: [model]
#   tiers: [unacceptable, high, limited, minimal, out_of_scope]
#   gates: [MON]
#   evidence: [break_glass]
#   parameters: []
#   legal_from: null
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: null
#   waivable: never
#   on_deny: {MON: demote}
#   core: true
#   refs: {eu_ai_act: ["Art 20"], nist_ai_rmf: ["MANAGE 2.4", "MANAGE 4.2"], iso_42001: ["A.6.2.5"], sr: ["11-7 VI (exceptions)"]}
#   remediation: Bring the version through the normal gate.
#   codes:
#     gate_overdue: {effect: deny, message: "{scope} ({action}) was to be followed by {gates} within {days} days"}
package mlgate.controls.break_glass.aftermath

import data.mlgate.lib.break_glass
import data.mlgate.lib.time as clock

findings contains finding if {
	some document in data.mlgate.lib.break_glass.actions
	not break_glass.only_stops(document)
	count(_in_time(document)) == 0
	count(_passed_since(document)) == 0
	finding := {"code": "gate_overdue", "scope": break_glass.name(document), "args": {
		"action": break_glass.action(document),
		"gates": concat(" or ", data.config.break_glass.normal_gates),
		"days": data.config.break_glass.normal_gate_days,
	}}
}

# The earliest start, while there still is time; one that nobody knows leaves none.
_in_time(document) := {moment |
	count(break_glass.started(document)) > 0
	moment := min({clock.moment(started_at) | some started_at in break_glass.starts(document)})
	data.mlgate.lib.time.now - moment <= data.config.break_glass.normal_gate_days * _day
}

# The gates that were passed after the latest start.
_passed_since(document) := {gate |
	count(break_glass.started(document)) > 0
	moment := max({clock.moment(started_at) | some started_at in break_glass.starts(document)})
	some gate, passage in object.get(input.subject, "passed", {})
	gate in data.config.break_glass.normal_gates
	clock.moment(passage.at) > moment
}

_day := ((24 * 60) * 60) * 1000000000
