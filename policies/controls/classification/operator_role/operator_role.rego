# METADATA
# scope: package
# title: Operator role declared and role-flip tested
# description: |-
#   The newest questionnaire, as filed, says which operator the organisation is for this system, and answers the three
#   questions of Art. 25(1). Who markets a system under its own name, modifies it substantially, or gives it a purpose that
#   makes it high-risk is its provider, whatever it calls itself. Art. 25 speaks of high-risk systems; the company asks the
#   same of limited ones.
# custom:
#   control: CLS-007
#   subjects: [use-case]
#   tiers: [high, limited]
#   gates: [G1]
#   evidence: [risk_classification]
#   parameters: []
#   legal_from: "2027-12-02"
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: null
#   waivable: tier_max
#   core: false
#   refs:
#     eu_ai_act: ["Art 3(3)-(7)", "Art 25(1)", "Art 26"]
#     nist_ai_rmf: ["GOVERN 2.1", "GOVERN 6.1"]
#     iso_42001: ["A.10.2"]
#     sr: []
#   remediation: Declare the role per system and answer the three Art 25 questions.
#   codes:
#     questionnaire_missing: {effect: deny, message: "no questionnaire declares a role"}
#     role_unknown: {effect: deny, message: "no role of an operator is declared"}
#     question_open: {effect: deny, message: "question not answered: art25.{scope}"}
#     role_flips:
#       effect: deny
#       message: "declared {declared}, but {scope} makes it the provider (Art 25(1))"
#       remediation: Declare provider or both and take on the duties of Art 16, or undo what makes it the provider.
package mlgate.controls.classification.operator_role

findings contains {"code": "questionnaire_missing", "scope": "", "args": {}} if count(_answers) == 0

findings contains {"code": "role_unknown", "scope": "", "args": {}} if {
	some answers in _answers
	not _role(answers) in _roles
}

findings contains {"code": "question_open", "scope": question, "args": {}} if {
	some answers in _answers
	some question in _questions
	not is_boolean(_answer(answers, question))
}

findings contains {"code": "role_flips", "scope": question, "args": {"declared": _role(answers)}} if {
	some answers in _answers
	_role(answers) in (_roles - {"provider", "both"})
	some question in _questions
	_answer(answers, question) == true
}

_roles := {"provider", "deployer", "both", "importer", "distributor", "product_manufacturer"}

_questions := {"own_name", "substantial_modification", "purpose_change_to_high"}

_role(answers) := object.get(answers, "role", null)

_answer(answers, question) := object.get(answers, ["art25", question], null)

# The answers of the newest questionnaire of the use case, in a list; an empty one where there is none.
_answers := [document.body | some document in array.slice(_filed, 0, 1)]

_filed := [document |
	some document in object.get(input.evidence, "risk_classification", [])
	document.subject == input.subject.ref
]
