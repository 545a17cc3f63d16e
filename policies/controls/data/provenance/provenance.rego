# METADATA
# scope: package
# title: Provenance, licence and lawful basis
# description: |-
#   The datasheet says where the data came from and of what kind each source is, by what right they are used, whether
#   they are personal data, and if so on which lawful basis of Art. 6(1) GDPR. Data that hold special categories are
#   personal data whatever the datasheet says.
# custom:
#   control: DAT-002
#   subjects: [model]
#   tiers: [high, limited, minimal]
#   gates: [G2]
#   evidence: [dataset_datasheet]
#   parameters: []
#   legal_from: null
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: null
#   waivable: never
#   on_deny: {}
#   core: true
#   refs: {eu_ai_act: ["Art 10(2)(b)"], nist_ai_rmf: ["MAP 4.1", "MEASURE 2.10"], iso_42001: ["A.7.3", "A.7.5"], sr: ["11-7 IV"], other: ["GDPR Art 6(1)"]}
#   remediation: State where the data came from and why it may be used.
#   codes:
#     evidence_missing: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "no {type} that counts"}
#     evidence_wrong_approver: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "{type} not approved by {roles}"}
#     evidence_from_the_future: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "{type} is dated after now"}
#     evidence_stale: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "{type} is {days} days old, {limit} allowed"}
#     source_missing: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "no source of the data is named"}
#     source_incomplete: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "source {number} without {parts}"}
#     licence_missing: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "no licence or right to use the data is named"}
#     personal_data_unanswered: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "whether the data are personal is not answered"}
#     lawful_basis_missing: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "personal data without a lawful basis"}
package mlgate.controls.data.provenance

import data.mlgate.lib.contents
import data.mlgate.lib.evidence

findings contains finding if some finding in evidence.faults("dataset_datasheet")

findings contains {"code": "source_missing", "scope": "", "args": {}} if {
	some document in evidence.documents("dataset_datasheet")
	count(_sources(document.body)) == 0
}

findings contains {"code": "source_incomplete", "scope": "", "args": {"number": place + 1, "parts": concat(", ", parts)}} if {
	some document in evidence.documents("dataset_datasheet")
	some place, source in _sources(document.body)
	parts := contents.missing(contents.object_of(source), ["kind", "source"])
	count(parts) > 0
}

findings contains {"code": "licence_missing", "scope": "", "args": {}} if {
	some document in evidence.documents("dataset_datasheet")
	not _is_text(object.get(document.body, "licence", null))
}

findings contains {"code": "personal_data_unanswered", "scope": "", "args": {}} if {
	some document in evidence.documents("dataset_datasheet")
	not is_boolean(object.get(document.body, "personal_data", null))
}

findings contains {"code": "lawful_basis_missing", "scope": "", "args": {}} if {
	some document in evidence.documents("dataset_datasheet")
	_is_personal(document.body)
	not object.get(document.body, "lawful_basis", null) in _bases
}

_bases := {"consent", "contract", "legal_obligation", "vital_interests", "public_task", "legitimate_interests"}

_sources(body) := contents.list(object.get(body, "provenance", null))

_is_personal(body) if body.personal_data == true

_is_personal(body) if count(contents.list(object.get(body, "special_categories", null))) > 0

_is_text(value) if {
	is_string(value)
	contents.is_given(value)
}
