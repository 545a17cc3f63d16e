# METADATA
# scope: package
# title: Recall on the adverse class
# description: |-
#   Recall and precision on the bad class, recomputed from the confusion matrix at the operating threshold with a margin of
#   1e-9, reach what was agreed for the use before the evaluation. The matrix has to add up to the test set, and what the
#   report claims has to be what it makes, to a thousandth.
# custom:
#   control: PERF-002
#   subjects: [model]
#   tiers: [high, limited, minimal]
#   gates: [G3, G4]
#   evidence: [evaluation_report]
#   parameters: [performance.recall_min, performance.precision_min]
#   legal_from: null
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: null
#   waivable: {max_days: 60}
#   on_deny: {}
#   core: true
#   refs: {eu_ai_act: ["Art 15(1)", "Art 15(3)"], nist_ai_rmf: ["MEASURE 2.5"], iso_42001: ["A.6.2.4"], sr: ["11-7 V"]}
#   remediation: Move the operating point or retrain; re-run the fairness set after that.
#   codes:
#     evidence_missing: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "no {type} that counts"}
#     evidence_wrong_approver: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "{type} not approved by {roles}"}
#     evidence_from_the_future: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "{type} is dated after now"}
#     evidence_stale: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "{type} is {days} days old, {limit} allowed"}
#     confusion_missing: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "the confusion matrix is missing"}
#     confusion_malformed: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "the confusion matrix is not four counts"}
#     counts_inconsistent: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "the confusion matrix does not add up to {field}"}
#     claim_differs: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "{field} claimed as {claimed}, counted as {counted}"}
#     recall_unknown: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "no bad cases, no recall"}
#     precision_unknown: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "nothing rejected, no precision"}
#     recall_low: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "recall {recall:.4f} below {limit}"}
#     precision_low: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "precision {precision:.4f} below {limit}"}
package mlgate.controls.performance.recall

import data.mlgate.lib.evaluation
import data.mlgate.lib.evidence
import data.mlgate.lib.measures
import data.mlgate.lib.parameters

findings contains finding if some finding in evidence.faults("evaluation_report")

findings contains {"code": "confusion_missing", "scope": "", "args": {}} if {
	some document in evidence.documents("evaluation_report")
	object.get(document.body, "confusion", null) == null
}

findings contains {"code": "confusion_malformed", "scope": "", "args": {}} if {
	some document in evidence.documents("evaluation_report")
	matrix := object.get(document.body, "confusion", null)
	matrix != null
	not evaluation.is_matrix(matrix)
}

findings contains {"code": "counts_inconsistent", "scope": "", "args": {"field": field}} if {
	some [body, matrix] in _matrices
	some field, counted in {
		"n_test": sum([matrix.tp, matrix.fp, matrix.fn, matrix.tn]),
		"n_bad": matrix.tp + matrix.fn,
	}
	object.get(body, field, null) != counted
}

findings contains {"code": "claim_differs", "scope": field, "args": {"field": field, "claimed": claimed, "counted": measures.rounded(counted)}} if {
	some document in evidence.documents("evaluation_report")
	some [field, claimed, counted] in evaluation.contradicted(document.body)
	field in {"recall_bad", "precision_bad"}
}

findings contains {"code": "recall_unknown", "scope": "", "args": {}} if {
	some [_, matrix] in _matrices
	matrix.tp + matrix.fn == 0
}

findings contains {"code": "precision_unknown", "scope": "", "args": {}} if {
	some [_, matrix] in _matrices
	matrix.tp + matrix.fp == 0
}

findings contains {"code": "recall_low", "scope": "", "args": {"recall": measures.rounded(recall), "limit": limit}} if {
	some [_, matrix] in _matrices
	matrix.tp + matrix.fn > 0
	recall := matrix.tp / (matrix.tp + matrix.fn)
	limit := parameters.value("performance.recall_min")
	measures.is_below(recall, limit)
}

findings contains {"code": "precision_low", "scope": "", "args": {"precision": measures.rounded(precision), "limit": limit}} if {
	some [_, matrix] in _matrices
	matrix.tp + matrix.fp > 0
	precision := matrix.tp / (matrix.tp + matrix.fp)
	limit := parameters.value("performance.precision_min")
	measures.is_below(precision, limit)
}

# The body and the sound confusion matrix of each report that has one.
_matrices := [[document.body, matrix] |
	some document in evidence.documents("evaluation_report")
	matrix := object.get(document.body, "confusion", null)
	evaluation.is_matrix(matrix)
]
