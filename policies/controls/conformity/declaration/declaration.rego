# METADATA
# scope: package
# title: EU declaration of conformity and CE marking
# description: |-
#   The EU declaration of conformity has the eight items of Annex V, is signed, machine-readable and kept for ten years, and the
#   CE marking is placed.
# custom:
#   control: CON-002
#   subjects: [use-case, model]
#   tiers: [high]
#   gates: [G4]
#   evidence: [eu_declaration]
#   parameters: [documentation.retention_years_min]
#   legal_from: "2027-12-02"
#   policy_from: null
#   before: warn
#   uncertain: null
#   waivable: never
#   on_deny: {}
#   core: true
#   refs: {eu_ai_act: ["Art 47", "Art 48", "Annex V"], nist_ai_rmf: ["GOVERN 1.1"], iso_42001: ["A.8.3"], sr: []}
#   remediation: Draw up and sign the declaration; place the marking.
#   codes:
#     evidence_missing: {effect: deny, message: "{type} missing or not approved"}
#     evidence_wrong_approver: {effect: deny, message: "{type} not approved by {roles}"}
#     evidence_from_the_future: {effect: deny, message: "{type} is dated after now"}
#     evidence_stale: {effect: deny, message: "{type} is {days} days old, {limit} allowed"}
#     item_missing: {effect: deny, message: "eu_declaration incomplete: {items}"}
#     not_signed: {effect: deny, message: "the EU declaration is not signed"}
#     signer_unknown: {effect: deny, message: "{person}, who signed the EU declaration, is no person of the directory"}
#     not_machine_readable: {effect: deny, message: "the EU declaration is not machine-readable"}
#     retention_short: {effect: deny, message: "the EU declaration is not kept for {limit} years"}
#     marking_missing: {effect: deny, message: "no CE marking"}
package mlgate.controls.conformity.declaration

import data.mlgate.lib.contents
import data.mlgate.lib.evidence
import data.mlgate.lib.parameters
import data.mlgate.lib.people
import data.mlgate.lib.time as clock

findings contains finding if some finding in evidence.faults("eu_declaration")

findings contains {"code": "item_missing", "scope": evidence.scope("eu_declaration", document.subject), "args": {"items": concat(", ", items)}} if {
	some document in evidence.documents("eu_declaration")
	items := contents.missing(contents.object_of(object.get(document.body, "annex_v", null)), ["1", "2", "3", "4", "5", "6", "7", "8"])
	count(items) > 0
}

findings contains {"code": "not_signed", "scope": evidence.scope("eu_declaration", document.subject), "args": {}} if {
	some document in evidence.documents("eu_declaration")
	not _is_signed(document.body)
}

findings contains {"code": "signer_unknown", "scope": evidence.scope("eu_declaration", document.subject), "args": {"person": person}} if {
	some document in evidence.documents("eu_declaration")
	person := object.get(document.body, "signed_by", null)
	contents.is_said(person)
	not people.is_known(person)
}

findings contains {"code": "not_machine_readable", "scope": evidence.scope("eu_declaration", document.subject), "args": {}} if {
	some document in evidence.documents("eu_declaration")
	object.get(document.body, "machine_readable", null) != true
}

findings contains {"code": "retention_short", "scope": evidence.scope("eu_declaration", document.subject), "args": {"limit": limit}} if {
	some document in evidence.documents("eu_declaration")
	limit := parameters.value("documentation.retention_years_min")
	not _is_kept(object.get(document.body, "retention_years", null), limit)
}

findings contains {"code": "marking_missing", "scope": evidence.scope("eu_declaration", document.subject), "args": {}} if {
	some document in evidence.documents("eu_declaration")
	marking := contents.object_of(object.get(document.body, "ce_marking", null))
	not _is_marking(marking)
}

_is_signed(body) if {
	contents.is_said(object.get(body, "signed_by", null))
	clock.is_moment(object.get(body, "signed_at", null))
	clock.age_days(body.signed_at) >= 0
}

_is_marking(marking) if {
	marking.kind in {"digital", "physical"}
	contents.gives(marking, "location")
}

_is_kept(years, limit) if {
	is_number(years)
	years >= limit
}
