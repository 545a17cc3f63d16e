package mlgate.controls.operations.rollback_test

import data.mlgate.controls.operations.rollback
import data.mlgate.story_test as story

_g := story.moving(story.model, "pre_production", "production")

_found(facts) := found if {
	found := rollback.findings with input as facts
}

_body := {"target_version": "scorecard/7", "at": "2026-11-10T09:00:00Z", "result": "pass", "fallback": "previous_version"}

_document(body) := story.document("model/scorer/1", "u-owner", "model_owner", body)

_holding(documents) := story.holding(_g, "rollback_test", documents)

_of(body) := _found(_holding([_document(body)]))

_with(changes) := _of(object.union(_body, changes))

_put(field, value) := _of(object.union(object.remove(_body, [field]), {field: value}))

_finding(code, args) := {"code": code, "scope": "", "args": args}

test_a_rollback_that_worked_passes if {
	_of(_body) == set()
	every fallback in ["previous_version", "manual", "rules"] { _with({"fallback": fallback}) == set() }
	every target in ["scorer/2", "scorer/11", "11", "model/other/1"] { _with({"target_version": target}) == set() }
}

test_what_did_not_work_fails if {
	_with({"result": "fail"}) == {_finding("rollback_failed", {"result": "fail"})}
	every result in [null, "", true, ["pass"]] { _put("result", result) == {_finding("rollback_failed", {"result": "no result"})} }
}

test_a_version_is_no_way_back_to_itself if {
	every target in ["model/scorer/1", "scorer/1", " Scorer/1 ", "1", "v1", "version 1"] {
		_with({"target_version": target}) == {_finding("target_is_itself", {"target": target})}
	}
	packaged := object.union(_holding([_document(object.union(_body, {"target_version": "arn:aws:sagemaker:x"}))]), {"subject": {"package_arn": "arn:aws:sagemaker:x"}})
	_found(packaged) == {_finding("target_is_itself", {"target": "arn:aws:sagemaker:x"})}
}

test_something_is_named_to_go_back_to if {
	every target in [null, "", " ", 7, ["scorecard/7"]] { _put("target_version", target) == {_finding("target_missing", {})} }
}

test_another_fallback_is_unknown if {
	every fallback in [null, "none", "", true, ["manual"]] { _put("fallback", fallback) == {_finding("fallback_unknown", {})} }
}

test_a_rehearsal_is_as_old_as_its_own_date if {
	_with({"at": "2026-08-14T09:00:00Z"}) == set()
	_with({"at": "2026-08-14T08:59:59Z"}) == {_finding("test_old", {"days": 90, "limit": 90})}
	_with({"at": "2026-11-12T09:00:00Z"}) == set()
	_with({"at": "2026-11-12T09:00:01Z"}) == {_finding("test_ahead", {})}
	every at in [null, "2026-11-01", 7] { _put("at", at) == {_finding("test_undated", {})} }
}

test_an_empty_test_has_every_fault if {
	_of({}) == {
		_finding("rollback_failed", {"result": "no result"}),
		_finding("target_missing", {}),
		_finding("fallback_unknown", {}),
		_finding("test_undated", {}),
	}
}

test_none_or_a_draft_is_missing if {
	missing := {_finding("evidence_missing", {"type": "rollback_test"})}
	_found(_g) == missing
	_found(_holding([object.union(_document(_body), {"status": "draft"})])) == missing
	_found(_holding([object.union(_document(_body), {"subject": "use-case/A"})])) == missing
}

test_who_does_not_hold_the_role_or_wrote_it_approves_nothing if {
	wrong := {_finding("evidence_wrong_approver", {"type": "rollback_test", "roles": "model_owner"})}
	_found(_holding([object.union(_document(_body), {"approved_by": [{"person": "u-validator", "role": "model_ownerx"}]})])) == wrong
	_found(_holding([object.union(_document(_body), {"created_by": _document(_body).approved_by[0].person})])) == wrong
}

test_a_document_from_the_future_is_no_document if {
	_found(_holding([object.union(_document({}), {"created_at": "2026-11-12T09:00:01Z"})])) == {_finding("evidence_from_the_future", {"type": "rollback_test"})}
	_found(_holding([object.union(_document(_body), {"created_at": "2026-11-12T09:00:00Z"})])) == set()
}

test_odd_values_are_no_errors if {
	every field in object.keys(_body) {
		every value in [null, "x", "", 1, -1, 1.5, true, [], [null], ["x"], [[]], {}, {"x": 1}, [{}], "2026-13-40T00:00:00Z"] {
			is_set(_put(field, value))
		}
	}
}

_living(documents, days) := found if {
	found := rollback.findings with input as _holding(documents) with data.config.evidence.rollback_test.max_days as {"high": days, "limited": days, "minimal": days}
}

test_a_life_that_policy_data_sets_ends if {
	_living([object.union(_document(_body), {"created_at": "2026-11-02T09:00:00Z", "recorded_at": "2026-11-02T09:00:00Z"})], 10) == set()
	_living([object.union(_document(_body), {"created_at": "2026-11-02T08:59:59Z", "recorded_at": "2026-11-02T09:00:00Z"})], 10) == {_finding("evidence_stale", {"type": "rollback_test", "days": 10, "limit": 10})}
}
