package mlgate.controls.fairness.intersections_test

import data.mlgate.controls.fairness.intersections
import data.mlgate.story_test as story

_finding(code, args) := {"code": code, "scope": "", "args": args}

_scoped(code, scope, args) := {"code": code, "scope": scope, "args": args}

_document(body) := story.document("model/scorer/1", "u-validator", "model_validator", body)

_holding(documents) := story.holding(story.model, "fairness_report", documents)

_found(facts) := found if {
	found := intersections.findings with input as facts
}

_of(body) := _found(_holding([_document(body)]))

_with(changes) := _of(object.union(_body, changes))

_bins(n, bad) := array.concat([{"n": 0, "n_bad": 0, "mean_score": 0.99}], [{"n": n / 5, "n_bad": bad / 5, "mean_score": bad / n} | some _ in numbers.range(1, 5)])

# Half of all are good, four fifths of them approved; half of the bad are rejected.
_counts(n) := {"n": n, "n_good": n / 2, "n_bad": n / 2, "good_approved": (n / 2) * 0.8, "bad_rejected": n / 4}

_group(attribute, value, reference, n) := object.union(_counts(n), {"attribute": attribute, "value": value, "reference": reference})

_entry(attribute, value, n) := {"attribute": attribute, "value": value, "bins": _bins(n, n / 2), "ece": 0}

_cell(sex, age, n) := object.union(_counts(n), {"attributes": {"sex": sex, "age": age}})

_body := {
	"groups": [_group("sex", "f", "m", 800), _group("sex", "m", "m", 800), _group("age", "young", "old", 800), _group("age", "old", "old", 800)],
	"calibration_by_group": [_entry("sex", "f", 800), _entry("sex", "m", 800), _entry("age", "young", 800), _entry("age", "old", 800)],
	"intersections": [_cell("f", "young", 400), _cell("f", "old", 400), _cell("m", "young", 400), _cell("m", "old", 400)],
}

_plain(code, scope) := {"code": code, "scope": scope, "args": {}}

_replaced(field, value) := _of(object.union(object.remove(_body, [field]), {field: value}))

_entries(changes) := array.concat(array.slice(_body.calibration_by_group, 0, 3), [object.union(_body.calibration_by_group[3], changes)])

_cells(changes) := array.concat([object.union(_body.intersections[0], changes)], array.slice(_body.intersections, 1, 4))

_unsound(reason) := _scoped("calibration_unsound", "age=old", {"reason": reason})

_inconsistent(scope, reason) := _scoped("intersection_inconsistent", scope, {"reason": reason})

_young_women := "age=young,sex=f"

test_a_report_that_is_broken_down_passes if _of(_body) == set()

test_every_group_has_its_calibration if {
	_with({"calibration_by_group": array.slice(_body.calibration_by_group, 0, 3)}) == {_plain("calibration_missing", "age=old")}
	every wrong in [null, [], "good", 7, [null], ["age"], [{"attribute": "age"}]] {
		_replaced("calibration_by_group", wrong) == {_plain("calibration_missing", scope) | some scope in ["sex=f", "sex=m", "age=young", "age=old"]}
	}
}

test_calibration_is_recomputed_from_bins_that_fit_the_group if {
	_with({"calibration_by_group": _entries({"bins": null})}) == {_unsound("no list of bins")}
	_with({"calibration_by_group": _entries({"bins": _bins(790, 400)})}) == {_unsound("the bins do not add up to the group")}
	_with({"calibration_by_group": _entries({"bins": _bins(800, 395)})}) == {_unsound("the bins do not add up to the group")}
	_with({"calibration_by_group": _entries({"bins": [{"n": 800, "n_bad": 400, "mean_score": 0.5}]})}) == {_scoped("too_few_bins", "age=old", {"n": 1, "limit": 5})}
}

_off(distance) := [object.union(bin, {"mean_score": 0.5 + distance}) | some bin in _bins(800, 400)]

test_a_tenth_is_enough_and_more_is_not if {
	_with({"calibration_by_group": _entries({"bins": _off(0.1), "ece": 0.1})}) == set()
	_with({"calibration_by_group": _entries({"bins": _off(-0.1001), "ece": null})}) == {_scoped("ece_high", "age=old", {"ece": 0.1001, "limit": 0.1})}
}

test_a_claimed_error_is_not_believed if {
	_with({"calibration_by_group": _entries({"bins": _off(0.05), "ece": "0.05"})}) == {_scoped("claim_differs", "age=old", {"field": "ece", "claimed": "0.05", "counted": 0.05})}
	_with({"calibration_by_group": _entries({"bins": _off(0.05), "ece": 0.051})}) == set()
	_with({"calibration_by_group": _entries({"bins": _off(0.05), "ece": 0.0511})}) == {_scoped("claim_differs", "age=old", {"field": "ece", "claimed": 0.0511, "counted": 0.05})}
}

test_a_claimed_recall_of_a_group_is_not_believed if {
	groups := array.concat([object.union(_body.groups[0], {"recall_bad": 0.6, "eod": 0.5})], array.slice(_body.groups, 1, 4))
	_with({"groups": groups}) == {_scoped("claim_differs", "sex=f", {"field": "recall_bad", "claimed": 0.6, "counted": 0.5})}
}

test_a_small_group_is_not_judged_by_its_error if {
	small := {
		"groups": [_group("sex", "f", "m", 80), _group("sex", "m", "m", 800)],
		"calibration_by_group": [object.union(_entry("sex", "f", 80), {"bins": [object.union(bin, {"mean_score": 0.9}) | some bin in _bins(80, 40)], "ece": 0.4}), _entry("sex", "m", 800)],
		"intersections": [],
	}
	_of(small) == set()
	enough := {
		"groups": [_group("sex", "f", "m", 100), _group("sex", "m", "m", 800)],
		"calibration_by_group": [object.union(_entry("sex", "f", 100), {"bins": [object.union(bin, {"mean_score": 0.9}) | some bin in _bins(100, 50)], "ece": 0.4}), _entry("sex", "m", 800)],
		"intersections": [],
	}
	_of(enough) == {_scoped("ece_high", "sex=f", {"ece": 0.4, "limit": 0.1})}
}

test_the_calibration_of_another_attribute_is_not_this_ones if {
	_with({"calibration_by_group": _entries({"attribute": "region"})}) == {_plain("calibration_missing", "age=old")}
}

test_every_combination_is_measured if {
	_with({"intersections": array.slice(_body.intersections, 1, 4)}) == {_plain("intersection_missing", "age,sex")}
	every wrong in [null, [], "none", [null], [{"attributes": {"sex": "f"}}], [{"attributes": {"sex": "f", "age": 7}}], [{"attributes": "f"}]] {
		_replaced("intersections", wrong) == {_plain("intersection_missing", "age,sex")}
	}
}

test_cells_fit_the_groups_that_they_are_parts_of if {
	_with({"intersections": _cells(_counts(1200))}) == {_inconsistent(_young_women, "more cases than in a group that it is part of")}
	_with({"intersections": _cells(_counts(360))}) == {
		_inconsistent("age=young", "fewer cases by sex than in the group"),
		_inconsistent("sex=f", "fewer cases by age than in the group"),
	}
	_with({"intersections": _cells(_counts(440))}) == set()
}

test_cells_are_counts_that_add_up if {
	_with({"intersections": _cells({"n": 401})}) == {_inconsistent(_young_women, "n is not n_good plus n_bad")}
	_with({"intersections": _cells({"good_approved": 201})}) == {_inconsistent(_young_women, "more good cases approved than there are")}
	_with({"intersections": _cells({"bad_rejected": 201})}) == {_inconsistent(_young_women, "more bad cases rejected than there are")}
	every wrong in [null, "400", 0.5, -1] {
		_with({"intersections": _cells({"n": wrong})}) == {_inconsistent(_young_women, "not all counts are whole numbers")}
	}
	_with({"intersections": array.concat(_body.intersections, [_body.intersections[0]])}) == {_inconsistent(_young_women, "reported twice")}
}

test_a_gap_of_a_tenth_is_enough_and_more_is_not if {
	_with({"intersections": _cells({"good_approved": 140})}) == set()
	_with({"intersections": _cells({"good_approved": 139})}) == {_scoped("gap_over_limit", _young_women, {"gap": -0.105, "limit": 0.1})}
	_with({"intersections": _cells({"good_approved": 180})}) == set()
	_with({"intersections": _cells({"good_approved": 181})}) == {_scoped("gap_over_limit", _young_women, {"gap": 0.105, "limit": 0.1})}
}

test_a_small_cell_is_not_judged_by_its_gap if {
	cells := [
		object.union(_counts(80), {"attributes": {"sex": "f", "age": "young"}, "good_approved": 0}),
		_cell("f", "old", 720), _cell("m", "young", 720), _cell("m", "old", 400),
	]
	_with({"intersections": cells}) == set()
}

test_a_small_cell_is_no_measure_of_another if {
	cells := [
		object.union(_counts(80), {"attributes": {"sex": "m", "age": "old"}, "good_approved": 0}),
		_cell("f", "old", 720), _cell("m", "young", 720), _cell("f", "young", 400),
	]
	_with({"intersections": cells}) == set()
}

_cells_with(n_good) := [
	{"attributes": {"sex": "f", "age": "young"}, "n": 100, "n_good": n_good, "n_bad": 100 - n_good, "good_approved": 0, "bad_rejected": 0},
	_cell("f", "old", 720), _cell("m", "young", 720), _cell("m", "old", 400),
]

_gap := {_scoped("gap_over_limit", _young_women, {"gap": -0.8, "limit": 0.1})}

test_a_hundred_cases_with_thirty_good_ones_are_enough if {
	_with({"intersections": _cells_with(30)}) == _gap
	_with({"intersections": _cells_with(29)}) == set()
}

_with_any(n_good) := found if {
	limits := object.union(data.config.thresholds.default, {"fairness.favourable_min": {"value": 0, "stricter": "higher"}})
	found := _with({"intersections": _cells_with(n_good)}) with data.config.thresholds.default as limits
}

test_without_a_good_case_there_is_no_gap_whatever_the_limit if {
	_with_any(0) == set()
	_with_any(1) == _gap
}

test_groups_without_sound_counts_are_told if {
	every wrong in [null, [], "all"] { _replaced("groups", wrong) == {_finding("groups_missing", {})} }
	groups := array.concat([object.union(_body.groups[0], {"n": 801})], array.slice(_body.groups, 1, 4))
	_with({"groups": groups}) == {_scoped("counts_inconsistent", "sex=f", {"reason": "n is not n_good plus n_bad"})}
}

test_none_or_a_draft_is_missing if {
	missing := {_finding("evidence_missing", {"type": "fairness_report"})}
	_found(story.model) == missing
	_found(_holding([object.union(_document(_body), {"status": "draft"})])) == missing
	_found(_holding([object.union(_document(_body), {"subject": "model/scorer/2"})])) == missing
}

test_who_does_not_hold_the_role_or_wrote_it_approves_nothing if {
	wrong := {_finding("evidence_wrong_approver", {"type": "fairness_report", "roles": "model_validator"})}
	_found(_holding([object.union(_document(_body), {"approved_by": [{"person": "u-biz", "role": "model_validator"}]})])) == wrong
	_found(_holding([object.union(_document(_body), {"created_by": "u-validator"})])) == wrong
}

test_a_document_from_the_future_is_no_document if {
	_found(_holding([object.union(_document({}), {"created_at": "2026-11-12T09:00:01Z"})])) == {_finding("evidence_from_the_future", {"type": "fairness_report"})}
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
	found := intersections.findings with input as _holding([old]) with data.config.evidence.fairness_report.max_days as living
	found == {_finding("evidence_stale", {"type": "fairness_report", "days": 11, "limit": 10})}
}
