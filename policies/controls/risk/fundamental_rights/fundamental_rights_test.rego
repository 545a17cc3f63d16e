package mlgate.controls.risk.fundamental_rights_test

import data.mlgate.controls.risk.fundamental_rights
import data.mlgate.story_test as story

_g4 := story.moving(story.model, "pre_production", "production")

_found(facts) := found if {
	found := fundamental_rights.findings with input as facts
}

_body := {
	"processes": "Retail loan origination.",
	"period_and_frequency": "Always, while loans are granted.",
	"affected_groups": ["Young applicants.", "Old ones."],
	"specific_harms": ["Wrongful refusal of credit."],
	"oversight_measures": "An underwriter reads every refusal.",
	"measures_if_materialised": "The score is suspended.",
	"notified_to_msa_at": "2026-11-01T09:00:00Z",
}

_document(body) := story.document("use-case/A", "u-biz", "business_risk_owner", body)

_holding(documents) := story.holding(_g4, "fria", documents)

_of(body) := _found(_holding([_document(body)]))

_with(changes) := _of(object.union(_body, changes))

_finding(code, args) := {"code": code, "scope": "", "args": args}

_missing := {_finding("evidence_missing", {"type": "fria"})}

test_a_whole_assessment_passes if _of(_body) == set()

test_elements_that_lack_are_listed_in_one_finding if {
	_with({"processes": null}) == {_finding("fria_incomplete", {"elements": "processes"})}
	_with({"specific_harms": [], "affected_groups": null}) == {_finding("fria_incomplete", {"elements": "affected_groups, specific_harms"})}
	_of({}) == {
		_finding("fria_incomplete", {"elements": "affected_groups, measures_if_materialised, oversight_measures, period_and_frequency, processes, specific_harms"}),
		_finding("not_notified", {}),
	}
}

test_the_authority_was_told_at_a_moment_that_is_past if {
	_with({"notified_to_msa_at": "2026-11-12T09:00:00Z"}) == set()
	every at in [null, "2026-11-01", "2026-11-12T09:00:01Z", 7, true] {
		_with({"notified_to_msa_at": at}) == {_finding("not_notified", {})}
	}
}

_answering(changes) := _found(story.answering(_g4, object.union(story.answers, changes)))

test_credit_and_insurance_need_one if {
	_answering({"annex_iii": ["5b"]}) == _missing
	_answering({"annex_iii": ["5c"]}) == _missing
	_answering({"annex_iii": ["2", "5c"]}) == _missing
}

test_other_points_need_none if {
	_answering({"annex_iii": ["4a"]}) == set()
	_answering({"annex_iii": ["2"]}) == set()
}

test_who_serves_the_public_needs_one_for_any_point_but_the_second if {
	every deployer in [{"public_body": true}, {"private_public_service": true}] {
		_answering({"annex_iii": ["4a"], "deployer": deployer}) == _missing
		_answering({"annex_iii": ["2", "4a"], "deployer": deployer}) == _missing
		_answering({"annex_iii": ["2"], "deployer": deployer}) == set()
	}
}

test_the_search_for_fraud_needs_none if _answering({"sole_purpose_financial_fraud_detection": true}) == set()

_two(answers) := object.union(story.filing(_g4, [story.questionnaire("use-case/A", story.answers), story.questionnaire("use-case/B", answers)]), {"use_cases": [
	story.use_case,
	object.union(story.use_case, {"ref": "use-case/B"}),
]})

test_each_use_case_is_asked_for_itself if {
	light := story.holding(_two(object.union(story.answers, {"annex_iii": ["4a"]})), "fria", [_document(_body)])
	_found(light) == set()
	_found(story.holding(light, "fria", [_document(_body), _of_other({})])) == set()
	heavy := story.holding(_two(story.answers), "fria", [_document(_body)])
	_found(heavy) == {{"code": "evidence_missing", "scope": "use-case/B", "args": {"type": "fria"}}}
}

test_none_or_a_draft_is_missing if {
	missing := {_finding("evidence_missing", {"type": "fria"})}
	_found(_g4) == missing
	_found(_holding([object.union(_document(_body), {"status": "draft"})])) == missing
	_found(_holding([object.union(_document(_body), {"subject": "use-case/B"})])) == missing
}

test_who_does_not_hold_the_role_or_wrote_it_approves_nothing if {
	wrong := {_finding("evidence_wrong_approver", {"type": "fria", "roles": "business_risk_owner"})}
	_found(_holding([object.union(_document(_body), {"approved_by": [{"person": "u-validator", "role": "business_risk_ownerx"}]})])) == wrong
	_found(_holding([object.union(_document(_body), {"created_by": _document(_body).approved_by[0].person})])) == wrong
}

test_a_document_from_the_future_is_no_document if {
	_found(_holding([object.union(_document({}), {"created_at": "2026-11-12T09:00:01Z"})])) == {_finding("evidence_from_the_future", {"type": "fria"})}
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
	"fria",
	documents,
)

_of_other(body) := object.union(_document(body), {"subject": "use-case/B"})

_scoped(scope, finding) := object.union(finding, {"scope": scope})

test_each_use_case_files_its_own if {
	_found(_both([_document(_body), _of_other(_body)])) == set()
	_found(_both([_document(_body)])) == {_scoped("use-case/B", _finding("evidence_missing", {"type": "fria"}))}
	_found(_both([_of_other(_body)])) == {_scoped("use-case/A", _finding("evidence_missing", {"type": "fria"}))}
}

test_a_fault_is_that_of_the_use_case_that_has_it if {
	bad := object.union(_body, {"processes": null})
	_found(_both([_document(_body), _of_other(bad)])) == {_scoped("use-case/B", _finding("fria_incomplete", {"elements": "processes"}))}
	_found(_both([_document(bad), _of_other(_body)])) == {_scoped("use-case/A", _finding("fria_incomplete", {"elements": "processes"}))}
}

test_a_copy_on_the_model_does_not_stand_for_its_use_case if {
	_found(_holding([object.union(_document(_body), {"subject": "model/scorer/1"})])) == {_scoped("use-case/A", _finding("evidence_missing", {"type": "fria"}))}
}

_living(documents, days) := found if {
	found := fundamental_rights.findings with input as _holding(documents) with data.config.evidence.fria.max_days as {"high": days, "limited": days, "minimal": days}
}

test_a_life_that_policy_data_sets_ends if {
	_living([object.union(_document(_body), {"created_at": "2026-11-02T09:00:00Z", "recorded_at": "2026-11-02T09:00:00Z"})], 10) == set()
	_living([object.union(_document(_body), {"created_at": "2026-11-02T08:59:59Z", "recorded_at": "2026-11-02T09:00:00Z"})], 10) == {_finding("evidence_stale", {"type": "fria", "days": 10, "limit": 10})}
}

test_a_word_is_no_element if {
	every element in ["processes", "period_and_frequency", "oversight_measures", "measures_if_materialised"] {
		every answer in ["n/a", "not applicable", "nineteen characters"] {
			_with({element: answer}) == {_finding("fria_incomplete", {"elements": element})}
		}
		_with({element: "of twenty characters"}) == set()
	}
	_with({"specific_harms": ["n/a", "none"]}) == {_finding("fria_incomplete", {"elements": "specific_harms"})}
}
