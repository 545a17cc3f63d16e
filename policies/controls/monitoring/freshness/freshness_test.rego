package mlgate.controls.monitoring.freshness_test

import data.mlgate.controls.monitoring.freshness
import data.mlgate.story_test as story

# A report captured at noon; `now` is set per test.
_report(body) := {
	"digest": "sha256:eeee",
	"subject": "model/scorer/1",
	"grade": "measured",
	"status": "in_review",
	"created_by": "svc",
	"created_at": "2027-01-01T12:00:00Z",
	"recorded_at": "2027-01-01T12:00:00Z",
	"approved_by": [],
	"version": 1,
	"body": object.union({"endpoint": "e", "captured_at": "2027-01-01T12:00:00Z"}, body),
}

_facts(report, now) := object.union(story.model, {
	"now": now,
	"subject": {"stage": "production"},
	"request": {"to_stage": null, "check": "MON"},
	"evidence": {"monitoring_report": [report]},
})

_tiers := {
	"high": story.answers,
	"limited": object.union(story.light_answers, {"art50": object.union(story.answers.art50, {"interacts_with_persons": true})}),
	"minimal": story.light_answers,
}

_found(facts) := found if found := freshness.findings with input as facts

_codes(facts) := {finding.code | some finding in _found(facts)}

_at(tier, now) := _codes(story.answering(_facts(_report({}), now), _tiers[tier]))

test_the_age_is_that_of_the_tier_to_the_moment if {
	_at("high", "2027-02-05T12:00:00Z") == set()
	_at("high", "2027-02-05T12:00:01Z") == {"monitoring_ageing"}
	_at("high", "2027-03-12T12:00:00Z") == {"monitoring_ageing"}
	_at("high", "2027-03-12T12:00:01Z") == {"monitoring_lapsed"}
	_at("limited", "2027-04-06T12:00:00Z") == set()
	_at("limited", "2027-04-06T12:00:01Z") == {"monitoring_ageing"}
	_at("limited", "2027-07-10T12:00:00Z") == {"monitoring_ageing"}
	_at("limited", "2027-07-10T12:00:01Z") == {"monitoring_lapsed"}
	_at("minimal", "2027-07-05T12:00:00Z") == set()
	_at("minimal", "2027-07-05T12:00:01Z") == {"monitoring_ageing"}
	_at("minimal", "2028-01-06T12:00:00Z") == {"monitoring_ageing"}
	_at("minimal", "2028-01-06T12:00:01Z") == {"monitoring_lapsed"}
}

test_the_words_are_given if {
	_found(_facts(_report({}), "2027-02-06T12:00:00Z")) == {{"code": "monitoring_ageing", "scope": "", "args": {"days": 36, "limit": 35}}}
	_found(_facts(_report({}), "2027-03-13T12:00:00Z")) == {{"code": "monitoring_lapsed", "scope": "", "args": {"days": 71, "limit": 70}}}
}

test_the_oldest_date_counts if {
	soon := "2027-01-02T12:00:00Z"
	every old in [
		_report({"captured_at": "2026-11-01T12:00:00Z"}),
		_report({"window": {"from": "2026-10-01", "to": "2026-11-01"}}),
		object.union(_report({}), {"created_at": "2026-11-01T12:00:00Z"}),
		object.union(_report({}), {"recorded_at": "2026-11-01T12:00:00Z"}),
	] {
		_codes(_facts(old, soon)) == {"monitoring_ageing"}
	}
	every window in [{"from": "2026-12-01", "to": "2027-01-01"}, {"to": "2027-01-31"}, {"to": "x"}, {}, "x", null] {
		_codes(_facts(_report({"window": window}), soon)) == set()
	}
}

test_the_moment_of_capture_is_one_that_can_be if {
	every wrong in [null, "2027-01-01", 1, "2027-01-02T12:00:01Z"] {
		_codes(_facts(_report({"captured_at": wrong}), "2027-01-02T12:00:00Z")) == {"captured_at_unsound"}
	}
}

test_a_report_is_needed_that_counts if {
	_codes(_facts(object.union(_report({}), {"status": "draft"}), "2027-01-02T12:00:00Z")) == {"evidence_missing"}
	_codes(_facts(object.union(_report({}), {"created_by": "u-author"}), "2027-01-02T12:00:00Z")) == {"evidence_missing"}
	_codes(_facts(_report({}), "2027-01-01T11:00:00Z")) == {"evidence_from_the_future"}
	wrong := {"status": "approved", "created_by": "u-author", "approved_by": [{"person": "u-gov", "role": "governance_officer", "at": "2027-01-01T12:00:00Z"}]}
	_codes(_facts(object.union(_report({}), wrong), "2027-01-02T12:00:00Z")) == {"evidence_wrong_approver"}
}
