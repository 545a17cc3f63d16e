package mlgate.controls.explainability.reason_codes_test

import data.mlgate.controls.explainability.reason_codes
import data.mlgate.story_test as story

_g := story.moving(story.model, "qa", "pre_production")

_found(facts) := found if {
	found := reason_codes.findings with input as facts
}

_code := {"code": "R01", "text": "Payments were late in the last 24 months.", "features": ["arrears_24m"]}

_body := {
	"artifact_digest": "sha256:bbbb",
	"method": "tree_shap",
	"global_importance": [{"feature": "arrears_24m", "importance": 0.187}],
	"local_stability": 0.91,
	"reason_codes": [_code],
	"reason_codes_reviewed": true,
	"measured_at": "2026-11-01T09:00:00Z",
}

_document(body) := story.document("model/scorer/1", "u-validator", "model_validator", body)

_holding(documents) := story.holding(_g, "explainability_report", documents)

_of(body) := _found(_holding([_document(body)]))

_with(changes) := _of(object.union(_body, changes))

_put(field, value) := _of(object.union(object.remove(_body, [field]), {field: value}))

_finding(code, args) := {"code": code, "scope": "", "args": args}

test_explanations_that_hold_pass if _of(_body) == set()

test_the_report_is_of_the_artifact_that_moves if {
	_with({"artifact_digest": "sha256:cccc"}) == {_finding("other_artifact", {"named": "sha256:cccc", "registered": "sha256:bbbb"})}
	_of(object.remove(_body, ["artifact_digest"])) == {_finding("other_artifact", {"named": "none", "registered": "sha256:bbbb"})}
}

test_the_method_is_a_known_one_or_described if {
	every method in ["tree_shap", "kernel_shap", "lime", "integrated_gradients", "counterfactual", "scorecard_points"] {
		_with({"method": method}) == set()
	}
	every method in ["shap", "", null, 7, ["lime"]] { _put("method", method) == {_finding("method_missing", {})} }
	_with({"method": "other", "method_description": "Distances to the nearest accepted file."}) == set()
	_with({"method": "other"}) == {_finding("method_undescribed", {})}
	_with({"method": "other", "method_description": "internal"}) == {_finding("method_undescribed", {})}
}

test_some_feature_weighs_something if {
	every wrong in [[], null, "arrears", [{"feature": "arrears_24m", "importance": 0}]] {
		_put("global_importance", wrong) == {_finding("importance_missing", {})}
	}
	_put("global_importance", [{"importance": 1}]) == {_finding("importance_missing", {}), _finding("importance_malformed", {"position": 1})}
}

test_an_importance_has_a_feature_and_a_number if {
	sound := _body.global_importance[0]
	every wrong in [{"feature": "age"}, {"feature": "", "importance": 1}, {"importance": 1}, {"feature": "age", "importance": -0.1}, {"feature": "age", "importance": "high"}, "age"] {
		_put("global_importance", [sound, wrong]) == {_finding("importance_malformed", {"position": 2})}
	}
}

test_the_limit_of_stability_is_enough_and_less_is_not if {
	_with({"local_stability": 0.8}) == set()
	_with({"local_stability": 0.7999}) == {_finding("stability_low", {"stability": 0.7999, "limit": 0.8})}
	every wrong in [null, "0.9", 1.1, -0.1, true] { _put("local_stability", wrong) == {_finding("stability_missing", {})} }
}

test_reason_codes_are_there_and_whole if {
	every wrong in [[], null, "R01", {}] { _put("reason_codes", wrong) == {_finding("reason_codes_missing", {})} }
	_reasons(object.union(_code, {"text": "Late."})) == {_incomplete("R01", "text")}
	_reasons(object.union(_code, {"features": []})) == {_incomplete("R01", "features")}
	_reasons(object.union(_code, {"features": ["", null]})) == {_incomplete("R01", "features")}
	_reasons(object.union(_code, {"code": ""})) == {_incomplete("", "code")}
	_reasons(object.union(_code, {"code": 7})) == {_incomplete("1", "code")}
	_reasons("R01") == {_incomplete("1", "code, features, text")}
}

_reasons(reason) := _put("reason_codes", [reason])

_incomplete(name, parts) := _finding("reason_code_incomplete", {"reason_code": name, "parts": parts})

test_a_code_means_one_thing if {
	_put("reason_codes", [_code, object.union(_code, {"code": "R02"})]) == set()
	nameless := object.union(_code, {"code": 7})
	_put("reason_codes", [nameless, nameless]) == {_incomplete("1", "code"), _incomplete("2", "code")}
	_put("reason_codes", [_code, _code, _code]) == {_finding("reason_code_twice", {"reason_code": "R01"})}
}

test_only_yes_is_a_review if {
	every answer in [false, null, "true", 1] { _put("reason_codes_reviewed", answer) == {_finding("not_reviewed", {})} }
}

test_it_was_measured_at_a_moment_that_is_past if {
	_with({"measured_at": "2026-11-12T09:00:00Z"}) == set()
	every at in ["2026-11-12T09:00:01Z", "2026-11-01", null, 7] { _put("measured_at", at) == {_finding("undated", {})} }
}

test_an_empty_report_has_every_fault if {
	_of({"artifact_digest": "sha256:bbbb"}) == {_finding(code, {}) | some code in ["method_missing", "importance_missing", "stability_missing", "reason_codes_missing", "not_reviewed", "undated"]}
}

test_none_or_a_draft_is_missing if {
	missing := {_finding("evidence_missing", {"type": "explainability_report"})}
	_found(_g) == missing
	_found(_holding([object.union(_document(_body), {"status": "draft"})])) == missing
	_found(_holding([object.union(_document(_body), {"subject": "use-case/A"})])) == missing
}

test_who_does_not_hold_the_role_or_wrote_it_approves_nothing if {
	wrong := {_finding("evidence_wrong_approver", {"type": "explainability_report", "roles": "model_validator"})}
	_found(_holding([object.union(_document(_body), {"approved_by": [{"person": "u-validator", "role": "model_validatorx"}]})])) == wrong
	_found(_holding([object.union(_document(_body), {"created_by": _document(_body).approved_by[0].person})])) == wrong
}

test_a_document_from_the_future_is_no_document if {
	_found(_holding([object.union(_document({}), {"created_at": "2026-11-12T09:00:01Z"})])) == {_finding("evidence_from_the_future", {"type": "explainability_report"})}
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
	found := reason_codes.findings with input as _holding(documents) with data.config.evidence.explainability_report.max_days as {"high": days, "limited": days, "minimal": days}
}

test_a_life_that_policy_data_sets_ends if {
	_living([object.union(_document(_body), {"created_at": "2026-11-02T09:00:00Z", "recorded_at": "2026-11-02T09:00:00Z"})], 10) == set()
	_living([object.union(_document(_body), {"created_at": "2026-11-02T08:59:59Z", "recorded_at": "2026-11-02T09:00:00Z"})], 10) == {_finding("evidence_stale", {"type": "explainability_report", "days": 10, "limit": 10})}
}
