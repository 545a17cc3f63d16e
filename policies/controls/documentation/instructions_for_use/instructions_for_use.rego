# METADATA
# scope: package
# title: Instructions for use
# description: |-
#   The instructions have all points of Art. 13(3), and declare the accuracy to be expected. What they declare was measured
#   for the model that decides, to a thousandth; recall, precision and calibration error are held against counts.
# custom:
#   control: DOC-003
#   subjects: [use-case, model]
#   tiers: [high]
#   gates: [G4]
#   evidence: [instructions_for_use, evaluation_report]
#   parameters: []
#   legal_from: "2027-12-02"
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: null
#   waivable: {max_days: 30}
#   on_deny: {}
#   core: true
#   refs: {eu_ai_act: ["Art 13(3)(a)-(f)", "Art 15(3)"], nist_ai_rmf: ["MAP 3.4", "MEASURE 2.8"], iso_42001: ["A.8.2"], sr: ["11-7 IV (use)"]}
#   remediation: Complete the points listed.
#   codes:
#     evidence_missing: {effect: deny, message: "{type} missing or not approved"}
#     evidence_wrong_approver: {effect: deny, message: "{type} not approved by {roles}"}
#     evidence_from_the_future: {effect: deny, message: "{type} is dated after now"}
#     evidence_stale: {effect: deny, message: "{type} is {days} days old, {limit} allowed"}
#     instructions_incomplete: {effect: deny, message: "instructions_for_use incomplete: {points}"}
#     metrics_undeclared: {effect: deny, message: "no accuracy is declared"}
#     metric_unmeasured: {effect: deny, message: "{metric} is declared and was not measured"}
#     metric_differs: {effect: deny, message: "{metric} declared as {declared}, measured as {measured}"}
#     malformed: {effect: deny, message: "{metric} is of the wrong type"}
package mlgate.controls.documentation.instructions_for_use

import data.mlgate.lib.contents
import data.mlgate.lib.evaluation
import data.mlgate.lib.evidence
import data.mlgate.lib.measures

findings contains finding if some finding in evidence.faults("instructions_for_use")

findings contains {"code": "instructions_incomplete", "scope": evidence.scope("instructions_for_use", document.subject), "args": {"points": concat(", ", points)}} if {
	some document in evidence.documents("instructions_for_use")
	points := contents.missing(document.body, ["a", "b", "c", "d", "e", "f"])
	count(points) > 0
}

findings contains {"code": "metrics_undeclared", "scope": evidence.scope("instructions_for_use", document.subject), "args": {}} if {
	some document in evidence.documents("instructions_for_use")
	declared := object.get(document.body, "declared_metrics", null)
	_is_table_or_nothing(declared)
	count([value | some value in contents.object_of(declared); value != null]) == 0
}

findings contains {"code": "metric_differs", "scope": metric, "args": {"metric": metric, "declared": declared, "measured": measures.rounded(measured)}} if {
	some document in evidence.documents("instructions_for_use")
	_is_about_subject(document.subject)
	some metric, declared in contents.object_of(object.get(document.body, "declared_metrics", null))
	is_number(declared)
	some report in evidence.documents("evaluation_report")
	measured := evaluation.figures(report.body)[metric]
	not evaluation.agree(declared, measured)
}

findings contains {"code": "metric_unmeasured", "scope": metric, "args": {"metric": metric}} if {
	some document in evidence.documents("instructions_for_use")
	_is_about_subject(document.subject)
	some metric, declared in contents.object_of(object.get(document.body, "declared_metrics", null))
	is_number(declared)
	not metric in _measured
}

findings contains {"code": "malformed", "scope": metric, "args": {"metric": metric}} if {
	some document in evidence.documents("instructions_for_use")
	some metric, declared in contents.object_of(object.get(document.body, "declared_metrics", null))
	not _is_number_or_nothing(declared)
}

findings contains {"code": "malformed", "scope": evidence.scope("instructions_for_use", document.subject), "args": {"metric": "declared_metrics"}} if {
	some document in evidence.documents("instructions_for_use")
	declared := object.get(document.body, "declared_metrics", null)
	not _is_table_or_nothing(declared)
}

# The instructions of a use case speak of what decides in it; a supporting model has accuracy of its own.
_is_about_subject(holder) if {
	some use_case in input.use_cases
	holder in {use_case.ref, input.subject.ref}
	some model in use_case.models
	model.ref == input.subject.ref
	model.role == "decision"
}

# The names of what the evaluation measured.
_measured contains metric if {
	some report in evidence.documents("evaluation_report")
	some metric, _ in evaluation.figures(report.body)
}

_is_number_or_nothing(value) if is_number(value)

_is_number_or_nothing(value) if value == null

_is_table_or_nothing(value) if is_object(value)

_is_table_or_nothing(value) if value == null
