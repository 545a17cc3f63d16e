# METADATA
# scope: package
# title: Error by intersection and calibration by group
# description: |-
#   The report breaks errors down further than by one attribute: for every combination of two attributes how good
#   applicants fare, and for every group how well its scores are calibrated. All of it is recomputed from counts, which
#   have to fit the counts of the groups; a group too small to say anything is left to FAIR-003. Comparisons leave a
#   margin of 1e-9.
# custom:
#   control: FAIR-004
#   subjects: [model]
#   tiers: [high]
#   gates: [G3]
#   evidence: [fairness_report]
#   parameters: [fairness.group_ece_max, fairness.group_bins_min, fairness.group_min, fairness.favourable_min, fairness.eod_deny]
#   legal_from: null
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: null
#   waivable: tier_max
#   on_deny: {}
#   core: false
#   refs: {eu_ai_act: ["Annex IV 2(g)"], nist_ai_rmf: ["MEASURE 2.11"], iso_42001: ["A.5.4"], sr: []}
#   remediation: Add the breakdowns.
#   codes:
#     evidence_missing: {effect: warn, message: "no {type} that counts"}
#     evidence_wrong_approver: {effect: warn, message: "{type} not approved by {roles}"}
#     evidence_from_the_future: {effect: warn, message: "{type} is dated after now"}
#     evidence_stale: {effect: warn, message: "{type} is {days} days old, {limit} allowed"}
#     groups_missing: {effect: warn, message: "no groups are measured"}
#     counts_inconsistent: {effect: warn, message: "{scope}: counts inconsistent: {reason}"}
#     calibration_missing: {effect: warn, message: "{scope}: calibration is not measured"}
#     calibration_unsound: {effect: warn, message: "{scope}: the calibration error cannot be recomputed: {reason}"}
#     too_few_bins: {effect: warn, message: "{scope}: calibration in {n} bins with cases, {limit} needed"}
#     claim_differs: {effect: warn, message: "{scope}: {field} claimed as {claimed}, counted as {counted}"}
#     ece_high: {effect: warn, message: "{scope}: calibration error {ece:.4f} above {limit}"}
#     intersection_missing: {effect: warn, message: "{scope}: not every combination is measured"}
#     intersection_inconsistent: {effect: warn, message: "{scope}: counts inconsistent: {reason}"}
#     gap_over_limit: {effect: warn, message: "{scope}: difference {gap:.4f} beyond {limit}"}
package mlgate.controls.fairness.intersections

import data.mlgate.lib.calibration
import data.mlgate.lib.contents
import data.mlgate.lib.evaluation
import data.mlgate.lib.evidence
import data.mlgate.lib.fairness
import data.mlgate.lib.intersections
import data.mlgate.lib.measures
import data.mlgate.lib.parameters

findings contains finding if some finding in evidence.faults("fairness_report")

findings contains finding if {
	some body in _bodies
	some finding in fairness.faults(body)
}

findings contains finding if {
	some body in _bodies
	some finding in fairness.contradicted(body, {"recall_bad"})
}

findings contains {"code": "calibration_missing", "scope": pair.scope, "args": {}} if {
	some body in _bodies
	some pair in fairness.pairs(body)
	count(_calibrations(body, pair.group)) == 0
}

findings contains {"code": "calibration_unsound", "scope": pair.scope, "args": {"reason": concat("; ", sort(reasons))}} if {
	some body in _bodies
	some pair in fairness.pairs(body)
	some entry in _calibrations(body, pair.group)
	reasons := _faults(entry, pair.group)
	count(reasons) > 0
}

findings contains {"code": "too_few_bins", "scope": pair.scope, "args": {"n": n, "limit": limit}} if {
	some [pair, _, bins] in _measured
	n := calibration.filled(bins)
	limit := parameters.value("fairness.group_bins_min")
	n < limit
}

findings contains {"code": "claim_differs", "scope": pair.scope, "args": {"field": "ece", "claimed": claimed, "counted": measures.rounded(ece)}} if {
	some [pair, entry, bins] in _measured
	claimed := object.get(entry, "ece", null)
	claimed != null
	ece := calibration.error(bins)
	not evaluation.agree(claimed, ece)
}

findings contains {"code": "ece_high", "scope": pair.scope, "args": {"ece": measures.rounded(ece), "limit": limit}} if {
	some [pair, _, bins] in _measured
	pair.group.n >= parameters.value("fairness.group_min")
	ece := calibration.error(bins)
	limit := parameters.value("fairness.group_ece_max")
	measures.is_above(ece, limit)
}

findings contains {"code": "intersection_missing", "scope": scope, "args": {}} if {
	some body in _bodies
	some scope in intersections.missing(body)
}

findings contains {"code": "intersection_inconsistent", "scope": scope, "args": {"reason": reason}} if {
	some body in _bodies
	some [scope, reason] in intersections.faults(body)
}

findings contains {"code": "gap_over_limit", "scope": cell.scope, "args": {"gap": measures.rounded(gap), "limit": limit}} if {
	some body in _bodies
	some [cell, reference] in intersections.compared(body)
	_is_enough(cell)
	_is_enough(reference)
	gap := (cell.good_approved / cell.n_good) - (reference.good_approved / reference.n_good)
	limit := parameters.value("fairness.eod_deny")
	measures.is_above(abs(gap), limit)
}

_bodies := [document.body | some document in evidence.documents("fairness_report")]

# The entries on calibration of a group.
_calibrations(body, group) := [entry |
	some entry in contents.list(object.get(body, "calibration_by_group", null))
	entry.attribute == group.attribute
	entry.value == group.value
]

_faults(entry, group) := reasons if {
	reasons := calibration.faults(object.get(entry, "bins", null))
	count(reasons) > 0
} else := {"the bins do not add up to the group" |
	[calibration.cases(entry.bins), calibration.bad(entry.bins)] != [group.n, group.n_bad]
}

# Each group with an entry on it whose bins are sound, and the bins.
_measured := [[pair, entry, entry.bins] |
	some body in _bodies
	some pair in fairness.pairs(body)
	some entry in _calibrations(body, pair.group)
	count(_faults(entry, pair.group)) == 0
]

_is_enough(cell) if {
	cell.n >= parameters.value("fairness.group_min")
	cell.n_good > 0
	cell.n_good >= parameters.value("fairness.favourable_min")
}
