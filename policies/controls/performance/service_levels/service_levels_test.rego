package mlgate.controls.performance.service_levels_test

import data.mlgate.controls.performance.service_levels
import data.mlgate.story_test as story

_finding(code, args) := {"code": code, "scope": "", "args": args}

_document(body) := story.document("model/scorer/1", "u-owner", "model_owner", body)

_holding(documents) := story.holding(story.model, "load_test", documents)

_found(facts) := found if {
	found := service_levels.findings with input as facts
}

_of(body) := _found(_holding([_document(body)]))

_with(changes) := _of(object.union(_body, changes))

_without(field) := _of(object.remove(_body, [field]))

_body := {
	"target_rps": 10,
	"duration_seconds": 1000,
	"requests": 10000,
	"errors": 10,
	"latencies": [{"up_to_ms": 100, "n": 9000}, {"up_to_ms": 300, "n": 500}, {"up_to_ms": 2000, "n": 500}],
	"p95_ms": 300,
}

_unsound(reason) := _finding("counts_unsound", {"reason": reason})

test_the_limits_are_enough if _of(_body) == set()

test_an_error_more_is_too_many if _with({"errors": 11}) == {_finding("errors_high", {"rate": 0.0011, "limit": 0.001})}

test_all_requests_may_have_failed if _with({"errors": 10000}) == {_finding("errors_high", {"rate": 1, "limit": 0.001})}

test_a_request_more_that_is_late_is_too_slow if {
	late := [{"up_to_ms": 100, "n": 9000}, {"up_to_ms": 300, "n": 499}, {"up_to_ms": 2000, "n": 501}]
	_with({"latencies": late, "p95_ms": 1900}) == {_finding("too_slow", {"share": 0.9499, "limit": 300})}
}

test_what_may_be_late_does_not_count_as_in_time if {
	coarse := [{"up_to_ms": 100, "n": 9000}, {"up_to_ms": 301, "n": 1000}]
	_with({"latencies": coarse}) == {_finding("too_slow", {"share": 0.9, "limit": 300})}
	_with({"latencies": [{"up_to_ms": 300, "n": 10000}], "p95_ms": 0.5}) == set()
}

test_the_expected_rate_has_to_be_reached if {
	_with({"duration_seconds": 1000.1}) == {_finding("rate_low", {"rps": 9.999, "target": 10})}
	_with({"duration_seconds": 500}) == set()
	_with({"duration_seconds": 0.5, "target_rps": 0.5}) == set()
}

test_a_claimed_percentile_is_one_that_was_counted if {
	every claimed in [100, 200, 300, null] { _with({"p95_ms": claimed}) == set() }
	every claimed in [99, 301, "200", true, [200]] {
		_with({"p95_ms": claimed}) == {_finding("claim_differs", {"claimed": claimed, "low": 100, "high": 300})}
	}
	_without("p95_ms") == set()
}

test_counts_that_contradict_each_other_are_not_judged if {
	_with({"errors": 10001}) == {_unsound("more errors than requests")}
	_with({"requests": 10001}) == {_unsound("latencies do not add up to requests")}
	swapped := [_body.latencies[1], _body.latencies[0], _body.latencies[2]]
	_with({"latencies": swapped}) == {_unsound("latencies are not in order")}
	_with({"latencies": array.concat(_body.latencies, [{"up_to_ms": 2000, "n": 0}])}) == {_unsound("latencies are not in order")}
}

test_what_is_not_counted_is_not_judged if {
	every wrong in [null, "10", 1.5, -1, true, []] {
		_with({"errors": wrong}) == {_unsound("requests or errors is no count")}
		_with({"requests": wrong}) == {_unsound("requests or errors is no count")}
	}
	_with({"requests": 0}) == {_unsound("no requests")}
	every wrong in [null, 0, -1, "10", true, []] {
		_with({"target_rps": wrong}) == {_unsound("duration_seconds or target_rps is no number above 0")}
		_with({"duration_seconds": wrong}) == {_unsound("duration_seconds or target_rps is no number above 0")}
	}
	every wrong in [null, [], "fast", 7, true] { _with({"latencies": wrong}) == {_unsound("no latencies")} }
	every wrong in [null, {}, 7, {"up_to_ms": 0, "n": 1}, {"up_to_ms": 5000}, {"up_to_ms": "5000", "n": 1}, {"up_to_ms": 5000, "n": 0.5}] {
		_with({"latencies": array.concat(_body.latencies, [wrong])}) == {_unsound("latencies is no list of limits and counts")}
	}
}

test_none_or_a_draft_is_missing if {
	missing := {_finding("evidence_missing", {"type": "load_test"})}
	_found(story.model) == missing
	_found(_holding([object.union(_document(_body), {"status": "draft"})])) == missing
	_found(_holding([object.union(_document(_body), {"subject": "model/scorer/2"})])) == missing
}

test_who_does_not_hold_the_role_or_wrote_it_approves_nothing if {
	wrong := {_finding("evidence_wrong_approver", {"type": "load_test", "roles": "model_owner"})}
	_found(_holding([object.union(_document(_body), {"approved_by": [{"person": "u-biz", "role": "model_owner"}]})])) == wrong
	_found(_holding([object.union(_document(_body), {"created_by": "u-owner"})])) == wrong
}

test_a_document_from_the_future_is_no_document if {
	_found(_holding([object.union(_document({}), {"created_at": "2026-11-12T09:00:01Z"})])) == {_finding("evidence_from_the_future", {"type": "load_test"})}
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
	found := service_levels.findings with input as _holding([old]) with data.config.evidence.load_test.max_days as living
	found == {_finding("evidence_stale", {"type": "load_test", "days": 11, "limit": 10})}
}
