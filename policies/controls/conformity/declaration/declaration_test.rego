package mlgate.controls.conformity.declaration_test

import data.mlgate.controls.conformity.declaration
import data.mlgate.story_test as story

_g4 := story.moving(story.model, "pre_production", "production")

_found(facts) := found if {
	found := declaration.findings with input as facts
}

_body := {
	"annex_v": {item: "Said." | some item in ["1", "2", "3", "4", "5", "6", "7", "8"]},
	"signed_by": "u-biz",
	"signed_at": "2026-11-01T09:00:00Z",
	"machine_readable": true,
	"retention_years": 10,
	"ce_marking": {"kind": "digital", "location": "Start page."},
}

_document(body) := story.document("use-case/A", "u-gov", "governance_officer", body)

_holding(documents) := story.holding(_g4, "eu_declaration", documents)

_of(body) := _found(_holding([_document(body)]))

_with(changes) := _of(object.union(_body, changes))

_finding(code, args) := {"code": code, "scope": "", "args": args}

test_a_whole_declaration_passes if _of(_body) == set()

test_items_of_annex_v_that_lack_are_listed_in_one_finding if {
	_with({"annex_v": {"8": null}}) == {_finding("item_missing", {"items": "8"})}
	_with({"annex_v": {"2": "  ", "7": null}}) == {_finding("item_missing", {"items": "2, 7"})}
	every wrong in [null, "all", ["1"], 8] {
		_with({"annex_v": wrong}) == {_finding("item_missing", {"items": "1, 2, 3, 4, 5, 6, 7, 8"})}
	}
}

test_a_signature_has_a_name_and_a_moment_that_is_past if {
	_with({"signed_at": "2026-11-12T09:00:00Z"}) == set()
	every changes in [
		{"signed_by": null},
		{"signed_by": ""},
		{"signed_by": ["u-biz"]},
		{"signed_at": null},
		{"signed_at": 7},
		{"signed_at": "2026-11-01"},
		{"signed_at": "2026-11-12T09:00:01Z"},
	] {
		_with(changes) == {_finding("not_signed", {})}
	}
}

test_who_signs_is_a_person_of_the_directory if {
	every stranger in ["u-gone", "svc", "The board"] { _with({"signed_by": stranger}) == {_finding("signer_unknown", {"person": stranger})} }
}

test_only_yes_is_machine_readable if {
	every answer in [false, null, "true", 1] {
		_with({"machine_readable": answer}) == {_finding("not_machine_readable", {})}
	}
}

test_ten_years_are_enough_and_less_is_not if {
	_with({"retention_years": 11}) == set()
	every years in [9, 9.99, null, "10", [10]] {
		_with({"retention_years": years}) == {_finding("retention_short", {"limit": 10})}
	}
}

test_the_marking_has_a_kind_and_a_place if {
	_with({"ce_marking": {"kind": "physical"}}) == set()
	every marking in [null, "digital", {"kind": null}, {"kind": "somewhere"}, {"location": ""}] {
		_with({"ce_marking": marking}) == {_finding("marking_missing", {})}
	}
}

test_an_empty_declaration_has_every_fault if {
	_of({}) == {
		_finding("item_missing", {"items": "1, 2, 3, 4, 5, 6, 7, 8"}),
		_finding("not_signed", {}),
		_finding("not_machine_readable", {}),
		_finding("retention_short", {"limit": 10}),
		_finding("marking_missing", {}),
	}
}

test_none_or_a_draft_is_missing if {
	missing := {_finding("evidence_missing", {"type": "eu_declaration"})}
	_found(_g4) == missing
	_found(_holding([object.union(_document(_body), {"status": "draft"})])) == missing
	_found(_holding([object.union(_document(_body), {"subject": "use-case/B"})])) == missing
}

test_who_does_not_hold_the_role_or_wrote_it_approves_nothing if {
	wrong := {_finding("evidence_wrong_approver", {"type": "eu_declaration", "roles": "governance_officer"})}
	_found(_holding([object.union(_document(_body), {"approved_by": [{"person": "u-validator", "role": "governance_officerx"}]})])) == wrong
	_found(_holding([object.union(_document(_body), {"created_by": _document(_body).approved_by[0].person})])) == wrong
}

test_a_document_from_the_future_is_no_document if {
	_found(_holding([object.union(_document({}), {"created_at": "2026-11-12T09:00:01Z"})])) == {_finding("evidence_from_the_future", {"type": "eu_declaration"})}
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
	"eu_declaration",
	documents,
)

_of_other(body) := object.union(_document(body), {"subject": "use-case/B"})

_scoped(scope, finding) := object.union(finding, {"scope": scope})

test_each_use_case_files_its_own if {
	_found(_both([_document(_body), _of_other(_body)])) == set()
	_found(_both([_document(_body)])) == {_scoped("use-case/B", _finding("evidence_missing", {"type": "eu_declaration"}))}
	_found(_both([_of_other(_body)])) == {_scoped("use-case/A", _finding("evidence_missing", {"type": "eu_declaration"}))}
}

test_a_fault_is_that_of_the_use_case_that_has_it if {
	bad := object.union(_body, {"machine_readable": false})
	_found(_both([_document(_body), _of_other(bad)])) == {_scoped("use-case/B", _finding("not_machine_readable", {}))}
	_found(_both([_document(bad), _of_other(_body)])) == {_scoped("use-case/A", _finding("not_machine_readable", {}))}
}

test_a_copy_on_the_model_does_not_stand_for_its_use_case if {
	_found(_holding([object.union(_document(_body), {"subject": "model/scorer/1"})])) == {_scoped("use-case/A", _finding("evidence_missing", {"type": "eu_declaration"}))}
}

_living(documents, days) := found if {
	found := declaration.findings with input as _holding(documents) with data.config.evidence.eu_declaration.max_days as {"high": days, "limited": days, "minimal": days}
}

test_a_life_that_policy_data_sets_ends if {
	_living([object.union(_document(_body), {"created_at": "2026-11-02T09:00:00Z", "recorded_at": "2026-11-02T09:00:00Z"})], 10) == set()
	_living([object.union(_document(_body), {"created_at": "2026-11-02T08:59:59Z", "recorded_at": "2026-11-02T09:00:00Z"})], 10) == {_finding("evidence_stale", {"type": "eu_declaration", "days": 10, "limit": 10})}
}
