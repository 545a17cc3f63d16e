# METADATA
# scope: package
# title: Classification questionnaire complete
# description: |-
#   Each use case of the subject has a questionnaire that the governance officer approved, with every question answered. An
#   open question is named whether or not the questionnaire is approved, so that it can be closed. Of a general-purpose AI
#   model the compute is stated: of its training by who provides it, of the modification by who only uses it.
# custom:
#   control: CLS-001
#   subjects: [use-case, model]
#   tiers: [unacceptable, high, limited, minimal, out_of_scope]
#   gates: [G1, G2, G3, G4]
#   evidence: [risk_classification]
#   parameters: []
#   legal_from: null
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: null
#   waivable: never
#   core: true
#   refs:
#     eu_ai_act: ["Art 3(12)", "Art 6", "Art 6(4)"]
#     nist_ai_rmf: ["MAP 1.1", "GOVERN 1.6"]
#     iso_42001: ["A.5.2", "A.9.4"]
#     sr: ["11-7 VI (inventory)", "26-2 inventory"]
#   remediation: Answer the listed open questions; an unknown answer is not a no.
#   codes:
#     evidence_missing: {effect: deny, message: "{type} missing or not approved"}
#     evidence_wrong_approver: {effect: deny, message: "{type} has to be approved by {roles}, and not by its author"}
#     evidence_from_the_future: {effect: deny, message: "{type} is dated after now"}
#     evidence_stale: {effect: deny, message: "{type} is {days} days old, {limit} are allowed"}
#     question_open: {effect: deny, message: "question not answered: {scope} ({use_case})"}
#     no_use_case: {effect: deny, message: "the model serves no use case, so nobody answered for it"}
package mlgate.controls.classification.questionnaire

import data.mlgate.classification
import data.mlgate.lib.contents
import data.mlgate.lib.evidence
import data.mlgate.lib.questions

findings contains finding if {
	_system_questionnaires_only
	some finding in evidence.faults("risk_classification")
}

findings contains {"code": "evidence_missing", "scope": use_case.ref, "args": {"type": "risk_classification"}} if {
	not _system_questionnaires_only
	some use_case in input.use_cases
	not classification.has_questionnaire(use_case.ref)
}

findings contains {"code": "question_open", "scope": question, "args": {"use_case": use_case.ref}} if {
	some use_case in input.use_cases
	some question in _open(_newest(use_case.ref)[0].body)
}

findings contains {"code": "no_use_case", "scope": "", "args": {}} if count(input.use_cases) == 0

# A questionnaire of the model's own answers for no use case (CLS-006 judges it): then the library would ask the model.
_system_questionnaires_only if count(_newest(input.subject.ref)) == 0

_system_questionnaires_only if input.subject.kind == "use-case"

_newest(ref) := [document |
	some document in object.get(input.evidence, "risk_classification", [])
	document.subject == ref
]

# What the tier rests on, and what else has to be said.
_open(answers) := (questions.open(answers) | _open_flags(answers)) | (_open_words(answers) | (_open_lists(answers) | _open_compute(answers)))

_open_flags(answers) := {concat(".", path) |
	some path in _flags
	not is_boolean(object.get(answers, path, null))
}

_open_words(answers) := {concat(".", path) |
	some path in _words
	not _is_said(object.get(answers, path, null))
}

_open_lists(answers) := {name |
	some name in ["affected_persons", "foreseeable_misuse", "jurisdictions", "vulnerable_groups"]
	not is_array(object.get(answers, name, null))
}

_open_compute(answers) := {concat(".", ["gpai", name]) |
	some name in _computed(contents.object_of(object.get(answers, "gpai", {})))
	not is_number(object.get(answers, ["gpai", name], null))
}

_computed(gpai) := {"training_flop"} if {
	gpai.provider_of_gpai == true
} else := {"modification_flop_share"} if {
	gpai.uses_gpai_model == true
} else := set()

_is_said(value) if {
	is_string(value)
	trim_space(value) != ""
}

_flags := {
	["art25", "own_name"],
	["art25", "substantial_modification"],
	["art25", "purpose_change_to_high"],
	["gpai", "uses_gpai_model"],
	["gpai", "provider_of_gpai"],
	["gpai", "open_source"],
	["minors"],
	["decision_effect", "legal_or_similar_effect"],
	["deployer", "financial_institution"],
	["deployer", "workplace_use"],
	["used_by_public_authority"],
}

_words := {["role"], ["intended_purpose"], ["decision_effect", "automation"], ["completed_by"]}
