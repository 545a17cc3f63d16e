# METADATA
# scope: package
# title: Equal opportunity difference per group
# description: |-
#   Approved among good, in every protected group, differs from the reference group by no more than the limit agreed for
#   this use; both rates are recomputed from counts, with a margin of 1e-9. Before production the fairness report counts,
#   in production what monitoring counted. Small groups are judged too; whether they are evidence is asked by FAIR-003.
# custom:
#   control: FAIR-002
#   subjects: [model]
#   tiers: [high]
#   gates: [G3, G4, MON]
#   evidence: [fairness_report, monitoring_report]
#   parameters: [fairness.eod_deny, fairness.eod_warn]
#   legal_from: null
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: null
#   waivable: {max_days: 60}
#   on_deny: {MON: demote}
#   core: true
#   refs: {eu_ai_act: ["Art 10(2)(f)-(g)"], nist_ai_rmf: ["MEASURE 2.11"], iso_42001: ["A.5.4"], sr: []}
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
#     group_empty: {effect: warn, message: "{scope}: no good cases, no difference"}
#     gap_over_limit: {effect: deny, message: "{scope}: difference {gap:.4f} beyond {limit}"}
#     gap_near_limit: {effect: warn, message: "{scope}: difference {gap:.4f}"}
package mlgate.controls.fairness.equal_opportunity

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
	some finding in fairness.contradicted(document.body, {"eod", "tpr_favourable"})
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
	pair.group.n_good == 0
}

findings contains {"code": "gap_over_limit", "scope": scope, "args": {"gap": measures.rounded(gap), "limit": limit}} if {
	some [scope, gap] in _gaps
	limit := parameters.value("fairness.eod_deny")
	measures.is_above(abs(gap), limit)
}

findings contains {"code": "gap_near_limit", "scope": scope, "args": {"gap": measures.rounded(gap)}} if {
	some [scope, gap] in _gaps
	size := abs(gap)
	measures.is_above(size, parameters.value("fairness.eod_warn"))
	limit := parameters.value("fairness.eod_deny")
	not measures.is_above(size, limit)
}

default _report := "fairness_report"

_report := "monitoring_report" if input.request.check == "MON"

_pairs := [pair |
	some document in evidence.documents(_report)
	some pair in fairness.pairs(document.body)
]

_gaps := [[pair.scope, gap] |
	some pair in _pairs
	pair.group.n_good > 0
	gap := fairness.tpr_favourable(pair.group) - fairness.tpr_favourable(pair.reference)
]
