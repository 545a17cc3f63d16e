# METADATA
# scope: package
# title: Disparate impact ratio per group
# description: |-
#   The approval rate of every protected group, over that of its reference group, stays between the limits; both rates are
#   recomputed from counts, with a margin of 1e-9. Before production the fairness report counts, in production what
#   monitoring counted. Small groups are judged too; whether they are evidence is asked by FAIR-003.
# custom:
#   control: FAIR-001
#   subjects: [model]
#   tiers: [high]
#   gates: [G3, G4, MON]
#   evidence: [fairness_report, monitoring_report]
#   parameters: [fairness.di_min, fairness.di_max]
#   legal_from: null
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: null
#   waivable: never
#   on_deny: {MON: demote}
#   core: true
#   refs: {eu_ai_act: ["Art 10(2)(f)-(g)", "Art 15(4)"], nist_ai_rmf: ["MEASURE 2.11"], iso_42001: ["A.5.4", "A.7.4"], sr: [], other: ["CCD2 Art 6"]}
#   remediation: Find the driver features, mitigate, re-test; a justified difference needs legal sign-off.
#   codes:
#     evidence_missing: {effect: [{gates: [MON], effect: warn}, {effect: deny}], message: "no {type} that counts"}
#     evidence_wrong_approver: {effect: [{gates: [MON], effect: warn}, {effect: deny}], message: "{type} not approved by {roles}"}
#     evidence_from_the_future: {effect: [{gates: [MON], effect: warn}, {effect: deny}], message: "{type} is dated after now"}
#     evidence_stale: {effect: [{gates: [MON], effect: warn}, {effect: deny}], message: "{type} is {days} days old, {limit} allowed"}
#     groups_missing: {effect: [{gates: [MON], effect: warn}, {effect: deny}], message: "no groups are measured"}
#     counts_inconsistent: {effect: deny, message: "{scope}: counts inconsistent: {reason}"}
#     claim_differs: {effect: [{gates: [MON], effect: warn}, {effect: deny}], message: "{scope}: {field} claimed as {claimed}, counted as {counted}"}
#     group_unmonitored: {effect: warn, message: "{scope} was measured before production and is not monitored"}
#     group_empty: {effect: warn, message: "{scope}: no cases, no ratio"}
#     ratio_low: {effect: deny, message: "{scope}: ratio {ratio:.4f} below {limit}"}
#     ratio_high: {effect: deny, message: "{scope}: ratio {ratio:.4f} above {limit}"}
package mlgate.controls.fairness.disparate_impact

import data.mlgate.lib.evidence
import data.mlgate.lib.fairness
import data.mlgate.lib.measures
import data.mlgate.lib.parameters

findings contains finding if some finding in evidence.faults(_report)

findings contains finding if {
	some document in evidence.documents(_report)
	some finding in fairness.faults(document.body)
}

findings contains finding if {
	some document in evidence.documents(_report)
	some finding in fairness.contradicted(document.body, {"approval_rate", "di_ratio"})
}

# What monitoring leaves out may have become uneven unseen.
findings contains {"code": "group_unmonitored", "scope": scope, "args": {}} if {
	_report == "monitoring_report"
	some report in evidence.documents("monitoring_report")
	some earlier in evidence.documents("fairness_report")
	some scope in fairness.left_out(report.body, earlier.body)
}

findings contains {"code": "group_empty", "scope": pair.scope, "args": {}} if {
	some pair in _pairs
	pair.group.n == 0
}

findings contains {"code": "ratio_low", "scope": scope, "args": {"ratio": measures.rounded(ratio), "limit": limit}} if {
	some [scope, ratio] in _ratios
	limit := parameters.value("fairness.di_min")
	measures.is_below(ratio, limit)
}

findings contains {"code": "ratio_high", "scope": scope, "args": {"ratio": measures.rounded(ratio), "limit": limit}} if {
	some [scope, ratio] in _ratios
	limit := parameters.value("fairness.di_max")
	measures.is_above(ratio, limit)
}

default _report := "fairness_report"

_report := "monitoring_report" if input.request.check == "MON"

_pairs := [pair |
	some document in evidence.documents(_report)
	some pair in fairness.pairs(document.body)
]

_ratios := [[pair.scope, ratio] |
	some pair in _pairs
	pair.group.n > 0
	ratio := fairness.approval_rate(pair.group) / fairness.approval_rate(pair.reference)
]
