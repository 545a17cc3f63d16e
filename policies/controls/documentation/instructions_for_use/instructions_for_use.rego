# METADATA
# scope: package
# title: Instructions for use
# description: |-
#   The instructions have all points of Art. 13(3), and the accuracy they declare is the one that was measured for the model that
#   decides, to a thousandth.
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
#     metric_differs: {effect: deny, message: "{metric} declared as {declared}, measured as {measured}"}
#     malformed: {effect: deny, message: "{metric} is of the wrong type"}
package mlgate.controls.documentation.instructions_for_use

import data.mlgate.lib.contents
import data.mlgate.lib.evidence

findings contains finding if some finding in evidence.faults("instructions_for_use")

findings contains {"code": "instructions_incomplete", "scope": evidence.scope("instructions_for_use", document.subject), "args": {"points": concat(", ", points)}} if {
	some document in evidence.documents("instructions_for_use")
	points := contents.missing(document.body, ["a", "b", "c", "d", "e", "f"])
	count(points) > 0
}

findings contains {"code": "metric_differs", "scope": metric, "args": {"metric": metric, "declared": declared, "measured": measured}} if {
	some document in evidence.documents("instructions_for_use")
	_is_about_subject(document.subject)
	some metric, declared in contents.object_of(object.get(document.body, "declared_metrics", null))
	some report in evidence.documents("evaluation_report")
	measured := object.get(report.body, metric, null)
	is_number(declared)
	is_number(measured)
	not _agree(declared, measured)
}

findings contains {"code": "malformed", "scope": metric, "args": {"metric": metric}} if {
	some document in evidence.documents("instructions_for_use")
	_is_about_subject(document.subject)
	some metric, declared in contents.object_of(object.get(document.body, "declared_metrics", null))
	some report in evidence.documents("evaluation_report")
	some value in [declared, object.get(report.body, metric, null)]
	not _is_number_or_nothing(value)
}

findings contains {"code": "malformed", "scope": evidence.scope("instructions_for_use", document.subject), "args": {"metric": "declared_metrics"}} if {
	some document in evidence.documents("instructions_for_use")
	declared := object.get(document.body, "declared_metrics", null)
	declared != null
	not is_object(declared)
}

# The instructions of a use case speak of what decides in it; a supporting model has accuracy of its own.
_is_about_subject(holder) if {
	some use_case in input.use_cases
	holder in {use_case.ref, input.subject.ref}
	some model in use_case.models
	model.ref == input.subject.ref
	model.role == "decision"
}

_agree(declared, measured) if abs(declared - measured) <= 0.001 + data.mlgate.lib.measures.margin

_is_number_or_nothing(value) if is_number(value)

_is_number_or_nothing(value) if value == null
