# METADATA
# scope: package
# title: Risk management file
# description: |-
#   The risk process looked at the intended use and at foreseeable misuse, every hazard has measures and says what remains, the
#   limits were set before any evaluation that is at hand, vulnerable groups were considered, and what remains is acceptable.
# custom:
#   control: RSK-001
#   subjects: [use-case, model]
#   tiers: [high]
#   gates: [G2, G3, G4]
#   evidence: [risk_management_file, evaluation_report, fairness_report]
#   parameters: []
#   legal_from: "2027-12-02"
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: null
#   waivable: {max_days: 30}
#   on_deny: {}
#   core: true
#   refs: {eu_ai_act: ["Art 9(2)(a)-(d)", "Art 9(5)", "Art 9(6)-(8)", "Art 9(9)"], nist_ai_rmf: ["MAP 5.1", "MANAGE 1.2", "MANAGE 1.4"], iso_42001: ["A.5.3", "cl. 6.1.2-6.1.3"], sr: ["11-7 III", "26-2 materiality"]}
#   remediation: Add the missing hazard sources and state residual risk acceptance.
#   codes:
#     evidence_missing: {effect: [{gates: [G2], effect: warn}, {effect: deny}], message: "{type} missing or not approved"}
#     evidence_wrong_approver: {effect: [{gates: [G2], effect: warn}, {effect: deny}], message: "{type} not approved by {roles}"}
#     evidence_from_the_future: {effect: [{gates: [G2], effect: warn}, {effect: deny}], message: "{type} is dated after now"}
#     evidence_stale: {effect: [{gates: [G2], effect: warn}, {effect: deny}], message: "{type} is {days} days old, {limit} allowed"}
#     source_missing: {effect: [{gates: [G2], effect: warn}, {effect: deny}], message: "no hazard from {source}"}
#     hazard_incomplete: {effect: [{gates: [G2], effect: warn}, {effect: deny}], message: "hazard {hazard} without {parts}"}
#     residual_high: {effect: [{gates: [G2], effect: warn}, {effect: deny}], message: "hazard {hazard} leaves a high risk"}
#     thresholds_missing: {effect: [{gates: [G2], effect: warn}, {effect: deny}], message: "no limits are set for the tests"}
#     threshold_incomplete: {effect: [{gates: [G2], effect: warn}, {effect: deny}], message: "threshold {number} without {parts}"}
#     threshold_set_late: {effect: [{gates: [G2], effect: warn}, {effect: deny}], message: "{metric}: limit set at {set_at}, after the {type} of {evaluated_at}"}
#     statement_missing: {effect: [{gates: [G2], effect: warn}, {effect: deny}], message: "not stated: {statements}"}
package mlgate.controls.risk.risk_management_file

import data.mlgate.lib.contents
import data.mlgate.lib.evidence
import data.mlgate.lib.time as clock

findings contains finding if some finding in evidence.faults("risk_management_file")

findings contains {"code": "source_missing", "scope": evidence.scope("risk_management_file", document.subject), "args": {"source": source}} if {
	some document in evidence.documents("risk_management_file")
	some source in ["intended_use", "foreseeable_misuse"]
	count([hazard | some hazard in _hazards(document); hazard.source == source]) == 0
}

findings contains {"code": "hazard_incomplete", "scope": evidence.scope("risk_management_file", document.subject), "args": {"hazard": _name(hazard), "parts": concat(", ", parts)}} if {
	some document in evidence.documents("risk_management_file")
	some hazard in _hazards(document)
	parts := sort(array.concat(
		array.concat(contents.missing(hazard, ["id", "description"]), ["measures" | not _names_some(object.get(hazard, "measures", null))]),
		[part | some part, allowed in _marks; not object.get(hazard, part, null) in allowed],
	))
	count(parts) > 0
}

findings contains {"code": "residual_high", "scope": evidence.scope("risk_management_file", document.subject), "args": {"hazard": _name(hazard)}} if {
	some document in evidence.documents("risk_management_file")
	some hazard in _hazards(document)
	hazard.residual == "high"
}

findings contains {"code": "statement_missing", "scope": evidence.scope("risk_management_file", document.subject), "args": {"statements": concat(", ", statements)}} if {
	some document in evidence.documents("risk_management_file")
	statements := [statement |
		some statement in ["metrics_and_thresholds_predefined", "residual_acceptable", "vulnerable_groups_considered"]
		object.get(document.body, statement, null) != true
	]
	count(statements) > 0
}

findings contains {"code": "thresholds_missing", "scope": evidence.scope("risk_management_file", document.subject), "args": {}} if {
	some document in evidence.documents("risk_management_file")
	count(_thresholds(document)) == 0
}

findings contains {"code": "threshold_incomplete", "scope": evidence.scope("risk_management_file", document.subject), "args": {"number": place + 1, "parts": concat(", ", parts)}} if {
	some document in evidence.documents("risk_management_file")
	some place, threshold in _thresholds(document)
	parts := _gaps(threshold)
	count(parts) > 0
}

# Art. 9(8): against metrics and limits that were set beforehand. What a report says of its moment cannot be later than
# when it was written.
findings contains {"code": "threshold_set_late", "scope": evidence.scope("risk_management_file", document.subject), "args": {"metric": metric, "set_at": set_at, "type": type, "evaluated_at": evaluated_at}} if {
	some document in evidence.documents("risk_management_file")
	some threshold in _thresholds(document)
	count(_gaps(threshold)) == 0
	metric := object.get(threshold, "metric", null)
	set_at := object.get(threshold, "set_at", null)
	some type in ["evaluation_report", "fairness_report"]
	some report in evidence.documents(type)
	evaluated_at := _evaluated_at(report)
	clock.moment(set_at) > clock.moment(evaluated_at)
}

_thresholds(document) := [contents.object_of(threshold) | some threshold in contents.list(object.get(document.body, "thresholds", null))]

_gaps(threshold) := [part | some part in ["metric", "set_at", "value"]; not _is_sound(part, object.get(threshold, part, null))]

_is_sound("metric", value) if {
	is_string(value)
	contents.is_given(value)
}

_is_sound("set_at", value) if clock.is_moment(value)

_is_sound("value", value) if is_number(value)

_evaluated_at(report) := claimed if {
	claimed := object.get(report.body, "evaluated_at", null)
	clock.is_moment(claimed)
	clock.moment(claimed) < clock.moment(report.created_at)
} else := report.created_at

_names_some(measures) if {
	some measure in contents.list(measures)
	contents.is_given(measure)
}

_marks := {
	"source": {"intended_use", "foreseeable_misuse", "post_market"},
	"severity": {1, 2, 3, 4, 5},
	"likelihood": {1, 2, 3, 4, 5},
	"residual": {"low", "medium", "high"},
}

_hazards(document) := [contents.object_of(hazard) | some hazard in contents.list(object.get(document.body, "hazards", null))]

_name(hazard) := hazard.id if is_string(object.get(hazard, "id", null))

_name(hazard) := "without id" if not is_string(object.get(hazard, "id", null))
