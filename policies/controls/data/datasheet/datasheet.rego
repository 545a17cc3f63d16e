# METADATA
# scope: package
# title: Datasheet for each data set
# description: |-
#   The data sets are described: the seven parts of a datasheet, and for training, validation and test data how many rows, of
#   which period, and which file.
# custom:
#   control: DAT-001
#   subjects: [model]
#   tiers: [high, limited]
#   gates: [G2, G3]
#   evidence: [dataset_datasheet]
#   parameters: []
#   legal_from: "2027-12-02"
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: null
#   waivable: {max_days: 60}
#   on_deny: {}
#   core: true
#   refs: {eu_ai_act: ["Art 10(2)(a)-(h)", "Annex IV 2(d)"], nist_ai_rmf: ["MAP 2.1", "MEASURE 2.1"], iso_42001: ["A.7.2-A.7.6", "A.4.3"], sr: ["11-7 IV (data)"]}
#   remediation: Complete the datasheet for the data sets listed.
#   codes:
#     evidence_missing: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "{type} missing or not approved"}
#     evidence_wrong_approver: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "{type} not approved by {roles}"}
#     evidence_from_the_future: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "{type} is dated after now"}
#     evidence_stale: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "{type} is {days} days old, {limit} allowed"}
#     part_missing: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "datasheet without {parts}"}
#     split_missing: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "no {split} data described"}
#     split_incomplete: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "{split} data without {parts}"}
package mlgate.controls.data.datasheet

import data.mlgate.lib.contents
import data.mlgate.lib.evidence
import data.mlgate.lib.measures

findings contains finding if some finding in evidence.faults("dataset_datasheet")

findings contains {"code": "part_missing", "scope": "", "args": {"parts": concat(", ", parts)}} if {
	some document in evidence.documents("dataset_datasheet")
	parts := contents.missing(document.body, _parts)
	count(parts) > 0
}

findings contains {"code": "split_missing", "scope": "", "args": {"split": name}} if {
	some document in evidence.documents("dataset_datasheet")
	some name in ["train", "validation", "test"]
	count([part | some part in _splits(document); part.split == name]) == 0
}

findings contains {"code": "split_incomplete", "scope": "", "args": {"split": part.split, "parts": concat(", ", parts)}} if {
	some document in evidence.documents("dataset_datasheet")
	some part in _splits(document)
	part.split in {"train", "validation", "test"}
	parts := array.concat(contents.missing(part, ["period", "sha256"]), ["rows" | not _is_positive(object.get(part, "rows", null))])
	count(parts) > 0
}

_parts := {"motivation", "composition", "collection", "preprocessing", "uses", "distribution", "maintenance"}

_splits(document) := [contents.object_of(part) | some part in contents.list(object.get(document.body, "splits", null))]

_is_positive(rows) if {
	measures.is_count(rows)
	rows > 0
}
