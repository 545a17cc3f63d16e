package mlgate.controls.monitoring.revalidation_test

import data.mlgate.controls.monitoring.revalidation
import data.mlgate.story_test as story

_report(body) := object.union(
	story.document("model/scorer/1", "u-gov", "governance_officer", object.union({"validated_at": "2026-11-06T08:45:00Z", "next_due": "2027-11-06"}, body)),
	{"created_by": "u-validator", "created_at": "2026-11-06T09:00:00Z", "recorded_at": "2026-11-06T09:10:00Z"},
)

_monitoring(body) := {
	"digest": "sha256:eeee",
	"subject": "model/scorer/1",
	"grade": "measured",
	"status": "in_review",
	"created_by": "svc",
	"created_at": "2026-12-01T12:00:00Z",
	"recorded_at": "2026-12-01T12:00:00Z",
	"approved_by": [],
	"version": 1,
	"body": body,
}

_checked(facts) := object.union(facts, {"subject": {"stage": "production"}, "request": {"to_stage": null, "check": "MON"}})

_asked(facts) := story.moving(facts, "pre_production", "production")

_facts(body, now) := object.union(story.holding(story.model, "validation_report", [_report(body)]), {"now": now})

_found(facts) := found if found := revalidation.findings with input as facts

_codes(facts) := {finding.code | some finding in _found(facts)}

_at(body, now) := _codes(_checked(_facts(body, now)))

test_it_is_due_on_its_day_and_overdue_on_the_next if {
	_at({}, "2027-10-06T23:59:59Z") == set()
	_at({}, "2027-10-07T00:00:00Z") == {"validation_due_soon"}
	_at({}, "2027-11-06T23:59:59Z") == {"validation_due_soon"}
	_at({}, "2027-11-07T00:00:00Z") == {"validation_overdue"}
	_found(_checked(_facts({}, "2027-11-07T00:00:00Z"))) == {{"code": "validation_overdue", "scope": "", "args": {"due": "2027-11-06"}}}
	_found(_asked(_facts({}, "2027-11-06T00:00:00Z"))) == {{"code": "validation_due_soon", "scope": "", "args": {"due": "2027-11-06"}}}
}

test_the_report_may_name_an_earlier_day_and_no_later_one if {
	_at({"next_due": "2027-03-01"}, "2027-03-02T00:00:00Z") == {"validation_overdue"}
	_at({"next_due": "2029-01-01"}, "2027-11-07T00:00:00Z") == {"validation_overdue"}
}

_light(risk, now) := _codes(_checked(object.union(story.answering(_facts({"next_due": "2040-01-01"}, now), story.light_answers), {"subject": {"model_risk": risk}})))

_limited_answers := object.union(story.light_answers, {"art50": object.union(story.answers.art50, {"interacts_with_persons": true})})

test_the_period_is_the_stricter_of_tier_and_model_risk if {
	_light("low", "2029-11-06T12:00:00Z") == {"validation_due_soon"}
	_light("low", "2029-11-07T00:00:00Z") == {"validation_overdue"}
	_light(null, "2029-11-07T00:00:00Z") == {"validation_overdue"}
	_light("medium", "2028-11-07T00:00:00Z") == {"validation_overdue"}
	_light("medium", "2028-11-06T12:00:00Z") == {"validation_due_soon"}
	_light("high", "2027-11-07T00:00:00Z") == {"validation_overdue"}
	limited := object.union(_facts({"next_due": "2040-01-01"}, "2028-11-07T00:00:00Z"), {"subject": {"model_risk": "low"}})
	_codes(_checked(story.answering(limited, _limited_answers))) == {"validation_overdue"}
	_codes(_checked(object.union(story.answering(limited, _limited_answers), {"now": "2028-11-06T00:00:00Z"}))) == {"validation_due_soon"}
}

test_the_period_runs_from_the_earliest_date if {
	_at({"validated_at": "2026-10-06T08:45:00Z"}, "2027-10-07T00:00:00Z") == {"validation_overdue"}
	every wrong in [null, "yesterday", 1] {
		_at({"validated_at": wrong, "next_due": "2040-01-01"}, "2027-11-07T00:00:00Z") == {"validation_overdue"}
	}
}

test_the_report_names_a_day if {
	every wrong in [null, "soon", "2027-13-01", 2027, "2027-11-06T00:00:00Z"] {
		_at({"next_due": wrong}, "2026-12-10T09:00:00Z") == {"next_due_missing"}
	}
	_at({"next_due": null}, "2027-11-07T00:00:00Z") == {"next_due_missing", "validation_overdue"}
}

test_a_report_is_needed_that_counts if {
	_codes(_checked(story.model)) == {"evidence_missing"}
	report := object.union(_report({}), {"approved_by": [{"person": "u-owner", "role": "model_owner", "at": story.now}]})
	_codes(_checked(story.holding(story.model, "validation_report", [report]))) == {"evidence_wrong_approver"}
	ahead := object.union(_report({}), {"created_at": "2026-11-13T00:00:00Z"})
	_codes(_checked(story.holding(story.model, "validation_report", [ahead]))) == {"evidence_from_the_future"}
}

_bins := [100, 100, 100, 100, 100, 100, 100, 100, 100, 100]

_drifted := [10, 20, 30, 50, 90, 120, 150, 160, 180, 190]

# A model that comes back, with these monitoring reports, newest first.
_back(reports) := object.union(_asked(_facts({}, "2026-12-10T09:00:00Z")), {"evidence": {
	"monitoring_report": reports,
	"evaluation_report": [story.document("model/scorer/1", "u-owner", "model_owner", {"auc": 0.78})],
}})

_outdated(reports) := {finding.scope | some finding in _found(_back(reports)); finding.code == "outdated_by"}

test_drift_since_the_validation_outdates_it if {
	_outdated([_monitoring({"psi_score": 0.25})]) == {"psi"}
	_outdated([_monitoring({"psi_score": 0.2499})]) == set()
	_outdated([_monitoring({"psi_score": 0.01, "baseline_bins": _bins, "current_bins": _drifted})]) == {"psi"}
	_outdated([_monitoring({"baseline_bins": _bins, "current_bins": _bins})]) == set()
	_outdated([_monitoring({"psi_score": "0.3"})]) == set()
	_outdated([_monitoring({"baseline_bins": [1, 0], "current_bins": [0, 1]})]) == {"psi"}
	hundred := array.concat([1000], [0 | some _ in numbers.range(1, 99)])
	_outdated([_monitoring({"baseline_bins": hundred, "current_bins": array.reverse(hundred)})]) == {"psi"}
	more := array.concat(hundred, [0])
	_outdated([_monitoring({"baseline_bins": more, "current_bins": array.reverse(more)})]) == set()
	every wrong in [null, "x", [], [0, 0], [0, 0, 0, 0, 0, 0, 0, 0, 0, 0], ["x"], [1, 2, 3], {"a": 1}] {
		_outdated([_monitoring({"baseline_bins": wrong, "current_bins": _drifted})]) == set()
		_outdated([_monitoring({"baseline_bins": _bins, "current_bins": wrong})]) == set()
	}
}

test_decay_since_the_validation_outdates_it if {
	_outdated([_monitoring({"auc_current": 0.73})]) == {"auc_drop"}
	_outdated([_monitoring({"auc_current": 0.7301})]) == set()
	every wrong in [null, "0.5", 2] {
		_outdated([_monitoring({"auc_current": wrong})]) == set()
	}
	unsound := {"evidence": {"evaluation_report": [story.document("model/scorer/1", "u-owner", "model_owner", {"auc": 1.5})]}}
	{finding.scope | some finding in _found(object.union(_back([_monitoring({"auc_current": 0.5})]), unsound)); finding.code == "outdated_by"} == set()
}

_group(value, approved) := {"attribute": "sex", "value": value, "reference": "male", "n": 100, "n_good": 100, "n_bad": 0, "good_approved": approved, "bad_rejected": 0}

_groups(approved) := _monitoring({"groups": [_group("male", 60), _group("female", approved)]})

test_uneven_outcomes_since_the_validation_outdate_it if {
	_outdated([_groups(48)]) == set()
	_outdated([_groups(47)]) == {"ratio"}
	_outdated([_groups(75)]) == set()
	_outdated([_groups(76)]) == {"ratio"}
	empty := object.union(_group("female", 0), {"n": 0, "n_good": 0})
	_outdated([_monitoring({"groups": [_group("male", 60), empty]})]) == set()
	_outdated([_monitoring({"groups": [_group("male", 60), object.union(empty, {"n": 1, "n_good": 1})]})]) == {"ratio"}
}

test_every_report_at_hand_is_looked_at_that_counts_and_came_later if {
	drifted := _monitoring({"psi_score": 0.3})
	_outdated([_monitoring({}), drifted]) == {"psi"}
	_outdated([object.union(drifted, {"recorded_at": "2026-11-06T08:45:00Z"})]) == set()
	_outdated([object.union(drifted, {"recorded_at": "2026-11-06T08:45:01Z"})]) == {"psi"}
	_outdated([object.union(drifted, {"status": "draft"})]) == set()
}

test_production_judges_drift_by_the_controls_of_drift if {
	every report in [_monitoring({"psi_score": 0.3}), _monitoring({"auc_current": 0.5}), _groups(1)] {
		_codes(_checked(_back([report]))) == set()
	}
}

_incident(body) := story.document("model/scorer/1", "u-gov", "governance_officer", object.union({"incident_id": "INC-1", "severity": "serious", "art3_49": "c", "aware_at": "2026-11-07T09:00:00Z", "status": "closed"}, body))

_hit(body) := {finding.scope | some finding in _found(object.union(_checked(_facts({}, "2026-12-10T09:00:00Z")), {"incidents": [_incident(body)]}))}

test_a_serious_incident_outdates_it_even_when_closed if {
	_hit({}) == {"serious_incident"}
	_hit({"aware_at": "2026-11-06T08:45:00Z"}) == set()
	_hit({"aware_at": null}) == set()
	_hit({"severity": "minor", "art3_49": null}) == set()
}

_before_the_law := object.union(story.holding(story.model, "validation_report", [_report({"validated_at": "2027-06-01T09:00:00Z"})]), {"now": "2027-12-02T00:00:00Z"})

_dated(facts) := object.union(facts, {"evidence": {"validation_report": [object.union(facts.evidence.validation_report[0], {
	"created_at": "2027-06-01T09:00:00Z",
	"recorded_at": "2027-06-01T09:00:00Z",
	"body": {"validated_at": "2027-06-01T09:00:00Z", "next_due": "2028-06-01"},
})]}})

test_a_new_law_date_outdates_it if {
	_found(_checked(_dated(_before_the_law))) == {{"code": "outdated_by", "scope": "law_date", "args": {}}}
	_found(_checked(object.union(_dated(_before_the_law), {"now": "2027-12-01T23:59:59Z"}))) == set()
	_found(_checked(story.answering(_dated(_before_the_law), story.light_answers))) == set()
}
