# METADATA
# scope: package
# title: Independent validation
# description: |-
#   Somebody who did not build, own or propose the model has validated it in all three parts and found it fit, with no grave
#   finding open. The report names the validator, who filed or approved it; role and reporting line are the directory's,
#   never the report's own. In the high tier the line differs from every author's, and one that is unknown counts as the
#   same. The report has no room for a reason why a part does not apply, so each has to pass.
# custom:
#   control: VAL-001
#   subjects: [model]
#   tiers: [high, limited]
#   gates: [G3, G4, MON]
#   evidence: [validation_report]
#   parameters: []
#   legal_from: null
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: null
#   waivable: never
#   on_deny: {}
#   core: true
#   refs: {eu_ai_act: ["Art 17(1)(d)", "Art 9(8)", "Annex IV 2(g)"], nist_ai_rmf: ["MEASURE 1.3", "MEASURE 2.13"], iso_42001: ["A.6.2.4"], sr: ["11-7 V", "26-2 validation"]}
#   remediation: Close high findings and obtain a fit opinion.
#   codes:
#     evidence_missing: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "no {type} that counts"}
#     evidence_wrong_approver: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "{type} not approved by {roles}"}
#     evidence_from_the_future: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "{type} is dated after now"}
#     evidence_stale: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "{type} is {days} days old, {limit} allowed"}
#     validator_unknown: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "the validator is nobody in the directory who holds model_validator"}
#     validator_not_independent: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "{person} validated or filed the report, and built, owns or asks for the model"}
#     validator_did_not_sign: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "{person} neither filed nor approved the report that names them"}
#     authors_unknown: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "the model names no authors, so nobody can be independent of them"}
#     same_reporting_line: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "the validator reports in the line of {author}, or one of the two is unknown"}
#     parts_not_passed: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "not passed: {parts}"}
#     opinion_missing: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "the report gives no opinion"}
#     conditions_missing: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "the model is fit with conditions, and none is named"}
#     not_fit: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "the opinion is not fit"}
#     findings_malformed: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "findings is not a list of findings"}
#     findings_open: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "{number} grave findings are open"}
package mlgate.controls.validation.independent_validation

import data.mlgate.lib.contents
import data.mlgate.lib.evidence
import data.mlgate.lib.people
import data.mlgate.lib.tiers

findings contains finding if some finding in evidence.faults("validation_report")

findings contains {"code": "validator_unknown", "scope": "", "args": {}} if {
	some document in _reports
	validator := _validator(document)
	not _is_validator(validator)
}

findings contains {"code": "validator_did_not_sign", "scope": "", "args": {"person": validator}} if {
	some document in _reports
	validator := _validator(document)
	_is_validator(validator)
	not validator in ({document.created_by} | {approver.person | some approver in document.approved_by})
}

findings contains {"code": "validator_not_independent", "scope": "", "args": {"person": person}} if {
	some document in _reports
	some person in ({_validator(document), document.created_by} & _interested)
}

findings contains {"code": "authors_unknown", "scope": "", "args": {}} if {
	count(_reports) > 0
	count(input.subject.authors) == 0
}

findings contains {"code": "same_reporting_line", "scope": "", "args": {"author": author}} if {
	tiers.column(data.mlgate.classification.tier) == "high"
	some document in _reports
	some author in input.subject.authors
	line := people.reporting_line(_validator(document))
	other := people.reporting_line(author)
	not _are_apart(line, other)
}

findings contains {"code": "parts_not_passed", "scope": "", "args": {"parts": concat(", ", parts)}} if {
	some document in _reports
	parts := [part |
		some part in ["conceptual_soundness", "ongoing_monitoring", "outcomes_analysis"]
		object.get(document.body, part, null) != "pass"
	]
	count(parts) > 0
}

findings contains {"code": "opinion_missing", "scope": "", "args": {}} if {
	some document in _reports
	opinion := object.get(document.body, "opinion", null)
	count({opinion} & {"fit", "fit_with_conditions", "not_fit"}) == 0
}

findings contains {"code": "conditions_missing", "scope": "", "args": {}} if {
	some document in _reports
	document.body.opinion == "fit_with_conditions"
	not contents.gives(document.body, "conditions")
}

findings contains {"code": "not_fit", "scope": "", "args": {}} if {
	some document in _reports
	document.body.opinion == "not_fit"
}

findings contains {"code": "findings_malformed", "scope": "", "args": {}} if {
	some document in _reports
	held := object.get(document.body, "findings", null)
	not _are_findings(held)
}

findings contains {"code": "findings_open", "scope": "", "args": {"number": count(open)}} if {
	some document in _reports
	held := object.get(document.body, "findings", null)
	_are_findings(held)
	open := [item | some item in held; _is_open_and_grave(item)]
	count(open) > 0
}

_reports := evidence.documents("validation_report")

# Whom the report names; "" where it names nobody.
_validator(document) := name if {
	name := object.get(document.body, "validator", null)
	is_string(name)
} else := ""

_is_validator(person) if people.holds(person, "model_validator")

_interested := {author | some author in input.subject.authors} | {input.request.requester, input.subject.owner}

_are_apart(line, other) if {
	line != ""
	other != ""
	line != other
}

_are_findings(held) if {
	is_array(held)
	every item in held {
		is_object(item)
	}
}

# Whatever is not closed is open, and whatever is neither low nor medium is grave.
_is_open_and_grave(item) if {
	object.get(item, "status", null) != "closed"
	count({object.get(item, "severity", null)} & {"low", "medium"}) == 0
}
