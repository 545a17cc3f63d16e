# METADATA
# scope: package
# title: "Discrimination: AUC"
# description: |-
#   The area under the ROC curve, and the lower limit of its 95 % interval, reach what is required; both with a margin of
#   1e-9. The interval has to hold the value that it is about.
# custom:
#   control: PERF-001
#   subjects: [model]
#   tiers: [high, limited, minimal]
#   gates: [G2, G3, G4]
#   evidence: [evaluation_report]
#   parameters: [performance.auc_min, performance.auc_ci_low_min]
#   legal_from: null
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: null
#   waivable: {max_days: 60}
#   on_deny: {}
#   core: true
#   refs: {eu_ai_act: ["Art 9(8)", "Art 15(1)", "Art 15(3)"], nist_ai_rmf: ["MEASURE 2.3", "MEASURE 2.5"], iso_42001: ["A.6.2.4"], sr: ["11-7 V (outcomes analysis)"]}
#   remediation: Improve the model or change the intended use; do not lower the threshold after seeing the result.
#   codes:
#     evidence_missing: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "no {type} that counts"}
#     evidence_wrong_approver: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "{type} not approved by {roles}"}
#     evidence_from_the_future: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "{type} is dated after now"}
#     evidence_stale: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "{type} is {days} days old, {limit} allowed"}
#     auc_missing: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "auc is not measured"}
#     auc_ci_missing: {effect: [{tiers: [high], effect: deny}, {effect: warn}], message: "auc_ci_low is not measured"}
#     malformed: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "{field} is not a share from 0 to 1"}
#     interval_inconsistent: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "the interval of auc does not hold auc {auc}"}
#     auc_low: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "auc {auc} below {limit}"}
#     auc_ci_low: {effect: [{tiers: [high], effect: deny}, {effect: warn}], message: "lower limit of auc {auc_ci_low} below {limit}"}
package mlgate.controls.performance.discrimination

import data.mlgate.lib.evidence
import data.mlgate.lib.measures
import data.mlgate.lib.parameters

findings contains finding if some finding in evidence.faults("evaluation_report")

findings contains {"code": code, "scope": "", "args": {}} if {
	some document in evidence.documents("evaluation_report")
	some field, code in {"auc": "auc_missing", "auc_ci_low": "auc_ci_missing"}
	object.get(document.body, field, null) == null
}

findings contains {"code": "malformed", "scope": "", "args": {"field": field}} if {
	some document in evidence.documents("evaluation_report")
	some field in ["auc", "auc_ci_low", "auc_ci_high"]
	value := object.get(document.body, field, null)
	value != null
	not measures.is_rate(value)
}

findings contains {"code": "interval_inconsistent", "scope": "", "args": {"auc": auc}} if {
	auc := _rates.auc
	measures.is_above(_rates.auc_ci_low, auc)
}

findings contains {"code": "interval_inconsistent", "scope": "", "args": {"auc": auc}} if {
	auc := _rates.auc
	measures.is_below(_rates.auc_ci_high, auc)
}

findings contains {"code": "auc_low", "scope": "", "args": {"auc": auc, "limit": limit}} if {
	auc := _rates.auc
	limit := parameters.value("performance.auc_min")
	measures.is_below(auc, limit)
}

findings contains {"code": "auc_ci_low", "scope": "", "args": {"auc_ci_low": low, "limit": limit}} if {
	low := _rates.auc_ci_low
	limit := parameters.value("performance.auc_ci_low_min")
	measures.is_below(low, limit)
}

# The measured shares, as far as they are there and sound. The newest report is one: it hangs on the model alone.
_rates[field] := rate if {
	some document in evidence.documents("evaluation_report")
	some field in ["auc", "auc_ci_low", "auc_ci_high"]
	rate := object.get(document.body, field, null)
	measures.is_rate(rate)
}
