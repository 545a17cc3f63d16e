package mlgate.controls.documentation.technical_documentation_test

import data.mlgate.controls.documentation.technical_documentation
import data.mlgate.story_test as story

_g4 := story.moving(story.model, "pre_production", "production")

_found(facts) := found if {
	found := technical_documentation.findings with input as facts
}

_body := {"sections": {name: _section | some name in ["1", "2", "3", "4", "5", "6", "7", "9"]}, "retention_years": 10}

_section := {"doc_ref": "doc://1", "sha256": "sha256:dddd", "dated": "2026-11-05", "signed_by": "u-owner"}

_document(body) := story.document("use-case/A", "u-owner", "model_owner", body)

_holding(documents) := story.holding(_g4, "technical_documentation", documents)

_of(body) := _found(_holding([_document(body)]))

_with(changes) := _of(object.union(_body, changes))

_finding(code, args) := {"code": code, "scope": "", "args": args}

_missing(sections) := _finding("section_missing", {"sections": sections})

_at_g3(sections) := _found(story.holding(story.model, "technical_documentation", [_document({
	"sections": {name: _section | some name in sections},
	"retention_years": 10,
})]))

test_all_but_the_declaration_pass_before_it_is_a_duty if _of(_body) == set()

test_sections_that_lack_are_listed_in_one_finding if {
	_with({"sections": {"9": null}}) == {_missing("9")}
	_with({"sections": {"2": null, "9": "later"}}) == {_missing("2, 9")}
	every wrong in [null, "all", ["1"], 9] {
		_with({"sections": wrong}) == {_missing("1, 2, 3, 4, 5, 6, 7, 9")}
	}
}

test_a_section_has_reference_digest_date_and_signature if {
	every part in ["doc_ref", "sha256", "dated", "signed_by"] {
		_with({"sections": {"4": {part: null}}}) == {_missing("4")}
		_with({"sections": {"4": {part: ""}}}) == {_missing("4")}
	}
}

test_before_pre_production_seven_are_enough if {
	_at_g3(["1", "2", "3", "4", "5", "6", "7"]) == set()
	_at_g3(["1", "2", "3", "4", "5", "6"]) == {_missing("7")}
}

_late(now, body) := _found(object.union(_holding([_document(body)]), {"now": now}))

test_the_declaration_is_asked_for_from_the_day_of_its_duty_on if {
	_late("2027-12-01T23:59:59Z", _body) == set()
	_late("2027-12-02T00:00:00Z", _body) == {_missing("8")}
	_late("2027-12-02T00:00:00Z", object.union(_body, {"sections": {"8": _section}})) == set()
	_found(object.union(story.holding(story.model, "technical_documentation", [_document(_body)]), {"now": "2027-12-02T00:00:00Z"})) == set()
}

test_ten_years_are_enough_and_less_is_not if {
	_with({"retention_years": 11}) == set()
	_with({"retention_years": 9}) == {_finding("retention_short", {"years": 9, "limit": 10})}
	every years in [null, "10", true, [10]] {
		_with({"retention_years": years}) == {_finding("retention_missing", {})}
	}
}

test_none_or_a_draft_is_missing if {
	missing := {_finding("evidence_missing", {"type": "technical_documentation"})}
	_found(_g4) == missing
	_found(_holding([object.union(_document(_body), {"status": "draft"})])) == missing
	_found(_holding([object.union(_document(_body), {"subject": "use-case/B"})])) == missing
}

test_who_does_not_hold_the_role_or_wrote_it_approves_nothing if {
	wrong := {_finding("evidence_wrong_approver", {"type": "technical_documentation", "roles": "model_owner"})}
	_found(_holding([object.union(_document(_body), {"approved_by": [{"person": "u-validator", "role": "model_ownerx"}]})])) == wrong
	_found(_holding([object.union(_document(_body), {"created_by": _document(_body).approved_by[0].person})])) == wrong
}

test_a_document_from_the_future_is_no_document if {
	_found(_holding([object.union(_document({}), {"created_at": "2026-11-12T09:00:01Z"})])) == {_finding("evidence_from_the_future", {"type": "technical_documentation"})}
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
	"technical_documentation",
	documents,
)

_of_other(body) := object.union(_document(body), {"subject": "use-case/B"})

_scoped(scope, finding) := object.union(finding, {"scope": scope})

test_each_use_case_files_its_own if {
	_found(_both([_document(_body), _of_other(_body)])) == set()
	_found(_both([_document(_body)])) == {_scoped("use-case/B", _finding("evidence_missing", {"type": "technical_documentation"}))}
	_found(_both([_of_other(_body)])) == {_scoped("use-case/A", _finding("evidence_missing", {"type": "technical_documentation"}))}
}

test_a_fault_is_that_of_the_use_case_that_has_it if {
	bad := object.union(_body, {"retention_years": null})
	_found(_both([_document(_body), _of_other(bad)])) == {_scoped("use-case/B", _finding("retention_missing", {}))}
	_found(_both([_document(bad), _of_other(_body)])) == {_scoped("use-case/A", _finding("retention_missing", {}))}
}

test_a_copy_on_the_model_does_not_stand_for_its_use_case if {
	_found(_holding([object.union(_document(_body), {"subject": "model/scorer/1"})])) == {_scoped("use-case/A", _finding("evidence_missing", {"type": "technical_documentation"}))}
}

_living(documents, days) := found if {
	found := technical_documentation.findings with input as _holding(documents) with data.config.evidence.technical_documentation.max_days as {"high": days, "limited": days, "minimal": days}
}

test_a_life_that_policy_data_sets_ends if {
	_living([object.union(_document(_body), {"created_at": "2026-11-02T09:00:00Z", "recorded_at": "2026-11-02T09:00:00Z"})], 10) == set()
	_living([object.union(_document(_body), {"created_at": "2026-11-02T08:59:59Z", "recorded_at": "2026-11-02T09:00:00Z"})], 10) == {_finding("evidence_stale", {"type": "technical_documentation", "days": 10, "limit": 10})}
}

test_a_section_is_dated_with_a_day_that_has_come if {
	every day in ["2026-11-12", "1999-12-31"] { _with({"sections": {"4": {"dated": day}}}) == set() }
	every wrong in ["2026-11-13", "2026-02-31", "soon", 2026, true, ["2026-11-05"], "2026-11-05T00:00:00Z"] {
		_with({"sections": {"4": {"dated": wrong}}}) == {_missing("4")}
	}
}

test_a_day_less_than_ten_years_is_short if {
	_with({"retention_years": 9.99}) == {_finding("retention_short", {"years": 9.99, "limit": 10})}
}

test_sections_are_signed_by_people_of_the_directory if {
	every wrong in ["x", "u-nobody", "svc", ["u-owner"]] {
		_with({"sections": {"2": {"signed_by": wrong}, "4": {"signed_by": wrong}}}) == {_finding("signer_unknown", {"sections": "2, 4"})}
	}
	_with({"sections": {"4": {"signed_by": "u-author"}}}) == set()
}
