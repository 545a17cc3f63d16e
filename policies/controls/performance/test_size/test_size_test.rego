package mlgate.controls.performance.test_size_test

import data.mlgate.controls.performance.test_size
import data.mlgate.story_test as story

_finding(code, args) := {"code": code, "scope": "", "args": args}

_scoped(code, scope, args) := {"code": code, "scope": scope, "args": args}

_document(body) := story.document("model/scorer/1", "u-validator", "model_validator", body)

_holding(documents) := story.holding(story.model, "evaluation_report", documents)

_found(facts) := found if {
	found := test_size.findings with input as facts
}

_of(body) := _found(_holding([_document(body)]))

_with(changes) := _of(object.union(_body, changes))

_without(field) := _of(object.remove(_body, [field]))

_body := {"n_test": 1000, "n_bad": 100, "ci_method": "DeLong"}

_few(field, n, limit) := _scoped("too_few", field, {"field": field, "n": n, "limit": limit})

test_the_limits_are_enough_and_less_is_not if {
	_of(_body) == set()
	_with({"n_test": 999}) == {_few("n_test", 999, 1000)}
	_with({"n_bad": 99}) == {_few("n_bad", 99, 100)}
	_with({"n_test": 0, "n_bad": 0}) == {_few("n_test", 0, 1000), _few("n_bad", 0, 100)}
}

test_the_matrix_goes_before_what_is_reported if {
	_with({"n_test": 9000, "n_bad": 900, "confusion": {"tp": 50, "fp": 100, "fn": 49, "tn": 800}}) == {_few("n_test", 999, 1000), _few("n_bad", 99, 100)}
	_with({"n_test": 9, "n_bad": 9, "confusion": {"tp": 50, "fp": 100, "fn": 50, "tn": 800}}) == set()
	_with({"confusion": {"tp": "50"}}) == set()
}

test_what_is_not_counted_is_said if {
	every wrong in [null, "1000", 1000.5, -1, true, [1000]] {
		_with({"n_test": wrong}) == {_scoped("not_counted", "n_test", {"field": "n_test"})}
		_with({"n_bad": wrong}) == {_scoped("not_counted", "n_bad", {"field": "n_bad"})}
	}
}

test_how_the_interval_was_made_is_stated if {
	every wrong in [null, "", " ", "-", "TBD", 95, true, ["DeLong"]] { _with({"ci_method": wrong}) == {_finding("ci_method_missing", {})} }
	_without("ci_method") == {_finding("ci_method_missing", {})}
}

test_none_or_a_draft_is_missing if {
	missing := {_finding("evidence_missing", {"type": "evaluation_report"})}
	_found(story.model) == missing
	_found(_holding([object.union(_document(_body), {"status": "draft"})])) == missing
	_found(_holding([object.union(_document(_body), {"subject": "model/scorer/2"})])) == missing
}

test_who_does_not_hold_the_role_or_wrote_it_approves_nothing if {
	wrong := {_finding("evidence_wrong_approver", {"type": "evaluation_report", "roles": "model_owner or model_validator"})}
	_found(_holding([object.union(_document(_body), {"approved_by": [{"person": "u-biz", "role": "model_validator"}]})])) == wrong
	_found(_holding([object.union(_document(_body), {"created_by": "u-validator"})])) == wrong
}

test_a_document_from_the_future_is_no_document if {
	_found(_holding([object.union(_document({}), {"created_at": "2026-11-12T09:00:01Z"})])) == {_finding("evidence_from_the_future", {"type": "evaluation_report"})}
	_found(_holding([object.union(_document(_body), {"created_at": "2026-11-12T09:00:00Z"})])) == set()
}

test_odd_values_are_no_errors if {
	every field in object.keys(_body) {
		every value in [null, "x", -1.5, {"x": [null]}] {
			is_set(_found(_holding([_document(object.union(object.remove(_body, [field]), {field: value}))])))
		}
	}
}

test_a_life_that_policy_data_sets_ends if {
	living := {"high": 10, "limited": 10, "minimal": 10}
	old := object.union(_document(_body), {"created_at": "2026-11-01T09:00:00Z", "recorded_at": "2026-11-01T09:00:00Z"})
	found := test_size.findings with input as _holding([old]) with data.config.evidence.evaluation_report.max_days as living
	found == {_finding("evidence_stale", {"type": "evaluation_report", "days": 11, "limit": 10})}
}
