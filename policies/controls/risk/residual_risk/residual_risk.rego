# METADATA
# scope: package
# title: Residual risk accepted by the business
# description: |-
#   Who answers for the business accepted the risks that remain, by name and within stated limits of use, for a year at most. The
#   acceptance is that person's own: the one who accepts holds the role and signed the document.
# custom:
#   control: RSK-004
#   subjects: [use-case, model]
#   tiers: [high]
#   gates: [G4]
#   evidence: [residual_risk_acceptance]
#   parameters: [risk.acceptance_max_days]
#   legal_from: "2027-12-02"
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: null
#   waivable: never
#   on_deny: {}
#   core: false
#   refs: {eu_ai_act: ["Art 9(5)"], nist_ai_rmf: ["MANAGE 1.1", "MANAGE 1.4"], iso_42001: [A.5.3, "cl. 6.1.3"], sr: ["11-7 VI (board and senior mgmt)"]}
#   remediation: Have the accountable executive sign the remaining risks and usage limits.
#   codes:
#     evidence_missing: {effect: deny, message: "{type} missing or not approved"}
#     evidence_wrong_approver: {effect: deny, message: "{type} not approved by {roles}"}
#     evidence_from_the_future: {effect: deny, message: "{type} is dated after now"}
#     evidence_stale: {effect: deny, message: "{type} is {days} days old, {limit} allowed"}
#     acceptor_powerless: {effect: deny, message: "{person} does not hold business_risk_owner"}
#     acceptor_not_signed: {effect: deny, message: "{person} accepts and did not sign"}
#     parts_missing: {effect: deny, message: "acceptance without {parts}"}
#     undated: {effect: deny, message: "no past moment of acceptance"}
#     endless: {effect: deny, message: "the acceptance has no end"}
#     expired: {effect: deny, message: "the acceptance ended on {expires_at}"}
#     too_long: {effect: deny, message: "accepted for {days} days, {limit} allowed"}
package mlgate.controls.risk.residual_risk

import data.mlgate.lib.contents
import data.mlgate.lib.evidence
import data.mlgate.lib.parameters
import data.mlgate.lib.people
import data.mlgate.lib.time as clock

findings contains finding if some finding in evidence.faults("residual_risk_acceptance")

findings contains {"code": "acceptor_powerless", "scope": evidence.scope("residual_risk_acceptance", document.subject), "args": {"person": _acceptor(document)}} if {
	some document in evidence.documents("residual_risk_acceptance")
	not people.holds(object.get(document.body, "accepted_by", null), "business_risk_owner")
}

findings contains {"code": "acceptor_not_signed", "scope": evidence.scope("residual_risk_acceptance", document.subject), "args": {"person": _acceptor(document)}} if {
	some document in evidence.documents("residual_risk_acceptance")
	people.holds(object.get(document.body, "accepted_by", null), "business_risk_owner")
	count([approver | some approver in document.approved_by; approver.person == document.body.accepted_by]) == 0
}

findings contains {"code": "parts_missing", "scope": evidence.scope("residual_risk_acceptance", document.subject), "args": {"parts": concat(", ", parts)}} if {
	some document in evidence.documents("residual_risk_acceptance")
	parts := [part | some part in ["limits", "residual_risks"]; count(_said(document, part)) == 0]
	count(parts) > 0
}

findings contains {"code": "undated", "scope": evidence.scope("residual_risk_acceptance", document.subject), "args": {}} if {
	some document in evidence.documents("residual_risk_acceptance")
	not clock.has_been(object.get(document.body, "accepted_at", null))
}

findings contains {"code": "endless", "scope": evidence.scope("residual_risk_acceptance", document.subject), "args": {}} if {
	some document in evidence.documents("residual_risk_acceptance")
	not clock.is_moment(object.get(document.body, "expires_at", null))
}

findings contains {"code": "expired", "scope": evidence.scope("residual_risk_acceptance", document.subject), "args": {"expires_at": end}} if {
	some document in evidence.documents("residual_risk_acceptance")
	end := object.get(document.body, "expires_at", null)
	clock.has_been(end)
}

findings contains {"code": "too_long", "scope": evidence.scope("residual_risk_acceptance", document.subject), "args": {"days": round(days), "limit": limit}} if {
	some document in evidence.documents("residual_risk_acceptance")
	clock.is_moment(object.get(document.body, "accepted_at", null))
	clock.is_moment(object.get(document.body, "expires_at", null))
	days := clock.days_between(document.body.accepted_at, document.body.expires_at)
	limit := parameters.value("risk.acceptance_max_days")
	days > limit
}

_said(document, part) := [text | some text in contents.list(object.get(document.body, part, null)); contents.is_said(text)]

_acceptor(document) := document.body.accepted_by if is_string(object.get(document.body, "accepted_by", null))

_acceptor(document) := "nobody" if not is_string(object.get(document.body, "accepted_by", null))
