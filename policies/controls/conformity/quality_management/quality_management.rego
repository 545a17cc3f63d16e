# METADATA
# scope: package
# title: Quality management reference
# description: |-
#   The quality management system has the elements of Art. 17(1) and was audited within a year. A financial institution that
#   relies on Art. 17(4) has most of them by its own rules; risk management, monitoring and reporting, (g) to (i), it still shows.
# custom:
#   control: CON-004
#   subjects: [use-case, model]
#   tiers: [high]
#   gates: [G4]
#   evidence: [qms, risk_classification]
#   parameters: [conformity.audit_max_days]
#   legal_from: "2027-12-02"
#   policy_from: null
#   before: warn
#   uncertain: null
#   waivable: {max_days: 90}
#   on_deny: {}
#   core: false
#   refs: {eu_ai_act: ["Art 17(1)(a)-(m)", "Art 17(4)"], nist_ai_rmf: ["GOVERN 1.2", "GOVERN 1.4"], iso_42001: ["cl. 4-10"], sr: ["11-7 VI (internal audit)"]}
#   remediation: Link the QMS and close missing elements.
#   codes:
#     evidence_missing: {effect: deny, message: "{type} missing or not approved"}
#     evidence_wrong_approver: {effect: deny, message: "{type} not approved by {roles}"}
#     evidence_from_the_future: {effect: deny, message: "{type} is dated after now"}
#     evidence_stale: {effect: deny, message: "{type} is {days} days old, {limit} allowed"}
#     reference_missing: {effect: deny, message: "the quality management system is not named"}
#     element_missing: {effect: deny, message: "qms without elements {elements}"}
#     never_audited: {effect: deny, message: "the quality management system was never audited"}
#     audit_old: {effect: deny, message: "last audit {days} days ago, {limit} allowed"}
#     audit_ahead: {effect: deny, message: "the last audit lies ahead"}
package mlgate.controls.conformity.quality_management

import data.mlgate.classification
import data.mlgate.lib.contents
import data.mlgate.lib.evidence
import data.mlgate.lib.parameters
import data.mlgate.lib.time as clock

findings contains finding if some finding in evidence.faults("qms")

findings contains {"code": "reference_missing", "scope": evidence.scope("qms", document.subject), "args": {}} if {
	some document in evidence.documents("qms")
	not contents.gives(document.body, "ref")
}

findings contains {"code": "element_missing", "scope": evidence.scope("qms", document.subject), "args": {"elements": concat(", ", elements)}} if {
	some document in evidence.documents("qms")
	held := {element | some element in contents.list(object.get(document.body, "elements", null))}
	elements := sort([element | some element in _required(document); not element in held])
	count(elements) > 0
}

findings contains {"code": "never_audited", "scope": evidence.scope("qms", document.subject), "args": {}} if {
	some document in evidence.documents("qms")
	not clock.is_moment(object.get(document.body, "last_audit_at", null))
}

findings contains {"code": "audit_old", "scope": evidence.scope("qms", document.subject), "args": {"days": round(days), "limit": limit}} if {
	some document in evidence.documents("qms")
	clock.is_moment(object.get(document.body, "last_audit_at", null))
	days := clock.age_days(document.body.last_audit_at)
	limit := parameters.value("conformity.audit_max_days")
	days > limit
}

findings contains {"code": "audit_ahead", "scope": evidence.scope("qms", document.subject), "args": {}} if {
	some document in evidence.documents("qms")
	clock.is_moment(object.get(document.body, "last_audit_at", null))
	clock.age_days(document.body.last_audit_at) < 0
}

_required(document) := {"g", "h", "i"} if {
	document.body.article_17_4 == true
	count(input.use_cases) > 0
	every use_case in input.use_cases { _is_financial(use_case.ref) }
} else := {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m"}

# Art. 17(4) is for financial institutions, by the questionnaire; saying so in the reference alone does not make one.
_is_financial(ref) if classification.questionnaire(ref).deployer.financial_institution == true
