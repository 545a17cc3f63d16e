package mlgate.controls.risk.residual_risk_test

import data.mlgate.controls.risk.residual_risk
import data.mlgate.story_test as story

_g := story.moving(story.model, "pre_production", "production")

_found(facts) := found if {
	found := residual_risk.findings with input as facts
}

_body := {
	"accepted_by": "u-biz",
	"accepted_at": "2026-11-01T09:00:00Z",
	"residual_risks": ["Some sound applicants are refused at first."],
	"limits": ["Loans of up to 25 000 EUR."],
	"expires_at": "2027-11-01T09:00:00Z",
}

_document(body) := story.document("use-case/A", "u-biz", "business_risk_owner", body)

_holding(documents) := story.holding(_g, "residual_risk_acceptance", documents)

_of(body) := _found(_holding([_document(body)]))

_with(changes) := _of(object.union(_body, changes))

_put(field, value) := _of(object.union(object.remove(_body, [field]), {field: value}))

_finding(code, args) := {"code": code, "scope": "", "args": args}

test_an_acceptance_within_limits_passes if _of(_body) == set()

test_who_accepts_holds_the_role if {
	_with({"accepted_by": "u-gov"}) == {_finding("acceptor_powerless", {"person": "u-gov"})}
	_with({"accepted_by": "u-gone"}) == {_finding("acceptor_powerless", {"person": "u-gone"})}
	every wrong in [null, 7, ["u-biz"]] { _put("accepted_by", wrong) == {_finding("acceptor_powerless", {"person": "nobody"})} }
}

test_nobody_accepts_for_another if {
	facts := object.union(_holding([_document(object.union(_body, {"accepted_by": "u-head"}))]), {"directory": {"people": {"u-head": {"kind": "person", "roles": ["business_risk_owner"], "reporting_line": "credit"}}}})
	_found(facts) == {_finding("acceptor_not_signed", {"person": "u-head"})}
}

test_risks_and_limits_are_stated if {
	every wrong in [[], ["", null], "none", null] { _put("limits", wrong) == {_finding("parts_missing", {"parts": "limits"})} }
	_with({"residual_risks": [], "limits": [" "]}) == {_finding("parts_missing", {"parts": "limits, residual_risks"})}
}

test_it_was_accepted_at_a_moment_that_is_past if {
	_with({"accepted_at": "2026-11-12T09:00:00Z"}) == set()
	every at in ["2026-11-12T09:00:01Z", "2026-11-01", null, 7] { _put("accepted_at", at) == {_finding("undated", {})} }
}

test_it_ends_after_now if {
	_with({"expires_at": "2026-11-12T09:00:01Z"}) == set()
	_with({"expires_at": "2026-11-12T09:00:00Z"}) == {_finding("expired", {"expires_at": "2026-11-12T09:00:00Z"})}
	every at in [null, "2027-11-01", 7] { _put("expires_at", at) == {_finding("endless", {})} }
}

test_a_year_is_enough_and_more_is_not if {
	_with({"expires_at": "2027-11-01T09:00:01Z"}) == {_finding("too_long", {"days": 365, "limit": 365})}
	_with({"expires_at": "2036-11-01T09:00:00Z"}) == {_finding("too_long", {"days": 3653, "limit": 365})}
}

test_an_empty_acceptance_has_every_fault if {
	_of({}) == {
		_finding("acceptor_powerless", {"person": "nobody"}),
		_finding("parts_missing", {"parts": "limits, residual_risks"}),
		_finding("undated", {}),
		_finding("endless", {}),
	}
}

test_none_or_a_draft_is_missing if {
	missing := {_finding("evidence_missing", {"type": "residual_risk_acceptance"})}
	_found(_g) == missing
	_found(_holding([object.union(_document(_body), {"status": "draft"})])) == missing
	_found(_holding([object.union(_document(_body), {"subject": "use-case/B"})])) == missing
}

test_who_does_not_hold_the_role_or_wrote_it_approves_nothing if {
	wrong := {_finding("evidence_wrong_approver", {"type": "residual_risk_acceptance", "roles": "business_risk_owner"})}
	_found(_holding([object.union(_document(_body), {"approved_by": [{"person": "u-validator", "role": "business_risk_ownerx"}]})])) == wrong
	_found(_holding([object.union(_document(_body), {"created_by": _document(_body).approved_by[0].person})])) == wrong
}

test_a_document_from_the_future_is_no_document if {
	_found(_holding([object.union(_document({}), {"created_at": "2026-11-12T09:00:01Z"})])) == {_finding("evidence_from_the_future", {"type": "residual_risk_acceptance"})}
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
	"residual_risk_acceptance",
	documents,
)

_of_other(body) := object.union(_document(body), {"subject": "use-case/B"})

_scoped(scope, finding) := object.union(finding, {"scope": scope})

test_each_use_case_files_its_own if {
	_found(_both([_document(_body), _of_other(_body)])) == set()
	_found(_both([_document(_body)])) == {_scoped("use-case/B", _finding("evidence_missing", {"type": "residual_risk_acceptance"}))}
	_found(_both([_of_other(_body)])) == {_scoped("use-case/A", _finding("evidence_missing", {"type": "residual_risk_acceptance"}))}
}

test_a_fault_is_that_of_the_use_case_that_has_it if {
	bad := object.union(_body, {"limits": []})
	_found(_both([_document(_body), _of_other(bad)])) == {_scoped("use-case/B", _finding("parts_missing", {"parts": "limits"}))}
	_found(_both([_document(bad), _of_other(_body)])) == {_scoped("use-case/A", _finding("parts_missing", {"parts": "limits"}))}
}

test_a_copy_on_the_model_does_not_stand_for_its_use_case if {
	_found(_holding([object.union(_document(_body), {"subject": "model/scorer/1"})])) == {_scoped("use-case/A", _finding("evidence_missing", {"type": "residual_risk_acceptance"}))}
}

_living(documents, days) := found if {
	found := residual_risk.findings with input as _holding(documents) with data.config.evidence.residual_risk_acceptance.max_days as {"high": days, "limited": days, "minimal": days}
}

test_a_life_that_policy_data_sets_ends if {
	_living([object.union(_document(_body), {"created_at": "2026-11-02T09:00:00Z", "recorded_at": "2026-11-02T09:00:00Z"})], 10) == set()
	_living([object.union(_document(_body), {"created_at": "2026-11-02T08:59:59Z", "recorded_at": "2026-11-02T09:00:00Z"})], 10) == {_finding("evidence_stale", {"type": "residual_risk_acceptance", "days": 10, "limit": 10})}
}
