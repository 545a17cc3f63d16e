# METADATA
# scope: package
# title: Waiver is valid
# description: |-
#   Asked once the denies of the other controls are known, and only about waivers of this subject that match one of them by
#   control and scope. A waiver past its end, or that nobody vouches for, excuses nothing: the deny stands by itself and this
#   warns; what has ended in production is WVR-002's. A waiver that should never have been granted is a deny of its own.
# custom:
#   control: WVR-001
#   subjects: [use-case, model]
#   tiers: [high, limited, minimal]
#   gates: [G1, G2, G3, G4, G5, MON]
#   evidence: []
#   parameters: []
#   legal_from: null
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: null
#   waivable: never
#   after_denies: true
#   core: true
#   refs:
#     eu_ai_act: []
#     nist_ai_rmf: ["GOVERN 1.3", "MANAGE 1.3"]
#     iso_42001: ["cl. 6.1.3", "cl. 10.2"]
#     sr: ["11-7 VI (exceptions)"]
#   remediation: Renew, narrow or drop the waiver.
#   codes:
#     expired: {effect: warn, message: "{scope} for {control} ended at {expires_at}"}
#     unauthenticated: {effect: warn, message: "nobody vouches for the grant of {scope} for {control}"}
#     never_waivable: {effect: deny, message: "{scope}: {control} cannot be waived at tier {tier}"}
#     too_long: {effect: deny, message: "{scope} for {control} lasts longer than {longest} days"}
#     not_begun: {effect: deny, message: "{scope} for {control} is dated {granted_at}, after now"}
#     no_compensating_control: {effect: deny, message: "{scope} for {control} names no compensating control"}
#     no_reason: {effect: deny, message: "{scope} for {control} gives no reason"}
#     grantor_missing: {effect: deny, message: "{scope} for {control} lacks a grantor that tier {tier} asks for"}
#     granted_by_applicant: {effect: deny, message: "{scope} for {control} was granted by the requester or an author"}
#     renewed_too_often: {effect: deny, message: "{scope} for {control} was renewed too often"}
package mlgate.controls.waivers.validity

import data.mlgate.waivers

findings contains {"code": "expired", "scope": waiver.id, "args": _words(waiver)} if {
	data.mlgate.request.gate != "MON"
	some waiver in _matching
	waivers.has_expired(waiver)
}

findings contains {"code": code, "scope": waiver.id, "args": _words(waiver)} if {
	some waiver in _matching
	not waivers.has_expired(waiver)
	some code in waivers.faults(waiver)
}

# The waivers of this subject that would excuse a deny of this evaluation.
_matching contains waiver if {
	some waiver in input.waivers
	waiver.subject == input.subject.ref
	some deny in object.get(input, "denies", [])
	deny.control == waiver.control
	deny.scope in waiver.scopes
}

_tier := data.mlgate.classification.tier

_words(waiver) := {
	"control": waiver.control,
	"tier": _tier,
	"longest": waivers.longest(waiver.control),
	"granted_at": waiver.granted_at,
	"expires_at": waiver.expires_at,
}
