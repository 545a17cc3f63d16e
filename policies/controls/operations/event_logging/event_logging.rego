# METADATA
# scope: package
# title: Event logging
# description: |-
#   Events are logged by themselves, with the fields that tell which version said what to whom and who oversaw it, so that a change
#   of a log is found, and are kept for six months at least.
# custom:
#   control: OPS-001
#   subjects: [use-case, model]
#   tiers: [high, limited]
#   gates: [G4]
#   evidence: [logging]
#   parameters: [operations.log_retention_days_min]
#   legal_from: "2027-12-02"
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: null
#   waivable: never
#   on_deny: {}
#   core: true
#   refs: {eu_ai_act: ["Art 12(1)-(2)", "Art 19", "Art 26(6)"], nist_ai_rmf: ["MEASURE 2.4", "MEASURE 2.8"], iso_42001: [A.6.2.8], sr: ["11-7 V (monitoring)"]}
#   remediation: Turn on logging and set retention.
#   codes:
#     evidence_missing: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "{type} missing or not approved"}
#     evidence_wrong_approver: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "{type} not approved by {roles}"}
#     evidence_from_the_future: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "{type} is dated after now"}
#     evidence_stale: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "{type} is {days} days old, {limit} allowed"}
#     not_enabled: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "logging is not turned on"}
#     fields_missing: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "logs without {fields}"}
#     retention_missing: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "it is not settled how long logs are kept"}
#     retention_short: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "logs are kept for {days} days, {limit} needed"}
#     not_tamper_evident: {effect: [{tiers: [limited], effect: warn}, {effect: deny}], message: "a change of a log would not be found"}
package mlgate.controls.operations.event_logging

import data.mlgate.lib.contents
import data.mlgate.lib.evidence
import data.mlgate.lib.measures
import data.mlgate.lib.parameters

findings contains finding if some finding in evidence.faults("logging")

findings contains {"code": code, "scope": evidence.scope("logging", document.subject), "args": {}} if {
	some document in evidence.documents("logging")
	some code, field in {"not_enabled": "enabled", "not_tamper_evident": "tamper_evident"}
	object.get(document.body, field, null) != true
}

findings contains {"code": "fields_missing", "scope": evidence.scope("logging", document.subject), "args": {"fields": concat(", ", lacking)}} if {
	some document in evidence.documents("logging")
	logged := {field | some field in contents.list(object.get(document.body, "fields", null))}
	lacking := sort(_fields - logged)
	count(lacking) > 0
}

findings contains {"code": "retention_missing", "scope": evidence.scope("logging", document.subject), "args": {}} if {
	some document in evidence.documents("logging")
	not measures.is_count(object.get(document.body, "retention_days", null))
}

findings contains {"code": "retention_short", "scope": evidence.scope("logging", document.subject), "args": {"days": days, "limit": limit}} if {
	some document in evidence.documents("logging")
	days := object.get(document.body, "retention_days", null)
	measures.is_count(days)
	limit := parameters.value("operations.log_retention_days_min")
	days < limit
}

_fields := {"timestamp", "model_version", "input_ref", "output", "overseer"}
