# METADATA
# scope: package
# title: No prohibited practice
# description: |-
#   None of the ten flags of Art. 5(1) is true. The newest questionnaire is read whether or not it is approved: a practice
#   that is admitted anywhere is not excused by a signature that is still missing. What an approved questionnaire admitted
#   once stands for good: nothing cures it but retirement, and a redesign is a new use case. At G0 only a questionnaire that
#   is there is judged. The company refuses (ba) and (bb) before they become law on 2 December 2026.
# custom:
#   control: CLS-002
#   subjects: [use-case, model]
#   tiers: [unacceptable, high, limited, minimal]
#   gates: [G0, G1, G2, G3, G4, MON]
#   evidence: [risk_classification]
#   parameters: []
#   legal_from: "2025-02-02"
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: null
#   waivable: never
#   core: true
#   refs:
#     eu_ai_act: ["Art 5(1)(a)-(h)", "Art 5(1)(ba), (bb) from 2 Dec 2026", "Art 99(3)"]
#     nist_ai_rmf: ["GOVERN 1.1", "MAP 1.1"]
#     iso_42001: ["A.2.2", "A.5.4"]
#     sr: []
#   remediation: Stop the use case; the only allowed move is to retired. Redesign the purpose and register a new use case.
#   codes:
#     prohibited_practice: {effect: deny, message: "prohibited practice: Art 5(1)({scope}), law from {from} ({use_case})"}
#     flag_open: {effect: deny, message: "Art 5(1)({scope}) is neither admitted nor denied ({use_case})"}
#     questionnaire_missing: {effect: deny, message: "nobody answered for {use_case} whether it is a prohibited practice"}
package mlgate.controls.classification.prohibited_practice

import data.mlgate.classification

findings contains {"code": "prohibited_practice", "scope": flag, "args": {"use_case": use_case.ref, "from": day}} if {
	some use_case in input.use_cases
	some flag in (_admitted(use_case.ref) | classification.admitted(use_case.ref))
	day := data.config.legal.prohibited_from[flag]
}

findings contains {"code": "flag_open", "scope": flag, "args": {"use_case": use_case.ref}} if {
	some use_case in input.use_cases
	some document in array.slice(_documents(use_case.ref), 0, 1)
	some flag in data.mlgate.lib.questions.prohibitions
	not is_boolean(object.get(document.body, ["art5", flag], null))
}

findings contains {"code": "questionnaire_missing", "scope": "", "args": {"use_case": use_case.ref}} if {
	data.mlgate.request.gate != "G0"
	some use_case in input.use_cases
	count(_documents(use_case.ref)) == 0
}

# What the newest questionnaire of a use case admits, and the newest approved one below it, which stands until the newer is
# approved; whoever filed and approved them.
_admitted(ref) := {flag |
	some document in _read(ref)
	some flag in classification.prohibited(document.body)
}

_read(ref) := array.concat(array.slice(_documents(ref), 0, 1), array.slice(_approved(ref), 0, 1))

_approved(ref) := [document |
	some document in _documents(ref)
	document.status == "approved"
]

_documents(ref) := [document |
	some document in object.get(input.evidence, "risk_classification", [])
	document.subject == ref
]
