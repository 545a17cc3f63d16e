# METADATA
# scope: package
# title: Population drift
# description: |-
#   The population stability index of the score, recomputed from the counts per bin with a margin of 1e-9, stays below
#   what calls for a watch or for action. The index depends on sample and bins, so both are required. A report past its
#   age warns; one past twice its age says nothing of today, and denies.
# custom:
#   control: MON-001
#   subjects: [model]
#   tiers: [high, limited, minimal]
#   gates: [MON]
#   evidence: [monitoring_report]
#   parameters: [monitoring.psi_warn, monitoring.psi_deny, monitoring.psi_bins]
#   legal_from: null
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: null
#   waivable: {max_days: 14}
#   on_deny: {MON: demote}
#   core: true
#   refs: {eu_ai_act: ["Art 72", "Art 15(1)"], nist_ai_rmf: ["MEASURE 2.4", "MANAGE 4.1"], iso_42001: ["A.6.2.6"], sr: ["11-7 V (ongoing monitoring)"]}
#   remediation: Find the shifted features; recalibrate or retrain.
#   codes:
#     evidence_missing: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "no {type} that counts"}
#     evidence_wrong_approver: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "{type} not approved by {roles}"}
#     evidence_from_the_future: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "{type} is dated after now"}
#     evidence_stale: {effect: warn, message: "{type} is {days} days old, {limit} allowed"}
#     monitoring_lapsed: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "monitoring is {days} days old, more than twice the {limit} allowed"}
#     captured_at_unsound: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "captured_at is missing, no moment, or after now"}
#     psi_incomplete: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "psi cannot be recomputed: {reason}"}
#     psi_claimed_wrong: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "claimed psi is not the recomputed {psi:.4f}"}
#     psi_high: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "psi {psi:.4f}"}
#     psi_raised: {effect: warn, message: "psi {psi:.4f}"}
package mlgate.controls.monitoring.population_drift

import data.mlgate.lib.evidence
import data.mlgate.lib.measures
import data.mlgate.lib.parameters
import data.mlgate.lib.psi
import data.mlgate.lib.time as clock

findings contains finding if some finding in evidence.faults("monitoring_report")

findings contains {"code": "captured_at_unsound", "scope": "", "args": {}} if {
	some document in _reports
	captured_at := object.get(document.body, "captured_at", null)
	not clock.has_been(captured_at)
}

findings contains {"code": "monitoring_lapsed", "scope": "", "args": {"days": round(age), "limit": limit}} if {
	some document in _reports
	age := max({clock.age_days(moment) | some moment in _moments(document)})
	limit := evidence.max_days("monitoring_report")
	age > 2 * limit
}

findings contains {"code": "psi_incomplete", "scope": "", "args": {"reason": concat("; ", sort(gaps))}} if {
	some document in _reports
	gaps := _gaps(document.body)
	count(gaps) > 0
}

findings contains {"code": "psi_claimed_wrong", "scope": "", "args": {"psi": measures.rounded(index)}} if {
	some [body, index] in _indices
	claimed := object.get(body, "psi_score", null)
	claimed != null
	not _agrees(claimed, index)
}

findings contains {"code": "psi_high", "scope": "", "args": {"psi": measures.rounded(index)}} if {
	some [_, index] in _indices
	limit := parameters.value("monitoring.psi_deny")
	not measures.is_below(index, limit)
}

findings contains {"code": "psi_raised", "scope": "", "args": {"psi": measures.rounded(index)}} if {
	some [_, index] in _indices
	limit := parameters.value("monitoring.psi_warn")
	not measures.is_below(index, limit)
	measures.is_below(index, parameters.value("monitoring.psi_deny"))
}

_reports := evidence.documents("monitoring_report")

# The body and the recomputed index of each report that has all it takes.
_indices := [[document.body, index] |
	some document in _reports
	count(_gaps(document.body)) == 0
	index := psi.index(document.body.baseline_bins, document.body.current_bins)
]

# Why an index cannot be had; the sums are asked only of bins that are counts.
_gaps(body) := {reason | some reason in _faults_of_bins(body)} if {
	count(_faults_of_bins(body)) > 0
} else := {"the bins differ in number" |
	count(body.baseline_bins) != count(body.current_bins)
} | ({"no cases in the bins" |
	min([sum(body.baseline_bins), sum(body.current_bins)]) == 0
} | {"n_current is not the sum of current_bins" |
	object.get(body, "n_current", null) != sum(body.current_bins)
})

_faults_of_bins(body) := {concat(" ", [field, "is not a list of counts, or too short"]) |
	some field in ["baseline_bins", "current_bins"]
	bins := object.get(body, field, null)
	fewest := parameters.value("monitoring.psi_bins")
	not _are_bins(bins, fewest)
}

# A hundred bins at most: the limit of the schema.
_are_bins(bins, fewest) if {
	is_array(bins)
	count(bins) >= fewest
	count(bins) <= 100
	every bin in bins {
		measures.is_count(bin)
	}
}

# A claim is rounded as its author likes, but no further than this.
_agrees(claimed, index) if {
	is_number(claimed)
	not measures.is_above(abs(claimed - index), 0.005)
}

_moments(document) := [document.created_at, document.recorded_at, captured_at] if {
	captured_at := object.get(document.body, "captured_at", null)
	clock.has_been(captured_at)
} else := [document.created_at, document.recorded_at]
