package mlgate.controls.conformity.quality_management_test

import data.mlgate.controls.conformity.quality_management
import data.mlgate.story_test as story

_g4 := story.moving(story.model, "pre_production", "production")

_found(facts) := found if {
	found := quality_management.findings with input as facts
}

_body := {
	"ref": "QMS-7",
	"elements": ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m"],
	"last_audit_at": "2026-05-20T09:00:00Z",
	"article_17_4": false,
}

_document(body) := story.document("use-case/A", "u-gov", "governance_officer", body)

_holding(documents) := story.holding(_g4, "qms", documents)

_of(body) := _found(_holding([_document(body)]))

_with(changes) := _of(object.union(_body, changes))

_finding(code, args) := {"code": code, "scope": "", "args": args}

test_a_whole_system_passes if _of(_body) == set()

test_a_system_has_a_name if {
	every ref in [null, "", "  "] { _with({"ref": ref}) == {_finding("reference_missing", {})} }
}

test_elements_that_lack_are_listed_in_one_finding if {
	_with({"elements": ["a", "b", "c", "d", "e", "f", "g", "h", "i", "k", "l"]}) == {_finding("element_missing", {"elements": "j, m"})}
	every wrong in [null, [], "abcdefghijklm", {"a": true}] {
		_with({"elements": wrong}) == {_finding("element_missing", {"elements": "a, b, c, d, e, f, g, h, i, j, k, l, m"})}
	}
}

test_a_financial_institution_shows_three_elements if {
	_with({"elements": ["g", "h", "i"], "article_17_4": true}) == set()
	_with({"elements": ["a", "g", "i"], "article_17_4": true}) == {_finding("element_missing", {"elements": "h"})}
}

test_saying_so_makes_no_financial_institution if {
	body := object.union(_body, {"elements": ["g", "h", "i"], "article_17_4": true})
	missing := {_finding("element_missing", {"elements": "a, b, c, d, e, f, j, k, l, m"})}
	every answer in [false, null, "true"] {
		answers := object.union(story.answers, {"deployer": {"financial_institution": answer}})
		_found(story.answering(_holding([_document(body)]), answers)) == missing
	}
	_found(story.filing(_holding([_document(body)]), [])) == missing
	every claim in [false, null, "true"] { _of(object.union(body, {"article_17_4": claim})) == missing }
}

test_an_audit_of_a_year_ago_is_enough_and_older_is_not if {
	_with({"last_audit_at": "2025-11-12T09:00:00Z"}) == set()
	_with({"last_audit_at": "2025-11-11T09:00:00Z"}) == {_finding("audit_old", {"days": 366, "limit": 365})}
}

test_an_audit_does_not_lie_ahead if {
	_with({"last_audit_at": "2026-11-12T09:00:00Z"}) == set()
	_with({"last_audit_at": "2026-11-12T09:00:01Z"}) == {_finding("audit_ahead", {})}
}

test_an_audit_without_a_moment_never_was if {
	every at in [null, "2026-05-20", "lately", 7] {
		_with({"last_audit_at": at}) == {_finding("never_audited", {})}
	}
}

test_none_or_a_draft_is_missing if {
	missing := {_finding("evidence_missing", {"type": "qms"})}
	_found(_g4) == missing
	_found(_holding([object.union(_document(_body), {"status": "draft"})])) == missing
	_found(_holding([object.union(_document(_body), {"subject": "use-case/B"})])) == missing
}

test_who_does_not_hold_the_role_or_wrote_it_approves_nothing if {
	wrong := {_finding("evidence_wrong_approver", {"type": "qms", "roles": "governance_officer"})}
	_found(_holding([object.union(_document(_body), {"approved_by": [{"person": "u-validator", "role": "governance_officerx"}]})])) == wrong
	_found(_holding([object.union(_document(_body), {"created_by": _document(_body).approved_by[0].person})])) == wrong
}

test_a_document_from_the_future_is_no_document if {
	_found(_holding([object.union(_document({}), {"created_at": "2026-11-12T09:00:01Z"})])) == {_finding("evidence_from_the_future", {"type": "qms"})}
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
	"qms",
	documents,
)

_of_other(body) := object.union(_document(body), {"subject": "use-case/B"})

_scoped(scope, finding) := object.union(finding, {"scope": scope})

test_each_use_case_files_its_own if {
	_found(_both([_document(_body), _of_other(_body)])) == set()
	_found(_both([_document(_body)])) == {_scoped("use-case/B", _finding("evidence_missing", {"type": "qms"}))}
	_found(_both([_of_other(_body)])) == {_scoped("use-case/A", _finding("evidence_missing", {"type": "qms"}))}
}

test_a_fault_is_that_of_the_use_case_that_has_it if {
	bad := object.union(_body, {"ref": null})
	_found(_both([_document(_body), _of_other(bad)])) == {_scoped("use-case/B", _finding("reference_missing", {}))}
	_found(_both([_document(bad), _of_other(_body)])) == {_scoped("use-case/A", _finding("reference_missing", {}))}
}

test_a_copy_on_the_model_does_not_stand_for_its_use_case if {
	_found(_holding([object.union(_document(_body), {"subject": "model/scorer/1"})])) == {_scoped("use-case/A", _finding("evidence_missing", {"type": "qms"}))}
}

_living(documents, days) := found if {
	found := quality_management.findings with input as _holding(documents) with data.config.evidence.qms.max_days as {"high": days, "limited": days, "minimal": days}
}

test_a_life_that_policy_data_sets_ends if {
	_living([object.union(_document(_body), {"created_at": "2026-11-02T09:00:00Z", "recorded_at": "2026-11-02T09:00:00Z"})], 10) == set()
	_living([object.union(_document(_body), {"created_at": "2026-11-02T08:59:59Z", "recorded_at": "2026-11-02T09:00:00Z"})], 10) == {_finding("evidence_stale", {"type": "qms", "days": 10, "limit": 10})}
}

test_an_audit_a_second_older_than_a_year_is_old if {
	_with({"last_audit_at": "2025-11-12T08:59:59Z"}) == {_finding("audit_old", {"days": 365, "limit": 365})}
}

test_one_use_case_that_is_no_financial_institution_asks_for_all_elements if {
	three := object.union(_body, {"elements": ["g", "h", "i"], "article_17_4": true})
	facts := _both([_document(three), _of_other(_body)])
	_found(facts) == set()
	other := object.union(story.answers, {"deployer": {"financial_institution": false}})
	_found(story.filing(facts, [story.questionnaire("use-case/A", story.answers), story.questionnaire("use-case/B", other)])) == {_scoped("use-case/A", _finding("element_missing", {"elements": "a, b, c, d, e, f, j, k, l, m"}))}
}

test_a_model_of_no_use_case_shows_all_elements if {
	three := object.union(_document(object.union(_body, {"elements": ["g", "h", "i"], "article_17_4": true})), {"subject": "model/scorer/1"})
	_found(object.union(_holding([three]), {"use_cases": []})) == {_finding("element_missing", {"elements": "a, b, c, d, e, f, j, k, l, m"})}
}
