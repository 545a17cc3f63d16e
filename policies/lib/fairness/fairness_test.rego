package mlgate.lib.fairness_test

import data.mlgate.lib.fairness

_male := {"attribute": "sex", "value": "male", "reference": "male", "n": 200, "n_good": 150, "n_bad": 50, "good_approved": 120, "bad_rejected": 30}

_female := {"attribute": "sex", "value": "female", "reference": "male", "n": 100, "n_good": 70, "n_bad": 30, "good_approved": 49, "bad_rejected": 20}

_missing := {"code": "groups_missing", "scope": "", "args": {}}

_inconsistent(scope, reason) := {"code": "counts_inconsistent", "scope": scope, "args": {"reason": reason}}

_faults(groups) := fairness.faults({"groups": groups})

_scopes(groups) := [pair.scope | some pair in fairness.pairs({"groups": groups})]

test_rates_come_from_counts if {
	# 120 good and 20 bad of 200; 49 good and 10 bad of 100
	fairness.approval_rate(_male) == 0.7
	fairness.approval_rate(_female) == 0.59
	fairness.tpr_favourable(_male) == 0.8
	fairness.tpr_favourable(_female) == 0.7
}

test_sound_groups_are_paired_with_their_reference if {
	_faults([_male, _female]) == set()
	fairness.pairs({"groups": [_male, _female]}) == [
		{"scope": "sex=male", "group": _male, "reference": _male},
		{"scope": "sex=female", "group": _female, "reference": _male},
	]
}

test_a_report_without_groups_is_missing_them if {
	every body in [{}, {"groups": null}, {"groups": []}, {"groups": "none"}, {"groups": {"a": _male}}, {"groups": 3}] {
		fairness.faults(body) == {_missing}
		fairness.pairs(body) == []
	}
}

test_more_groups_than_a_report_may_have_are_none if {
	_faults([_male | some _ in numbers.range(1, 501)]) == {_missing}
}

test_what_has_no_name_is_a_fault_and_no_group if {
	nameless := {_inconsistent("", "a group without attribute, value or reference")}
	every group in [null, 1, "sex=male", [], {}, object.remove(_female, ["value"]), object.union(_female, {"attribute": 7}), object.union(_female, {"reference": ""})] {
		_faults([_male, group]) == nameless
		_scopes([_male, group]) == ["sex=male"]
	}
}

test_counts_that_are_no_counts_contradict if {
	reason := "not all counts are whole numbers"
	every wrong in [0.5, -1, "70", null, true, [70], 1e300] {
		_faults([_male, object.union(_female, {"n_good": wrong})]) == {_inconsistent("sex=female", reason)}
		_scopes([_male, object.union(_female, {"n_good": wrong})]) == ["sex=male"]
	}
	_faults([_male, object.remove(_female, ["n"])]) == {_inconsistent("sex=female", reason)}
}

test_each_contradiction_has_its_words if {
	_faults([_male, object.union(_female, {"n": 101})]) == {_inconsistent("sex=female", "n is not n_good plus n_bad")}
	_faults([_male, object.union(_female, {"good_approved": 71})]) == {_inconsistent("sex=female", "more good cases approved than there are")}
	_faults([_male, object.union(_female, {"bad_rejected": 31})]) == {_inconsistent("sex=female", "more bad cases rejected than there are")}
	_faults([_male, object.union(_female, {"n": 99, "bad_rejected": 31})]) == {_inconsistent("sex=female", "more bad cases rejected than there are; n is not n_good plus n_bad")}
}

test_counts_at_their_bounds_are_sound if {
	_faults([_male, object.union(_female, {"good_approved": 70, "bad_rejected": 30})]) == set()
	_faults([_male, object.union(_female, {"good_approved": 0, "bad_rejected": 0})]) == set()
	_faults([_male, object.union(_female, {"n": 0, "n_good": 0, "n_bad": 0, "good_approved": 0, "bad_rejected": 0})]) == set()
}

test_a_group_reported_twice_is_a_fault if {
	_faults([_male, _female, _female]) == {_inconsistent("", "a group reported twice")}
}

test_a_group_without_its_reference_is_not_compared if {
	_faults([_female]) == {_inconsistent("sex=female", "no single reference group")}
	_scopes([_female]) == []
}

test_a_group_cannot_be_its_own_measure if {
	own := object.union(_female, {"reference": "female"})
	reason := "no single reference group"
	_faults([_male, own]) == {_inconsistent("sex=female", reason), _inconsistent("sex=male", reason)}
	_scopes([_male, own]) == []
}

test_a_group_cannot_have_another_reference_than_its_attribute if {
	third := object.union(_female, {"value": "other", "reference": "female"})
	_faults([_male, _female, third]) == {_inconsistent("sex=other", "the reference group is another one than that of the attribute")}
	_scopes([_male, _female, third]) == ["sex=male", "sex=female"]
}

test_a_reference_that_is_empty_or_approves_nobody_measures_nothing if {
	reason := "the reference group has no good or no approved cases, or no sound counts"
	both := {_inconsistent("sex=male", reason), _inconsistent("sex=female", reason)}
	_faults([object.union(_male, {"n": 0, "n_good": 0, "n_bad": 0, "good_approved": 0, "bad_rejected": 0}), _female]) == both
	_faults([object.union(_male, {"n": 50, "n_good": 0, "good_approved": 0}), _female]) == both
	_faults([object.union(_male, {"good_approved": 0, "bad_rejected": 50}), _female]) == both
}

test_a_reference_with_wrong_counts_measures_nothing if {
	_faults([object.union(_male, {"n": 201}), _female]) == {
		_inconsistent("sex=male", "n is not n_good plus n_bad; the reference group has no good or no approved cases, or no sound counts"),
		_inconsistent("sex=female", "the reference group has no good or no approved cases, or no sound counts"),
	}
}

test_attributes_do_not_mix if {
	old := {"attribute": "age", "value": "65+", "reference": "25-64", "n": 10, "n_good": 8, "n_bad": 2, "good_approved": 4, "bad_rejected": 1}
	adult := object.union(_male, {"attribute": "age", "value": "25-64", "reference": "25-64"})
	_scopes([_male, _female, adult, old]) == ["sex=male", "sex=female", "age=25-64", "age=65+"]
}

test_a_reference_reported_twice_is_no_single_one if {
	_faults([_male, _male, _female]) == {
		_inconsistent("", "a group reported twice"),
		_inconsistent("sex=male", "no single reference group"),
		_inconsistent("sex=female", "no single reference group"),
	}
}
