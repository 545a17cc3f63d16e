package mlgate.controls.break_glass.accountability_test

import data.mlgate.controls.break_glass.accountability
import data.mlgate.controls.break_glass.action_test
import data.mlgate.lib.incidents_test
import data.mlgate.story_test as story

# 12 November 2026, a Thursday, an hour after the start.
_facts(documents) := object.union(action_test.facts(documents), {"incidents": [incidents_test.incident({})]})

_found(facts) := found if found := accountability.findings with input as facts

_codes(facts) := {[finding.code, finding.scope] | some finding in _found(facts)}

_of(body) := _codes(_facts([action_test.document(body)]))

_says(code) := {[code, "BG-1"]}

test_an_action_that_is_accounted_for_passes if _of({}) == set()

test_it_has_a_reason_that_is_known if {
	every wrong in [null, "boredom", "", 1, ["wrong_decisions"]] {
		_of({"reason_code": wrong}) == _says("reason_unknown")
	}
}

test_it_answers_an_incident_on_file if {
	every wrong in [null, "INC-2", "", 1] {
		_of({"incident_id": wrong}) == _says("incident_unknown")
	}
	_codes(object.union(_facts([action_test.document({})]), {"incidents": []})) == _says("incident_unknown")
	nameless := {"incidents": [incidents_test.incident({"incident_id": null})]}
	_codes(object.union(_facts([action_test.document({"incident_id": null})]), nameless)) == _says("incident_unknown")
}

test_it_lasts_a_day_to_the_second if {
	_of({"expires_at": "2026-11-13T08:00:01Z"}) == _says("too_long")
	_of({"expires_at": "2026-11-13T08:00:00.00001Z"}) == _says("too_long")
	_of({"expires_at": "2026-11-12T09:00:01Z"}) == set()
	_of({"expires_at": story.now}) == _says("expired")
	every wrong in [null, "2026-11-13", 1] {
		_of({"expires_at": wrong}) == _says("expiry_unsound")
	}
	some finding in _found(_facts([action_test.document({"expires_at": "2026-11-14T08:00:00Z"})]))
	finding.args.hours == 24
}

_extended(changes) := {"expires_at": "2026-11-15T08:00:00Z", "extension": object.union({"at": "2026-11-12T08:30:00Z", "reason": "The fix is not tested yet."}, changes)}

test_an_extension_makes_it_three_days_and_no_more if {
	_of(_extended({})) == set()
	_of(object.union(_extended({}), {"expires_at": "2026-11-15T08:00:01Z"})) == _says("too_long")
	_of(_extended({"at": "2026-11-12T08:00:00Z"})) == set()
	every wrong in [{"at": "2026-11-12T07:59:59Z"}, {"at": "2026-11-12T09:00:01Z"}, {"at": null}, {"reason": "  "}, {"reason": ["Not tested yet."]}, {"reason": 1}, {"reason": null}] {
		_of(_extended(wrong)) == {["extension_unsound", "BG-1"], ["too_long", "BG-1"]}
	}
	_of({"extension": "yes"}) == _says("extension_unsound")
	late := object.union(_facts([action_test.document(_extended({"at": "2026-11-13T08:00:00Z"}))]), {"now": "2026-11-13T10:00:00Z"})
	_codes(late) == set()
	later := object.union(_facts([action_test.document(_extended({"at": "2026-11-13T08:00:01Z"}))]), {"now": "2026-11-13T10:00:00Z"})
	_codes(later) == {["extension_unsound", "BG-1"], ["too_long", "BG-1"]}
}

test_it_started_at_a_moment_that_has_come if {
	every wrong in [null, "2026-11-12", "2026-11-12T09:00:01Z"] {
		_of({"started_at": wrong}) == {["start_unsound", "BG-1"], ["review_due_unsound", "BG-1"]}
	}
}

test_the_review_is_due_in_three_working_days if {
	_of({"review_due": "2026-11-17T08:00:01Z"}) == _says("review_due_unsound")
	_of({"review_due": "2026-11-12T08:00:01Z"}) == set()
	every wrong in ["2026-11-12T08:00:00Z", null, "soon", 3] {
		_of({"review_due": wrong}) == _says("review_due_unsound")
	}
}

test_what_ended_is_not_opened_again_under_another_name if {
	again := action_test.document({"break_glass_id": "BG-2"})
	_found(_facts([again, action_test.document({})])) == {{"code": "incident_reused", "scope": "BG-2", "args": {"other": "BG-1"}}}
	_codes(_facts([again, action_test.document({"incident_id": "INC-0"})])) == set()
	nameless := [action_test.document({"break_glass_id": id, "incident_id": null}) | some id in ["BG-2", "BG-1"]]
	_codes(_facts(nameless)) == {["incident_unknown", "BG-2"]}
	_codes(_facts([again, action_test.document({"action": "hotfix"})])) == set()
	_codes(_facts([action_test.document(_extended({})), action_test.document({})])) == set()
}

test_a_stop_is_not_refused_for_what_its_record_lacks if {
	stop := action_test.document({"action": "disable_endpoint", "incident_id": null, "reason_code": null})
	_found(_facts([stop])) == {{"code": "stop_incomplete", "scope": "BG-1", "args": {"what": "incident_unknown, reason_unknown"}}}
	_of({"action": "disable_endpoint"}) == set()
	_of({"action": "disable_endpoint", "reason_code": null}) == _says("stop_incomplete")
}

_numbered := [action_test.document({"break_glass_id": id, "incident_id": "INC-1", "action": word}) |
	some id, word in {"BG-1": "rollback", "BG-2": "fallback", "BG-3": "hotfix"}
]

test_more_than_two_in_a_quarter_are_a_finding if {
	_found(_facts(_numbered)) == {{"code": "quarter_over", "scope": "", "args": {"number": 3, "limit": 2}}}
	_codes(_facts(array.slice(_numbered, 0, 2))) == set()
	older := action_test.document({"break_glass_id": "BG-0", "incident_id": "INC-0", "started_at": "2026-09-30T23:59:59Z"})
	_codes(_facts(array.concat(array.slice(_numbered, 0, 2), [older]))) == set()
	extension := action_test.document({"break_glass_id": "BG-1", "action": "rollback"})
	_codes(_facts(array.concat([extension], array.slice(_numbered, 0, 2)))) == set()
}

_checked(documents, now) := object.union(_facts(documents), {"request": {"check": "MON"}, "now": now})

_reviewed(changes) := object.union_n([
	action_test.document({}),
	{"status": "approved", "approved_by": [{"person": "u-gov2", "role": "governance_officer", "at": "2026-11-13T09:00:00Z"}]},
	changes,
])

_second := {"directory": {"people": {"u-gov2": {"kind": "person", "roles": ["governance_officer", "ml_admin"], "reporting_line": "compliance"}}}}

test_the_review_is_overdue_after_three_working_days if {
	_codes(_checked([action_test.document({})], "2026-11-17T08:00:00Z")) == set()
	_codes(_checked([action_test.document({})], "2026-11-17T08:00:01Z")) == _says("review_overdue")
	_codes(object.union(_checked([_reviewed({})], "2026-12-17T08:00:00Z"), _second)) == set()
}

test_who_acted_does_not_review_it if {
	every changes in [
		{"approved_by": [{"person": "u-gov", "role": "governance_officer", "at": "2026-11-13T09:00:00Z"}]},
		{"approved_by": [{"person": "u-gov2", "role": "model_owner", "at": "2026-11-13T09:00:00Z"}]},
		{"approved_by": [{"person": "u-gov2", "role": "ml_admin", "at": "2026-11-13T09:00:00Z"}]},
		{"approved_by": [{"person": "u-owner", "role": "governance_officer", "at": "2026-11-13T09:00:00Z"}]},
		{"created_by": "u-gov2"},
	] {
		_codes(object.union(_checked([_reviewed(changes)], "2026-11-18T08:00:00Z"), _second)) == _says("review_overdue")
	}
}

test_what_started_nobody_knows_when_is_overdue if {
	_codes(_checked([action_test.document({"started_at": null})], "2026-11-12T09:00:00Z")) == _says("review_overdue")
}

test_an_older_action_is_reviewed_as_well if {
	old := object.union(action_test.document({"break_glass_id": "BG-0"}), {"status": "superseded"})
	_codes(object.union(_checked([_reviewed({}), old], "2026-11-18T08:00:00Z"), _second)) == {["review_overdue", "BG-0"]}
}

test_a_later_version_takes_nothing_back if {
	first := action_test.document({})
	_codes(_checked([action_test.document({"started_at": "2026-11-16T08:00:00Z"}), first], "2026-11-17T08:00:00Z")) == set()
	_codes(_checked([action_test.document({"started_at": "2026-11-16T08:00:00Z"}), first], "2026-11-17T08:00:01Z")) == _says("review_overdue")
	without := object.union(_reviewed({"actors": []}), {"approved_by": [{"person": "u-gov", "role": "governance_officer", "at": "2026-11-13T09:00:00Z"}]})
	_codes(object.union(_checked([without, first], "2026-11-18T08:00:00Z"), _second)) == _says("review_overdue")
}
