# METADATA
# scope: package
# title: Clean retirement
# description: |-
#   Before something is retired, its endpoints are removed and access is revoked, what becomes of its data and its record
#   is settled, and for a high-risk system the record is kept ten years after it was last placed on the market. Nothing
#   that was in production was never placed. A use case whose models are in production is not retired before them.
# custom:
#   control: RET-001
#   subjects: [use-case, model]
#   tiers: [high, limited, minimal]
#   gates: [G5]
#   evidence: [retirement_plan]
#   parameters: [documentation.retention_years_min]
#   legal_from: null
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: null
#   waivable: {max_days: 30}
#   core: true
#   refs: {eu_ai_act: ["Art 18(1)", "Art 19"], nist_ai_rmf: ["GOVERN 1.7", "MANAGE 2.4"], iso_42001: ["A.6.2.6"], sr: ["11-7 VI (inventory)"]}
#   remediation: Remove the endpoints and archive the record.
#   codes:
#     evidence_missing: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "no {type} that counts"}
#     evidence_wrong_approver: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "{type} not approved by {roles}"}
#     evidence_from_the_future: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "{type} is dated after now"}
#     evidence_stale: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "{type} is {days} days old, {limit} allowed"}
#     not_done: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "{what} is not done"}
#     not_settled: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "{what} is not settled"}
#     placing_unsound: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "when it was last placed on the market is not stated, or lies ahead"}
#     placing_denied: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "it was in production, and the plan says it was never placed on the market"}
#     retention_missing: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "until when the record is kept is not stated"}
#     retention_short: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "kept until {until}, at least {needed} is required"}
#     model_in_production: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "{scope} is in production: retire it first"}
package mlgate.controls.retirement.clean_retirement

import data.mlgate.lib.calendar
import data.mlgate.lib.contents
import data.mlgate.lib.evidence
import data.mlgate.lib.parameters
import data.mlgate.lib.tiers
import data.mlgate.lib.time as clock

findings contains finding if some finding in evidence.faults("retirement_plan")

findings contains {"code": "not_done", "scope": _scope(document), "args": {"what": what}} if {
	some document in _plans
	some what in ["endpoints_removed", "access_revoked"]
	object.get(document.body, what, null) != true
}

findings contains {"code": "not_settled", "scope": _scope(document), "args": {"what": what}} if {
	some document in _plans
	some what in ["data_disposition", "archive_ref"]
	not _is_text(object.get(document.body, what, null))
}

# Null is an answer: nothing takes over.
findings contains {"code": "not_settled", "scope": _scope(document), "args": {"what": "successor"}} if {
	some document in _plans
	successor := object.get(document.body, "successor", "")
	successor != null
	not _is_text(successor)
}

findings contains {"code": "placing_unsound", "scope": _scope(document), "args": {}} if {
	some document in _plans
	placed_at := object.get(document.body, "last_placed_on_market_at", "")
	placed_at != null
	not clock.has_been(placed_at)
}

findings contains {"code": "placing_denied", "scope": _scope(document), "args": {}} if {
	some document in _plans
	document.body.last_placed_on_market_at == null
	_was_in_production
}

findings contains {"code": "retention_missing", "scope": _scope(document), "args": {}} if {
	_is_high
	some document in _plans
	not clock.is_day(object.get(document.body, "retention_until", null))
}

findings contains {"code": "retention_short", "scope": _scope(document), "args": {"until": until, "needed": needed}} if {
	_is_high
	some document in _plans
	until := object.get(document.body, "retention_until", null)
	clock.is_day(until)
	placed_at := object.get(document.body, "last_placed_on_market_at", null)
	clock.has_been(placed_at)
	needed := calendar.day_after_months(placed_at, 12 * parameters.value("documentation.retention_years_min"))
	until < needed
}

findings contains {"code": "model_in_production", "scope": model.ref, "args": {}} if {
	input.subject.kind == "use-case"
	some use_case in input.use_cases
	some model in use_case.models
	model.active == true
	model.stage == "production"
}

_plans := evidence.documents("retirement_plan")

_scope(document) := evidence.scope("retirement_plan", document.subject)

_is_text(value) if {
	is_string(value)
	contents.is_given(value)
}

_is_high if tiers.column(data.mlgate.classification.tier) == "high"

_was_in_production if input.subject.stage == "production"

_was_in_production if {
	some gate, _ in object.get(input.subject, "passed", {})
	gate == "G4"
}
