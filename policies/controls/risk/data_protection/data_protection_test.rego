package mlgate.controls.risk.data_protection_test

import data.mlgate.controls.risk.data_protection
import data.mlgate.story_test as story

_g := story.moving(story.model, "qa", "pre_production")

_found(facts) := found if {
	found := data_protection.findings with input as facts
}

_body := {
	"required": true,
	"personal_data": true,
	"profiling": true,
	"description": "Credit scoring of applicants.",
	"necessity": "Creditworthiness is assessed before a loan is granted.",
	"risks": [{"risk": "A wrong refusal.", "level": "high", "measures": ["Every refusal is read."]}],
	"dpo": "u-dpo",
	"dpo_opinion": "proceed",
	"consultation_needed": false,
	"completed_at": "2026-11-10T09:00:00Z",
}

_document(body) := story.document("use-case/A", "u-dpo", "data_protection_officer", body)

_holding(documents) := story.holding(_g, "dpia", documents)

_of(body) := _found(_holding([_document(body)]))

_with(changes) := _of(object.union(_body, changes))

_put(field, value) := _of(object.union(object.remove(_body, [field]), {field: value}))

_finding(code, args) := {"code": code, "scope": "", "args": args}

test_a_whole_assessment_passes if _of(_body) == set()

_calm := object.union(story.answers, {"profiling": false, "annex_iii": ["4a"]})

_answering(answers, documents) := _found(story.answering(_holding(documents), answers))

_screening := {"required": false, "personal_data": true, "profiling": false}

_sheet(answer) := object.union(_document({"personal_data": answer}), {"subject": "model/scorer/1", "status": "draft"})

_with_sheet(answers, sheet, documents) := _found(story.holding(story.answering(_holding(documents), answers), "dataset_datasheet", [sheet]))

test_that_none_is_required_is_not_believed if {
	_with({"required": false}) == {_finding("requirement_denied", {})}
	_put("required", null) == {_finding("requirement_denied", {})}
	_answering(object.union(story.answers, {"profiling": null}), [_document(object.union(_body, {"required": false}))]) == {_finding("requirement_denied", {})}
	_found(story.filing(_holding([_document(object.union(_body, {"required": false}))]), [])) == {_finding("requirement_denied", {})}
}

test_what_the_questionnaire_says_is_not_denied if {
	_with({"profiling": false}) == {_finding("contradicted", {"what": "profiling", "source": "the questionnaire"})}
	_with({"personal_data": false}) == {_finding("contradicted", {"what": "personal_data", "source": "the questionnaire"})}
}

test_where_nobody_is_profiled_and_no_data_are_personal_none_is_asked_for if {
	_answering(_calm, []) == set()
	_answering(_calm, [_document({"required": false})]) == set()
	_answering(_calm, [object.union(_document({"required": false}), {"status": "draft"})]) == set()
	_answering(_calm, [object.union(_document({"required": true}), {"status": "draft"})]) == {_finding("evidence_missing", {"type": "dpia"})}
	_with_sheet(_calm, _sheet(false), []) == set()
}

test_personal_data_ask_for_a_screening if {
	missing := {_finding("evidence_missing", {"type": "dpia"})}
	every answer in [true, null, "no"] { _with_sheet(_calm, _sheet(answer), []) == missing }
	_with_sheet(_calm, _sheet(true), [_document(_screening)]) == set()
	_with_sheet(_calm, _sheet(true), [_document(object.union(_screening, {"required": null}))]) == {_finding("requirement_open", {})}
	denied := object.union(_screening, {"personal_data": false})
	_with_sheet(_calm, _sheet(true), [_document(denied)]) == {_finding("contradicted", {"what": "personal_data", "source": "the datasheet"})}
}

test_a_screening_may_not_say_stop if {
	_with_sheet(_calm, _sheet(true), [_document(object.union(_screening, {"dpo_opinion": "stop"}))]) == {_finding("opinion_stop", {})}
}

test_who_says_that_one_is_required_is_judged_in_full if {
	_answering(_calm, [_document(_body)]) == set()
	_answering(_calm, [_document(object.union(_body, {"necessity": " "}))]) == {_finding("parts_missing", {"parts": "necessity"})}
}

test_the_parts_of_the_regulation_are_there if {
	_put("risks", []) == {_finding("parts_missing", {"parts": "risks"})}
	_with({"description": "", "necessity": null}) == {_finding("parts_missing", {"parts": "description, necessity"})}
}

test_a_risk_has_a_level_and_measures if {
	sound := _body.risks[0]
	every wrong in [{"measures": []}, {"measures": [" ", null]}, {"measures": "none"}] {
		_put("risks", [sound, object.union(sound, wrong)]) == {_finding("risk_incomplete", {"position": 2, "parts": "measures"})}
	}
	_put("risks", [object.union(sound, {"level": "severe"})]) == {_finding("risk_incomplete", {"position": 1, "parts": "level"})}
	_put("risks", ["x"]) == {_finding("risk_incomplete", {"position": 1, "parts": "risk, level, measures"})}
}

test_stop_stops if {
	_with({"dpo_opinion": "stop"}) == {_finding("opinion_stop", {})}
	every opinion in [null, "", "go", true, ["proceed"]] { _put("dpo_opinion", opinion) == {_finding("opinion_missing", {})} }
}

test_the_opinion_is_that_of_a_data_protection_officer if {
	_with({"dpo": "u-gov"}) == {_finding("officer_unknown", {"person": "u-gov"})}
	_with({"dpo": "u-nobody"}) == {_finding("officer_unknown", {"person": "u-nobody"})}
	every wrong in [null, 7, ["u-dpo"]] { _put("dpo", wrong) == {_finding("officer_unknown", {"person": "nobody"})} }
}

_conditional(conditions) := _with({"dpo_opinion": "proceed_with_conditions", "conditions": conditions})

_conditions_open(conditions) := {_finding("conditions_open", {"conditions": conditions})}

test_conditions_are_named_and_met if {
	_conditional([{"condition": "Erase logs.", "met": true}]) == set()
	_conditional([{"condition": "Erase logs.", "met": true}, {"condition": "Ask less.", "met": false}]) == _conditions_open("Ask less.")
	_conditional([{"condition": 7, "met": false}]) == _conditions_open("one without words")
	_conditional([{"condition": "Erase logs."}, "x"]) == _conditions_open("Erase logs.; one without words")
	every wrong in [[], null, "none", {}] { _conditional(wrong) == _conditions_open("none is named") }
}

_consulted(changes) := _with({"consultation_needed": true, "consultation": object.union({"authority": "Data protection authority", "outcome": "no_objection", "outcome_at": "2026-11-10T09:00:00Z"}, changes)})

test_a_consultation_that_is_needed_has_an_outcome if {
	_consulted({}) == set()
	_consulted({"outcome": "advice_followed"}) == set()
	without := {_finding("consultation_without_outcome", {})}
	_with({"consultation_needed": true}) == without
	every changes in [{"outcome": null}, {"outcome": "pending"}, {"authority": ""}, {"outcome_at": null}, {"outcome_at": "2026-11-12T09:00:01Z"}] {
		_consulted(changes) == without
	}
	_consulted({"outcome": "prohibited"}) == {_finding("consultation_refused", {})}
	every answer in [null, "no", 0] { _put("consultation_needed", answer) == {_finding("consultation_open", {})} }
}

_aged(at) := _found(story.holding(_holding([_document(object.union(_body, {"completed_at": at}))]), "x", []))

test_it_was_completed_at_a_moment_that_is_past_and_within_three_years if {
	_aged("2026-11-12T09:00:00Z") == set()
	every at in ["2026-11-12T09:00:01Z", "2026-11-10", null, 7] { _put("completed_at", at) == {_finding("undated", {})} }
	_aged("2023-11-13T09:00:00Z") == set()
	_aged("2023-11-13T08:59:59Z") == {_finding("outdated", {"days": 1095, "limit": 1095})}
}

test_what_a_use_case_files_that_need_not_is_not_judged if {
	facts := story.filing(_both([_document(_body), _of_other({"required": false})]), [
		story.questionnaire("use-case/A", story.answers),
		story.questionnaire("use-case/B", _calm),
	])
	_found(facts) == set()
	_found(story.holding(facts, "dpia", [_document(_body)])) == set()
	_found(story.holding(facts, "dpia", [_document(_body), _of_other({"required": null})])) == set()
}

test_a_model_of_no_use_case_owes_one if {
	alone := object.union(_g, {"use_cases": []})
	_found(alone) == {_finding("evidence_missing", {"type": "dpia"})}
	own := object.union(_document(object.union(_body, {"required": false})), {"subject": "model/scorer/1"})
	_found(story.holding(alone, "dpia", [own])) == {_finding("requirement_denied", {})}
}

test_none_or_a_draft_is_missing if {
	missing := {_finding("evidence_missing", {"type": "dpia"})}
	_found(_g) == missing
	_found(_holding([object.union(_document(_body), {"status": "draft"})])) == missing
	_found(_holding([object.union(_document(_body), {"subject": "use-case/B"})])) == missing
}

test_who_does_not_hold_the_role_or_wrote_it_approves_nothing if {
	wrong := {_finding("evidence_wrong_approver", {"type": "dpia", "roles": "data_protection_officer"})}
	_found(_holding([object.union(_document(_body), {"approved_by": [{"person": "u-validator", "role": "data_protection_officerx"}]})])) == wrong
	_found(_holding([object.union(_document(_body), {"created_by": _document(_body).approved_by[0].person})])) == wrong
}

test_a_document_from_the_future_is_no_document if {
	_found(_holding([object.union(_document({}), {"created_at": "2026-11-12T09:00:01Z"})])) == {_finding("evidence_from_the_future", {"type": "dpia"})}
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
	"dpia",
	documents,
)

_of_other(body) := object.union(_document(body), {"subject": "use-case/B"})

_scoped(scope, finding) := object.union(finding, {"scope": scope})

test_each_use_case_files_its_own if {
	_found(_both([_document(_body), _of_other(_body)])) == set()
	_found(_both([_document(_body)])) == {_scoped("use-case/B", _finding("evidence_missing", {"type": "dpia"}))}
	_found(_both([_of_other(_body)])) == {_scoped("use-case/A", _finding("evidence_missing", {"type": "dpia"}))}
}

test_a_fault_is_that_of_the_use_case_that_has_it if {
	bad := object.union(_body, {"dpo_opinion": "stop"})
	_found(_both([_document(_body), _of_other(bad)])) == {_scoped("use-case/B", _finding("opinion_stop", {}))}
	_found(_both([_document(bad), _of_other(_body)])) == {_scoped("use-case/A", _finding("opinion_stop", {}))}
}

test_a_copy_on_the_model_does_not_stand_for_its_use_case if {
	_found(_holding([object.union(_document(_body), {"subject": "model/scorer/1"})])) == {_scoped("use-case/A", _finding("evidence_missing", {"type": "dpia"}))}
}

_living(documents, days) := found if {
	found := data_protection.findings with input as _holding(documents) with data.config.evidence.dpia.max_days as {"high": days, "limited": days, "minimal": days}
}

test_a_life_that_policy_data_sets_ends if {
	_living([object.union(_document(_body), {"created_at": "2026-11-02T09:00:00Z", "recorded_at": "2026-11-02T09:00:00Z"})], 10) == set()
	_living([object.union(_document(_body), {"created_at": "2026-11-02T08:59:59Z", "recorded_at": "2026-11-02T09:00:00Z"})], 10) == {_finding("evidence_stale", {"type": "dpia", "days": 10, "limit": 10})}
}

test_a_screening_that_admits_profiling_is_no_screening if {
	admitted := object.union(_body, {"profiling": true})
	every required in [false, null] {
		_answering(_calm, [_document(object.union(admitted, {"required": required}))]) == {_finding("requirement_denied", {})}
	}
	_answering(_calm, [_document(admitted)]) == set()
	_answering(_calm, [_document(object.union(admitted, {"required": false, "necessity": null}))]) == {
		_finding("requirement_denied", {}),
		_finding("parts_missing", {"parts": "necessity"}),
	}
}
