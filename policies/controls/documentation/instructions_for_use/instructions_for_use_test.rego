package mlgate.controls.documentation.instructions_for_use_test

import data.mlgate.controls.documentation.instructions_for_use
import data.mlgate.story_test as story

_g4 := story.moving(story.model, "pre_production", "production")

_found(facts) := found if {
	found := instructions_for_use.findings with input as facts
}

_body := {
	"a": "The provider.",
	"b": "What it can do.",
	"c": "Changes.",
	"d": "Oversight.",
	"e": "Upkeep.",
	"f": "Logs.",
	"declared_metrics": {"auc": 0.778},
}

_document(body) := story.document("use-case/A", "u-owner", "model_owner", body)

_filed(documents) := story.holding(_g4, "instructions_for_use", documents)

_holding(documents) := _measured(_filed(documents), {"auc": 0.778})

_of(body) := _found(_holding([_document(body)]))

_with(changes) := _of(object.union(_body, changes))

_finding(code, args) := {"code": code, "scope": "", "args": args}

_measured(facts, metrics) := story.holding(facts, "evaluation_report", [story.document("model/scorer/1", "u-validator", "model_validator", metrics)])

_declaring(declared, metrics) := _found(_measured(_holding([_document(object.union(_body, {"declared_metrics": declared}))]), metrics))

test_whole_instructions_pass if _of(_body) == set()

test_points_that_lack_are_listed_in_one_finding if {
	_with({"e": null, "f": null}) == {_finding("instructions_incomplete", {"points": "e, f"})}
	_with({"a": " "}) == {_finding("instructions_incomplete", {"points": "a"})}
	_of({}) == {_finding("instructions_incomplete", {"points": "a, b, c, d, e, f"}), _finding("metrics_undeclared", {})}
}

test_what_is_declared_was_measured_to_a_thousandth if {
	every auc in [0.778, 0.779, 0.777] { _declaring({"auc": 0.778}, {"auc": auc}) == set() }
	every auc in [0.7791, 0.7769] {
		_declaring({"auc": 0.778}, {"auc": auc}) == {{
			"code": "metric_differs",
			"scope": "auc",
			"args": {"metric": "auc", "declared": 0.778, "measured": auc},
		}}
	}
}

_unmeasured(metric) := {"code": "metric_unmeasured", "scope": metric, "args": {"metric": metric}}

test_what_is_declared_was_measured if {
	_declaring({"auc": 0.778}, {"recall_bad": 0.6}) == {_unmeasured("auc")}
	every wrong in [null, "0.778", true, [0.778]] { _declaring({"auc": 0.778}, {"auc": wrong}) == {_unmeasured("auc")} }
	_found(_filed([_document(_body)])) == {_unmeasured("auc")}
	_declaring({"auc": 0.778, "beauty": 1}, {"auc": 0.778, "recall_bad": 0.6}) == {_unmeasured("beauty")}
}

test_some_accuracy_is_declared if {
	every none in [null, {}, {"auc": null}] {
		_found(_measured(_holding([_document(object.union(object.remove(_body, ["declared_metrics"]), {"declared_metrics": none}))]), {"auc": 0.6})) == {_finding("metrics_undeclared", {})}
	}
	_found(_measured(_holding([_document(object.remove(_body, ["declared_metrics"]))]), {"auc": 0.6})) == {_finding("metrics_undeclared", {})}
}

test_what_is_declared_is_held_against_counts if {
	counts := {"auc": 0.778, "recall_bad": 0.9, "confusion": {"tp": 600, "fp": 400, "fn": 400, "tn": 8600}}
	_declaring({"recall_bad": 0.6}, counts) == set()
	_declaring({"recall_bad": 0.9}, counts) == {{"code": "metric_differs", "scope": "recall_bad", "args": {"metric": "recall_bad", "declared": 0.9, "measured": 0.6}}}
}

test_what_is_no_number_is_malformed if {
	every wrong in ["0.778", true, [0.778], {"value": 0.778}] {
		_declaring({"auc": 0.778, "beauty": wrong}, {"auc": 0.778}) == {{"code": "malformed", "scope": "beauty", "args": {"metric": "beauty"}}}
		_declaring({"auc": wrong}, {"auc": 0.778}) == {{"code": "malformed", "scope": "auc", "args": {"metric": "auc"}}}
	}
}

test_a_use_case_declares_accuracy_too if {
	facts := story.holding(story.moving(story.system, "pre_production", "production"), "instructions_for_use", [_document(object.union(object.remove(_body, ["declared_metrics"]), {"declared_metrics": {}}))])
	_found(facts) == {_finding("metrics_undeclared", {})}
}

test_the_accuracy_is_that_of_the_model_that_decides if {
	facts := _measured(_holding([_document(_body)]), {"auc": 0.9})
	every role in ["support", "fraud", "other"] {
		models := [object.union(story.use_case.models[0], {"role": role})]
		_found(object.union(facts, {"use_cases": [object.union(story.use_case, {"models": models})]})) == set()
		deciding := object.union(story.use_case.models[0], {"ref": "model/other/1"})
		both := {"use_cases": [object.union(story.use_case, {"models": array.concat(models, [deciding])})]}
		_found(object.union(facts, both)) == set()
		_found(object.union(_holding([_document(object.union(_body, {"declared_metrics": {"beauty": 1}}))]), both)) == set()
	}
}

test_none_or_a_draft_is_missing if {
	missing := {_finding("evidence_missing", {"type": "instructions_for_use"})}
	_found(_g4) == missing
	_found(_holding([object.union(_document(_body), {"status": "draft"})])) == missing
	_found(_holding([object.union(_document(_body), {"subject": "use-case/B"})])) == missing
}

test_who_does_not_hold_the_role_or_wrote_it_approves_nothing if {
	wrong := {_finding("evidence_wrong_approver", {"type": "instructions_for_use", "roles": "model_owner"})}
	_found(_holding([object.union(_document(_body), {"approved_by": [{"person": "u-validator", "role": "model_ownerx"}]})])) == wrong
	_found(_holding([object.union(_document(_body), {"created_by": _document(_body).approved_by[0].person})])) == wrong
}

test_a_document_from_the_future_is_no_document if {
	_found(_holding([object.union(_document({}), {"created_at": "2026-11-12T09:00:01Z"})])) == {_finding("evidence_from_the_future", {"type": "instructions_for_use"})}
	_found(_holding([object.union(_document(_body), {"created_at": "2026-11-12T09:00:00Z"})])) == set()
}

test_odd_values_are_no_errors if {
	every field in object.keys(_body) {
		every value in [null, "x", "", 1, -1, 1.5, true, [], [null], ["x"], [[]], {}, {"x": 1}, "2026-13-40T00:00:00Z"] {
			is_set(_found(_holding([_document(object.union(object.remove(_body, [field]), {field: value}))])))
		}
	}
}

_both(documents) := _measured(_unmeasured_of_both(documents), {"auc": 0.778})

_unmeasured_of_both(documents) := story.holding(
	object.union(
		story.filing(_g4, [story.questionnaire("use-case/A", story.answers), story.questionnaire("use-case/B", story.answers)]),
		{"use_cases": [story.use_case, object.union(story.use_case, {"ref": "use-case/B"})]},
	),
	"instructions_for_use",
	documents,
)

_of_other(body) := object.union(_document(body), {"subject": "use-case/B"})

_scoped(scope, finding) := object.union(finding, {"scope": scope})

test_each_use_case_files_its_own if {
	_found(_both([_document(_body), _of_other(_body)])) == set()
	_found(_both([_document(_body)])) == {_scoped("use-case/B", _finding("evidence_missing", {"type": "instructions_for_use"}))}
	_found(_both([_of_other(_body)])) == {_scoped("use-case/A", _finding("evidence_missing", {"type": "instructions_for_use"}))}
}

test_a_fault_is_that_of_the_use_case_that_has_it if {
	bad := object.union(_body, {"a": null})
	_found(_both([_document(_body), _of_other(bad)])) == {_scoped("use-case/B", _finding("instructions_incomplete", {"points": "a"}))}
	_found(_both([_document(bad), _of_other(_body)])) == {_scoped("use-case/A", _finding("instructions_incomplete", {"points": "a"}))}
}

test_a_copy_on_the_model_does_not_stand_for_its_use_case if {
	_found(_holding([object.union(_document(_body), {"subject": "model/scorer/1"})])) == {_scoped("use-case/A", _finding("evidence_missing", {"type": "instructions_for_use"}))}
}

_living(documents, days) := found if {
	found := instructions_for_use.findings with input as _holding(documents) with data.config.evidence.instructions_for_use.max_days as {"high": days, "limited": days, "minimal": days}
}

test_a_life_that_policy_data_sets_ends if {
	_living([object.union(_document(_body), {"created_at": "2026-11-02T09:00:00Z", "recorded_at": "2026-11-02T09:00:00Z"})], 10) == set()
	_living([object.union(_document(_body), {"created_at": "2026-11-02T08:59:59Z", "recorded_at": "2026-11-02T09:00:00Z"})], 10) == {_finding("evidence_stale", {"type": "instructions_for_use", "days": 10, "limit": 10})}
}

test_what_is_no_table_of_metrics_is_malformed if {
	every wrong in ["auc", [0.5], [], 7, true, false] {
		malformed := {_finding("malformed", {"metric": "declared_metrics"})}
		_of(object.union(_body, {"declared_metrics": wrong})) == malformed
		_found(_measured(_holding([_document(object.union(_body, {"declared_metrics": wrong}))]), {"auc": 0.6})) == malformed
	}
}

test_the_accuracy_is_compared_where_the_model_decides_only if {
	supporting := [object.union(story.use_case.models[0], {"role": "support"})]
	whole := _both([_document(_body), _of_other(object.union(_body, {"declared_metrics": {"auc": 0.9}}))])
	differs := {{"code": "metric_differs", "scope": "auc", "args": {"metric": "auc", "declared": 0.9, "measured": 0.778}}}
	_found(_measured(whole, {"auc": 0.778})) == differs
	_found(_measured(object.union(whole, {"use_cases": [story.use_case, object.union(story.use_case, {"ref": "use-case/B", "models": supporting})]}), {"auc": 0.778})) == set()
}

test_instructions_that_the_model_has_itself_are_compared if {
	own := object.union(_document(object.union(_body, {"declared_metrics": {"auc": 0.9}})), {"subject": "model/scorer/1"})
	_found(_measured(_holding([_document(_body), own]), {"auc": 0.778})) == {{"code": "metric_differs", "scope": "auc", "args": {"metric": "auc", "declared": 0.9, "measured": 0.778}}}
}
