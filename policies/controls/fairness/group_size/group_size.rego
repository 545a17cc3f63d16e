# METADATA
# scope: package
# title: Every declared group is measured with enough cases
# description: |-
#   Each value of each protected attribute has enough cases, and enough good ones, for its rates to mean something. Fewer
#   are insufficient evidence, never a pass.
# custom:
#   control: FAIR-003
#   subjects: [model]
#   tiers: [high]
#   gates: [G3, G4]
#   evidence: [fairness_report]
#   parameters: [fairness.group_min, fairness.favourable_min]
#   legal_from: null
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: null
#   waivable: {max_days: 90}
#   on_deny: {}
#   core: true
#   refs: {eu_ai_act: ["Art 10(3)", "Annex IV 2(g)", "Annex IV 3"], nist_ai_rmf: ["MEASURE 2.11", "MEASURE 2.2"], iso_42001: ["A.7.4"], sr: ["11-7 V"]}
#   remediation: Collect more cases, pool with a reason, or ask for a time-boxed waiver with monitoring.
#   codes:
#     evidence_missing: {effect: deny, message: "no {type} that counts"}
#     evidence_wrong_approver: {effect: deny, message: "{type} not approved by {roles}"}
#     evidence_from_the_future: {effect: deny, message: "{type} is dated after now"}
#     evidence_stale: {effect: deny, message: "{type} is {days} days old, {limit} allowed"}
#     groups_missing: {effect: deny, message: "no groups are measured"}
#     counts_inconsistent: {effect: deny, message: "{scope}: counts inconsistent: {reason}"}
#     group_too_small: {effect: deny, message: "{scope}: n={n} below {limit}, insufficient evidence"}
#     too_few_good: {effect: deny, message: "{scope}: n_good={n} below {limit}, insufficient evidence"}
package mlgate.controls.fairness.group_size

import data.mlgate.lib.evidence
import data.mlgate.lib.fairness
import data.mlgate.lib.parameters

findings contains finding if some finding in evidence.faults("fairness_report")

findings contains finding if {
	some document in evidence.documents("fairness_report")
	some finding in fairness.faults(document.body)
}

findings contains {"code": "group_too_small", "scope": pair.scope, "args": {"n": pair.group.n, "limit": limit}} if {
	some pair in _pairs
	limit := parameters.value("fairness.group_min")
	pair.group.n < limit
}

findings contains {"code": "too_few_good", "scope": pair.scope, "args": {"n": pair.group.n_good, "limit": limit}} if {
	some pair in _pairs
	limit := parameters.value("fairness.favourable_min")
	pair.group.n_good < limit
}

_pairs := [pair |
	some document in evidence.documents("fairness_report")
	some pair in fairness.pairs(document.body)
]
