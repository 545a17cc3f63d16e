# METADATA
# scope: package
# title: Required approvals present
# description: |-
#   Every role that the approval matrix names for this kind, tier and gate has voted for exactly what is asked, by a person
#   who holds the role in the directory. The latest vote of a person in a role counts; one vote against sends back. A role
#   whose votes all bind to what the subject was before has yet to vote on what it is now.
# custom:
#   control: GOV-002
#   subjects: [use-case, model]
#   tiers: [unacceptable, high, limited, minimal, out_of_scope]
#   gates: [G1, G2, G3, G4, G5]
#   evidence: []
#   parameters: []
#   legal_from: null
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: null
#   waivable: never
#   on_deny: {G2: send_back, G3: send_back, G4: send_back}
#   core: true
#   refs:
#     eu_ai_act: ["Art 17(1)(m)", "Art 14(2)"]
#     nist_ai_rmf: ["GOVERN 2.1", "MANAGE 1.1"]
#     iso_42001: ["A.3.2", "A.6.2.5"]
#     sr: ["11-7 VI"]
#   remediation: Obtain the approvals listed as missing.
#   codes:
#     vote_missing: {effect: approval, message: "approval missing: {scope}"}
#     vote_stale: {effect: approval, message: "{scope} approved what has changed since: {person} has to vote again"}
#     vote_rejected: {effect: deny, message: "rejected by {person} as {scope}: {reason}"}
#     matrix_silent: {effect: deny, message: "policy data does not say who approves a {kind} of tier {tier} at {gate}"}
package mlgate.controls.governance.approvals

findings contains {"code": "vote_missing", "scope": role, "args": {}} if {
	some role in data.mlgate.lib.votes.roles
	not _has_vote(role, data.mlgate.lib.votes.counted)
}

findings contains {"code": "vote_stale", "scope": vote.role, "args": {"person": vote.person}} if {
	some vote in data.mlgate.lib.votes.stale
	not _has_vote(vote.role, data.mlgate.lib.votes.current)
}

findings contains {"code": "vote_rejected", "scope": vote.role, "args": {"person": vote.person, "reason": _reason(vote)}} if {
	some vote in data.mlgate.lib.votes.rejecting
}

findings contains finding if {
	data.mlgate.lib.votes.required == null
	finding := {"code": "matrix_silent", "scope": "", "args": {
		"kind": input.subject.kind,
		"tier": data.mlgate.classification.tier,
		"gate": data.mlgate.request.gate,
	}}
}

_has_vote(role, cast) if {
	some vote in cast
	vote.role == role
}

_reason(vote) := vote.reason if is_string(vote.reason)

_reason(vote) := "no reason given" if not is_string(vote.reason)
