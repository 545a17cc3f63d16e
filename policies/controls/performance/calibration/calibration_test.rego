package mlgate.controls.performance.calibration_test

import data.mlgate.controls.performance.calibration
import data.mlgate.story_test as story

_finding(code, args) := {"code": code, "scope": "", "args": args}

_scoped(code, scope, args) := {"code": code, "scope": scope, "args": args}

_document(body) := story.document("model/scorer/1", "u-validator", "model_validator", body)

_holding(documents) := story.holding(story.model, "evaluation_report", documents)

_found(facts) := found if {
	found := calibration.findings with input as facts
}

_of(body) := _found(_holding([_document(body)]))

_with(changes) := _of(object.union(_body, changes))

_without(field) := _of(object.remove(_body, [field]))

# Ten bins of 100 cases; a tenth of the cases in the first is bad, all of them in the last but for eight.
_bins := [{"n": 100, "n_bad": bad, "mean_score": bad / 100} | some bad in [0, 2, 4, 8, 16, 32, 40, 60, 70, 92]]

# The same with every mean score beside the share of bad cases by this much.
_beside(distance) := [object.union(bin, {"mean_score": bin.mean_score + distance}) | some bin in _bins]

_body := {"n_test": 1000, "n_bad": 324, "calibration_bins": _beside(0.02), "ece_bins": 10, "calibration_slope": 1.0, "brier": 0.13}

_slope(value) := _finding("slope_outside", {"slope": value, "low": 0.8, "high": 1.2})

_champion(brier) := {"champion": {"model": "scorecard/7", "auc": 0.75, "brier": brier}}

test_calibrated_scores_pass if _of(_body) == set()

test_the_limit_of_the_error_is_enough_and_more_is_not if {
	_with({"calibration_bins": [{"n": 100, "n_bad": 40, "mean_score": 0.45} | some _ in numbers.range(1, 10)], "n_bad": 400}) == set()
	_with({"calibration_bins": [{"n": 100, "n_bad": 40, "mean_score": 0.4501} | some _ in numbers.range(1, 10)], "n_bad": 400}) == {_finding("ece_high", {"ece": 0.0501, "limit": 0.05})}
}

test_a_claimed_error_is_not_believed if {
	_with({"calibration_bins": _beside(0.08), "ece": 0.01}) == {
		_finding("ece_high", {"ece": 0.08, "limit": 0.05}),
		_scoped("claim_differs", "ece", {"field": "ece", "claimed": 0.01, "counted": 0.08}),
	}
	_with({"ece": 0.021}) == set()
	_with({"ece": 0.0211}) == {_scoped("claim_differs", "ece", {"field": "ece", "claimed": 0.0211, "counted": 0.02})}
	_with({"ece": "0.02"}) == {_scoped("claim_differs", "ece", {"field": "ece", "claimed": "0.02", "counted": 0.02})}
	_with({"ece_bins": 20}) == {_scoped("claim_differs", "ece_bins", {"field": "ece_bins", "claimed": 20, "counted": 10})}
	_without("ece_bins") == set()
}

test_without_bins_nothing_is_known if {
	_without("calibration_bins") == {_finding("bins_unsound", {"reason": "no list of bins"})}
	_with({"calibration_bins": [{"n": 1, "n_bad": 1}]}) == {_finding("bins_unsound", {"reason": "a bin is not two counts and a mean score from 0 to 1"})}
}

test_bins_add_up_to_the_test_set if {
	_with({"n_test": 1001}) == {_finding("counts_inconsistent", {"field": "n_test"})}
	_with({"n_bad": 323}) == {_finding("counts_inconsistent", {"field": "n_bad"})}
	_with({"n_bad": null}) == {_finding("counts_inconsistent", {"field": "n_bad"})}
}

test_only_bins_with_cases_count if {
	one := [{"n": 1000, "n_bad": 324, "mean_score": 0.324}]
	_with({"calibration_bins": one, "ece_bins": 1}) == {_finding("too_few_bins", {"n": 1, "limit": 10})}
	_with({"calibration_bins": array.concat(one, [{"n": 0, "n_bad": 0, "mean_score": 0} | some _ in numbers.range(1, 9)])}) == {_finding("too_few_bins", {"n": 1, "limit": 10})}
	nine := array.concat(array.slice(_bins, 0, 8), [{"n": 200, "n_bad": 162, "mean_score": 0.81}])
	_with({"calibration_bins": nine, "ece_bins": 9}) == {_finding("too_few_bins", {"n": 9, "limit": 10})}
}

test_the_limits_of_the_slope_are_enough_and_beyond_is_not if {
	every slope in [0.8, 1.0, 1.2] { _with({"calibration_slope": slope}) == set() }
	every slope in [0.7999, 1.2001, -1, 0] { _with({"calibration_slope": slope}) == {_slope(slope)} }
}

test_what_is_not_measured_is_said if {
	_without("calibration_slope") == {_scoped("not_measured", "calibration_slope", {"field": "calibration_slope"})}
	_with({"brier": null}) == {_scoped("not_measured", "brier", {"field": "brier"})}
}

test_what_is_no_number_is_malformed if {
	every wrong in ["1", true, [1], {"value": 1}] {
		_of(object.union(object.remove(_body, ["calibration_slope"]), {"calibration_slope": wrong})) == {_scoped("malformed", "calibration_slope", {"field": "calibration_slope"})}
	}
	every wrong in ["0.1", true, [0.1], 1.5, -0.1] {
		_with({"brier": wrong}) == {_scoped("malformed", "brier", {"field": "brier"})}
	}
}

test_as_good_as_the_champion_is_enough_and_worse_is_not if {
	_with(_champion(0.13)) == set()
	_with(_champion(0.2)) == set()
	_with(_champion(0.1299)) == {_finding("brier_worse", {"brier": 0.13, "champion": 0.1299})}
}

test_without_a_champion_there_is_nothing_to_compare_with if {
	_with({"champion": null}) == set()
	_without("champion") == set()
}

test_a_champion_that_was_not_measured_denies if {
	every wrong in [null, "0.1", true, 2] { _with(_champion(wrong)) == {_finding("champion_unmeasured", {"champion": "scorecard/7"})} }
	_with({"champion": {"model": "scorecard/7"}}) == {_finding("champion_unmeasured", {"champion": "scorecard/7"})}
}

test_a_champion_without_a_name_is_malformed if {
	every wrong in ["scorecard/7", {"brier": 0.2}, {"model": 7, "brier": 0.2}, [], true, false] {
		_with({"champion": wrong}) == {_scoped("malformed", "champion", {"field": "champion"})}
	}
}

_serving := object.union(story.use_case, {"models": array.concat(story.use_case.models, [{"ref": "model/scorer/0", "role": "decision", "stage": "production", "status": "deployed", "active": true}])})

test_what_serves_is_a_champion_whatever_the_report_says if {
	facts := object.union(_holding([_document(_body)]), {"use_cases": [_serving]})
	_found(facts) == {_finding("champion_unnamed", {"champion": "scorer/0"})}
	_found(object.union(_holding([_document(object.union(_body, _champion(0.2)))]), {"use_cases": [_serving]})) == {_finding("champion_unnamed", {"champion": "scorer/0"})}
	_found(object.union(_holding([_document(object.union(_body, {"champion": {"model": "scorer/0", "brier": 0.2}}))]), {"use_cases": [_serving]})) == set()
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
	found := calibration.findings with input as _holding([old]) with data.config.evidence.evaluation_report.max_days as living
	found == {_finding("evidence_stale", {"type": "evaluation_report", "days": 11, "limit": 10})}
}

_test_against(champion) := story.document("model/scorer/1", "u-validator", "model_validator", {"champion": champion})

_tested(body, champion) := _found(story.holding(_holding([_document(body)]), "ab_test_report", [_test_against(champion)]))

test_what_was_tested_against_is_a_champion_too if {
	_tested(_body, "scorecard/7") == {_finding("champion_unnamed", {"champion": "scorecard/7"})}
	_tested(object.union(_body, {"champion": {"model": "scorecard/7", "brier": 0.2}}), "scorecard/7") == set()
	every none in [null, "", 7] { _tested(_body, none) == set() }
}

test_other_claims_are_judged_elsewhere if {
	_with({"confusion": {"tp": 200, "fp": 100, "fn": 124, "tn": 576}, "recall_bad": 0.9}) == set()
}

test_without_a_report_no_champion_is_missed if {
	before := {"ref": "model/scorer/0", "role": "decision", "stage": "production", "status": "deployed", "active": true}
	serving := {"use_cases": [object.union(story.use_case, {"models": array.concat(story.use_case.models, [before])})]}
	_found(object.union(story.model, serving)) == {_finding("evidence_missing", {"type": "evaluation_report"})}
}

test_a_score_that_is_no_rate_is_worse_than_nothing if {
	_with(object.union(_champion(0.1), {"brier": "0.2"})) == {_scoped("malformed", "brier", {"field": "brier"})}
}
