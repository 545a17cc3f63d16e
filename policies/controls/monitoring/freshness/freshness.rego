# METADATA
# scope: package
# title: Monitoring is fresh
# description: |-
#   The newest monitoring report that counts is not too old for the tier. Its age runs from the earliest of the day its
#   window ends, the moment it was captured, and the dates of its envelope: an old measurement that is filed today is old.
# custom:
#   control: MON-003
#   subjects: [model]
#   tiers: [high, limited, minimal]
#   gates: [MON]
#   evidence: [monitoring_report]
#   parameters:
#     - monitoring.fresh_warn_days_high
#     - monitoring.fresh_warn_days_limited
#     - monitoring.fresh_warn_days_minimal
#     - monitoring.fresh_deny_days_high
#     - monitoring.fresh_deny_days_limited
#     - monitoring.fresh_deny_days_minimal
#   legal_from: null
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: null
#   waivable: tier_max
#   on_deny: {MON: demote}
#   core: false
#   refs: {eu_ai_act: ["Art 72(2)", "Art 26(5)"], nist_ai_rmf: ["MEASURE 2.4"], iso_42001: ["A.6.2.6"], sr: ["11-7 V"]}
#   remediation: Repair the monitoring job.
#   codes:
#     evidence_missing: {effect: deny, message: "no {type} that counts"}
#     evidence_wrong_approver: {effect: deny, message: "{type} not approved by {roles}"}
#     evidence_from_the_future: {effect: deny, message: "{type} is dated after now"}
#     evidence_stale: {effect: warn, message: "{type} is {days} days old, {limit} allowed"}
#     captured_at_unsound: {effect: deny, message: "captured_at is missing, no moment, or after now"}
#     monitoring_ageing: {effect: warn, message: "monitoring is {days} days old, {limit} allowed"}
#     monitoring_lapsed: {effect: deny, message: "monitoring is {days} days old, more than the {limit} after which nothing is known"}
package mlgate.controls.monitoring.freshness

import data.mlgate.lib.contents
import data.mlgate.lib.evidence
import data.mlgate.lib.measures
import data.mlgate.lib.parameters
import data.mlgate.lib.tiers
import data.mlgate.lib.time as clock

# How old the document is, is asked here by what it measured, and told once.
findings contains finding if {
	some finding in evidence.faults("monitoring_report")
	finding.code != "evidence_stale"
}

findings contains {"code": "captured_at_unsound", "scope": "", "args": {}} if {
	some document in _reports
	not clock.has_been(object.get(document.body, "captured_at", null))
}

findings contains {"code": "monitoring_ageing", "scope": "", "args": {"days": measures.rounded(age), "limit": limit}} if {
	some age in _ages
	limit := _limit("monitoring.fresh_warn_days_")
	measures.is_above(age, limit)
	most := _limit("monitoring.fresh_deny_days_")
	not measures.is_above(age, most)
}

findings contains {"code": "monitoring_lapsed", "scope": "", "args": {"days": measures.rounded(age), "limit": limit}} if {
	some age in _ages
	limit := _limit("monitoring.fresh_deny_days_")
	measures.is_above(age, limit)
}

_reports := evidence.documents("monitoring_report")

_limit(prefix) := parameters.value(concat("", [prefix, tiers.column(data.mlgate.classification.tier)]))

_ages contains age if {
	some document in _reports
	age := max([clock.age_days(moment) | some moment in _moments(document)])
}

_moments(document) := {document.created_at, document.recorded_at} | (_captured(document.body) | _window_end(document.body))

_captured(body) := {captured_at |
	captured_at := object.get(body, "captured_at", null)
	clock.has_been(captured_at)
}

# The last moment of the traffic that was judged.
_window_end(body) := {moment |
	day := object.get(contents.object_of(object.get(body, "window", null)), "to", null)
	clock.is_day(day)
	moment := concat("", [day, "T23:59:59Z"])
}
