# METADATA
# scope: package
# title: Generalisation gap
# description: |-
#   The AUC on the training data is not far above that on the test data: a model that is has learned its examples, not
#   the matter. Compared with a margin of 1e-9.
# custom:
#   control: PERF-005
#   subjects: [model]
#   tiers: [high, limited, minimal]
#   gates: [G2, G3]
#   evidence: [evaluation_report]
#   parameters: [performance.auc_gap_max]
#   legal_from: null
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: null
#   waivable: tier_max
#   on_deny: {}
#   core: false
#   refs: {eu_ai_act: ["Art 15(1)"], nist_ai_rmf: ["MEASURE 2.5"], iso_42001: ["A.6.2.4"], sr: ["11-7 IV"]}
#   remediation: Regularise or simplify.
#   codes:
#     evidence_missing: {effect: warn, message: "no {type} that counts"}
#     evidence_wrong_approver: {effect: warn, message: "{type} not approved by {roles}"}
#     evidence_from_the_future: {effect: warn, message: "{type} is dated after now"}
#     evidence_stale: {effect: warn, message: "{type} is {days} days old, {limit} allowed"}
#     not_measured: {effect: warn, message: "{field} is not measured"}
#     malformed: {effect: warn, message: "{field} is not a share from 0 to 1"}
#     gap_over_limit: {effect: warn, message: "auc falls by {gap:.4f} from training to test, {limit} allowed"}
package mlgate.controls.performance.generalisation

import data.mlgate.lib.evidence
import data.mlgate.lib.measures
import data.mlgate.lib.parameters

findings contains finding if some finding in evidence.faults("evaluation_report")

findings contains {"code": "not_measured", "scope": field, "args": {"field": field}} if {
	some document in evidence.documents("evaluation_report")
	some field in ["auc", "auc_train"]
	object.get(document.body, field, null) == null
}

findings contains {"code": "malformed", "scope": field, "args": {"field": field}} if {
	some document in evidence.documents("evaluation_report")
	some field in ["auc", "auc_train"]
	value := object.get(document.body, field, null)
	value != null
	not measures.is_rate(value)
}

findings contains {"code": "gap_over_limit", "scope": "", "args": {"gap": measures.rounded(gap), "limit": limit}} if {
	some document in evidence.documents("evaluation_report")
	every field in ["auc", "auc_train"] {
		measures.is_rate(object.get(document.body, field, null))
	}
	gap := document.body.auc_train - document.body.auc
	limit := parameters.value("performance.auc_gap_max")
	measures.is_above(gap, limit)
}
