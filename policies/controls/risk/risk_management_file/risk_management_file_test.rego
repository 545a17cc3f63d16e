package mlgate.controls.risk.risk_management_file_test

import data.mlgate.controls.risk.risk_management_file
import data.mlgate.story_test as story

_g4 := story.moving(story.model, "pre_production", "production")

_found(facts) := found if {
	found := risk_management_file.findings with input as facts
}

_body := {
	"hazards": [_hazard("HZ-01", "intended_use"), _hazard("HZ-02", "foreseeable_misuse")],
	"thresholds": [{"metric": "auc", "op": ">=", "value": 0.7, "set_at": "2026-10-01T10:00:00Z"}],
	"vulnerable_groups_considered": true,
	"metrics_and_thresholds_predefined": true,
	"residual_acceptable": true,
}

_hazard(id, source) := {
	"id": id,
	"source": source,
	"description": "A sound applicant is refused.",
	"severity": 3,
	"likelihood": 3,
	"measures": ["An underwriter reads every refusal."],
	"residual": "medium",
}

_document(body) := story.document("use-case/A", "u-gov", "governance_officer", body)

_holding(documents) := story.holding(_g4, "risk_management_file", documents)

_of(body) := _found(_holding([_document(body)]))

_with(changes) := _of(object.union(_body, changes))

_finding(code, args) := {"code": code, "scope": "", "args": args}

_more(changes) := _with({"hazards": array.concat(_body.hazards, [object.union(_hazard("HZ-03", "post_market"), changes)])})

test_a_whole_file_passes if {
	_of(_body) == set()
	_more({}) == set()
}

test_use_and_misuse_are_both_looked_at if {
	_with({"hazards": [_hazard("HZ-01", "intended_use")]}) == {_finding("source_missing", {"source": "foreseeable_misuse"})}
	_with({"hazards": [_hazard("HZ-01", "foreseeable_misuse")]}) == {_finding("source_missing", {"source": "intended_use"})}
	every wrong in [null, [], "none", {"id": "HZ-01"}, 7] {
		_with({"hazards": wrong}) == {
			_finding("source_missing", {"source": "foreseeable_misuse"}),
			_finding("source_missing", {"source": "intended_use"}),
		}
	}
}

test_what_a_hazard_lacks_is_listed if {
	_more({"residual": null}) == {_finding("hazard_incomplete", {"hazard": "HZ-03", "parts": "residual"})}
	_more({"measures": [], "description": ""}) == {_finding("hazard_incomplete", {"hazard": "HZ-03", "parts": "description, measures"})}
	_more({"id": null}) == {_finding("hazard_incomplete", {"hazard": "without id", "parts": "id"})}
	_with({"hazards": array.concat(_body.hazards, ["fire"])}) == {_finding("hazard_incomplete", {
		"hazard": "without id",
		"parts": "description, id, likelihood, measures, residual, severity, source",
	})}
}

test_marks_are_those_of_the_scale if {
	every mark in [1, 2, 3, 4, 5] { _more({"severity": mark, "likelihood": mark}) == set() }
	every mark in [0, 6, 2.5, "3", null] {
		_more({"severity": mark}) == {_finding("hazard_incomplete", {"hazard": "HZ-03", "parts": "severity"})}
		_more({"likelihood": mark}) == {_finding("hazard_incomplete", {"hazard": "HZ-03", "parts": "likelihood"})}
	}
	every word in ["HIGH", "grave", 1, true] {
		_more({"residual": word}) == {_finding("hazard_incomplete", {"hazard": "HZ-03", "parts": "residual"})}
		_more({"source": word}) == {_finding("hazard_incomplete", {"hazard": "HZ-03", "parts": "source"})}
	}
}

test_no_hazard_leaves_a_high_risk if {
	_more({"residual": "low"}) == set()
	_more({"residual": "high"}) == {_finding("residual_high", {"hazard": "HZ-03"})}
}

test_only_yes_is_a_statement if {
	every answer in [false, null, "true", 1] {
		_with({"residual_acceptable": answer}) == {_finding("statement_missing", {"statements": "residual_acceptable"})}
	}
	_with({"vulnerable_groups_considered": null, "metrics_and_thresholds_predefined": null}) == {_finding("statement_missing", {"statements": "metrics_and_thresholds_predefined, vulnerable_groups_considered"})}
}

test_a_file_of_a_year_ago_is_enough_and_older_is_not if {
	_found(_holding([object.union(_document(_body), {"created_at": "2025-11-12T09:00:00Z"})])) == set()
	_found(_holding([object.union(_document(_body), {"created_at": "2025-11-11T09:00:00Z"})])) == {_finding("evidence_stale", {
		"type": "risk_management_file",
		"days": 366,
		"limit": 365,
	})}
}

test_none_or_a_draft_is_missing if {
	missing := {_finding("evidence_missing", {"type": "risk_management_file"})}
	_found(_g4) == missing
	_found(_holding([object.union(_document(_body), {"status": "draft"})])) == missing
	_found(_holding([object.union(_document(_body), {"subject": "use-case/B"})])) == missing
}

test_who_does_not_hold_the_role_or_wrote_it_approves_nothing if {
	wrong := {_finding("evidence_wrong_approver", {"type": "risk_management_file", "roles": "governance_officer"})}
	_found(_holding([object.union(_document(_body), {"approved_by": [{"person": "u-validator", "role": "governance_officerx"}]})])) == wrong
	_found(_holding([object.union(_document(_body), {"created_by": _document(_body).approved_by[0].person})])) == wrong
}

test_a_document_from_the_future_is_no_document if {
	_found(_holding([object.union(_document({}), {"created_at": "2026-11-12T09:00:01Z"})])) == {_finding("evidence_from_the_future", {"type": "risk_management_file"})}
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
	"risk_management_file",
	documents,
)

_of_other(body) := object.union(_document(body), {"subject": "use-case/B"})

_scoped(scope, finding) := object.union(finding, {"scope": scope})

test_each_use_case_files_its_own if {
	_found(_both([_document(_body), _of_other(_body)])) == set()
	_found(_both([_document(_body)])) == {_scoped("use-case/B", _finding("evidence_missing", {"type": "risk_management_file"}))}
	_found(_both([_of_other(_body)])) == {_scoped("use-case/A", _finding("evidence_missing", {"type": "risk_management_file"}))}
}

test_a_fault_is_that_of_the_use_case_that_has_it if {
	bad := object.union(_body, {"residual_acceptable": false})
	_found(_both([_document(_body), _of_other(bad)])) == {_scoped("use-case/B", _finding("statement_missing", {"statements": "residual_acceptable"}))}
	_found(_both([_document(bad), _of_other(_body)])) == {_scoped("use-case/A", _finding("statement_missing", {"statements": "residual_acceptable"}))}
}

test_a_copy_on_the_model_does_not_stand_for_its_use_case if {
	_found(_holding([object.union(_document(_body), {"subject": "model/scorer/1"})])) == {_scoped("use-case/A", _finding("evidence_missing", {"type": "risk_management_file"}))}
}

test_a_second_more_than_a_year_is_too_old if {
	_found(_holding([object.union(_document(_body), {"created_at": "2025-11-12T08:59:59Z"})])) == {_finding("evidence_stale", {"type": "risk_management_file", "days": 365, "limit": 365})}
}

test_measures_say_something if {
	every wrong in ["an underwriter", 7, true, [""], [null, " "], {}] {
		_of(object.union(_body, {"hazards": array.concat(_body.hazards, [object.union(object.remove(_hazard("HZ-03", "post_market"), ["measures"]), {"measures": wrong})])})) == {_finding("hazard_incomplete", {"hazard": "HZ-03", "parts": "measures"})}
	}
}

_replaced(field, value) := _of(object.union(object.remove(_body, [field]), {field: value}))

test_limits_are_set if {
	every wrong in [null, [], "auc", {"metric": "auc"}, 7, true] { _replaced("thresholds", wrong) == {_finding("thresholds_missing", {})} }
}

_incomplete(parts) := _finding("threshold_incomplete", {"number": 2, "parts": parts})

_second(changes) := _with({"thresholds": array.concat(_body.thresholds, [object.union(_body.thresholds[0], changes)])})

test_a_limit_has_a_metric_a_value_and_a_moment if {
	_second({}) == set()
	every wrong in [null, "", 7, ["auc"]] { _second({"metric": wrong}) == {_incomplete("metric")} }
	every wrong in [null, "2026-10-01", "soon", 7, "2026-13-01T00:00:00Z"] { _second({"set_at": wrong}) == {_incomplete("set_at")} }
	every wrong in [null, "0.7", true] { _second({"value": wrong}) == {_incomplete("value")} }
	_with({"thresholds": array.concat(_body.thresholds, ["auc"])}) == {_incomplete("metric, set_at, value")}
}

_report(evaluated_at, created_at) := object.union(
	story.document("model/scorer/1", "u-validator", "model_validator", {"evaluated_at": evaluated_at}),
	{"created_at": created_at, "recorded_at": "2026-11-10T00:00:00Z"},
)

_evaluated(type, evaluated_at, created_at) := _found(story.holding(_holding([_document(_body)]), type, [_report(evaluated_at, created_at)]))

test_a_limit_without_a_value_is_not_late_as_well if {
	early := story.holding(_holding([_document(object.union(_body, {"thresholds": array.concat(_body.thresholds, [{"metric": "auc", "set_at": "2026-10-03T00:00:00Z"}])}))]), "evaluation_report", [_report("2026-10-02T00:00:00Z", "2026-10-02T00:00:00Z")])
	_found(early) == {_incomplete("value")}
}

_late(type, evaluated_at) := _finding("threshold_set_late", {"metric": "auc", "set_at": "2026-10-01T10:00:00Z", "type": type, "evaluated_at": evaluated_at})

test_limits_are_set_before_anything_is_evaluated if {
	every type in ["evaluation_report", "fairness_report"] {
		_evaluated(type, "2026-10-01T10:00:00Z", "2026-10-02T00:00:00Z") == set()
		_evaluated(type, "2026-10-01T09:59:59Z", "2026-10-02T00:00:00Z") == {_late(type, "2026-10-01T09:59:59Z")}
		_evaluated(type, "2026-10-01T11:59:59+02:00", "2026-10-02T00:00:00Z") == {_late(type, "2026-10-01T11:59:59+02:00")}
	}
}

test_an_evaluation_was_made_before_it_was_written_down if {
	every wrong in [null, "later", 7, "2026-10-05T00:00:00Z"] {
		_evaluated("evaluation_report", wrong, "2026-10-01T09:00:00Z") == {_late("evaluation_report", "2026-10-01T09:00:00Z")}
		_evaluated("evaluation_report", wrong, "2026-10-01T10:00:00Z") == set()
	}
	_evaluated("evaluation_report", "2026-10-01T11:00:00+02:00", "2026-10-01T09:00:00Z") == {_late("evaluation_report", "2026-10-01T09:00:00Z")}
}
