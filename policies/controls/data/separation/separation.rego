# METADATA
# scope: package
# title: Train and test data are separate
# description: |-
#   What a model is judged on, it has not seen: the splits are different files, no row of the training and validation
#   data is among the test data, and the evaluation was made on test data, by group as well. Rows in common are added up from every pair of
#   splits. A high-risk model that goes into pre-production is judged on data of a later time than it was trained on.
# custom:
#   control: DAT-004
#   subjects: [model]
#   tiers: [high, limited, minimal]
#   gates: [G2, G3]
#   evidence: [dataset_datasheet, evaluation_report, fairness_report]
#   parameters: []
#   legal_from: null
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: null
#   waivable: tier_max
#   on_deny: {}
#   core: false
#   refs: {eu_ai_act: ["Art 10(3)", "Art 15(1)"], nist_ai_rmf: ["MEASURE 2.3", "MEASURE 2.5"], iso_42001: ["A.6.2.4", "A.7.6"], sr: ["11-7 IV (testing)", "11-7 V"]}
#   remediation: Re-split the data and re-evaluate.
#   codes:
#     evidence_missing: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "no {type} that counts"}
#     evidence_wrong_approver: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "{type} not approved by {roles}"}
#     evidence_from_the_future: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "{type} is dated after now"}
#     evidence_stale: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "{type} is {days} days old, {limit} allowed"}
#     same_data: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "{scope} are the same file"}
#     digest_missing: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "{scope} data without a digest"}
#     overlap_unmeasured: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "rows that {scope} have in common are not counted"}
#     rows_overlap: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "{scope} have {rows} rows in common"}
#     claim_differs: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "overlap_rows claimed as {claimed}, counted as {counted}"}
#     tested_elsewhere: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "the {scope} is about data that the datasheet does not describe as test data"}
#     tested_on_training_data: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "the {scope} is about training or validation data"}
#     not_out_of_time: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "the model was not judged on data of a later time than its training data"}
package mlgate.controls.data.separation

import data.mlgate.lib.contents
import data.mlgate.lib.evidence
import data.mlgate.lib.measures
import data.mlgate.lib.tiers
import data.mlgate.lib.time as clock

findings contains finding if {
	some type in ["dataset_datasheet", "evaluation_report"]
	some finding in evidence.faults(type)
}

findings contains {"code": "same_data", "scope": _between(first, second), "args": {}} if {
	some body in _sheets
	some [first, second] in _pairs(body)
	count(_digests(body, first) & _digests(body, second)) > 0
}

findings contains {"code": "digest_missing", "scope": part.split, "args": {}} if {
	some body in _sheets
	some part in _splits(body)
	not _is_digest(object.get(part, "sha256", null))
}

findings contains {"code": "overlap_unmeasured", "scope": _between(first, second), "args": {}} if {
	some body in _sheets
	some [first, second] in _pairs(body)
	count(_overlap(body, first, second)) == 0
}

findings contains {"code": "rows_overlap", "scope": _between(first, second), "args": {"rows": rows}} if {
	some body in _sheets
	some [first, second] in _pairs(body)
	rows := sum(_overlap(body, first, second))
	rows > 0
}

findings contains {"code": "claim_differs", "scope": "", "args": {"claimed": claimed, "counted": counted}} if {
	some body in _sheets
	claimed := object.get(body, "overlap_rows", null)
	claimed != null
	counted := sum([rows | some [first, second] in _pairs(body); some rows in _overlap(body, first, second)])
	claimed != counted
}

# A report on data that nobody described says nothing about this model, whether of its errors or of its groups.
findings contains {"code": "tested_elsewhere", "scope": type, "args": {}} if {
	some body in _sheets
	some type in ["evaluation_report", "fairness_report"]
	some digest in _judged_on(type)
	not digest in (_digests(body, "test") | _digests(body, "oot"))
}

findings contains {"code": "tested_on_training_data", "scope": type, "args": {}} if {
	some body in _sheets
	some type in ["evaluation_report", "fairness_report"]
	some digest in _judged_on(type)
	digest in (_digests(body, "train") | _digests(body, "validation"))
}

findings contains {"code": "not_out_of_time", "scope": "", "args": {}} if {
	data.mlgate.request.gate == "G3"
	tiers.column(data.mlgate.classification.tier) == "high"
	some body in _sheets
	some digest in _judged_on("evaluation_report")
	count([part | some part in _splits(body); part.sha256 == digest; _is_later(part, body)]) == 0
}

_sheets := [document.body | some document in evidence.documents("dataset_datasheet")]

_judged_on(type) := [object.get(document.body, "dataset_sha256", null) | some document in evidence.documents(type)]

# The splits that have one of the known names.
_splits(body) := [part |
	some part in contents.list(object.get(body, "splits", null))
	is_object(part)
	object.get(part, "split", null) in {"train", "validation", "test", "oot"}
]

_digests(body, name) := {digest |
	some part in _splits(body)
	part.split == name
	digest := object.get(part, "sha256", null)
	_is_digest(digest)
}

_is_digest(value) if {
	is_string(value)
	contents.is_given(value)
}

# The pairs of described splits that must have nothing in common.
_pairs(body) := [[first, second] |
	described := {part.split | some part in _splits(body)}
	some [first, second] in [["train", "validation"], ["train", "test"], ["train", "oot"], ["validation", "test"], ["validation", "oot"]]
	first in described
	second in described
]

_between(first, second) := concat("/", [first, second])

# The counts of rows that two splits have in common, whichever is named first.
_overlap(body, first, second) := [rows |
	some overlap in contents.list(object.get(body, "overlaps", null))
	is_object(overlap)
	{object.get(overlap, "first", null), object.get(overlap, "second", null)} == {first, second}
	rows := object.get(overlap, "rows", null)
	measures.is_count(rows)
]

# Whether a split begins after all training data end. Plain days are in the order of their letters.
_is_later(part, body) if {
	from := _day(part, "from")
	clock.is_day(from)
	ends := [_day(other, "to") | some other in _splits(body); other.split == "train"]
	count(ends) > 0
	every end in ends {
		clock.is_day(end)
		end < from
	}
}

_day(part, field) := object.get(contents.object_of(object.get(part, "period", null)), field, null)
