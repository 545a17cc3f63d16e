package mlgate.controls.robustness.resilience_test

import data.mlgate.controls.robustness.resilience
import data.mlgate.story_test as story

_g := story.moving(story.model, "qa", "pre_production")

_found(facts) := found if {
	found := resilience.findings with input as facts
}

_test := {"result": "pass", "reason": "Decisions flip in 1.4 of a hundred files.", "tool": "perturb 2.3", "at": "2026-11-10T09:00:00Z"}

_families := ["perturbation", "missing_inputs", "evasion", "poisoning_review", "feedback_loop_review"]

_body := object.union({"artifact_digest": "sha256:bbbb"}, {family: _test | some family in _families})

_document(body) := story.document("model/scorer/1", "u-sec", "security_reviewer", body)

_holding(documents) := story.holding(_g, "robustness_report", documents)

_of(body) := _found(_holding([_document(body)]))

_with(changes) := _of(object.union(_body, changes))

_put(field, value) := _of(object.union(object.remove(_body, [field]), {field: value}))

_finding(code, args) := {"code": code, "scope": "", "args": args}

_scoped(family, code, args) := {"code": code, "scope": family, "args": object.union({"family": family}, args)}

_evasion(changes) := _with({"evasion": changes})

test_five_families_that_passed_pass if _of(_body) == set()

test_the_report_is_of_the_artifact_that_moves if {
	_with({"artifact_digest": "sha256:cccc"}) == {_finding("other_artifact", {"named": "sha256:cccc", "registered": "sha256:bbbb"})}
	_of(object.remove(_body, ["artifact_digest"])) == {_finding("other_artifact", {"named": "none", "registered": "sha256:bbbb"})}
}

test_each_family_is_asked_for if {
	every family in _families {
		_put(family, null) == {_scoped(family, "test_missing", {})}
		_of(object.remove(_body, [family])) == {_scoped(family, "test_missing", {})}
		every wrong in ["pass", [], {}, true, 1] { _put(family, wrong) == {_scoped(family, "test_missing", {})} }
	}
	_of({"artifact_digest": "sha256:bbbb"}) == {_scoped(family, "test_missing", {}) | some family in _families}
}

test_what_failed_fails if {
	_evasion({"result": "fail", "reason": "Two fields turn a refusal."}) == {_scoped("evasion", "test_failed", {"reason": "Two fields turn a refusal."})}
	_scoped("evasion", "test_failed", {"reason": "no reason given"}) in _put("evasion", {"result": "fail"})
	every reason in ["", null] {
		_evasion({"result": "fail", "reason": reason}) == {_scoped("evasion", "test_failed", {"reason": "no reason given"})}
	}
}

test_only_three_results_are_known if {
	every result in ["passed", "", null, true, ["pass"]] {
		_evasion({"result": result}) == {_scoped("evasion", "result_unknown", {})}
	}
}

test_an_excuse_says_why if {
	_evasion({"result": "na", "reason": "No labels are taken."}) == set()
	every reason in ["No labels are taken", "n/a", "                    ", null, 7, ["No labels are taken."]] {
		_evasion({"result": "na", "reason": reason}) == {_scoped("evasion", "excuse_empty", {"least": 20})}
	}
}

test_a_pass_names_what_was_seen_and_with_what if {
	_evasion({"tool": " ", "reason": null}) == {_scoped("evasion", "test_incomplete", {"parts": "reason, tool"})}
	_evasion({"tool": ""}) == {_scoped("evasion", "test_incomplete", {"parts": "tool"})}
}

test_not_everything_can_be_excused if {
	excused := {family: {"result": "na", "reason": "Does not apply to this model."} | some family in _families}
	_with(excused) == {_finding("nothing_tested", {})}
	_with(object.remove(excused, ["evasion"])) == set()
}

test_a_test_is_as_old_as_its_own_date if {
	_evasion({"at": "2026-05-16T09:00:00Z"}) == set()
	_evasion({"at": "2026-05-16T08:59:59Z"}) == {_scoped("evasion", "test_old", {"days": 180, "limit": 180})}
	_evasion({"at": "2026-11-12T09:00:00Z"}) == set()
	_evasion({"at": "2026-11-12T09:00:01Z"}) == {_scoped("evasion", "test_ahead", {})}
	every at in [null, "2026-11-01", "2026-02-31T00:00:00Z", 7] {
		_evasion({"at": at}) == {_scoped("evasion", "test_undated", {})}
	}
}

test_none_or_a_draft_is_missing if {
	missing := {_finding("evidence_missing", {"type": "robustness_report"})}
	_found(_g) == missing
	_found(_holding([object.union(_document(_body), {"status": "draft"})])) == missing
	_found(_holding([object.union(_document(_body), {"subject": "use-case/A"})])) == missing
}

test_who_does_not_hold_the_role_or_wrote_it_approves_nothing if {
	wrong := {_finding("evidence_wrong_approver", {"type": "robustness_report", "roles": "security_reviewer"})}
	_found(_holding([object.union(_document(_body), {"approved_by": [{"person": "u-validator", "role": "security_reviewerx"}]})])) == wrong
	_found(_holding([object.union(_document(_body), {"created_by": _document(_body).approved_by[0].person})])) == wrong
}

test_a_document_from_the_future_is_no_document if {
	_found(_holding([object.union(_document({}), {"created_at": "2026-11-12T09:00:01Z"})])) == {_finding("evidence_from_the_future", {"type": "robustness_report"})}
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
	found := resilience.findings with input as _holding(documents) with data.config.evidence.robustness_report.max_days as {"high": days, "limited": days, "minimal": days}
}

test_a_life_that_policy_data_sets_ends if {
	_living([object.union(_document(_body), {"created_at": "2026-11-02T09:00:00Z", "recorded_at": "2026-11-02T09:00:00Z"})], 10) == set()
	_living([object.union(_document(_body), {"created_at": "2026-11-02T08:59:59Z", "recorded_at": "2026-11-02T09:00:00Z"})], 10) == {_finding("evidence_stale", {"type": "robustness_report", "days": 10, "limit": 10})}
}
