# METADATA
# scope: package
# title: Third-party, pre-trained and GPAI parts
# description: |-
#   What others supplied is listed, each part with supplier, licence, documents and agreement. Art. 25(4) asks for no agreement
#   with who gives a part to everybody under a free licence, save for general-purpose models. Such a model is among the parts
#   exactly where the questionnaire says that one is used, with the documents of Annex XII; the company asks for them of free
#   models too.
# custom:
#   control: TPR-001
#   subjects: [model]
#   tiers: [high, limited]
#   gates: [G2, G4]
#   evidence: [component, risk_classification]
#   parameters: []
#   legal_from: "2025-08-02"
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: null
#   waivable: {max_days: 60}
#   on_deny: {}
#   core: false
#   refs: {eu_ai_act: ["Art 25(4)", "Art 53(1)(b)", "Annex XII"], nist_ai_rmf: ["GOVERN 6.1", "MANAGE 3.1", "MANAGE 3.2"], iso_42001: [A.10.2, A.10.3], sr: ["11-7 V (vendor models)"]}
#   remediation: Obtain the supplier documents.
#   codes:
#     evidence_missing: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "{type} missing or not approved"}
#     evidence_wrong_approver: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "{type} not approved by {roles}"}
#     evidence_from_the_future: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "{type} is dated after now"}
#     evidence_stale: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "{type} is {days} days old, {limit} allowed"}
#     components_missing: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "the parts are not listed; an empty list is an answer"}
#     component_incomplete: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "{component} without {parts}"}
#     component_twice: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "{component} is listed twice"}
#     gpai_missing: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "{use_case} uses a general-purpose model, and none is among the parts"}
#     gpai_undeclared: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "{component} is a general-purpose model, and no questionnaire says that one is used"}
#     gpai_open: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "whether {use_case} uses a general-purpose model is not answered"}
package mlgate.controls.third_parties.components

import data.mlgate.classification
import data.mlgate.lib.contents
import data.mlgate.lib.evidence

findings contains finding if some finding in evidence.faults("component")

findings contains {"code": "components_missing", "scope": "", "args": {}} if {
	some document in evidence.documents("component")
	not is_array(object.get(document.body, "components", null))
}

findings contains {"code": "component_incomplete", "scope": _name(position, component), "args": {"component": _name(position, component), "parts": concat(", ", parts)}} if {
	some position, component in _components
	parts := array.concat(contents.missing(component, _asked(component)), _unknown_kind(component))
	count(parts) > 0
}

findings contains {"code": "component_twice", "scope": _name(position, component), "args": {"component": _name(position, component)}} if {
	some position, component in _components
	some other_position, other in _components
	position < other_position
	_name(position, component) == _name(other_position, other)
}

findings contains {"code": "gpai_missing", "scope": use_case.ref, "args": {"use_case": use_case.ref}} if {
	some use_case in input.use_cases
	_uses(use_case.ref) == true
	count(evidence.documents("component")) > 0
	count([component | some component in _components; _is_gpai(component)]) == 0
}

findings contains {"code": "gpai_undeclared", "scope": _name(position, component), "args": {"component": _name(position, component)}} if {
	some position, component in _components
	_is_gpai(component)
	count([use_case | some use_case in input.use_cases; _uses(use_case.ref) == true]) == 0
}

findings contains {"code": "gpai_open", "scope": use_case.ref, "args": {"use_case": use_case.ref}} if {
	some use_case in input.use_cases
	answer := _uses(use_case.ref)
	not is_boolean(answer)
}

# The newest list is one: it hangs on the model alone.
_components := [contents.object_of(item) |
	some document in evidence.documents("component")
	some item in contents.list(object.get(document.body, "components", null))
]

_is_gpai(component) if component.kind == "gpai_model"

_asked(component) := {"name", "supplier", "licence", "doc_ref"} | {"agreement_ref" | not _is_free(component)}

_is_free(component) if {
	component.open_source == true
	object.get(component, "kind", "gpai_model") != "gpai_model"
}

_unknown_kind(component) := ["kind" | not _is_kind(object.get(component, "kind", null))]

_is_kind(kind) if kind in {"library", "pretrained_model", "gpai_model", "data", "service", "other"}

# Name and version; the place in the list where there is no name.
_name(position, component) := format_int(position + 1, 10) if {
	not contents.is_said(object.get(component, "name", null))
} else := concat(" ", [component.name, component.version]) if {
	contents.is_said(object.get(component, "version", null))
} else := component.name

# The answer of the approved questionnaire; null while it is open.
_uses(ref) := object.get(classification.questionnaire(ref), ["gpai", "uses_gpai_model"], null) if {
	classification.has_questionnaire(ref)
} else := null
