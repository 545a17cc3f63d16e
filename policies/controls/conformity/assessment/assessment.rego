# METADATA
# scope: package
# title: Conformity assessment
# description: |-
#   The conformity assessment of Art. 43 was concluded, by one of its procedures, and passed.
# custom:
#   control: CON-001
#   subjects: [use-case, model]
#   tiers: [high]
#   gates: [G4]
#   evidence: [conformity_assessment]
#   parameters: []
#   legal_from: "2027-12-02"
#   policy_from: null
#   before: warn
#   uncertain: "Art. 40: no harmonised standard was cited in the Official Journal as of August 2026, so there is no presumption of conformity."
#   waivable: never
#   on_deny: {}
#   core: true
#   refs: {eu_ai_act: ["Art 43(1)-(4)", "Annex VI", "Annex VII"], nist_ai_rmf: ["GOVERN 1.1"], iso_42001: ["A.8.3"], sr: []}
#   remediation: Run the internal control (Annex VI for points 2-8) and file the result.
#   codes:
#     evidence_missing: {effect: deny, message: "{type} missing or not approved"}
#     evidence_wrong_approver: {effect: deny, message: "{type} not approved by {roles}"}
#     evidence_from_the_future: {effect: deny, message: "{type} is dated after now"}
#     evidence_stale: {effect: deny, message: "{type} is {days} days old, {limit} allowed"}
#     not_passed: {effect: deny, message: "conformity assessment not passed: {result}"}
#     route_unknown: {effect: deny, message: "conformity assessment by no known procedure"}
#     not_dated: {effect: deny, message: "conformity assessment is not dated"}
package mlgate.controls.conformity.assessment

import data.mlgate.lib.evidence
import data.mlgate.lib.time as clock

findings contains finding if some finding in evidence.faults("conformity_assessment")

findings contains {"code": "not_passed", "scope": evidence.scope("conformity_assessment", document.subject), "args": {"result": _result(document)}} if {
	some document in evidence.documents("conformity_assessment")
	object.get(document.body, "result", null) != "pass"
}

findings contains {"code": "route_unknown", "scope": evidence.scope("conformity_assessment", document.subject), "args": {}} if {
	some document in evidence.documents("conformity_assessment")
	not _is_route(object.get(document.body, "route", null))
}

findings contains {"code": "not_dated", "scope": evidence.scope("conformity_assessment", document.subject), "args": {}} if {
	some document in evidence.documents("conformity_assessment")
	not _has_been(object.get(document.body, "at", null))
}

_result(document) := document.body.result if is_string(object.get(document.body, "result", null))

_result(document) := "still running" if not is_string(object.get(document.body, "result", null))

_is_route(route) if route in {"annex_vi", "annex_vii", "sectoral"}

_has_been(at) if {
	clock.is_moment(at)
	clock.age_days(at) >= 0
}
