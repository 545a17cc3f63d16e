package mlgate.controls.performance.champion_test

import data.mlgate.controls.performance.champion
import data.mlgate.story_test as story

_arm(concordant) := {"n_good": 4000, "n_bad": 1000, "concordant": concordant, "tied": 20000}

# AUC 0.7525 of the champion.
_body := {
	"mode": "shadow",
	"champion": "scorecard/7",
	"challenger": "scorer/1",
	"days": 14,
	"n": 6000,
	"arms": {"champion": _arm(3000000), "challenger": _arm(3000000)},
	"delta_auc": 0,
	"started_at": "2026-10-20T00:00:00Z",
	"ended_at": "2026-11-02T23:59:59Z",
}

_evaluated(champion) := [story.document("model/scorer/1", "u-validator", "model_validator", {"champion": champion})]

_scorecard := {"model": "scorecard/7", "auc": 0.75, "brier": 0.1}

_against(champion, trials) := story.holding(story.holding(story.model, "evaluation_report", _evaluated(champion)), "ab_test_report", trials)

_holding(documents) := _against(_scorecard, documents)

_found(facts) := found if {
	found := champion.findings with input as facts
}

_document(body) := story.document("model/scorer/1", "u-validator", "model_validator", body)

_of(body) := _found(_holding([_document(body)]))

_with(changes) := _of(object.union(_body, changes))

_finding(code, args) := {"code": code, "scope": "", "args": args}

_differs(field, claimed, counted) := {"code": "claim_differs", "scope": field, "args": {"field": field, "claimed": claimed, "counted": counted}}

_challenging(concordant) := _of(object.union(object.remove(_body, ["delta_auc"]), {"arms": {"champion": _arm(3000000), "challenger": _arm(concordant)}}))

_short(days, n) := _finding("too_short", {"days": days, "n": n, "days_limit": 14, "n_limit": 5000})

test_as_good_as_the_champion_passes if {
	_of(_body) == set()
	_challenging(3500000) == set()
}

test_a_hundredth_worse_is_enough_and_more_is_not if {
	_challenging(2960000) == set()
	_challenging(2959600) == {_finding("auc_worse", {"delta": -0.0101, "limit": -0.01})}
}

test_a_claimed_difference_is_not_believed if {
	_with({"delta_auc": 0.02, "arms": {"challenger": _arm(2800000)}}) == {
		_finding("auc_worse", {"delta": -0.05, "limit": -0.01}),
		_differs("delta_auc", 0.02, -0.05),
	}
	_with({"delta_auc": 0.001}) == set()
	_with({"delta_auc": 0.0011}) == {_differs("delta_auc", 0.0011, 0)}
	every wrong in ["0", true, [0]] { _with({"delta_auc": wrong}) == {_differs("delta_auc", wrong, 0)} }
	_with({"delta_auc": null}) == set()
}

_few(n_bad) := {"n_good": 4000, "n_bad": n_bad, "concordant": 3000000, "tied": 0}

test_days_or_cases_have_to_be_enough if {
	short := {"started_at": "2026-10-21T00:00:00Z", "days": 13}
	_with(short) == set()
	few := {"arms": {"champion": _few(999), "challenger": _few(999)}}
	_with(few) == set()
	_with(object.union(short, few)) == {_short(13, 4999)}
}

test_cases_without_an_outcome_do_not_count if {
	few := {"arms": {"champion": _few(999), "challenger": _few(999)}, "n": 50000}
	_with(object.union(few, {"started_at": "2026-11-01T00:00:00Z", "days": 2})) == {_short(2, 4999)}
}

test_claimed_days_and_cases_are_counted if {
	_with({"days": 30}) == {_differs("days", 30, 14)}
	_with({"days": "14"}) == {_differs("days", "14", 14)}
	_with({"days": null}) == set()
	_with({"n": 4999}) == {_differs("n", 4999, 5000)}
	every wrong in ["6000", 5000.5, -1, true] { _with({"n": wrong}) == {_differs("n", wrong, 5000)} }
	_with({"n": 5000}) == set()
	_with({"n": null}) == set()
}

test_a_test_has_a_period_that_is_over if {
	every field in ["started_at", "ended_at"] {
		every wrong in [null, "2026-10-20", "x", 7, "2026-11-12T09:00:01Z"] {
			_with({field: wrong}) == {_finding("period_unsound", {})}
		}
	}
	_with({"ended_at": "2026-10-19T23:59:59Z"}) == {_finding("period_unsound", {})}
	_with({"ended_at": "2026-11-12T09:00:00Z", "days": 23}) == set()
}

test_counts_that_contradict_each_other_are_not_judged if {
	unsound := {reason: _finding("counts_unsound", {"reason": reason}) | some reason in [
		"the counts of both versions are not given",
		"no good or no bad cases",
		"more concordant and tied pairs than pairs",
		"in shadow mode both versions judge the same cases",
	]}
	every wrong in ["x", 7, [], true, {}, {"champion": _arm(1), "challenger": null}, {"champion": _arm(1)}, {"champion": object.union(_arm(1), {"tied": 0.5}), "challenger": _arm(1)}] {
		_of(object.union(object.remove(_body, ["arms"]), {"arms": wrong})) == {unsound["the counts of both versions are not given"]}
	}
	none := {"n_good": 0, "n_bad": 5000, "concordant": 0, "tied": 0}
	_with({"arms": {"champion": none, "challenger": none}}) == {unsound["no good or no bad cases"]}
	_with({"arms": {"challenger": _arm(3980001)}}) == {unsound["more concordant and tied pairs than pairs"]}
	other := object.union(_arm(3000000), {"n_good": 4001})
	_with({"arms": {"challenger": other}}) == {unsound["in shadow mode both versions judge the same cases"]}
	_with({"arms": {"challenger": other}, "mode": "ab"}) == set()
}

test_a_test_is_an_a_b_or_a_shadow_test if {
	_with({"mode": "ab"}) == set()
	every wrong in [null, "replay", 7] { _with({"mode": wrong}) == {_finding("mode_unknown", {})} }
}

test_the_test_is_about_the_version_that_asks if {
	every wrong in ["scorer/2", null, 7, "model/scorer/1"] { _with({"challenger": wrong}) == {_finding("challenger_other", {"challenger": wrong})} }
	_of(object.remove(_body, ["challenger"])) == {_finding("challenger_other", {"challenger": "nothing"})}
}

test_without_a_champion_there_is_nothing_to_compare_with if {
	_found(_against(null, [])) == set()
	_found(_against(null, [_document(object.union(_body, {"champion": null, "arms": null}))])) == set()
}

test_a_champion_that_is_declared_has_to_be_tested_against if {
	_found(_against(_scorecard, [])) == {_finding("evidence_missing", {"type": "ab_test_report"})}
	_found(_holding([object.union(_document(_body), {"status": "draft"})])) == {_finding("evidence_missing", {"type": "ab_test_report"})}
}

test_a_champion_that_was_not_measured_denies if {
	_with({"arms": null}) == {_finding("champion_unmeasured", {"champion": "scorecard/7"})}
	_of(object.remove(_body, ["arms"])) == {_finding("champion_unmeasured", {"champion": "scorecard/7"})}
	every wrong in [null, 7, ["scorecard/7"], ""] { _with({"champion": wrong}) == {_finding("champion_unmeasured", {"champion": "scorecard/7"})} }
	_found(_against(null, [_document(object.union(_body, {"arms": null}))])) == {_finding("champion_unmeasured", {"champion": "scorecard/7"})}
}

test_both_reports_compare_with_the_same if {
	_with({"champion": "scorecard/6"}) == {_finding("champions_differ", {"tested": "scorecard/6", "evaluated": "scorecard/7"})}
	_found(_against(null, [_document(_body)])) == set()
}

_serving(facts) := object.union(facts, {"use_cases": [object.union(story.use_case, {"models": array.concat(story.use_case.models, [{"ref": "model/scorer/0", "role": "decision", "stage": "production", "status": "deployed", "active": true}])})]})

test_what_serves_has_to_be_tested_against_whatever_the_reports_say if {
	_found(_serving(_against(null, []))) == {_finding("evidence_missing", {"type": "ab_test_report"})}
	_found(_serving(_holding([_document(_body)]))) == {_finding("champion_unnamed", {"champion": "scorer/0"})}
	_found(_serving(_against({"model": "scorer/0"}, [_document(object.union(_body, {"champion": "scorer/0"}))]))) == set()
}

test_no_evaluation_says_nothing_of_a_champion if {
	_found(story.model) == {_finding("evidence_missing", {"type": "evaluation_report"})}
}

test_who_does_not_hold_the_role_or_wrote_it_approves_nothing if {
	wrong := {_finding("evidence_wrong_approver", {"type": "ab_test_report", "roles": "model_validator"})}
	_found(_holding([object.union(_document(_body), {"approved_by": [{"person": "u-biz", "role": "model_validator"}]})])) == wrong
	_found(_holding([object.union(_document(_body), {"created_by": "u-validator"})])) == wrong
}

test_a_document_from_the_future_is_no_document if {
	_found(_holding([object.union(_document({}), {"created_at": "2026-11-12T09:00:01Z"})])) == {_finding("evidence_from_the_future", {"type": "ab_test_report"})}
}

test_a_life_that_policy_data_sets_ends if {
	living := {"high": 10, "limited": 10, "minimal": 10}
	old := object.union(_document(_body), {"created_at": "2026-11-01T09:00:00Z", "recorded_at": "2026-11-01T09:00:00Z"})
	found := champion.findings with input as _holding([old]) with data.config.evidence.ab_test_report.max_days as living
	found == {_finding("evidence_stale", {"type": "ab_test_report", "days": 11, "limit": 10})}
}

test_odd_values_are_no_errors if {
	every field in object.keys(_body) {
		every value in [null, "x", -1.5, {"x": [null]}] {
			is_set(_of(object.union(object.remove(_body, [field]), {field: value})))
		}
	}
}

test_a_tie_counts_half if {
	_of(object.union(object.remove(_body, ["delta_auc"]), {"arms": {
		"champion": _arm(3000000),
		"challenger": object.union(_arm(2100000), {"tied": 1820000}),
	}})) == set()
}

test_a_test_against_nobody_is_not_counted if {
	nobody := object.union(object.remove(_body, ["delta_auc", "champion", "arms"]), {"champion": null})
	unmeasured := {_finding("champion_unmeasured", {"champion": "scorecard/7"})}
	_of(object.union(nobody, {"arms": "x"})) == unmeasured
	_of(object.union(nobody, {"arms": {"champion": _arm(3000000), "challenger": _arm(1)}})) == unmeasured
}

test_a_test_of_a_moment_has_a_period if {
	_of(object.union(object.remove(_body, ["days"]), {"ended_at": _body.started_at})) == set()
}
