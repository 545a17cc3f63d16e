package mlgate.controls.monitoring.incidents_test

import data.mlgate.controls.monitoring.incidents
import data.mlgate.story_test as story

_incident(body) := story.document("model/scorer/1", "u-gov", "governance_officer", object.union(
	{
		"incident_id": "INC-1",
		"title": "Scores swapped",
		"severity": "serious",
		"art3_49": "c",
		"death": false,
		"widespread": false,
		"aware_at": "2026-11-01T09:00:00Z",
		"reported_at": "2026-11-05T09:00:00Z",
		"status": "contained",
	},
	body,
))

_found(documents) := found if found := incidents.findings with input as object.union(story.model, {"incidents": documents})

_codes(body) := {finding.code | some finding in _found([_incident(body)])}

test_no_incident_is_no_finding if _found([]) == set()

test_a_serious_incident_stands_until_it_is_closed if {
	_found([_incident({})]) == {{"code": "incident_open", "scope": "INC-1", "args": {"status": "contained"}}}
	_found([_incident({"status": "open"})]) == {{"code": "incident_open", "scope": "INC-1", "args": {"status": "open"}}}
	_codes({"status": null}) == {"incident_open"}
	_codes({"status": "closed"}) == set()
}

test_a_light_incident_stops_nothing if {
	every severity in ["minor", "major"] {
		_codes({"severity": severity, "art3_49": null, "status": "open", "reported_at": null}) == set()
	}
}

test_nobody_without_title_closes_an_incident_or_makes_light_of_it if {
	every envelope in [
		{"status": "in_review"},
		{"status": "draft"},
		{"created_by": "u-gov"},
		{"approved_by": [{"person": "u-owner", "role": "model_owner", "at": story.now}]},
	] {
		unsettled := {"code": "incident_unsettled", "scope": "INC-1", "args": {"roles": "governance_officer"}}
		closed := object.union(_incident({"status": "closed"}), envelope)
		_found([closed]) == {unsettled, {"code": "incident_open", "scope": "INC-1", "args": {"status": "closed by nobody entitled"}}}
		light := object.union(_incident({"severity": "minor", "art3_49": null}), envelope)
		_found([light]) == {unsettled}
	}
}

test_the_clock_of_the_class_is_kept_to_the_moment if {
	every clocked in [
		[{}, "2026-11-16T09:00:00Z", "2026-11-16T09:00:01Z"],
		[{"art3_49": "a", "death": true}, "2026-11-11T09:00:00Z", "2026-11-11T09:00:01Z"],
		[{"art3_49": "b"}, "2026-11-03T09:00:00Z", "2026-11-03T09:00:01Z"],
		[{"widespread": true}, "2026-11-03T09:00:00Z", "2026-11-03T09:00:01Z"],
	] {
		[body, last, late] := clocked
		_at(object.union(body, {"reported_at": null}), last) == {"incident_open"}
		_at(object.union(body, {"reported_at": null}), late) == {"incident_open", "report_overdue"}
		_at(object.union(body, {"reported_at": last}), "2026-12-01T09:00:00Z") == {"incident_open"}
		_at(object.union(body, {"reported_at": late}), "2026-12-01T09:00:00Z") == {"incident_open", "report_late"}
	}
}

_at(body, now) := {finding.code | some finding in found} if {
	found := incidents.findings with input as object.union(story.model, {"incidents": [_incident(body)], "now": now})
}

test_a_late_report_says_how_late if {
	found := _found([_incident({"art3_49": "b", "reported_at": "2026-11-04T21:00:00Z"})])
	found == {
		{"code": "incident_open", "scope": "INC-1", "args": {"status": "contained"}},
		{"code": "report_late", "scope": "INC-1", "args": {"days": 2, "late": 1.5}},
	}
}

test_a_serious_incident_has_a_class if {
	every class in [null, "x", 1] {
		_codes({"art3_49": class, "reported_at": "2026-11-03T09:00:00Z"}) == {"incident_open", "incident_unclassified"}
	}
}

test_dates_that_cannot_be_are_findings if {
	every aware_at in [null, "2026-11-01", 1, "2026-11-12T09:00:01Z"] {
		"awareness_unsound" in _codes({"aware_at": aware_at})
	}
	_codes({"aware_at": null}) == {"incident_open", "awareness_unsound"}
	every reported_at in ["2026-11-05", 1, "2026-11-12T09:00:01Z"] {
		_codes({"reported_at": reported_at}) == {"incident_open", "report_unsound"}
	}
}

test_incidents_of_two_subjects_are_told_apart if {
	other := object.union(_incident({"incident_id": "INC-2"}), {"subject": "use-case/A"})
	{finding.scope | some finding in _found([_incident({}), other])} == {"INC-1", "INC-2"}
}

test_what_was_never_reported_is_not_closed if {
	every wrong in [null, "2026-11-12T09:00:01Z", "soon", 7] {
		_found([_incident({"status": "closed", "reported_at": wrong})]) == {{"code": "closed_unreported", "scope": "INC-1", "args": {}}}
	}
	_codes({"status": "closed", "reported_at": "2026-11-12T09:00:00Z"}) == set()
	_codes({"status": "closed", "reported_at": null, "severity": "major", "art3_49": null}) == set()
}
