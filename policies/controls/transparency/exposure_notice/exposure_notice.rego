# METADATA
# scope: package
# title: Art 50 transparency
# description: |-
#   Each trigger of Art. 50 that the approved questionnaire admits, and that is not exempt, has its notice: at the first exposure at
#   the latest, accessible, in a named language (Art. 50(5)); synthetic content is marked in a machine-readable format besides
#   (Art. 50(2)). The company grants none of the grace that Art. 111(4) leaves to systems placed on the market before
#   2 August 2026.
# custom:
#   control: TRN-001
#   subjects: [use-case, model]
#   tiers: [high, limited]
#   gates: [G4]
#   evidence: [transparency_notice, risk_classification]
#   parameters: []
#   legal_from: "2026-08-02"
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: null
#   waivable: never
#   on_deny: {}
#   core: true
#   refs: {eu_ai_act: ["Art 50(1)-(5)", "Art 111(4)"], nist_ai_rmf: ["MEASURE 2.8", "GOVERN 5.1"], iso_42001: [A.8.2, A.8.5], sr: []}
#   remediation: Add the notice or the marking for each trigger.
#   codes:
#     evidence_missing: {effect: deny, message: "{type} missing or not approved"}
#     evidence_wrong_approver: {effect: deny, message: "{type} not approved by {roles}"}
#     evidence_from_the_future: {effect: deny, message: "{type} is dated after now"}
#     evidence_stale: {effect: deny, message: "{type} is {days} days old, {limit} allowed"}
#     triggers_open: {effect: deny, message: "what Art. 50 asks of {use_case} is not answered"}
#     notice_missing: {effect: deny, message: "no notice for {trigger}"}
#     notice_incomplete: {effect: deny, message: "notice for {trigger} without {parts}"}
#     not_at_first_exposure: {effect: deny, message: "notice for {trigger} not at the first exposure"}
#     not_accessible: {effect: deny, message: "notice for {trigger} not accessible"}
#     marking_missing: {effect: deny, message: "synthetic content is not marked in a machine-readable format"}
package mlgate.controls.transparency.exposure_notice

import data.mlgate.classification
import data.mlgate.lib.contents
import data.mlgate.lib.evidence

findings contains finding if {
	some finding in evidence.faults("transparency_notice")
	_concerns(finding.scope)
}

findings contains {"code": "triggers_open", "scope": "", "args": {"use_case": use_case.ref}} if {
	some use_case in input.use_cases
	_is_open(use_case.ref)
}

findings contains {"code": "notice_missing", "scope": evidence.scope("transparency_notice", document.subject), "args": {"trigger": trigger}} if {
	some document in evidence.documents("transparency_notice")
	some trigger in _triggers(document.subject)
	count(_notices(document, trigger)) == 0
}

findings contains {"code": "notice_incomplete", "scope": evidence.scope("transparency_notice", document.subject), "args": {"trigger": trigger, "parts": concat(", ", parts)}} if {
	some document in evidence.documents("transparency_notice")
	some trigger in _triggers(document.subject)
	some notice in _notices(document, trigger)
	parts := contents.missing(notice, ["channel", "language", "text_ref"])
	count(parts) > 0
}

findings contains {"code": code, "scope": evidence.scope("transparency_notice", document.subject), "args": {"trigger": trigger}} if {
	some document in evidence.documents("transparency_notice")
	some trigger in _triggers(document.subject)
	some notice in _notices(document, trigger)
	some code, field in {"not_at_first_exposure": "at_first_exposure", "not_accessible": "accessible"}
	object.get(notice, field, null) != true
}

findings contains {"code": "marking_missing", "scope": evidence.scope("transparency_notice", document.subject), "args": {}} if {
	some document in evidence.documents("transparency_notice")
	"synthetic_content" in _triggers(document.subject)
	some notice in _notices(document, "synthetic_content")
	object.get(notice, "machine_readable", null) != true
}

# What each question of the questionnaire is called in a notice.
_named := {
	"interacts_with_persons": "interaction",
	"generates_synthetic_content": "synthetic_content",
	"emotion_or_biometric_categorisation": "emotion_or_biometric_categorisation",
	"deep_fake": "deep_fake",
	"public_interest_text": "public_interest_text",
}

# The triggers of the system that a document is about, or of all systems of the model that filed it.
_triggers(holder) := {trigger |
	some use_case in input.use_cases
	holder in {use_case.ref, input.subject.ref}
	some trigger in _of_system(use_case.ref)
}

_of_system(ref) := {trigger |
	some question, trigger in _named
	_applies(question, classification.questionnaire(ref))
}

# Whether a question brings a duty of Art. 50 by itself: the exemptions are the classification's.
_applies(question, answers) if {
	alone := {other: false | some other, _ in _named; other != question}
	duties := classification.assess(object.union(answers, {"art50": alone})).duties
	count(duties & {"art50_1", "art50_2", "art50_3", "art50_4"}) > 0
}

_is_open(ref) if not classification.has_questionnaire(ref)

_is_open(ref) if classification.assess(classification.questionnaire(ref)).tier == "undetermined"

# The use cases that owe notices. What another use case filed is not judged; what the model filed itself is.
_owing contains use_case.ref if {
	some use_case in input.use_cases
	count(_of_system(use_case.ref)) > 0
}

_concerns(holder) if holder in _owing

_concerns(holder) if {
	count(_owing) > 0
	holder in {"", input.subject.ref}
}

_notices(document, trigger) := [notice |
	some item in contents.list(object.get(document.body, "notices", null))
	notice := contents.object_of(item)
	notice.trigger == trigger
]
