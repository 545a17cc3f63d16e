package mlgate.controls.break_glass.aftermath_test

import data.mlgate.controls.break_glass.action_test
import data.mlgate.controls.break_glass.aftermath

_checked(body, now, passed) := object.union(action_test.facts([action_test.document(body)]), {
	"request": {"check": "MON"},
	"now": now,
	"subject": {"passed": passed},
})

_found(body, now, passed) := found if found := aftermath.findings with input as _checked(body, now, passed)

_overdue(action) := {{"code": "gate_overdue", "scope": "BG-1", "args": {"action": action, "gates": "G4", "days": 10}}}

_at(moment) := {"decision_id": "d", "at": moment}

test_ten_days_to_the_second if {
	_found({}, "2026-11-22T08:00:00Z", {}) == set()
	_found({}, "2026-11-22T08:00:01Z", {}) == _overdue("rollback")
	_found({"action": "hotfix"}, "2026-11-22T08:00:01Z", {}) == _overdue("hotfix")
}

test_a_normal_gate_passed_since_ends_the_matter if {
	_found({}, "2026-12-22T08:00:00Z", {"G4": _at("2026-11-12T08:00:01Z")}) == set()
	_found({}, "2026-12-22T08:00:00Z", {"G4": _at("2026-11-12T08:00:00Z")}) == _overdue("rollback")
	_found({}, "2026-12-22T08:00:00Z", {"G3": _at("2026-11-13T08:00:00Z")}) == _overdue("rollback")
}

test_a_stop_needs_no_gate if _found({"action": "disable_endpoint"}, "2026-12-22T08:00:00Z", {}) == set()

test_a_start_that_nobody_knows_leaves_no_time if {
	_found({"started_at": null}, "2026-11-12T09:00:00Z", {"G4": _at("2026-11-12T08:00:01Z")}) == _overdue("rollback")
}

test_without_an_action_nothing_is_overdue if {
	found := aftermath.findings with input as object.union(action_test.facts([]), {"request": {"check": "MON"}})
	found == set()
}

_versions(changes, now, passed) := found if {
	facts := object.union(_checked({}, now, passed), {"evidence": {"break_glass": [action_test.document(changes), action_test.document({})]}})
	found := aftermath.findings with input as facts
}

test_a_later_version_takes_nothing_back if {
	_versions({"action": "disable_endpoint"}, "2026-11-22T08:00:01Z", {}) == _overdue("disable_endpoint")
	_versions({"started_at": "2026-11-20T08:00:00Z"}, "2026-11-22T08:00:01Z", {}) == _overdue("rollback")
	_versions({"started_at": "2026-01-01T08:00:00Z"}, "2026-11-22T08:00:01Z", {"G4": _at("2026-03-01T08:00:00Z")}) == _overdue("rollback")
	_versions({"started_at": "2026-11-11T08:00:00Z"}, "2026-11-22T08:00:01Z", {"G4": _at("2026-11-12T08:00:01Z")}) == set()
	_versions({"started_at": "2026-11-12T08:00:00Z"}, "2026-11-22T08:00:00Z", {}) == set()
}
