# METADATA
# scope: package
# title: Performance decay
# description: |-
#   The AUC on matured labels in production has not fallen too far below the AUC of the evaluation report, with a margin of
#   1e-9. What the monitoring report says was validated is only compared; labels that have not matured are a warning.
# custom:
#   control: MON-002
#   subjects: [model]
#   tiers: [high, limited, minimal]
#   gates: [MON]
#   evidence: [monitoring_report, evaluation_report]
#   parameters: [monitoring.auc_drop_warn, monitoring.auc_drop_deny]
#   legal_from: null
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: null
#   waivable: {max_days: 14}
#   on_deny: {MON: demote}
#   core: true
#   refs: {eu_ai_act: ["Art 15(1)", "Art 72"], nist_ai_rmf: ["MEASURE 4.3"], iso_42001: ["A.6.2.6"], sr: ["11-7 V (outcomes analysis)"]}
#   remediation: Retrain or fall back.
#   codes:
#     evidence_missing: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "no {type} that counts"}
#     evidence_wrong_approver: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "{type} not approved by {roles}"}
#     evidence_from_the_future: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "{type} is dated after now"}
#     evidence_stale: {effect: warn, message: "{type} is {days} days old, {limit} allowed"}
#     labels_immature: {effect: warn, message: "auc_current is not measured: no labels have matured"}
#     auc_missing: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "the evaluation report has no auc to compare with"}
#     malformed: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "{field} is not a share from 0 to 1"}
#     auc_validated_wrong: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "auc_validated is not the {auc} of the evaluation report"}
#     drop_over_limit: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "auc drop {drop:.3f}"}
#     drop_near_limit: {effect: warn, message: "auc drop {drop:.3f}"}
package mlgate.controls.monitoring.performance_decay

import data.mlgate.lib.evidence
import data.mlgate.lib.measures
import data.mlgate.lib.parameters

findings contains finding if {
	some type in ["monitoring_report", "evaluation_report"]
	some finding in evidence.faults(type)
}

findings contains {"code": "labels_immature", "scope": "", "args": {}} if {
	some document in evidence.documents("monitoring_report")
	object.get(document.body, "auc_current", null) == null
}

findings contains {"code": "auc_missing", "scope": "", "args": {}} if {
	some document in evidence.documents("evaluation_report")
	object.get(document.body, "auc", null) == null
}

findings contains {"code": "malformed", "scope": "", "args": {"field": concat(".", [type, field])}} if {
	some type, fields in _fields
	some document in evidence.documents(type)
	some field in fields
	value := object.get(document.body, field, null)
	value != null
	not measures.is_rate(value)
}

# Both may be rounded to three places.
findings contains {"code": "auc_validated_wrong", "scope": "", "args": {"auc": auc}} if {
	some auc in _measured("evaluation_report", "auc")
	some claimed in _measured("monitoring_report", "auc_validated")
	measures.is_above(abs(claimed - auc), 0.001)
}

findings contains {"code": "drop_over_limit", "scope": "", "args": {"drop": measures.rounded(drop)}} if {
	some drop in _drops
	limit := parameters.value("monitoring.auc_drop_deny")
	not measures.is_below(drop, limit)
}

findings contains {"code": "drop_near_limit", "scope": "", "args": {"drop": measures.rounded(drop)}} if {
	some drop in _drops
	limit := parameters.value("monitoring.auc_drop_warn")
	not measures.is_below(drop, limit)
	measures.is_below(drop, parameters.value("monitoring.auc_drop_deny"))
}

_fields := {"monitoring_report": ["auc_current", "auc_validated"], "evaluation_report": ["auc"]}

_drops contains drop if {
	some auc in _measured("evaluation_report", "auc")
	some current in _measured("monitoring_report", "auc_current")
	drop := auc - current
}

# The values of a field that are there and sound: one, or none.
_measured(type, field) := {rate |
	some document in evidence.documents(type)
	rate := object.get(document.body, field, null)
	measures.is_rate(rate)
}
