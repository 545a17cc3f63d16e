# METADATA
# scope: package
# title: Re-validation in time
# description: |-
#   The next validation is not overdue: it is due on the day the report names, and at the latest so many months after it as
#   the stricter of tier and model risk asks for. What has happened since may make it out of date before its time; which
#   events do, and at which gates, is policy data. Of a minimal system nobody asks for a validation: there its absence warns.
# custom:
#   control: MON-004
#   subjects: [model]
#   tiers: [high, limited, minimal]
#   gates: [G4, MON]
#   evidence: [validation_report, monitoring_report, evaluation_report, incident]
#   parameters: [monitoring.psi_deny, monitoring.auc_drop_deny, fairness.di_min, fairness.di_max]
#   legal_from: null
#   policy_from: "2026-01-01"
#   before: silent
#   uncertain: null
#   waivable: {max_days: 60}
#   core: true
#   refs: {eu_ai_act: ["Art 9(2)", "Art 17(1)(d)"], nist_ai_rmf: ["GOVERN 1.5"], iso_42001: ["A.6.2.6"], sr: ["11-7 V (at least annual review)", "26-2 risk-based"]}
#   remediation: Plan and complete the review.
#   codes:
#     evidence_missing: {effect: [{tiers: [minimal], effect: warn}, {effect: deny}], message: "no {type} that counts"}
#     evidence_wrong_approver: {effect: deny, message: "{type} not approved by {roles}"}
#     evidence_from_the_future: {effect: deny, message: "{type} is dated after now"}
#     evidence_stale: {effect: deny, message: "{type} is {days} days old, {limit} allowed"}
#     next_due_missing: {effect: deny, message: "the validation report names no day on which the next validation is due"}
#     validation_overdue: {effect: deny, message: "validation was due on {due}"}
#     validation_due_soon: {effect: warn, message: "validation is due on {due}"}
#     outdated_by: {effect: deny, message: "{scope} since the validation: it has to be done again"}
package mlgate.controls.monitoring.revalidation

import data.mlgate.lib.calendar
import data.mlgate.lib.evidence
import data.mlgate.lib.fairness
import data.mlgate.lib.incidents
import data.mlgate.lib.measures
import data.mlgate.lib.parameters
import data.mlgate.lib.psi
import data.mlgate.lib.tiers
import data.mlgate.lib.time as clock

# Its age in days is VAL-001's; here it is told by the day it was due.
findings contains finding if {
	some finding in evidence.faults("validation_report")
	finding.code != "evidence_stale"
}

findings contains {"code": "next_due_missing", "scope": "", "args": {}} if {
	some document in _validations
	not clock.is_day(object.get(document.body, "next_due", null))
}

findings contains {"code": "validation_overdue", "scope": "", "args": {"due": due}} if {
	some due in _due_days
	_days_left(due) <= -1
}

findings contains {"code": "validation_due_soon", "scope": "", "args": {"due": due}} if {
	some due in _due_days
	left := _days_left(due)
	left > -1
	left <= data.config.revalidation.warn_days
}

findings contains {"code": "outdated_by", "scope": trigger, "args": {}} if {
	some document in _validations
	some trigger, gates in data.config.revalidation.triggers
	data.mlgate.request.gate in gates
	some moment in _happened[trigger]
	moment > clock.moment(_validated_at(document))
}

_validations := evidence.documents("validation_report")

# The earliest of what the report says and what its envelope says.
_validated_at(document) := moment if {
	moments := {document.created_at, document.recorded_at} | {claimed |
		claimed := object.get(document.body, "validated_at", null)
		clock.is_moment(claimed)
	}
	some moment in moments
	clock.moment(moment) == min({clock.moment(other) | some other in moments})
}

_due_days contains day if {
	some document in _validations
	day := min({calendar.day_after_months(_validated_at(document), _months)} | _named(document))
}

_named(document) := {day |
	day := object.get(document.body, "next_due", null)
	clock.is_day(day)
}

_months := min({data.config.revalidation.months_by_tier[tiers.column(data.mlgate.classification.tier)]} | _by_risk)

_by_risk contains months if {
	some risk, months in data.config.revalidation.months_by_model_risk
	risk == input.subject.model_risk
}

# Whole and part days until the due day begins; it is overdue when the day has passed.
_days_left(due) := (clock.day(due) - data.mlgate.lib.time.now) / (((24 * 60) * 60) * 1000000000)

# When each of the events was last seen, in nanoseconds.
_happened := {
	"psi": {_captured(report) | some report in _reports; _has_drifted(report.body)},
	"auc_drop": {_captured(report) | some report in _reports; _has_decayed(report.body)},
	"ratio": {_captured(report) | some report in _reports; _is_uneven(report.body)},
	"serious_incident": {clock.moment(aware_at) |
		some document in input.incidents
		incidents.is_serious(document)
		aware_at := object.get(document.body, "aware_at", null)
		clock.is_moment(aware_at)
	},
	"law_date": {clock.day(day) |
		some name in data.config.revalidation.law_dates[tiers.column(data.mlgate.classification.tier)]
		day := data.config.legal[name]
		clock.has_come(day)
	},
}

# All reports at hand that count, not only the newest.
_reports := [report |
	some report in object.get(input.evidence, "monitoring_report", [])
	evidence.counts("monitoring_report", report)
]

# The latest of its dates: it speaks of what came before it was filed.
_captured(report) := clock.moment(report.recorded_at)

# What a report claims against itself is believed; else the index is computed from sound bins.
_has_drifted(body) if {
	claimed := object.get(body, "psi_score", null)
	is_number(claimed)
	limit := parameters.value("monitoring.psi_deny")
	not measures.is_below(claimed, limit)
}

_has_drifted(body) if {
	baseline := object.get(body, "baseline_bins", null)
	_are_bins(baseline)
	current := object.get(body, "current_bins", null)
	_are_bins(current)
	count(baseline) == count(current)
	index := psi.index(baseline, current)
	limit := parameters.value("monitoring.psi_deny")
	not measures.is_below(index, limit)
}

_are_bins(bins) if {
	is_array(bins)
	count(bins) <= 100
	every bin in bins {
		measures.is_count(bin)
	}
	sum(bins) > 0
}

_has_decayed(body) if {
	some document in evidence.documents("evaluation_report")
	auc := object.get(document.body, "auc", null)
	measures.is_rate(auc)
	current := object.get(body, "auc_current", null)
	measures.is_rate(current)
	drop := auc - current
	limit := parameters.value("monitoring.auc_drop_deny")
	not measures.is_below(drop, limit)
}

_is_uneven(body) if {
	some pair in fairness.pairs(body)
	pair.group.n > 0
	ratio := fairness.approval_rate(pair.group) / fairness.approval_rate(pair.reference)
	_is_outside(ratio)
}

_is_outside(ratio) if measures.is_below(ratio, parameters.value("fairness.di_min"))

_is_outside(ratio) if measures.is_above(ratio, parameters.value("fairness.di_max"))
