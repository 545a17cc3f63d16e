package mlgate.controls.oversight.human_oversight_test

import data.mlgate.controls.oversight.human_oversight
import data.mlgate.story_test as story

_g4 := story.moving(story.model, "pre_production", "production")

_found(facts) := found if {
	found := human_oversight.findings with input as facts
}

_body := {
	"overseers": [{"person": "u-biz", "competence_ref": "training://1", "authority": true}],
	"a": true,
	"b": true,
	"c": true,
	"d": true,
	"e": true,
	"override_tested_at": "2026-11-01T09:00:00Z",
	"stop_tested_at": "2026-11-01T09:00:00Z",
	"automation_bias_measures": ["Some files are shown without a score."],
}

_document(body) := story.document("use-case/A", "u-biz", "business_risk_owner", body)

_holding(documents) := story.holding(_g4, "human_oversight_plan", documents)

_of(body) := _found(_holding([_document(body)]))

_with(changes) := _of(object.union(_body, changes))

_finding(code, args) := {"code": code, "scope": "", "args": args}

_all := "a, automation_bias_measures, b, c, d, e, override_tested_at, overseers, stop_tested_at"

test_a_whole_plan_passes if _of(_body) == set()

test_parts_that_lack_are_listed_in_one_finding if {
	_with({"stop_tested_at": null}) == {_finding("plan_incomplete", {"parts": "stop_tested_at"})}
	_with({"stop_tested_at": null, "e": null, "overseers": []}) == {_finding("plan_incomplete", {"parts": "e, overseers, stop_tested_at"})}
	_of({}) == {_finding("plan_incomplete", {"parts": _all})}
	_of({part: 7 | some part, _ in _body}) == {_finding("plan_incomplete", {"parts": _all})}
}

test_only_yes_is_a_capability if {
	every answer in [false, null, "no", "true", 1, ["x"]] {
		_with({"c": answer}) == {_finding("plan_incomplete", {"parts": "c"})}
	}
}

test_a_drill_has_a_moment if {
	every at in ["2026-11-01", "lately", "2026-02-31T00:00:00Z", 7] {
		_with({"override_tested_at": at}) == {_finding("plan_incomplete", {"parts": "override_tested_at"})}
	}
}

test_a_drill_of_half_a_year_ago_is_enough_and_older_is_not if {
	_with({"stop_tested_at": "2026-05-16T09:00:00Z"}) == set()
	_with({"stop_tested_at": "2026-05-15T09:00:00Z"}) == {_finding("drill_old", {"drill": "stop_tested_at", "days": 181, "limit": 180})}
}

test_a_drill_does_not_lie_ahead if {
	_with({"override_tested_at": "2026-11-12T09:00:00Z"}) == set()
	_with({"override_tested_at": "2026-11-12T09:00:01Z"}) == {_finding("drill_ahead", {"drill": "override_tested_at"})}
}

_overseen_by(changes) := _with({"overseers": [object.union(_body.overseers[0], changes)]})

test_an_overseer_is_a_person_of_the_directory if {
	_overseen_by({"person": "u-author"}) == set()
	every stranger in ["u-gone", "svc", "U-BIZ", "the underwriter"] {
		_overseen_by({"person": stranger}) == {_finding("overseer_unknown", {"person": stranger})}
	}
	_with({"overseers": [_body.overseers[0], object.union(_body.overseers[0], {"person": "u-gone"})]}) == {_finding("overseer_unknown", {"person": "u-gone"})}
}

test_an_overseer_is_named_trained_and_entitled if {
	_overseen_by({"competence_ref": null}) == {_finding("overseer_powerless", {"person": "u-biz", "parts": "competence_ref"})}
	every nobody in [null, 7, ["u-biz"]] {
		_overseen_by({"person": nobody}) == {_finding("overseer_powerless", {"person": "without a name", "parts": "person"})}
	}
	every answer in [false, null, "yes", 1] {
		_overseen_by({"authority": answer}) == {_finding("overseer_powerless", {"person": "u-biz", "parts": "authority"})}
	}
	_with({"overseers": ["u-biz"]}) == {_finding("overseer_powerless", {"person": "without a name", "parts": "authority, competence_ref, person"})}
}

test_none_or_a_draft_is_missing if {
	missing := {_finding("evidence_missing", {"type": "human_oversight_plan"})}
	_found(_g4) == missing
	_found(_holding([object.union(_document(_body), {"status": "draft"})])) == missing
	_found(_holding([object.union(_document(_body), {"subject": "use-case/B"})])) == missing
}

test_who_does_not_hold_the_role_or_wrote_it_approves_nothing if {
	wrong := {_finding("evidence_wrong_approver", {"type": "human_oversight_plan", "roles": "business_risk_owner"})}
	_found(_holding([object.union(_document(_body), {"approved_by": [{"person": "u-validator", "role": "business_risk_ownerx"}]})])) == wrong
	_found(_holding([object.union(_document(_body), {"created_by": _document(_body).approved_by[0].person})])) == wrong
}

test_a_document_from_the_future_is_no_document if {
	_found(_holding([object.union(_document({}), {"created_at": "2026-11-12T09:00:01Z"})])) == {_finding("evidence_from_the_future", {"type": "human_oversight_plan"})}
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
	"human_oversight_plan",
	documents,
)

_of_other(body) := object.union(_document(body), {"subject": "use-case/B"})

_scoped(scope, finding) := object.union(finding, {"scope": scope})

test_each_use_case_files_its_own if {
	_found(_both([_document(_body), _of_other(_body)])) == set()
	_found(_both([_document(_body)])) == {_scoped("use-case/B", _finding("evidence_missing", {"type": "human_oversight_plan"}))}
	_found(_both([_of_other(_body)])) == {_scoped("use-case/A", _finding("evidence_missing", {"type": "human_oversight_plan"}))}
}

test_a_fault_is_that_of_the_use_case_that_has_it if {
	bad := object.union(_body, {"c": false})
	_found(_both([_document(_body), _of_other(bad)])) == {_scoped("use-case/B", _finding("plan_incomplete", {"parts": "c"}))}
	_found(_both([_document(bad), _of_other(_body)])) == {_scoped("use-case/A", _finding("plan_incomplete", {"parts": "c"}))}
}

test_a_copy_on_the_model_does_not_stand_for_its_use_case if {
	_found(_holding([object.union(_document(_body), {"subject": "model/scorer/1"})])) == {_scoped("use-case/A", _finding("evidence_missing", {"type": "human_oversight_plan"}))}
}

_living(documents, days) := found if {
	found := human_oversight.findings with input as _holding(documents) with data.config.evidence.human_oversight_plan.max_days as {"high": days, "limited": days, "minimal": days}
}

test_a_life_that_policy_data_sets_ends if {
	_living([object.union(_document(_body), {"created_at": "2026-11-02T09:00:00Z", "recorded_at": "2026-11-02T09:00:00Z"})], 10) == set()
	_living([object.union(_document(_body), {"created_at": "2026-11-02T08:59:59Z", "recorded_at": "2026-11-02T09:00:00Z"})], 10) == {_finding("evidence_stale", {"type": "human_oversight_plan", "days": 10, "limit": 10})}
}

test_a_drill_a_second_older_than_half_a_year_is_old if {
	_with({"stop_tested_at": "2026-05-16T08:59:59Z"}) == {_finding("drill_old", {"drill": "stop_tested_at", "days": 180, "limit": 180})}
}

test_measures_against_bias_say_something if {
	every wrong in [[], [""], [null, " "], "rotation", 7, true, {}] {
		_of(object.union(object.remove(_body, ["automation_bias_measures"]), {"automation_bias_measures": wrong})) == {_finding("plan_incomplete", {"parts": "automation_bias_measures"})}
	}
}
