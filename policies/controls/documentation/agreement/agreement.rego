# METADATA
# scope: package
# title: Documents agree with the registry
# description: |-
#   The documents speak of what is registered: every report about the artifact names the digest of the artifact that the
#   registry holds; the model card names package, group and version, the rating that follows from the tier, and the
#   figures that were measured, to a thousandth. A figure on the card that no evaluation measured is shown.
# custom:
#   control: DOC-004
#   subjects: [model]
#   tiers: [high, limited, minimal]
#   gates: [G3, G4]
#   evidence: [model_card, evaluation_report, fairness_report, robustness_report, explainability_report, validation_report, load_test, artifact_scan]
#   parameters: []
#   legal_from: null
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: null
#   waivable: tier_max
#   on_deny: {}
#   core: false
#   refs: {eu_ai_act: ["Annex IV 2(g)", "Art 15(3)"], nist_ai_rmf: ["MEASURE 2.13"], iso_42001: ["A.6.2.3"], sr: ["11-7 VI (inventory)"]}
#   remediation: Regenerate the card from the evaluation run.
#   codes:
#     evidence_missing: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "no {type} that counts"}
#     evidence_wrong_approver: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "{type} not approved by {roles}"}
#     evidence_from_the_future: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "{type} is dated after now"}
#     evidence_stale: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "{type} is {days} days old, {limit} allowed"}
#     artifact_unnamed: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "{type} does not say which artifact it is about"}
#     artifact_differs: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "{type} is about another artifact than the one that is registered"}
#     package_differs: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "the card names another package than the registry"}
#     group_differs: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "the card names group {said}, registered is {registered}"}
#     version_missing: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "the card names no version"}
#     version_differs: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "the card names version {said}, registered is {registered}"}
#     rating_differs: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "the card rates the risk {said}, its tier makes it {expected}"}
#     metric_missing: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "the card does not state {scope}"}
#     metric_malformed: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "{scope} on the card is no number"}
#     metric_differs: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "{scope} is {said} on the card, measured is {measured}"}
#     metric_unmeasured: {effect: warn, message: "{scope} on the card was not measured by the evaluation"}
package mlgate.controls.documentation.agreement

import data.mlgate.lib.contents
import data.mlgate.lib.evaluation
import data.mlgate.lib.evidence
import data.mlgate.lib.measures
import data.mlgate.lib.tiers

findings contains finding if {
	some type in ["model_card", "evaluation_report"]
	some finding in evidence.faults(type)
}

findings contains {"code": "artifact_unnamed", "scope": type, "args": {"type": type}} if {
	some type in _bound
	some document in evidence.documents(type)
	artifact := object.get(document.body, "artifact_digest", null)
	not is_string(artifact)
}

findings contains {"code": "artifact_differs", "scope": type, "args": {"type": type}} if {
	some type in _bound
	some document in evidence.documents(type)
	artifact := object.get(document.body, "artifact_digest", null)
	is_string(artifact)
	artifact != input.subject.artifact_digest
}

findings contains {"code": "package_differs", "scope": "", "args": {}} if {
	some card in _cards
	object.get(_details(card), "model_package_arn", null) != input.subject.package_arn
}

findings contains {"code": "group_differs", "scope": "", "args": {"said": said, "registered": _group}} if {
	some card in _cards
	said := object.get(_details(card), "model_package_group_name", null)
	said != null
	said != _group
}

findings contains {"code": "version_missing", "scope": "", "args": {}} if {
	some card in _cards
	count(_versions(card)) == 0
}

findings contains {"code": "version_differs", "scope": "", "args": {"said": said, "registered": _version}} if {
	some card in _cards
	some said in _versions(card)
	said != _version
}

findings contains {"code": "rating_differs", "scope": "", "args": {"said": said, "expected": expected}} if {
	some card in _cards
	said := object.get(contents.object_of(object.get(card, "intended_uses", null)), "risk_rating", "not")
	expected := _ratings[tiers.column(data.mlgate.classification.tier)]
	said != expected
}

# What PERF-001 judges has to be on the card, where it was measured.
findings contains {"code": "metric_missing", "scope": "auc", "args": {}} if {
	some card in _cards
	"auc" in _measured_names
	count([value | some [name, value] in _metrics(card); name == "auc"]) == 0
}

findings contains {"code": "metric_malformed", "scope": name, "args": {}} if {
	some card in _cards
	some [name, value] in _metrics(card)
	name in _measured_names
	not is_number(value)
}

findings contains {"code": "metric_differs", "scope": name, "args": {"said": value, "measured": measures.rounded(measured)}} if {
	some card in _cards
	some [name, value] in _metrics(card)
	is_number(value)
	some report in evidence.documents("evaluation_report")
	measured := evaluation.figures(report.body)[name]
	not evaluation.agree(value, measured)
}

findings contains {"code": "metric_unmeasured", "scope": name, "args": {}} if {
	some card in _cards
	count(evidence.documents("evaluation_report")) > 0
	some [name, value] in _metrics(card)
	is_number(value)
	not name in _measured_names
}

# The documents that are about the bytes of one version, as far as they are there: whether they have to be is asked elsewhere.
_bound := [
	"evaluation_report", "fairness_report", "robustness_report", "explainability_report", "validation_report",
	"load_test", "artifact_scan",
]

# What SageMaker calls the rating, by tier.
_ratings := {"high": "High", "limited": "Medium", "minimal": "Low"}

_cards := [document.body | some document in evidence.documents("model_card")]

_details(card) := contents.object_of(object.get(card, "model_package_details", null))

_group := split(input.subject.ref, "/")[1]

_version := to_number(split(input.subject.ref, "/")[2])

# The versions that a card names, in either of its two places.
_versions(card) := {said |
	some said in [
		object.get(_details(card), "model_package_version", null),
		object.get(contents.object_of(object.get(card, "model_overview", null)), "model_version", null),
	]
	said != null
}

# Name and value of every metric on a card.
_metrics(card) := [[metric.name, object.get(metric, "value", null)] |
	some detail in contents.list(object.get(card, "evaluation_details", null))
	some group in contents.list(object.get(contents.object_of(detail), "metric_groups", null))
	some metric in contents.list(object.get(contents.object_of(group), "metric_data", null))
	is_object(metric)
	is_string(object.get(metric, "name", null))
]

_measured_names contains name if {
	some report in evidence.documents("evaluation_report")
	some name, _ in evaluation.figures(report.body)
}
