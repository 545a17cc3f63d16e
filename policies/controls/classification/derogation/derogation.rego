# METADATA
# scope: package
# title: Art 6(3) derogation is documented and profiling is false
# description: |-
#   Where the newest questionnaire of a use case claims that a system of Annex III is not high-risk, the assessment of Art. 6(4)
#   is filed and approved by the governance officer whom it names: each condition that is claimed, with its reason; why there
#   is no significant risk; why no decision is materially influenced; and that nobody is profiled. Before production it names
#   the registration of Art. 49(2), the same as the registration that is filed. No claim, no assessment.
# custom:
#   control: CLS-004
#   subjects: [use-case, model]
#   tiers: [limited, minimal]
#   gates: [G1, G2, G3, G4]
#   evidence: [derogation_assessment, eu_db_registration, risk_classification]
#   parameters: [classification.reasoning_chars_min]
#   legal_from: "2027-12-02"
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: "Art. 49(2), registration of an Art. 6(3) claim: whether it applies since 2 Aug 2026 or from 2 Dec 2027 is read in two ways. Art. 6(5): the guidelines on Art. 6 are a draft of 19 May 2026."
#   waivable: never
#   core: true
#   refs:
#     eu_ai_act: ["Art 6(3)", "Art 6(4)", "Art 49(2)"]
#     nist_ai_rmf: ["MAP 1.1", "MAP 5.1"]
#     iso_42001: ["A.5.3"]
#     sr: []
#   remediation: File the assessment or drop the claim; a profiling system inside Annex III is always high.
#   codes:
#     evidence_missing: {effect: deny, message: "{type} missing or not approved"}
#     evidence_wrong_approver: {effect: deny, message: "{type} has to be approved by {roles}, and not by its author"}
#     evidence_from_the_future: {effect: deny, message: "{type} is dated after now"}
#     evidence_stale: {effect: deny, message: "{type} is {days} days old, {limit} are allowed"}
#     condition_missing: {effect: deny, message: "the assessment names no condition of Art 6(3)"}
#     condition_unknown: {effect: deny, message: "the assessment names a condition that Art 6(3) does not have"}
#     condition_not_assessed: {effect: deny, message: "claimed by the questionnaire, but not assessed: condition {conditions}"}
#     condition_unreasoned: {effect: deny, message: "no reason of {limit} characters for condition {conditions}"}
#     reasoning_missing: {effect: deny, message: "no reasoning of {limit} characters: {parts}"}
#     profiling_not_denied: {effect: deny, message: "the assessment does not deny profiling, without which there is no derogation"}
#     profiling_contradicted: {effect: deny, message: "the dpia says that people are profiled, and the claim denies it"}
#     approver_differs: {effect: deny, message: "the assessment names an approver who did not approve it"}
#     registration_missing: {effect: deny, message: "the assessment names no registration under Art 49(2)"}
#     registration_differs: {effect: deny, message: "the assessment names {named}, the registration that is filed is {filed}"}
package mlgate.controls.classification.derogation

import data.mlgate.classification
import data.mlgate.lib.contents
import data.mlgate.lib.evidence
import data.mlgate.lib.parameters
import data.mlgate.lib.time as clock

findings contains finding if {
	some finding in evidence.faults("derogation_assessment")
	_concerns(finding.scope)
}

findings contains {"code": "condition_missing", "scope": _scope(document), "args": {}} if {
	some document in _assessments
	count(_conditions(document.body)) == 0
}

findings contains {"code": "condition_unknown", "scope": _scope(document), "args": {}} if {
	some document in _assessments
	some condition in contents.list(object.get(document.body, "conditions", null))
	not condition in _known
}

findings contains {"code": "condition_not_assessed", "scope": _scope(document), "args": {"conditions": concat(", ", sort(open))}} if {
	some document in _assessments
	open := _claimed(document.subject) - _conditions(document.body)
	count(open) > 0
}

findings contains {"code": "condition_unreasoned", "scope": _scope(document), "args": {"conditions": concat(", ", sort(open)), "limit": limit}} if {
	some document in _assessments
	limit := parameters.value("classification.reasoning_chars_min")
	reasons := contents.object_of(object.get(document.body, "conditions_reasoning", null))
	open := {condition | some condition in _conditions(document.body); not _is_reasoned(object.get(reasons, condition, null), limit)}
	count(open) > 0
}

findings contains {"code": "reasoning_missing", "scope": _scope(document), "args": {"parts": concat(", ", open), "limit": limit}} if {
	some document in _assessments
	limit := parameters.value("classification.reasoning_chars_min")
	open := [part |
		some part in ["no_significant_risk_reasoning", "not_materially_influencing_reasoning"]
		not _is_reasoned(object.get(document.body, part, null), limit)
	]
	count(open) > 0
}

findings contains {"code": "profiling_not_denied", "scope": _scope(document), "args": {}} if {
	some document in _assessments
	object.get(document.body, "profiling", null) != false
}

# Who profiles in one document does so in the other: the newest impact assessments count, approved or not.
findings contains {"code": "profiling_contradicted", "scope": _scope(document), "args": {}} if {
	some document in _assessments
	some assessed in evidence.filed("dpia")
	_is_of(document.subject, assessed.subject)
	assessed.body.profiling == true
}

findings contains {"code": "approver_differs", "scope": _scope(document), "args": {}} if {
	some document in _assessments
	not object.get(document.body, "approved_by", null) in {approver.person |
		some approver in document.approved_by
		approver.role in data.config.evidence.derogation_assessment.approvers
	}
}

# Art. 49(2) from the day of the reading that policy follows.
findings contains {"code": "registration_missing", "scope": _scope(document), "args": {}} if {
	data.mlgate.request.gate == "G4"
	clock.has_come(data.config.legal.art49_2.followed)
	some document in _assessments
	_said(document.body, "registration_ref") == ""
}

findings contains {"code": "registration_differs", "scope": _scope(document), "args": {"named": named, "filed": filed}} if {
	data.mlgate.request.gate == "G4"
	some document in _assessments
	some registration in evidence.documents("eu_db_registration")
	registration.subject == document.subject
	registration.body.scheme == "art49_2"
	named := _said(document.body, "registration_ref")
	filed := _said(registration.body, "id")
	named != ""
	named != filed
}

# What the model filed itself is about all its systems.
_is_of(holder, other) if holder == other

_is_of(holder, other) if input.subject.ref in {holder, other}

_known := {"a", "b", "c", "d"}

# The assessments that count, of the use cases that claim the derogation and of the model itself.
_assessments contains document if {
	some document in evidence.documents("derogation_assessment")
	_concerns(document.subject)
}

# The use cases whose newest questionnaire, as filed, rests on the derogation.
_claiming contains use_case.ref if {
	some use_case in input.use_cases
	some answers in _answers(use_case.ref)
	"art6_4" in classification.assess(answers).duties
}

_concerns(holder) if holder in _claiming

_concerns(holder) if {
	count(_claiming) > 0
	holder in {"", input.subject.ref}
}

# The conditions that the questionnaire of a holder claims; none where the holder has none.
_claimed(holder) := {condition |
	some answers in _answers(holder)
	some condition in contents.list(object.get(answers, ["derogation", "conditions"], null))
	condition in _known
}

_answers(ref) := [document.body | some document in array.slice(_filed(ref), 0, 1)]

_filed(ref) := [document |
	some document in object.get(input.evidence, "risk_classification", [])
	document.subject == ref
]

_conditions(body) := {condition |
	some condition in contents.list(object.get(body, "conditions", null))
	condition in _known
}

_is_reasoned(text, limit) if {
	is_string(text)
	count(trim_space(text)) >= limit
}

_said(body, field) := trim_space(text) if {
	text := object.get(body, field, null)
	is_string(text)
} else := ""

_scope(document) := evidence.scope("derogation_assessment", document.subject)
