package mlgate.controls.operations.event_logging_test

import data.mlgate.controls.operations.event_logging
import data.mlgate.story_test as story

_g := story.moving(story.model, "pre_production", "production")

_found(facts) := found if {
	found := event_logging.findings with input as facts
}

_fields := ["input_ref", "model_version", "output", "overseer", "timestamp"]

_body := {"enabled": true, "fields": array.concat(_fields, ["override"]), "retention_days": 400, "tamper_evident": true}

_document(body) := story.document("use-case/A", "u-owner", "model_owner", body)

_holding(documents) := story.holding(_g, "logging", documents)

_of(body) := _found(_holding([_document(body)]))

_put(field, value) := _of(object.union(object.remove(_body, [field]), {field: value}))

_finding(code, args) := {"code": code, "scope": "", "args": args}

test_logs_that_are_whole_and_kept_pass if _of(_body) == set()

test_only_yes_is_on_and_tamper_evident if {
	every answer in [false, null, "true", 1] {
		_put("enabled", answer) == {_finding("not_enabled", {})}
		_put("tamper_evident", answer) == {_finding("not_tamper_evident", {})}
	}
}

test_each_field_is_asked_for if {
	every lacking in _fields {
		_put("fields", [field | some field in _fields; field != lacking]) == {_finding("fields_missing", {"fields": lacking})}
	}
	every wrong in [[], null, "all", {}, [7]] { _put("fields", wrong) == {_finding("fields_missing", {"fields": concat(", ", _fields)})} }
}

test_six_months_are_enough_and_less_is_not if {
	_put("retention_days", 183) == set()
	_put("retention_days", 182) == {_finding("retention_short", {"days": 182, "limit": 183})}
	every wrong in [null, "400", -1, 183.5, [400]] { _put("retention_days", wrong) == {_finding("retention_missing", {})} }
}

test_an_empty_document_has_every_fault if {
	_of({}) == {
		_finding("not_enabled", {}),
		_finding("not_tamper_evident", {}),
		_finding("fields_missing", {"fields": concat(", ", _fields)}),
		_finding("retention_missing", {}),
	}
}

test_none_or_a_draft_is_missing if {
	missing := {_finding("evidence_missing", {"type": "logging"})}
	_found(_g) == missing
	_found(_holding([object.union(_document(_body), {"status": "draft"})])) == missing
	_found(_holding([object.union(_document(_body), {"subject": "use-case/B"})])) == missing
}

test_who_does_not_hold_the_role_or_wrote_it_approves_nothing if {
	wrong := {_finding("evidence_wrong_approver", {"type": "logging", "roles": "model_owner"})}
	_found(_holding([object.union(_document(_body), {"approved_by": [{"person": "u-validator", "role": "model_ownerx"}]})])) == wrong
	_found(_holding([object.union(_document(_body), {"created_by": _document(_body).approved_by[0].person})])) == wrong
}

test_a_document_from_the_future_is_no_document if {
	_found(_holding([object.union(_document({}), {"created_at": "2026-11-12T09:00:01Z"})])) == {_finding("evidence_from_the_future", {"type": "logging"})}
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
	"logging",
	documents,
)

_of_other(body) := object.union(_document(body), {"subject": "use-case/B"})

_scoped(scope, finding) := object.union(finding, {"scope": scope})

test_each_use_case_files_its_own if {
	_found(_both([_document(_body), _of_other(_body)])) == set()
	_found(_both([_document(_body)])) == {_scoped("use-case/B", _finding("evidence_missing", {"type": "logging"}))}
	_found(_both([_of_other(_body)])) == {_scoped("use-case/A", _finding("evidence_missing", {"type": "logging"}))}
}

test_a_fault_is_that_of_the_use_case_that_has_it if {
	bad := object.union(_body, {"enabled": false})
	_found(_both([_document(_body), _of_other(bad)])) == {_scoped("use-case/B", _finding("not_enabled", {}))}
	_found(_both([_document(bad), _of_other(_body)])) == {_scoped("use-case/A", _finding("not_enabled", {}))}
}

test_a_copy_on_the_model_does_not_stand_for_its_use_case if {
	_found(_holding([object.union(_document(_body), {"subject": "model/scorer/1"})])) == {_scoped("use-case/A", _finding("evidence_missing", {"type": "logging"}))}
}

_living(documents, days) := found if {
	found := event_logging.findings with input as _holding(documents) with data.config.evidence.logging.max_days as {"high": days, "limited": days, "minimal": days}
}

test_a_life_that_policy_data_sets_ends if {
	_living([object.union(_document(_body), {"created_at": "2026-11-02T09:00:00Z", "recorded_at": "2026-11-02T09:00:00Z"})], 10) == set()
	_living([object.union(_document(_body), {"created_at": "2026-11-02T08:59:59Z", "recorded_at": "2026-11-02T09:00:00Z"})], 10) == {_finding("evidence_stale", {"type": "logging", "days": 10, "limit": 10})}
}
