# METADATA
# scope: package
# title: Calibration
# description: |-
#   The scores are probabilities: the expected calibration error, recomputed from cases counted by score, and the slope
#   of the calibration line are within their limits, and the Brier score is no worse than the champion's. Where there is
#   no champion, there is nothing to compare with; one that is declared, serves or was tested against has to be measured. Comparisons leave a
#   margin of 1e-9.
# custom:
#   control: PERF-003
#   subjects: [model]
#   tiers: [high, limited]
#   gates: [G3, G4]
#   evidence: [evaluation_report, ab_test_report]
#   parameters: [performance.ece_max, performance.ece_bins_min, performance.slope_min, performance.slope_max]
#   legal_from: null
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: null
#   waivable: {max_days: 60}
#   on_deny: {}
#   core: true
#   refs: {eu_ai_act: ["Art 15(1)"], nist_ai_rmf: ["MEASURE 2.5"], iso_42001: ["A.6.2.4"], sr: ["11-7 V (outcomes analysis, back-testing)"]}
#   remediation: Recalibrate on a held-out set.
#   codes:
#     evidence_missing: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "no {type} that counts"}
#     evidence_wrong_approver: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "{type} not approved by {roles}"}
#     evidence_from_the_future: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "{type} is dated after now"}
#     evidence_stale: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "{type} is {days} days old, {limit} allowed"}
#     bins_unsound: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "the calibration error cannot be recomputed: {reason}"}
#     counts_inconsistent: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "the calibration bins do not add up to {field}"}
#     too_few_bins: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "calibration in {n} bins with cases, {limit} needed"}
#     claim_differs: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "{field} claimed as {claimed}, counted as {counted}"}
#     ece_high: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "calibration error {ece:.4f} above {limit}"}
#     not_measured: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "{field} is not measured"}
#     malformed: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "{field} is of the wrong type"}
#     slope_outside: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "calibration slope {slope} outside {low} to {high}"}
#     champion_unmeasured: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "champion {champion} is declared and its brier not measured"}
#     champion_unnamed: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "{champion} serves or was tested against, and is not compared with"}
#     brier_worse: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "brier {brier} worse than {champion} of the champion"}
package mlgate.controls.performance.calibration

import data.mlgate.lib.calibration
import data.mlgate.lib.champions
import data.mlgate.lib.evaluation
import data.mlgate.lib.evidence
import data.mlgate.lib.measures
import data.mlgate.lib.parameters

findings contains finding if some finding in evidence.faults("evaluation_report")

findings contains {"code": "bins_unsound", "scope": "", "args": {"reason": concat("; ", sort(reasons))}} if {
	some body in _bodies
	reasons := calibration.faults(object.get(body, "calibration_bins", null))
	count(reasons) > 0
}

findings contains {"code": "counts_inconsistent", "scope": "", "args": {"field": field}} if {
	some [body, bins] in _calibrations
	some field, counted in {"n_test": calibration.cases(bins), "n_bad": calibration.bad(bins)}
	object.get(body, field, null) != counted
}

findings contains {"code": "too_few_bins", "scope": "", "args": {"n": n, "limit": limit}} if {
	some [_, bins] in _calibrations
	n := calibration.filled(bins)
	limit := parameters.value("performance.ece_bins_min")
	n < limit
}

findings contains {"code": "claim_differs", "scope": field, "args": {"field": field, "claimed": claimed, "counted": measures.rounded(counted)}} if {
	some body in _bodies
	some [field, claimed, counted] in evaluation.contradicted(body)
	field in {"ece", "ece_bins"}
}

findings contains {"code": "ece_high", "scope": "", "args": {"ece": measures.rounded(ece), "limit": limit}} if {
	some [_, bins] in _calibrations
	ece := calibration.error(bins)
	limit := parameters.value("performance.ece_max")
	measures.is_above(ece, limit)
}

findings contains {"code": "not_measured", "scope": field, "args": {"field": field}} if {
	some body in _bodies
	some field in ["calibration_slope", "brier"]
	object.get(body, field, null) == null
}

findings contains {"code": "malformed", "scope": "calibration_slope", "args": {"field": "calibration_slope"}} if {
	some body in _bodies
	slope := object.get(body, "calibration_slope", null)
	slope != null
	not is_number(slope)
}

findings contains {"code": "malformed", "scope": "brier", "args": {"field": "brier"}} if {
	some body in _bodies
	brier := object.get(body, "brier", null)
	brier != null
	not measures.is_rate(brier)
}

findings contains {"code": "malformed", "scope": "champion", "args": {"field": "champion"}} if {
	some champion in data.mlgate.lib.champions.evaluated
	champions.name(champion) == ""
}

findings contains {"code": "slope_outside", "scope": "", "args": {"slope": slope, "low": low, "high": high}} if {
	some body in _bodies
	slope := object.get(body, "calibration_slope", null)
	is_number(slope)
	low := parameters.value("performance.slope_min")
	high := parameters.value("performance.slope_max")
	_is_outside(slope, low, high)
}

findings contains {"code": "champion_unmeasured", "scope": "", "args": {"champion": champions.name(champion)}} if {
	some champion in data.mlgate.lib.champions.evaluated
	champions.name(champion) != ""
	not measures.is_rate(object.get(champion, "brier", null))
}

findings contains {"code": "champion_unnamed", "scope": "", "args": {"champion": champion}} if {
	count(_bodies) > 0
	some champion in (data.mlgate.lib.champions.serving | data.mlgate.lib.champions.tested)
	not champion in data.mlgate.lib.champions.named
}

findings contains {"code": "brier_worse", "scope": "", "args": {"brier": brier, "champion": limit}} if {
	some body in _bodies
	brier := object.get(body, "brier", null)
	measures.is_rate(brier)
	some champion in data.mlgate.lib.champions.evaluated
	champions.name(champion) != ""
	limit := object.get(champion, "brier", null)
	measures.is_rate(limit)
	measures.is_above(brier, limit)
}

_bodies := [document.body | some document in evidence.documents("evaluation_report")]

# The body and the sound bins of each report that has them.
_calibrations := [[body, bins] |
	some body in _bodies
	bins := object.get(body, "calibration_bins", null)
	count(calibration.faults(bins)) == 0
]

_is_outside(slope, low, _) if measures.is_below(slope, low)

_is_outside(slope, _, high) if measures.is_above(slope, high)
