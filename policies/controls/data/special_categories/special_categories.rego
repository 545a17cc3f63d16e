# METADATA
# scope: package
# title: Special-category and barred data
# description: |-
#   The data hold no special categories of personal data; or each that they hold is covered by a record of Art. 4a(1) in
#   which all six conditions are met, with reasons, and the day by which the data are deleted lies ahead. No source is of
#   a kind that is barred for the use: social networks, for the creditworthiness of consumers.
# custom:
#   control: DAT-005
#   subjects: [model]
#   tiers: [high, limited, minimal]
#   gates: [G2, G3, G4]
#   evidence: [dataset_datasheet, art4a_record]
#   parameters: [data.barred_sources]
#   legal_from: null
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: "Directive (EU) 2023/2225 is cited from memory: the paragraph of Art. 18 that bars data of social networks was not looked up."
#   waivable: never
#   on_deny: {}
#   core: false
#   refs: {eu_ai_act: ["Art 4a(1)(a)-(f)"], nist_ai_rmf: ["MEASURE 2.10", "MAP 4.1"], iso_42001: ["A.7.2"], sr: [], other: ["CCD2 Art 18(3)", "GDPR Art 9"]}
#   remediation: Remove the fields or record the strict-necessity case.
#   codes:
#     evidence_missing: {effect: deny, message: "no {type} that counts"}
#     evidence_wrong_approver: {effect: deny, message: "{type} not approved by {roles}"}
#     evidence_from_the_future: {effect: deny, message: "{type} is dated after now"}
#     evidence_stale: {effect: deny, message: "{type} is {days} days old, {limit} allowed"}
#     categories_unanswered: {effect: deny, message: "whether there are special categories is not answered"}
#     dataset_other: {effect: deny, message: "the record of Art. 4a is about other data"}
#     category_uncovered: {effect: deny, message: "{scope}: a special category without a record of Art. 4a"}
#     condition_open: {effect: deny, message: "conditions of Art. 4a(1) not met or without reasons: {conditions}"}
#     deletion_due: {effect: deny, message: "the special categories were to be deleted by {day}"}
#     deletion_unset: {effect: deny, message: "no day is set for the deletion of the special categories"}
#     source_unnamed: {effect: deny, message: "the kind of source {number} is not said"}
#     source_barred: {effect: deny, message: "{scope}: a kind of source that is barred for this use"}
package mlgate.controls.data.special_categories

import data.mlgate.lib.contents
import data.mlgate.lib.evidence
import data.mlgate.lib.parameters
import data.mlgate.lib.time as clock

findings contains finding if some finding in evidence.faults("dataset_datasheet")

findings contains finding if {
	count(_categories) > 0
	some finding in evidence.faults("art4a_record")
}

findings contains {"code": "categories_unanswered", "scope": "", "args": {}} if {
	some body in _sheets
	not _is_list_of_texts(object.get(body, "special_categories", null))
}

findings contains {"code": "dataset_other", "scope": "", "args": {}} if {
	some record in _records
	some body in _sheets
	object.get(record, "dataset", "") != object.get(body, "dataset", null)
}

findings contains {"code": "category_uncovered", "scope": category, "args": {}} if {
	some record in _records
	some category in _categories
	not category in contents.list(object.get(record, "categories", null))
}

findings contains {"code": "condition_open", "scope": "", "args": {"conditions": concat(", ", open)}} if {
	some record in _records
	conditions := contents.object_of(object.get(record, "conditions", null))
	open := [name | some name in ["a", "b", "c", "d", "e", "f"]; not _is_met(object.get(conditions, name, null))]
	count(open) > 0
}

findings contains {"code": "deletion_unset", "scope": "", "args": {}} if {
	some record in _records
	not clock.is_day(object.get(record, "delete_by", null))
}

# They may be kept for the whole of that day.
findings contains {"code": "deletion_due", "scope": "", "args": {"day": record.delete_by}} if {
	some record in _records
	clock.is_day(object.get(record, "delete_by", null))
	data.mlgate.lib.time.now - clock.day(record.delete_by) >= ((24 * 60) * 60) * 1000000000
}

findings contains {"code": "source_unnamed", "scope": "", "args": {"number": place + 1}} if {
	count(parameters.value("data.barred_sources")) > 0
	some body in _sheets
	some place, source in contents.list(object.get(body, "provenance", null))
	kind := _kind(source)
	not is_string(kind)
}

findings contains {"code": "source_barred", "scope": kind, "args": {}} if {
	some body in _sheets
	some source in contents.list(object.get(body, "provenance", null))
	kind := _kind(source)
	kind in parameters.value("data.barred_sources")
}

_sheets := [document.body | some document in evidence.documents("dataset_datasheet")]

# The special categories that the datasheet names.
_categories contains category if {
	some body in _sheets
	some category in contents.list(object.get(body, "special_categories", null))
	is_string(category)
}

# The record, where there is something to be recorded.
_records := [document.body |
	count(_categories) > 0
	some document in evidence.documents("art4a_record")
]

_is_list_of_texts(value) if {
	is_array(value)
	every item in value {
		is_string(item)
		contents.is_given(item)
	}
}

_is_met(condition) if {
	condition.met == true
	contents.gives(condition, "reason")
}

_kind(source) := object.get(contents.object_of(source), "kind", null)
