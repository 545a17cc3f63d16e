package mlgate.controls.data.representativeness_test

import data.mlgate.controls.data.representativeness
import data.mlgate.story_test as story

_finding(code, args) := {"code": code, "scope": "", "args": args}

_scoped(code, scope, args) := {"code": code, "scope": scope, "args": args}

_document(body) := story.document("model/scorer/1", "u-lead", "ds_team_lead", body)

_found(facts) := found if {
	found := representativeness.findings with input as facts
}

_of(body) := _found(_holding([_document(body)]))

_with(changes) := _of(object.union(_body, changes))

_without(field) := _of(object.remove(_body, [field]))

_datasheet := story.document("model/scorer/1", "u-owner", "model_owner", {"splits": [{"split": "test", "rows": 1000, "sha256": "sha256:03"}], "protected_attributes": ["sex"]})

_row(group, n, share, reference_share) := {"group": group, "n": n, "share": share, "reference_share": reference_share}

_body := {
	"dataset_sha256": "sha256:03",
	"populations": ["sex"],
	"coverage": [_row("sex=male", 600, 0.6, 0.5), _row("sex=female", 400, 0.4, 0.5)],
	"reference_source": "All applications of 2025.",
	"gaps": [],
	"mitigation": [],
}

_holding(documents) := story.holding(story.holding(story.model, "dataset_datasheet", [_datasheet]), "bias_examination", documents)

_plain(code, scope) := {"code": code, "scope": scope, "args": {}}

_replaced(field, value) := _of(object.union(object.remove(_body, [field]), {field: value}))

test_data_that_represent_pass if _of(_body) == set()

test_the_data_examined_are_those_of_the_datasheet if {
	every wrong in ["sha256:04", null, 7, ""] { _with({"dataset_sha256": wrong}) == {_plain("dataset_other", "")} }
	_without("dataset_sha256") == {_plain("dataset_other", "")}
	_beside({"splits": ["test", {"split": "test", "rows": 1000, "sha256": null}]}, {"dataset_sha256": null}) == {_plain("dataset_other", "")}
}

_beside(sheet, changes) := _found(story.holding(_holding([_document(object.union(_body, changes))]), "dataset_datasheet", [object.union(_datasheet, {"body": sheet})]))

test_a_size_that_is_no_count_is_not_compared if _beside({"splits": [{"split": "test", "rows": "1000", "sha256": "sha256:03"}]}, {}) == set()

test_some_population_is_examined if {
	every wrong in [null, [], "sex", [7], [""], [["sex"]], {"sex": true}, true] {
		_replaced("populations", wrong) == {_plain("populations_missing", ""), _plain("attribute_unexamined", "sex")}
	}
}

test_every_protected_attribute_is_examined if {
	_with({"populations": ["region"], "coverage": [_row("region=north", 1000, 1, 1)]}) == {_plain("attribute_unexamined", "sex")}
	_with({"populations": ["sex", "region"]}) == {_plain("coverage_missing", "region")}
	_with({"populations": ["sex", ["region"]]}) == set()
}

test_every_row_is_a_group_a_count_and_two_shares if {
	every wrong in [null, "sex=male", 7, {}, _row(7, 1, 0.1, 0.1), _row("sex=x", 0.5, 0.1, 0.1), _row("sex=x", 1, 1.1, 0.1), _row("sex=x", 1, 0.1, "0.1")] {
		_with({"coverage": array.concat(_body.coverage, [wrong])}) == {{"code": "coverage_malformed", "scope": "", "args": {"number": 3}}}
	}
	every wrong in [null, [], "all", {"sex": 1}, true] { _replaced("coverage", wrong) == {_plain("coverage_missing", "sex")} }
}

test_a_group_that_is_left_out_is_missed if {
	_with({"coverage": [_row("sex=male", 599, 0.6, 0.5), _row("sex=female", 400, 0.4, 0.5)]}) == {{"code": "cases_uncounted", "scope": "sex", "args": {"n": 999, "expected": 1000}}}
	_with({"coverage": [_row("sex=male", 600, 0.6, 0.5), _row("sex=female", 401, 0.4, 0.5)]}) == set()
}

test_a_claimed_share_is_counted if {
	differs := {{"code": "claim_differs", "scope": "sex=female", "args": {"claimed": 0.4011, "counted": 0.4}}}
	_with({"coverage": [_body.coverage[0], _row("sex=female", 400, 0.4011, 0.5)]}) == differs
	_with({"coverage": [_body.coverage[0], _row("sex=female", 400, 0.401, 0.5)]}) == set()
	_with({"coverage": [_row("sex=male", 1, 0.9, 1)]}) == {
		_scoped("cases_uncounted", "sex", {"n": 1, "expected": 1000}),
		_scoped("claim_differs", "sex=male", {"claimed": 0.9, "counted": 1}),
	}
	_with({"coverage": [_row("sex=male", 0, 0, 0.5)]}) == {
		_scoped("cases_uncounted", "sex", {"n": 0, "expected": 1000}),
		_scoped("reference_incomplete", "sex", {"sum": 0.5, "limit": 0.95}),
	}
}

test_four_fifths_of_a_share_are_enough_and_less_is_a_gap if {
	_with({"coverage": [_body.coverage[0], _row("sex=female", 400, 0.4, 0.5001)]}) == {{"code": "gap_unnamed", "scope": "sex=female", "args": {"ratio": 0.7998, "limit": 0.8}}}
	_with({"coverage": [_row("sex=male", 600, 0.6, 1), _row("sex=female", 400, 0.4, 0)]}) == {{"code": "gap_unnamed", "scope": "sex=male", "args": {"ratio": 0.6, "limit": 0.8}}}
}

test_a_gap_is_named_and_dealt_with if {
	short := [_body.coverage[0], _row("sex=female", 400, 0.4, 0.6)]
	_with({"coverage": short, "gaps": ["Women: 400 cases."], "mitigation": ["More are collected."]}) == set()
	_with({"coverage": short, "gaps": ["Women: 400 cases."]}) == {_plain("mitigation_missing", "")}
	_with({"gaps": ["Few cases from the north."]}) == {_plain("mitigation_missing", "")}
	every wrong in [null, [""], "TBD", [7]] { _with({"gaps": ["Women."], "mitigation": wrong}) == {_plain("mitigation_missing", "")} }
	unnamed := {"code": "gap_unnamed", "scope": "sex=female", "args": {"ratio": 0.6667, "limit": 0.8}}
	every wrong in [[], [""], ["TBD"]] { _with({"coverage": short, "gaps": wrong}) == {unnamed} }
}

test_whether_there_are_gaps_is_answered if {
	every wrong in [null, "", false, {}] { _replaced("gaps", wrong) == {_plain("gaps_unanswered", "")} }
	_without("gaps") == {_plain("gaps_unanswered", "")}
}

test_shares_in_the_population_have_a_source if {
	every wrong in [null, "", "TBD", 7] { _with({"reference_source": wrong}) == {_plain("reference_missing", "")} }
}

test_none_or_a_draft_is_missing if {
	missing := {_finding("evidence_missing", {"type": "bias_examination"})}
	_found(story.model) == missing
	_found(_holding([object.union(_document(_body), {"status": "draft"})])) == missing
}

test_who_does_not_hold_the_role_or_wrote_it_approves_nothing if {
	wrong := {_finding("evidence_wrong_approver", {"type": "bias_examination", "roles": "ds_team_lead"})}
	_found(_holding([object.union(_document(_body), {"approved_by": [{"person": "u-biz", "role": "ds_team_lead"}]})])) == wrong
	_found(_holding([object.union(_document(_body), {"created_by": "u-lead"})])) == wrong
}

test_documents_out_of_their_time_are_told if {
	_found(_holding([object.union(_document(_body), {"created_at": "2026-11-12T09:00:01Z"})])) == {_finding("evidence_from_the_future", {"type": "bias_examination"})}
	living := {"high": 10, "limited": 10, "minimal": 10}
	old := object.union(_document(_body), {"created_at": "2026-11-01T09:00:00Z", "recorded_at": "2026-11-01T09:00:00Z"})
	found := representativeness.findings with input as _holding([old]) with data.config.evidence.bias_examination.max_days as living
	found == {_finding("evidence_stale", {"type": "bias_examination", "days": 11, "limit": 10})}
}

test_odd_values_are_no_errors if {
	every field in object.keys(_body) {
		every value in [null, "x", -1.5, {"x": [null]}] {
			is_set(_replaced(field, value))
		}
	}
}

test_shares_of_the_population_that_are_left_out_compare_with_nothing if {
	_shared(0, 0) == {_scoped("reference_incomplete", "sex", {"sum": 0, "limit": 0.95})}
}

_shared(male, female) := _with({"coverage": [_row("sex=male", 600, 0.6, male), _row("sex=female", 400, 0.4, female)]})

test_shares_of_the_population_may_be_rounded_and_overlap if {
	_shared(0.5, 0.45) == set()
	_shared(0.5, 0.4499) == {_scoped("reference_incomplete", "sex", {"sum": 0.9499, "limit": 0.95})}
	_shared(0.7, 0.48) == set()
}

test_only_names_of_attributes_are_looked_for if {
	_beside({"splits": [{"split": "test", "rows": 1000, "sha256": "sha256:03"}], "protected_attributes": ["sex", 7]}, {}) == set()
}
