package mlgate.controls.conformity.assessment_test

import data.mlgate.controls.conformity.assessment
import data.mlgate.story_test as story

_g4 := story.moving(story.model, "pre_production", "production")

_found(facts) := found if {
	found := assessment.findings with input as facts
}

_body := {"route": "annex_vi", "result": "pass", "at": "2026-11-01T09:00:00Z"}

_document(body) := story.document("use-case/A", "u-gov", "governance_officer", body)

_holding(documents) := story.holding(_g4, "conformity_assessment", documents)

_of(body) := _found(_holding([_document(body)]))

_with(changes) := _of(object.union(_body, changes))

_finding(code, args) := {"code": code, "scope": "", "args": args}

test_an_assessment_that_passed_passes if _of(_body) == set()

_by(route, changes) := _found(story.answering(_holding([_document(object.union(_body, {"route": route, "notified_body": "NB 0123"}))]), object.union(story.answers, changes)))

_product := {"annex_iii": [], "annex_i": {"listed": true, "is_product": true, "third_party_assessment": true}}

_wrong(route, routes) := {_finding("route_wrong", {"route": route, "routes": routes})}

test_points_two_to_eight_go_by_internal_control if {
	_by("annex_vi", {"annex_iii": ["2", "5b"]}) == set()
	every route in ["annex_vii", "sectoral"] { _by(route, {}) == _wrong(route, "annex_vi") }
}

test_the_first_point_goes_by_internal_control_or_a_notified_body if {
	every route in ["annex_vi", "annex_vii"] { _by(route, {"annex_iii": ["1b", "5b"]}) == set() }
	_by("sectoral", {"annex_iii": ["1b"]}) == _wrong("sectoral", "annex_vi or annex_vii")
}

test_a_product_goes_by_its_own_law if {
	_by("sectoral", _product) == set()
	_by("annex_vi", _product) == _wrong("annex_vi", "sectoral")
}

test_while_nobody_knows_what_makes_it_high_any_procedure_will_do if {
	every route in ["annex_vi", "annex_vii", "sectoral"] {
		_by(route, {"profiling": null}) == set()
		held := _holding([_document(object.union(_body, {"route": route, "notified_body": "NB 0123"}))])
		_found(story.filing(held, [])) == set()
		_found(story.filing(held, [story.questionnaire("use-case/A", "credit scoring")])) == set()
	}
}

_sectoral := object.union(_body, {"route": "sectoral", "notified_body": "NB 0123"})

_product_b(documents) := story.filing(_both(documents), [
	story.questionnaire("use-case/A", story.answers),
	story.questionnaire("use-case/B", object.union(story.answers, _product)),
])

test_each_use_case_goes_by_its_own_procedure if {
	_found(_product_b([_document(_body), _of_other(_sectoral)])) == set()
	_found(_product_b([_document(_sectoral), _of_other(_body)])) == {
		_scoped("use-case/A", _finding("route_wrong", {"route": "sectoral", "routes": "annex_vi"})),
		_scoped("use-case/B", _finding("route_wrong", {"route": "annex_vi", "routes": "sectoral"})),
	}
}

test_a_notified_body_is_named_where_one_takes_part if {
	every wrong in [null, "", 7, "tbd"] {
		body := object.union(_body, {"route": "sectoral", "notified_body": wrong})
		_found(story.answering(_holding([_document(body)]), object.union(story.answers, _product))) == {_finding("notified_body_missing", {})}
	}
}

test_a_result_that_is_no_pass_is_reported if {
	_with({"result": "fail"}) == {_finding("not_passed", {"result": "fail"})}
	every result in [null, true, 7, ["pass"]] {
		_with({"result": result}) == {_finding("not_passed", {"result": "still running"})}
	}
}

test_other_procedures_are_unknown if {
	every route in ["annex_v", "", null, 6, ["annex_vi"]] {
		_with({"route": route}) == {_finding("route_unknown", {})}
	}
}

test_it_was_concluded_at_a_moment_that_is_past if {
	_with({"at": "2026-11-12T09:00:00Z"}) == set()
	every at in ["2026-11-12T09:00:01Z", "2026-11-01", "2026-02-31T00:00:00Z", null, 7] {
		_with({"at": at}) == {_finding("not_dated", {})}
	}
}

test_an_empty_assessment_has_every_fault if {
	_of({}) == {
		_finding("not_passed", {"result": "still running"}),
		_finding("route_unknown", {}),
		_finding("not_dated", {}),
	}
}

test_none_or_a_draft_is_missing if {
	missing := {_finding("evidence_missing", {"type": "conformity_assessment"})}
	_found(_g4) == missing
	_found(_holding([object.union(_document(_body), {"status": "draft"})])) == missing
	_found(_holding([object.union(_document(_body), {"subject": "use-case/B"})])) == missing
}

test_who_does_not_hold_the_role_or_wrote_it_approves_nothing if {
	wrong := {_finding("evidence_wrong_approver", {"type": "conformity_assessment", "roles": "governance_officer"})}
	_found(_holding([object.union(_document(_body), {"approved_by": [{"person": "u-validator", "role": "governance_officerx"}]})])) == wrong
	_found(_holding([object.union(_document(_body), {"created_by": _document(_body).approved_by[0].person})])) == wrong
}

test_a_document_from_the_future_is_no_document if {
	_found(_holding([object.union(_document({}), {"created_at": "2026-11-12T09:00:01Z"})])) == {_finding("evidence_from_the_future", {"type": "conformity_assessment"})}
	_found(_holding([object.union(_document(_body), {"created_at": "2026-11-12T09:00:00Z"})])) == set()
}

test_odd_values_are_no_errors if {
	every field in object.keys(_body) {
		every value in [null, "x", "", 1, -1, 1.5, true, [], [null], ["x"], [[]], {}, {"x": 1}, "2026-13-40T00:00:00Z"] {
			is_set(_found(_holding([_document(object.union(object.remove(_body, [field]), {field: value}))])))
		}
	}
}

_both(documents) := story.holding(
	object.union(
		story.filing(_g4, [story.questionnaire("use-case/A", story.answers), story.questionnaire("use-case/B", story.answers)]),
		{"use_cases": [story.use_case, object.union(story.use_case, {"ref": "use-case/B"})]},
	),
	"conformity_assessment",
	documents,
)

_of_other(body) := object.union(_document(body), {"subject": "use-case/B"})

_scoped(scope, finding) := object.union(finding, {"scope": scope})

test_each_use_case_files_its_own if {
	_found(_both([_document(_body), _of_other(_body)])) == set()
	_found(_both([_document(_body)])) == {_scoped("use-case/B", _finding("evidence_missing", {"type": "conformity_assessment"}))}
	_found(_both([_of_other(_body)])) == {_scoped("use-case/A", _finding("evidence_missing", {"type": "conformity_assessment"}))}
}

test_a_fault_is_that_of_the_use_case_that_has_it if {
	bad := object.union(_body, {"at": null})
	_found(_both([_document(_body), _of_other(bad)])) == {_scoped("use-case/B", _finding("not_dated", {}))}
	_found(_both([_document(bad), _of_other(_body)])) == {_scoped("use-case/A", _finding("not_dated", {}))}
}

test_a_copy_on_the_model_does_not_stand_for_its_use_case if {
	_found(_holding([object.union(_document(_body), {"subject": "model/scorer/1"})])) == {_scoped("use-case/A", _finding("evidence_missing", {"type": "conformity_assessment"}))}
}

_living(documents, days) := found if {
	found := assessment.findings with input as _holding(documents) with data.config.evidence.conformity_assessment.max_days as {"high": days, "limited": days, "minimal": days}
}

test_a_life_that_policy_data_sets_ends if {
	_living([object.union(_document(_body), {"created_at": "2026-11-02T09:00:00Z", "recorded_at": "2026-11-02T09:00:00Z"})], 10) == set()
	_living([object.union(_document(_body), {"created_at": "2026-11-02T08:59:59Z", "recorded_at": "2026-11-02T09:00:00Z"})], 10) == {_finding("evidence_stale", {"type": "conformity_assessment", "days": 10, "limit": 10})}
}
