# METADATA
# scope: package
# title: EU database registration
# description: |-
#   The system is in the EU database, under the paragraph that applies to it: 49(1) for what Annex III lists, the national
#   register for point 2 alone (49(5)), 49(3) for a public body that only deploys, either for one that provides as well, and
#   49(2) for a system that claims the derogation of Art. 6(3), the only one below high. What is high by Annex I alone is in no
#   register of Art. 49.
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
#     scheme_wrong: {effect: deny, message: "registered under {scheme}, not under {schemes}"}
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

findings contains {"code": "scheme_wrong", "scope": evidence.scope("eu_db_registration", document.subject), "args": {"scheme": scheme, "schemes": concat(" or ", sort(schemes))}} if {
	some document in evidence.documents("eu_db_registration")
	scheme := object.get(document.body, "scheme", null)
	_is_scheme(scheme)
	some ref in _needed
	document.subject in {ref, input.subject.ref}
	schemes := _schemes(ref)
	not scheme in schemes
}

findings contains {"code": "registration_incomplete", "scope": evidence.scope("eu_db_registration", document.subject), "args": {"parts": concat(", ", parts)}} if {
	some document in evidence.documents("eu_db_registration")
	_concerns(document.subject)
	parts := array.concat(
		["at" | not clock.has_been(object.get(document.body, "at", null))],
		["id" | not _is_identifier(object.get(document.body, "id", null))],
	)
	count(parts) > 0
}

# The use cases that are registered. What another use case filed is not judged; what the model filed itself is.
_needed contains use_case.ref if {
	some use_case in input.use_cases
	_is_registered(use_case.ref)
}

_is_registered(ref) if classification.tier_of(ref) == "undetermined"

_is_registered(ref) if _under_annex_iii(ref).tier in {"high", "unacceptable", "undetermined"}

_is_registered(ref) if "art49_2" in _under_annex_iii(ref).duties

_concerns(holder) if holder in _needed

_concerns(holder) if {
	count(_needed) > 0
	holder in {"", input.subject.ref}
}

_concerns(_) if count(input.use_cases) == 0

# The paragraphs under which a system may be registered; all of them while it is not classified.
_schemes(ref) := {"art49_2"} if {
	"art49_2" in _under_annex_iii(ref).duties
} else := {"art49_1", "art49_2", "art49_3", "national_pt2"} if {
	_under_annex_iii(ref).tier != "high"
} else := {"national_pt2"} if {
	_under_annex_iii(ref).reasons == {"annex3_2"}
} else := _public_schemes(classification.questionnaire(ref).role) if {
	classification.questionnaire(ref).deployer.public_body == true
} else := {"art49_1"}

_public_schemes(role) := {"art49_3"} if {
	role == "deployer"
} else := {"art49_1", "art49_3"}

# What Annex III alone makes of a system: Art. 49 does not ask about Annex I, which the classification looks at first.
_under_annex_iii(ref) := classification.assess(object.union(classification.questionnaire(ref), {"annex_i": {"listed": false}})) if {
	classification.has_questionnaire(ref)
} else := {"tier": "undetermined", "reasons": set(), "duties": set()}

# Registers number what they hold: an identifier without a digit is none.
_is_identifier(id) if {
	contents.says(id, 4)
	regex.match(`[0-9]`, id)
}

_is_scheme(scheme) if scheme in {"art49_1", "art49_2", "art49_3", "national_pt2"}
