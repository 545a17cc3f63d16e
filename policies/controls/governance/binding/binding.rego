# METADATA
# scope: package
# title: Approval is bound to what was reviewed
# description: |-
#   An approval is recent, is younger than all it rests on, and is not dated ahead. Of each required role the newest approval
#   that GOV-002 counts is judged. Whether the digest still fits is GOV-002's (`vote_stale`): an approval that it finds stale
#   is not looked at here, so no vote is faulted twice.
# custom:
#   control: GOV-004
#   subjects: [use-case, model]
#   tiers: [high, limited, minimal]
#   gates: [G2, G3, G4]
#   evidence: []
#   parameters: [approvals.vote_max_days_high, approvals.vote_max_days]
#   legal_from: null
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: null
#   waivable: never
#   core: true
#   refs:
#     eu_ai_act: ["Art 11(1)", "Art 17(1)"]
#     nist_ai_rmf: ["GOVERN 1.4"]
#     iso_42001: ["A.6.2.3"]
#     sr: ["11-7 VI (documentation)"]
#   remediation: Re-approve after the evidence changed.
#   codes:
#     vote_too_old: {effect: deny, message: "{scope}: {person} approved {days:.0f} days ago, {limit} are allowed"}
#     vote_before_evidence: {effect: deny, message: "{scope}: {person} approved before {type} was filed"}
#     vote_from_the_future: {effect: deny, message: "{scope}: the vote of {person} is dated {at}, after now"}
package mlgate.controls.governance.binding

import data.mlgate.lib.parameters
import data.mlgate.lib.tiers
import data.mlgate.lib.time as clock

findings contains {"code": "vote_too_old", "scope": vote.role, "args": {"person": vote.person, "days": days, "limit": _limit}} if {
	some vote in _newest
	days := clock.age_days(vote.at)
	days > _limit
}

findings contains {"code": "vote_before_evidence", "scope": vote.role, "args": {"person": vote.person, "type": type}} if {
	some vote in _newest
	some type in object.get(data.config.lifecycle.facts.reviewed, data.mlgate.request.gate, [])
	some document in object.get(input.evidence, type, [])
	document.status != "draft"
	clock.moment(document.recorded_at) > clock.moment(vote.at)
}

findings contains {"code": "vote_from_the_future", "scope": vote.role, "args": {"person": vote.person, "at": vote.at}} if {
	some vote in data.mlgate.lib.votes.ahead
	vote.subject_digest == input.subject.digest
}

# The newest approvals, one for each role; more where two are of the same moment.
_newest contains vote if {
	some vote in data.mlgate.lib.votes.approving
	moments := [clock.moment(other.at) | some other in data.mlgate.lib.votes.approving; other.role == vote.role]
	clock.moment(vote.at) == max(moments)
}

_limit := parameters.value("approvals.vote_max_days_high") if tiers.column(data.mlgate.classification.tier) == "high"

_limit := parameters.value("approvals.vote_max_days") if tiers.column(data.mlgate.classification.tier) != "high"
