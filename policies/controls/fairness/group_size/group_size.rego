# METADATA
# scope: package
# title: Every declared group is measured with enough cases
# description: |-
#   Every protected attribute that the datasheet declares is measured, on every case of the test set, and at least one is
#   declared: Art. 10(2)(f) asks for the biases of a high-risk system. Each of its values has enough cases, and enough good ones, for its rates to mean something. Fewer are insufficient evidence, never a
#   pass; a group left out of the report is missed by its cases. Who has no value of an attribute is a group of its own.
# custom:
#   control: FAIR-003
#   subjects: [model]
#   tiers: [high]
#   gates: [G3, G4]
#   evidence: [fairness_report, dataset_datasheet, evaluation_report]
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
#     attributes_undeclared: {effect: deny, message: "the datasheet declares no protected attribute, so nothing has to be measured"}
#     attribute_unmeasured: {effect: deny, message: "{scope} is declared as protected and not measured"}
#     cases_uncounted: {effect: deny, message: "{scope}: groups of {n} cases, {expected} were tested"}
#     group_too_small: {effect: deny, message: "{scope}: n={n} below {limit}, insufficient evidence"}
#     too_few_good: {effect: deny, message: "{scope}: n_good={n} below {limit}, insufficient evidence"}
package mlgate.controls.fairness.group_size

import data.mlgate.lib.contents
import data.mlgate.lib.evidence
import data.mlgate.lib.fairness
import data.mlgate.lib.measures
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

findings contains {"code": "attributes_undeclared", "scope": "", "args": {}} if {
	some datasheet in evidence.documents("dataset_datasheet")
	count([attribute | some attribute in contents.list(object.get(datasheet.body, "protected_attributes", null)); is_string(attribute)]) == 0
}

findings contains {"code": "attribute_unmeasured", "scope": attribute, "args": {}} if {
	some report in evidence.documents("fairness_report")
	some datasheet in evidence.documents("dataset_datasheet")
	some attribute in contents.list(object.get(datasheet.body, "protected_attributes", null))
	is_string(attribute)
	count([group | some group in fairness.counted(report.body); group.attribute == attribute]) == 0
}

# A group that is left out is not measured at all: the cases of an attribute are those of the test set. More may be, for
# the values of an attribute may overlap.
findings contains {"code": "cases_uncounted", "scope": attribute, "args": {"n": n, "expected": expected}} if {
	some report in evidence.documents("fairness_report")
	groups := fairness.counted(report.body)
	totals := {group.attribute: _total(groups, group.attribute) | some group in groups}
	expected := max({total | some total in totals} | _tested)
	some attribute, n in totals
	n < expected
}

_total(groups, attribute) := sum([group.n | some group in groups; group.attribute == attribute])

_tested contains n if {
	some document in evidence.documents("evaluation_report")
	n := object.get(document.body, "n_test", null)
	measures.is_count(n)
}

_pairs := [pair |
	some document in evidence.documents("fairness_report")
	some pair in fairness.pairs(document.body)
]
