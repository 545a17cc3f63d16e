# METADATA
# scope: package
# title: Waiver ended in production
# description: |-
#   When a waiver that had no fault ends in production, the deny it excused stays excused for the days that policy data
#   names, and this warns; after them it denies, and the model is demoted. Another waiver that stands for the same control
#   and scope ends the matter.
# custom:
#   control: WVR-002
#   subjects: [use-case, model]
#   tiers: [high, limited, minimal]
#   gates: [MON]
#   evidence: []
#   parameters: []
#   legal_from: null
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: null
#   waivable: never
#   after_denies: true
#   on_deny: {MON: demote}
#   core: true
#   refs: {eu_ai_act: [], nist_ai_rmf: ["GOVERN 1.3", "MANAGE 1.3"], iso_42001: ["cl. 6.1.3", "cl. 10.2"], sr: ["11-7 VI (exceptions)"]}
#   remediation: Renew the waiver with new evidence, or mend what it excused.
#   codes:
#     ended_lately: {effect: warn, message: "{scope} for {control} ended at {expires_at}; {days} days later it excuses nothing"}
#     ended: {effect: deny, message: "{scope} for {control} ended at {expires_at}, more than {days} days ago"}
package mlgate.controls.waivers.ended

import data.mlgate.waivers

findings contains {"code": "ended_lately", "scope": waiver.id, "args": _words(waiver)} if {
	some waiver in _matching
	waivers.ended_lately(waiver)
}

findings contains {"code": "ended", "scope": waiver.id, "args": _words(waiver)} if {
	some waiver in _matching
	not waivers.ended_lately(waiver)
}

# The waivers without a fault that have ended and would excuse a deny that no other one excuses.
_matching contains waiver if {
	some waiver in input.waivers
	waivers.has_expired(waiver)
	count(waivers.faults(waiver)) == 0
	some deny in object.get(input, "denies", [])
	deny.control == waiver.control
	deny.scope in waiver.scopes
	count([other | some other in data.mlgate.waivers.valid; other.control == deny.control; other.scope == deny.scope; other.id != waiver.id]) == 0
}

_words(waiver) := {"control": waiver.control, "expires_at": waiver.expires_at, "days": data.config.waivers.grace_days}
