package mlgate.lib.incidents_test

import data.mlgate.lib.incidents
import data.mlgate.lib.time as clock
import data.mlgate.story_test as story

incident(body) := story.document("model/scorer/1", "u-gov", "governance_officer", object.union(
	{
		"incident_id": "INC-1",
		"title": "Scores swapped",
		"severity": "minor",
		"art3_49": null,
		"aware_at": "2026-11-01T09:00:00Z",
		"reported_at": null,
		"status": "closed",
	},
	body,
))

_is_serious(body) if incidents.is_serious(incident(body))

_days(body) := incidents.clock_days(incident(body))

test_only_what_is_known_to_be_light_is_light if {
	{severity | some severity in ["minor", "major", "serious", "x", "", null, 1, ["minor"]]; not _is_serious({"severity": severity})} == {"minor", "major"}
	every body in [{"art3_49": "c"}, {"art3_49": "x"}, {"death": true}, {"widespread": true}, {"death": "yes"}] {
		_is_serious(body)
	}
	not _is_serious({"death": false, "widespread": null})
}

test_the_shortest_clock_that_applies_runs if {
	_days({"art3_49": "a"}) == 15
	_days({"art3_49": "b"}) == 2
	_days({"art3_49": "c"}) == 15
	_days({"art3_49": "d"}) == 15
	_days({"art3_49": "a", "death": true}) == 10
	_days({"art3_49": "c", "widespread": true}) == 2
	_days({"art3_49": "b", "death": true}) == 2
	_days({"art3_49": "a", "death": null, "widespread": false}) == 15
	every unknown in [null, "x", 1, ["a"]] {
		_days({"art3_49": unknown}) == 2
	}
}

test_a_report_is_due_from_awareness_on if {
	incidents.report_due(incident({"art3_49": "a"})) == clock.moment("2026-11-16T09:00:00Z")
	found := [due | some aware in [null, "x", 1]; due := incidents.report_due(incident({"aware_at": aware}))]
	found == []
}

test_an_incident_is_closed_by_somebody_entitled if {
	_is_closed(incident({}))
	not _is_closed(incident({"status": "open"}))
	not _is_closed(incident({"status": null}))
	not _is_closed(object.union(incident({}), {"status": "in_review"}))
	not _is_closed(object.union(incident({}), {"approved_by": [{"person": "u-owner", "role": "model_owner", "at": story.now}]}))
	not _is_closed(object.union(incident({}), {"created_by": "u-gov"}))
}

_is_closed(document) if incidents.is_closed(document) with input as story.model

test_an_incident_without_an_id_goes_by_its_digest if {
	incidents.name(incident({})) == "INC-1"
	every id in ["", null, 1] {
		incidents.name(incident({"incident_id": id})) == "sha256:ffff"
	}
}
