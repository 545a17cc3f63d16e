package mlgate.controls.operations.incident_process_test

import data.mlgate.controls.operations.incident_process
import data.mlgate.story_test as story

_g := story.moving(story.model, "pre_production", "production")

_found(facts) := found if {
	found := incident_process.findings with input as facts
}

_body := {
	"clocks": {"serious_days": 15, "death_days": 10, "widespread_days": 2},
	"msa_contact": "Market surveillance authority for the financial sector",
	"suspend_procedure": "The on-call engineer turns the traffic away.",
	"drill_at": "2026-11-01T09:00:00Z",
}

_document(body) := story.document("use-case/A", "u-gov", "governance_officer", body)

_holding(documents) := story.holding(_g, "incident_plan", documents)

_of(body) := _found(_holding([_document(body)]))

_with(changes) := _of(object.union(_body, changes))

_put(field, value) := _of(object.union(object.remove(_body, [field]), {field: value}))

_finding(code, args) := {"code": code, "scope": "", "args": args}

_of_clock(name, code, args) := {"code": code, "scope": name, "args": object.union({"clock": name}, args)}

_limits := {"serious_days": 15, "death_days": 10, "widespread_days": 2}

test_a_plan_with_the_clocks_of_the_law_passes if {
	_of(_body) == set()
	_with({"clocks": {"serious_days": 1, "death_days": 1, "widespread_days": 1}}) == set()
}

test_a_clock_a_day_longer_than_the_law_s_is_too_long if {
	every name, limit in _limits {
		_with({"clocks": {name: limit + 1}}) == {_of_clock(name, "clock_long", {"days": limit + 1, "limit": limit})}
		every wrong in [0, -1, 1.5, null, "15", [15]] { _with({"clocks": {name: wrong}}) == {_of_clock(name, "clock_missing", {})} }
	}
	every wrong in [null, [15, 10, 2], "15/10/2", {}] {
		_put("clocks", wrong) == {_of_clock(name, "clock_missing", {}) | some name, _ in _limits}
	}
}

test_the_authority_is_named if {
	every wrong in [null, "", " ", 7, ["x"]] { _put("msa_contact", wrong) == {_finding("contact_missing", {})} }
}

test_how_use_is_suspended_is_said if {
	_put("suspend_procedure", "Turn the traffic off") == set()
	every wrong in ["Turn the traffic of", "see wiki", null, 7, ["Turn the traffic off."]] {
		_put("suspend_procedure", wrong) == {_finding("procedure_empty", {"least": 20})}
	}
}

test_it_was_rehearsed_within_a_year if {
	_put("drill_at", "2026-11-12T09:00:00Z") == set()
	_put("drill_at", "2026-11-12T09:00:01Z") == {_finding("drill_ahead", {})}
	_put("drill_at", "2025-11-12T09:00:00Z") == set()
	_put("drill_at", "2025-11-12T08:59:59Z") == {_finding("drill_old", {"days": 365, "limit": 365})}
	every at in [null, "2026-11-01", 7] { _put("drill_at", at) == {_finding("never_drilled", {})} }
}

test_an_empty_plan_has_every_fault if {
	_of({}) == {_of_clock(name, "clock_missing", {}) | some name, _ in _limits} | {
		_finding("contact_missing", {}),
		_finding("procedure_empty", {"least": 20}),
		_finding("never_drilled", {}),
	}
}

test_none_or_a_draft_is_missing if {
	missing := {_finding("evidence_missing", {"type": "incident_plan"})}
	_found(_g) == missing
	_found(_holding([object.union(_document(_body), {"status": "draft"})])) == missing
	_found(_holding([object.union(_document(_body), {"subject": "use-case/B"})])) == missing
}

test_who_does_not_hold_the_role_or_wrote_it_approves_nothing if {
	wrong := {_finding("evidence_wrong_approver", {"type": "incident_plan", "roles": "governance_officer"})}
	_found(_holding([object.union(_document(_body), {"approved_by": [{"person": "u-validator", "role": "governance_officerx"}]})])) == wrong
	_found(_holding([object.union(_document(_body), {"created_by": _document(_body).approved_by[0].person})])) == wrong
}

test_a_document_from_the_future_is_no_document if {
	_found(_holding([object.union(_document({}), {"created_at": "2026-11-12T09:00:01Z"})])) == {_finding("evidence_from_the_future", {"type": "incident_plan"})}
	_found(_holding([object.union(_document(_body), {"created_at": "2026-11-12T09:00:00Z"})])) == set()
}

test_odd_values_are_no_errors if {
	every field in object.keys(_body) {
		every value in [null, "x", "", 1, -1, 1.5, true, [], [null], ["x"], [[]], {}, {"x": 1}, [{}], "2026-13-40T00:00:00Z"] {
			is_set(_put(field, value))
		}
	}
}

_both(documents) := story.holding(
	object.union(
		story.filing(_g, [story.questionnaire("use-case/A", story.answers), story.questionnaire("use-case/B", story.answers)]),
		{"use_cases": [story.use_case, object.union(story.use_case, {"ref": "use-case/B"})]},
	),
	"incident_plan",
	documents,
)

_of_other(body) := object.union(_document(body), {"subject": "use-case/B"})

_scoped(scope, finding) := object.union(finding, {"scope": scope})

test_each_use_case_files_its_own if {
	_found(_both([_document(_body), _of_other(_body)])) == set()
	_found(_both([_document(_body)])) == {_scoped("use-case/B", _finding("evidence_missing", {"type": "incident_plan"}))}
	_found(_both([_of_other(_body)])) == {_scoped("use-case/A", _finding("evidence_missing", {"type": "incident_plan"}))}
}

test_a_fault_is_that_of_the_use_case_that_has_it if {
	bad := object.union(_body, {"clocks": {"death_days": 11}})
	_found(_both([_document(_body), _of_other(bad)])) == {_scoped("use-case/B death_days", _of_clock("death_days", "clock_long", {"days": 11, "limit": 10}))}
	_found(_both([_document(bad), _of_other(_body)])) == {_scoped("use-case/A death_days", _of_clock("death_days", "clock_long", {"days": 11, "limit": 10}))}
}

test_a_copy_on_the_model_does_not_stand_for_its_use_case if {
	_found(_holding([object.union(_document(_body), {"subject": "model/scorer/1"})])) == {_scoped("use-case/A", _finding("evidence_missing", {"type": "incident_plan"}))}
}

_living(documents, days) := found if {
	found := incident_process.findings with input as _holding(documents) with data.config.evidence.incident_plan.max_days as {"high": days, "limited": days, "minimal": days}
}

test_a_life_that_policy_data_sets_ends if {
	_living([object.union(_document(_body), {"created_at": "2026-11-02T09:00:00Z", "recorded_at": "2026-11-02T09:00:00Z"})], 10) == set()
	_living([object.union(_document(_body), {"created_at": "2026-11-02T08:59:59Z", "recorded_at": "2026-11-02T09:00:00Z"})], 10) == {_finding("evidence_stale", {"type": "incident_plan", "days": 10, "limit": 10})}
}
