# METADATA
# scope: package
# title: Representativeness and bias examination
# description: |-
#   The data were examined for whether they represent the people the system meets: every protected attribute of the
#   datasheet, each group with its count in the test data and its share in the population, the source of that share, the
#   gaps, and what was done about them. Shares are recomputed from counts; a group that is far below its share is a gap,
#   and has to be dealt with.
# custom:
#   control: DAT-003
#   subjects: [model]
#   tiers: [high]
#   gates: [G2, G3]
#   evidence: [bias_examination, dataset_datasheet]
#   parameters: [data.coverage_min, data.reference_sum_min]
#   legal_from: "2027-12-02"
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: null
#   waivable: {max_days: 60}
#   on_deny: {}
#   core: true
#   refs: {eu_ai_act: ["Art 10(2)(f)-(h)", "Art 10(3)", "Art 10(4)"], nist_ai_rmf: ["MEASURE 2.11", "MAP 2.3"], iso_42001: ["A.7.4"], sr: ["11-7 IV"]}
#   remediation: Document coverage per group and what was done about gaps.
#   codes:
#     evidence_missing: {effect: [{gates: [G2], effect: warn}, {effect: deny}], message: "no {type} that counts"}
#     evidence_wrong_approver: {effect: [{gates: [G2], effect: warn}, {effect: deny}], message: "{type} not approved by {roles}"}
#     evidence_from_the_future: {effect: [{gates: [G2], effect: warn}, {effect: deny}], message: "{type} is dated after now"}
#     evidence_stale: {effect: [{gates: [G2], effect: warn}, {effect: deny}], message: "{type} is {days} days old, {limit} allowed"}
#     dataset_other: {effect: [{gates: [G2], effect: warn}, {effect: deny}], message: "the data examined are none of the datasheet"}
#     populations_missing: {effect: [{gates: [G2], effect: warn}, {effect: deny}], message: "no populations are examined"}
#     attribute_unexamined: {effect: [{gates: [G2], effect: warn}, {effect: deny}], message: "{scope} is declared as protected and not examined"}
#     coverage_malformed: {effect: [{gates: [G2], effect: warn}, {effect: deny}], message: "coverage {number} is not a group, a count and two shares"}
#     coverage_missing: {effect: [{gates: [G2], effect: warn}, {effect: deny}], message: "no group of {scope} is counted"}
#     cases_uncounted: {effect: [{gates: [G2], effect: warn}, {effect: deny}], message: "{scope}: groups of {n} cases, the data have {expected}"}
#     claim_differs: {effect: [{gates: [G2], effect: warn}, {effect: deny}], message: "{scope}: share claimed as {claimed}, counted as {counted}"}
#     reference_missing: {effect: [{gates: [G2], effect: warn}, {effect: deny}], message: "where the shares in the population come from is not said"}
#     reference_incomplete: {effect: [{gates: [G2], effect: warn}, {effect: deny}], message: "{scope}: shares in the population add up to {sum:.4f}, {limit} needed"}
#     gaps_unanswered: {effect: [{gates: [G2], effect: warn}, {effect: deny}], message: "gaps are not answered"}
#     gap_unnamed: {effect: [{gates: [G2], effect: warn}, {effect: deny}], message: "{scope} has {ratio:.4f} of its share, {limit} needed, and no gap is named"}
#     mitigation_missing: {effect: [{gates: [G2], effect: warn}, {effect: deny}], message: "gaps are named and nothing was done about them"}
package mlgate.controls.data.representativeness

import data.mlgate.lib.contents
import data.mlgate.lib.evaluation
import data.mlgate.lib.evidence
import data.mlgate.lib.measures
import data.mlgate.lib.parameters

findings contains finding if some finding in evidence.faults("bias_examination")

findings contains {"code": "dataset_other", "scope": "", "args": {}} if {
	some body in _bodies
	some datasheet in evidence.documents("dataset_datasheet")
	digest := object.get(body, "dataset_sha256", null)
	count(_splits(datasheet, digest)) == 0
}

findings contains {"code": "populations_missing", "scope": "", "args": {}} if {
	some body in _bodies
	count(_populations(body)) == 0
}

findings contains {"code": "attribute_unexamined", "scope": attribute, "args": {}} if {
	some body in _bodies
	some datasheet in evidence.documents("dataset_datasheet")
	some attribute in contents.list(object.get(datasheet.body, "protected_attributes", null))
	is_string(attribute)
	not attribute in _populations(body)
}

findings contains {"code": "coverage_malformed", "scope": "", "args": {"number": place + 1}} if {
	some body in _bodies
	some place, row in contents.list(object.get(body, "coverage", null))
	not _is_row(row)
}

findings contains {"code": "coverage_missing", "scope": attribute, "args": {}} if {
	some body in _bodies
	some attribute in _populations(body)
	count(_rows_of(body, attribute)) == 0
}

# A group that is left out is not examined. More cases than the data have may be counted: values may overlap.
findings contains {"code": "cases_uncounted", "scope": attribute, "args": {"n": n, "expected": expected}} if {
	some body in _bodies
	some datasheet in evidence.documents("dataset_datasheet")
	some part in _splits(datasheet, object.get(body, "dataset_sha256", null))
	expected := object.get(part, "rows", null)
	measures.is_count(expected)
	some attribute in _populations(body)
	count(_rows_of(body, attribute)) > 0
	n := _total(body, attribute)
	n < expected
}

findings contains {"code": "claim_differs", "scope": row.group, "args": {"claimed": claimed, "counted": measures.rounded(share)}} if {
	some body in _bodies
	some [row, share] in _shares(body)
	claimed := row.share
	not evaluation.agree(claimed, share)
}

findings contains {"code": "reference_missing", "scope": "", "args": {}} if {
	some body in _bodies
	not contents.gives(body, "reference_source")
}

# Shares of the population that were left out or set to nothing compare with nothing. They may add up to more than all,
# for values may overlap, and to a little less, for they are rounded.
findings contains {"code": "reference_incomplete", "scope": attribute, "args": {"sum": measures.rounded(total), "limit": limit}} if {
	some body in _bodies
	some attribute in _populations(body)
	rows := _rows_of(body, attribute)
	count(rows) > 0
	total := sum([row.reference_share | some row in rows])
	limit := parameters.value("data.reference_sum_min")
	measures.is_below(total, limit)
}

findings contains {"code": "gaps_unanswered", "scope": "", "args": {}} if {
	some body in _bodies
	not is_array(object.get(body, "gaps", null))
}

findings contains {"code": "gap_unnamed", "scope": row.group, "args": {"ratio": measures.rounded(ratio), "limit": limit}} if {
	some body in _bodies
	not contents.gives(body, "gaps")
	some [row, share] in _shares(body)
	row.reference_share > 0
	ratio := share / row.reference_share
	limit := parameters.value("data.coverage_min")
	measures.is_below(ratio, limit)
}

findings contains {"code": "mitigation_missing", "scope": "", "args": {}} if {
	some body in _bodies
	contents.gives(body, "gaps")
	not contents.gives(body, "mitigation")
}

_bodies := [document.body | some document in evidence.documents("bias_examination")]

# The splits of a datasheet with this digest.
_splits(datasheet, digest) := [part |
	some part in contents.list(object.get(datasheet.body, "splits", null))
	is_string(digest)
	part.sha256 == digest
]

_populations(body) := {attribute |
	some attribute in contents.list(object.get(body, "populations", null))
	is_string(attribute)
	contents.is_given(attribute)
}

_is_row(row) if {
	is_object(row)
	is_string(object.get(row, "group", null))
	measures.is_count(object.get(row, "n", null))
	measures.is_rate(object.get(row, "share", null))
	measures.is_rate(object.get(row, "reference_share", null))
}

# The sound rows of an attribute, whose groups are written attribute=value.
_rows_of(body, attribute) := [row |
	some row in contents.list(object.get(body, "coverage", null))
	_is_row(row)
	startswith(row.group, concat("", [attribute, "="]))
]

_total(body, attribute) := sum([row.n | some row in _rows_of(body, attribute)])

# Each sound row with its share of all cases of its attribute.
_shares(body) := [[row, share] |
	some attribute in _populations(body)
	total := _total(body, attribute)
	total > 0
	some row in _rows_of(body, attribute)
	share := row.n / total
]
