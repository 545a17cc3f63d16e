# METADATA
# scope: package
# title: Conformity assessment
# description: |-
#   The conformity assessment of Art. 43 was concluded and passed, by the procedure that the classification leads to: that of
#   the product's own law for Annex I (43(3)), internal control for points 2 to 8 of Annex III (43(2)), that or a notified body
#   for point 1 (43(1)). Where a notified body takes part, it is named.
# custom:
#   control: CON-001
#   subjects: [use-case, model]
#   tiers: [high]
#   gates: [G4]
#   evidence: [conformity_assessment, risk_classification]
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
#     route_wrong: {effect: deny, message: "conformity assessment by {route}, not by {routes}"}
#     notified_body_missing: {effect: deny, message: "no notified body is named"}
#     not_dated: {effect: deny, message: "conformity assessment is not dated"}
package mlgate.controls.conformity.assessment

import data.mlgate.classification
import data.mlgate.lib.contents
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

findings contains {"code": "route_wrong", "scope": evidence.scope("conformity_assessment", document.subject), "args": {"route": route, "routes": concat(" or ", sort(routes))}} if {
	some document in evidence.documents("conformity_assessment")
	route := object.get(document.body, "route", null)
	_is_route(route)
	some use_case in input.use_cases
	document.subject in {use_case.ref, input.subject.ref}
	routes := _routes(use_case.ref)
	not route in routes
}

findings contains {"code": "notified_body_missing", "scope": evidence.scope("conformity_assessment", document.subject), "args": {}} if {
	some document in evidence.documents("conformity_assessment")
	document.body.route in {"annex_vii", "sectoral"}
	not contents.gives(document.body, "notified_body")
}

findings contains {"code": "not_dated", "scope": evidence.scope("conformity_assessment", document.subject), "args": {}} if {
	some document in evidence.documents("conformity_assessment")
	not clock.has_been(object.get(document.body, "at", null))
}

# The procedures that are open to a system; all of them while it is not known what makes it high.
_routes(ref) := {"sectoral"} if {
	"annex1" in _reasons(ref)
} else := {"annex_vi", "annex_vii"} if {
	count(_reasons(ref) & {"annex3_1a", "annex3_1b", "annex3_1c"}) > 0
} else := {"annex_vi"} if {
	some reason in _reasons(ref)
	startswith(reason, "annex3_")
} else := {"annex_vi", "annex_vii", "sectoral"}

_reasons(ref) := classification.assess(classification.questionnaire(ref)).reasons if {
	classification.has_questionnaire(ref)
} else := set()

_result(document) := document.body.result if is_string(object.get(document.body, "result", null))

_result(document) := "still running" if not is_string(object.get(document.body, "result", null))

_is_route(route) if route in {"annex_vi", "annex_vii", "sectoral"}
