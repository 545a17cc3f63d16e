# METADATA
# scope: package
# title: Explanation and reason codes
# description: |-
#   Single outcomes can be explained: by a named method, with the features by importance, stably under small changes, and in
#   reason codes that a person reads and that those who answer for them reviewed.
# custom:
#   control: XAI-001
#   subjects: [model]
#   tiers: [high]
#   gates: [G3, G4]
#   evidence: [explainability_report]
#   parameters: [explainability.stability_min, documentation.answer_characters_min]
#   legal_from: "2027-12-02"
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: null
#   waivable: {max_days: 30}
#   on_deny: {}
#   core: true
#   refs: {eu_ai_act: ["Art 13(1)", "Art 13(3)(b)(iv)", "Art 13(3)(b)(vii)", "Art 86"], nist_ai_rmf: ["MEASURE 2.9"], iso_42001: [A.8.2], sr: ["11-7 V (conceptual soundness)"], other: ["CCD2 Art 18(8)(a)"]}
#   remediation: Add stable local explanations mapped to reason codes.
#   codes:
#     evidence_missing: {effect: deny, message: "{type} missing or not approved"}
#     evidence_wrong_approver: {effect: deny, message: "{type} not approved by {roles}"}
#     evidence_from_the_future: {effect: deny, message: "{type} is dated after now"}
#     evidence_stale: {effect: deny, message: "{type} is {days} days old, {limit} allowed"}
#     artifact_unknown: {effect: deny, message: "the model has no registered artifact"}
#     other_artifact: {effect: deny, message: "the report is of {named}, not of the registered {registered}"}
#     method_missing: {effect: deny, message: "no method of explanation is named"}
#     method_undescribed: {effect: deny, message: "the method is another one and not described"}
#     importance_missing: {effect: deny, message: "no feature has an importance"}
#     importance_malformed: {effect: deny, message: "importance {position} has no feature or no share of its own"}
#     stability_missing: {effect: deny, message: "the stability of explanations is not measured"}
#     stability_low: {effect: deny, message: "stability {stability} below {limit}"}
#     reason_codes_missing: {effect: deny, message: "no reason codes"}
#     reason_code_incomplete: {effect: deny, message: "reason code {reason_code} without {parts}"}
#     reason_code_twice: {effect: deny, message: "reason code {reason_code} is given twice"}
#     not_reviewed: {effect: deny, message: "the reason codes are not reviewed"}
#     undated: {effect: deny, message: "no past moment at which explanations were measured"}
package mlgate.controls.explainability.reason_codes

import data.mlgate.lib.artifacts
import data.mlgate.lib.contents
import data.mlgate.lib.evidence
import data.mlgate.lib.measures
import data.mlgate.lib.parameters
import data.mlgate.lib.time as clock

findings contains finding if some finding in evidence.faults("explainability_report")

findings contains finding if some finding in artifacts.faults("explainability_report")

findings contains {"code": "method_missing", "scope": "", "args": {}} if {
	some document in evidence.documents("explainability_report")
	not _is_method(object.get(document.body, "method", null))
}

findings contains {"code": "method_undescribed", "scope": "", "args": {}} if {
	some document in evidence.documents("explainability_report")
	document.body.method == "other"
	least := parameters.value("documentation.answer_characters_min")
	not contents.says(object.get(document.body, "method_description", null), least)
}

findings contains {"code": "importance_missing", "scope": "", "args": {}} if {
	some document in evidence.documents("explainability_report")
	count([feature | some feature in _listed(document, "global_importance"); _weighs(feature)]) == 0
}

findings contains {"code": "importance_malformed", "scope": "", "args": {"position": position + 1}} if {
	some document in evidence.documents("explainability_report")
	some position, feature in _listed(document, "global_importance")
	not _is_importance(feature)
}

findings contains {"code": "stability_missing", "scope": "", "args": {}} if {
	some document in evidence.documents("explainability_report")
	not measures.is_rate(object.get(document.body, "local_stability", null))
}

findings contains {"code": "stability_low", "scope": "", "args": {"stability": stability, "limit": limit}} if {
	some document in evidence.documents("explainability_report")
	stability := object.get(document.body, "local_stability", null)
	measures.is_rate(stability)
	limit := parameters.value("explainability.stability_min")
	measures.is_below(stability, limit)
}

findings contains {"code": "reason_codes_missing", "scope": "", "args": {}} if {
	some document in evidence.documents("explainability_report")
	count(_listed(document, "reason_codes")) == 0
}

findings contains {"code": "reason_code_incomplete", "scope": "", "args": {"reason_code": _name(position, reason), "parts": concat(", ", parts)}} if {
	some document in evidence.documents("explainability_report")
	some position, reason in _listed(document, "reason_codes")
	least := parameters.value("documentation.answer_characters_min")
	parts := array.concat(contents.missing(reason, ["code"]), _unsaid(reason, least))
	count(parts) > 0
}

findings contains {"code": "reason_code_twice", "scope": "", "args": {"reason_code": reason.code}} if {
	some document in evidence.documents("explainability_report")
	some position, reason in _listed(document, "reason_codes")
	some other_position, other in _listed(document, "reason_codes")
	position < other_position
	is_string(reason.code)
	reason.code == other.code
}

findings contains {"code": "not_reviewed", "scope": "", "args": {}} if {
	some document in evidence.documents("explainability_report")
	object.get(document.body, "reason_codes_reviewed", null) != true
}

findings contains {"code": "undated", "scope": "", "args": {}} if {
	some document in evidence.documents("explainability_report")
	not clock.has_been(object.get(document.body, "measured_at", null))
}

_is_method(method) if {
	method in {"tree_shap", "kernel_shap", "lime", "integrated_gradients", "counterfactual", "scorecard_points", "other"}
}

_listed(document, field) := [contents.object_of(item) | some item in contents.list(object.get(document.body, field, null))]

_is_importance(feature) if {
	contents.is_said(object.get(feature, "feature", null))
	is_number(feature.importance)
	feature.importance >= 0
}

# A feature that says something: a list of zeros explains nothing.
_weighs(feature) if {
	_is_importance(feature)
	feature.importance > 0
}

# What the applicant reads, and the features behind it.
_unsaid(reason, least) := array.concat(["features" | _names_none(object.get(reason, "features", null))], ["text" | _tells_nothing(object.get(reason, "text", null), least)])

_names_none(features) if count([feature | some feature in contents.list(features); contents.is_said(feature)]) == 0

_tells_nothing(text, least) if not contents.says(text, least)

_name(_, reason) := reason.code if is_string(object.get(reason, "code", null))

_name(position, reason) := format_int(position + 1, 10) if not is_string(object.get(reason, "code", null))
