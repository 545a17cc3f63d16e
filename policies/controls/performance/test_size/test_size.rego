# METADATA
# scope: package
# title: Enough test data, with intervals
# description: |-
#   The test set is large enough to say something, in all and of the adverse class, and how the confidence interval was
#   made is stated. The sizes are those of the confusion matrix where it is sound, else as reported.
# custom:
#   control: PERF-007
#   subjects: [model]
#   tiers: [high, limited, minimal]
#   gates: [G3]
#   evidence: [evaluation_report]
#   parameters: [performance.n_test_min, performance.n_bad_min]
#   legal_from: null
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: null
#   waivable: {max_days: 60}
#   on_deny: {}
#   core: false
#   refs: {eu_ai_act: ["Art 10(3)", "Art 15(3)"], nist_ai_rmf: ["MEASURE 2.1", "MEASURE 2.13"], iso_42001: ["A.6.2.4"], sr: ["11-7 V"]}
#   remediation: Enlarge the test set.
#   codes:
#     evidence_missing: {effect: [{tiers: [high], effect: deny}, {effect: warn}], message: "no {type} that counts"}
#     evidence_wrong_approver: {effect: [{tiers: [high], effect: deny}, {effect: warn}], message: "{type} not approved by {roles}"}
#     evidence_from_the_future: {effect: [{tiers: [high], effect: deny}, {effect: warn}], message: "{type} is dated after now"}
#     evidence_stale: {effect: [{tiers: [high], effect: deny}, {effect: warn}], message: "{type} is {days} days old, {limit} allowed"}
#     not_counted: {effect: [{tiers: [high], effect: deny}, {effect: warn}], message: "{field} is not counted"}
#     too_few: {effect: [{tiers: [high], effect: deny}, {effect: warn}], message: "{field} is {n}, {limit} needed"}
#     ci_method_missing: {effect: [{tiers: [high], effect: deny}, {effect: warn}], message: "how the confidence interval was made is not stated"}
package mlgate.controls.performance.test_size

import data.mlgate.lib.contents
import data.mlgate.lib.evaluation
import data.mlgate.lib.evidence
import data.mlgate.lib.measures
import data.mlgate.lib.parameters

findings contains finding if some finding in evidence.faults("evaluation_report")

findings contains {"code": "not_counted", "scope": field, "args": {"field": field}} if {
	some document in evidence.documents("evaluation_report")
	some field in ["n_test", "n_bad"]
	size := _size(document.body, field)
	not measures.is_count(size)
}

findings contains {"code": "too_few", "scope": field, "args": {"field": field, "n": n, "limit": limit}} if {
	some document in evidence.documents("evaluation_report")
	some field, parameter in {"n_test": "performance.n_test_min", "n_bad": "performance.n_bad_min"}
	n := _size(document.body, field)
	measures.is_count(n)
	limit := parameters.value(parameter)
	n < limit
}

findings contains {"code": "ci_method_missing", "scope": "", "args": {}} if {
	some document in evidence.documents("evaluation_report")
	method := object.get(document.body, "ci_method", null)
	not _is_stated(method)
}

_size(body, field) := object.get(evaluation.counted(body), field, object.get(body, field, null))

_is_stated(method) if {
	is_string(method)
	contents.is_given(method)
}
