# METADATA
# scope: package
# title: Fundamental rights impact assessment
# description: |-
#   Where Art. 27 asks for it, the assessment has its six elements, each in more than a word, and the market surveillance authority was told. Who has to:
#   every deployer of Annex III 5(b) or 5(c), public bodies, and private ones with public services, save for point 2.
# custom:
#   control: RSK-002
#   subjects: [use-case, model]
#   tiers: [high]
#   gates: [G4]
#   evidence: [fria, risk_classification]
#   parameters: [documentation.answer_characters_min]
#   legal_from: "2027-12-02"
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: "Art. 27(5): the template of the AI Office was not found published; the six elements of Art. 27(1) are asked for."
#   waivable: never
#   on_deny: {}
#   core: true
#   refs: {eu_ai_act: ["Art 27(1)(a)-(f)", "Art 27(3)"], nist_ai_rmf: ["MAP 5.1", "MAP 5.2"], iso_42001: ["A.5.2-A.5.5"], sr: []}
#   remediation: Write the six elements (DPIA parts may be cross-referenced) and record the notification.
#   codes:
#     evidence_missing: {effect: deny, message: "{type} missing or not approved"}
#     evidence_wrong_approver: {effect: deny, message: "{type} not approved by {roles}"}
#     evidence_from_the_future: {effect: deny, message: "{type} is dated after now"}
#     evidence_stale: {effect: deny, message: "{type} is {days} days old, {limit} allowed"}
#     fria_incomplete: {effect: deny, message: "fria incomplete: {elements}"}
#     not_notified: {effect: deny, message: "the authority was not told of the fria"}
package mlgate.controls.risk.fundamental_rights

import data.mlgate.classification
import data.mlgate.lib.contents
import data.mlgate.lib.evidence
import data.mlgate.lib.parameters
import data.mlgate.lib.time as clock

findings contains finding if {
	some finding in evidence.faults("fria")
	_concerns(finding.scope)
}

findings contains {"code": "fria_incomplete", "scope": evidence.scope("fria", document.subject), "args": {"elements": concat(", ", elements)}} if {
	some document in evidence.documents("fria")
	_concerns(document.subject)
	least := parameters.value("documentation.answer_characters_min")
	elements := contents.short(document.body, _elements, least)
	count(elements) > 0
}

findings contains {"code": "not_notified", "scope": evidence.scope("fria", document.subject), "args": {}} if {
	some document in evidence.documents("fria")
	_concerns(document.subject)
	not clock.has_been(object.get(document.body, "notified_to_msa_at", null))
}

_elements := {
	"processes",
	"period_and_frequency",
	"affected_groups",
	"specific_harms",
	"oversight_measures",
	"measures_if_materialised",
}

# The use cases that need an assessment. What another use case filed is not judged; what the model filed itself is.
_needed contains use_case.ref if {
	some use_case in input.use_cases
	"art27" in classification.assess(classification.questionnaire(use_case.ref)).duties
}

_concerns(holder) if holder in _needed

_concerns(holder) if {
	count(_needed) > 0
	holder in {"", input.subject.ref}
}
