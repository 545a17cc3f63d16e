# METADATA
# scope: package
# title: Technical documentation, Annex IV
# description: |-
#   The sections of Annex IV are there, each with its reference, digest, date and signature: 1 to 7 before pre-production, 9 before
#   production, and 8, the copy of the declaration, once the declaration is a legal duty. They are kept for ten years.
# custom:
#   control: DOC-002
#   subjects: [use-case, model]
#   tiers: [high]
#   gates: [G3, G4]
#   evidence: [technical_documentation]
#   parameters: [documentation.retention_years_min]
#   legal_from: "2027-12-02"
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: null
#   waivable: never
#   on_deny: {}
#   core: true
#   refs: {eu_ai_act: ["Art 11(1)", "Art 18", "Annex IV 1-9"], nist_ai_rmf: ["GOVERN 1.4", "MEASURE 2.9"], iso_42001: ["A.6.2.7", "A.6.2.3"], sr: ["11-7 VI"]}
#   remediation: Supply the missing sections listed.
#   codes:
#     evidence_missing: {effect: deny, message: "{type} missing or not approved"}
#     evidence_wrong_approver: {effect: deny, message: "{type} not approved by {roles}"}
#     evidence_from_the_future: {effect: deny, message: "{type} is dated after now"}
#     evidence_stale: {effect: deny, message: "{type} is {days} days old, {limit} allowed"}
#     section_missing: {effect: deny, message: "Annex IV sections missing: {sections}"}
#     retention_short: {effect: deny, message: "kept for {years} years, {limit} required"}
#     signer_unknown: {effect: deny, message: "section {sections}: signed by nobody in the directory"}
#     retention_missing: {effect: deny, message: "how long it is kept is not stated"}
package mlgate.controls.documentation.technical_documentation

import data.mlgate.lib.contents
import data.mlgate.lib.evidence
import data.mlgate.lib.parameters
import data.mlgate.lib.people
import data.mlgate.lib.time as clock

findings contains finding if some finding in evidence.faults("technical_documentation")

findings contains {"code": "section_missing", "scope": evidence.scope("technical_documentation", document.subject), "args": {"sections": concat(", ", sections)}} if {
	some document in evidence.documents("technical_documentation")
	held := contents.object_of(object.get(document.body, "sections", null))
	sections := sort([section | some section in _required; not _is_whole(contents.object_of(object.get(held, section, null)))])
	count(sections) > 0
}

# Whoever signs answers for it: a name that is nobody's signs nothing.
findings contains {"code": "signer_unknown", "scope": evidence.scope("technical_documentation", document.subject), "args": {"sections": concat(", ", sections)}} if {
	some document in evidence.documents("technical_documentation")
	held := contents.object_of(object.get(document.body, "sections", null))
	sections := sort([section |
		some section in _required
		part := contents.object_of(object.get(held, section, null))
		_is_whole(part)
		signer := object.get(part, "signed_by", "")
		not people.is_known(signer)
	])
	count(sections) > 0
}

findings contains {"code": "retention_missing", "scope": evidence.scope("technical_documentation", document.subject), "args": {}} if {
	some document in evidence.documents("technical_documentation")
	not is_number(object.get(document.body, "retention_years", null))
}

findings contains {"code": "retention_short", "scope": evidence.scope("technical_documentation", document.subject), "args": {"years": years, "limit": limit}} if {
	some document in evidence.documents("technical_documentation")
	years := object.get(document.body, "retention_years", null)
	is_number(years)
	limit := parameters.value("documentation.retention_years_min")
	years < limit
}

_required := {"1", "2", "3", "4", "5", "6", "7"} | (_before_production | _declaration)

default _before_production := set()

_before_production := {"9"} if data.mlgate.request.gate == "G4"

default _declaration := set()

_declaration := {"8"} if {
	data.mlgate.request.gate == "G4"
	clock.has_come(data.config.legal.annex_iii)
}

_is_whole(section) if {
	count(contents.missing(section, ["doc_ref", "sha256", "signed_by"])) == 0
	clock.is_day(object.get(section, "dated", null))
	clock.has_come(section.dated)
}
