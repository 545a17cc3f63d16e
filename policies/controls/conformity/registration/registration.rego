# METADATA
# scope: package
# title: EU database registration
# description: |-
#   The system is in the EU database, under the paragraph that applies to it. Below high only a system that claims the derogation
#   of Art. 6(3) is registered.
# custom:
#   control: CON-003
#   subjects: [use-case, model]
#   tiers: [high, limited, minimal]
#   gates: [G4]
#   evidence: [eu_db_registration, risk_classification]
#   parameters: []
#   legal_from: "2027-12-02"
#   policy_from: null
#   before: warn
#   uncertain: "Art. 49(2), registration of an Art. 6(3) claim: whether it applies since 2 Aug 2026 or from 2 Dec 2027 is read in two ways."
#   waivable: never
#   on_deny: {}
#   core: true
#   refs: {eu_ai_act: ["Art 49(1)-(5)", "Art 71", "Annex VIII"], nist_ai_rmf: ["GOVERN 1.6"], iso_42001: ["A.8.3"], sr: []}
#   remediation: Register and record the identifier.
#   codes:
#     evidence_missing: {effect: deny, message: "{type} missing or not approved"}
#     evidence_wrong_approver: {effect: deny, message: "{type} not approved by {roles}"}
#     evidence_from_the_future: {effect: deny, message: "{type} is dated after now"}
#     evidence_stale: {effect: deny, message: "{type} is {days} days old, {limit} allowed"}
#     scheme_unknown: {effect: deny, message: "registered under no known paragraph"}
#     registration_incomplete: {effect: deny, message: "registration without {parts}"}
package mlgate.controls.conformity.registration

import data.mlgate.classification
import data.mlgate.lib.contents
import data.mlgate.lib.evidence
import data.mlgate.lib.time as clock

findings contains finding if {
	some finding in evidence.faults("eu_db_registration")
	_concerns(finding.scope)
}

findings contains {"code": "scheme_unknown", "scope": evidence.scope("eu_db_registration", document.subject), "args": {}} if {
	some document in evidence.documents("eu_db_registration")
	_concerns(document.subject)
	not _is_scheme(object.get(document.body, "scheme", null))
}

findings contains {"code": "registration_incomplete", "scope": evidence.scope("eu_db_registration", document.subject), "args": {"parts": concat(", ", parts)}} if {
	some document in evidence.documents("eu_db_registration")
	_concerns(document.subject)
	parts := array.concat(
		["at" | not _has_been(object.get(document.body, "at", null))],
		contents.missing(document.body, ["id"]),
	)
	count(parts) > 0
}

# The use cases that are registered. What another use case filed is not judged; what the model filed itself is.
_needed contains use_case.ref if {
	some use_case in input.use_cases
	_is_registered(use_case.ref)
}

_is_registered(ref) if count({classification.tier_of(ref)} & {"limited", "minimal", "out_of_scope"}) == 0

_is_registered(ref) if "art49_2" in classification.assess(classification.questionnaire(ref)).duties

_concerns(holder) if holder in _needed

_concerns(holder) if {
	count(_needed) > 0
	holder in {"", input.subject.ref}
}

_concerns(_) if count(input.use_cases) == 0

_has_been(at) if {
	clock.is_moment(at)
	clock.age_days(at) >= 0
}

_is_scheme(scheme) if scheme in {"art49_1", "art49_2", "art49_3", "national_pt2"}
