package mlgate.controls.performance.generalisation_test

import data.mlgate.controls.performance.generalisation
import data.mlgate.story_test as story

_finding(code, args) := {"code": code, "scope": "", "args": args}

_scoped(code, scope, args) := {"code": code, "scope": scope, "args": args}

_document(body) := story.document("model/scorer/1", "u-validator", "model_validator", body)

_holding(documents) := story.holding(story.model, "evaluation_report", documents)

_found(facts) := found if {
	found := generalisation.findings with input as facts
}

_of(body) := _found(_holding([_document(body)]))

_with(changes) := _of(object.union(_body, changes))

_without(field) := _of(object.remove(_body, [field]))

_body := {"auc": 0.75, "auc_train": 0.8}

test_the_limit_is_enough_and_more_is_not if {
	_of(_body) == set()
	_with({"auc_train": 0.8001}) == {_finding("gap_over_limit", {"gap": 0.0501, "limit": 0.05})}
	_with({"auc_train": 0.7}) == set()
}

test_what_is_not_measured_is_said if {
	_without("auc_train") == {_scoped("not_measured", "auc_train", {"field": "auc_train"})}
	_of({"auc": null}) == {_scoped("not_measured", "auc", {"field": "auc"}), _scoped("not_measured", "auc_train", {"field": "auc_train"})}
}

test_what_is_no_share_is_malformed if {
	every wrong in ["0.9", true, 80, -0.1, [0.9], {"value": 0.9}] {
		_with({"auc_train": wrong}) == {_scoped("malformed", "auc_train", {"field": "auc_train"})}
		_with({"auc": wrong}) == {_scoped("malformed", "auc", {"field": "auc"})}
	}
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
	found := generalisation.findings with input as _holding([old]) with data.config.evidence.evaluation_report.max_days as living
	found == {_finding("evidence_stale", {"type": "evaluation_report", "days": 11, "limit": 10})}
}
