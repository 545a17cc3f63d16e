package mlgate.controls.data.provenance_test

import data.mlgate.controls.data.provenance
import data.mlgate.story_test as story

_finding(code, args) := {"code": code, "scope": "", "args": args}

_document(body) := story.document("model/scorer/1", "u-lead", "ds_team_lead", body)

_holding(documents) := story.holding(story.model, "dataset_datasheet", documents)

_found(facts) := found if {
	found := provenance.findings with input as facts
}

_of(body) := _found(_holding([_document(body)]))

_with(changes) := _of(object.union(_body, changes))

_without(field) := _of(object.remove(_body, [field]))

_body := {
	"provenance": [{"source": "Loan origination, 2021 to 2025.", "kind": "own_records"}, {"source": "Credit bureau.", "kind": "credit_bureau"}],
	"licence": "Own data",
	"personal_data": true,
	"lawful_basis": "contract",
	"special_categories": [],
}

_incomplete(number, parts) := _finding("source_incomplete", {"number": number, "parts": parts})

test_data_of_known_origin_pass if {
	_of(_body) == set()
	_with({"personal_data": false, "lawful_basis": null}) == set()
}

test_some_source_is_named if {
	every wrong in [null, [], "our systems", {"source": "x"}, 7, true] {
		_of(object.union(object.remove(_body, ["provenance"]), {"provenance": wrong})) == {_finding("source_missing", {})}
	}
}

test_every_source_says_what_it_is if {
	_with({"provenance": [_body.provenance[0], {"source": " ", "kind": "own_records"}]}) == {_incomplete(2, "source")}
	_with({"provenance": [{"source": "Purchased.", "kind": null}]}) == {_incomplete(1, "kind")}
	every wrong in [null, "Loan origination.", 7, {}, {"source": 7, "kind": true}] { _with({"provenance": [wrong]}) == {_incomplete(1, "kind, source")} }
}

test_a_right_to_use_is_named if {
	every wrong in [null, "", " ", "TBD", 7, true, ["Own data"]] { _with({"licence": wrong}) == {_finding("licence_missing", {})} }
	_without("licence") == {_finding("licence_missing", {})}
}

test_whether_data_are_personal_is_answered_with_yes_or_no if {
	every wrong in [null, "yes", 1, []] { _with({"personal_data": wrong}) == {_finding("personal_data_unanswered", {})} }
}

test_personal_data_have_a_lawful_basis if {
	every basis in ["consent", "contract", "legal_obligation", "vital_interests", "public_task", "legitimate_interests"] { _with({"lawful_basis": basis}) == set() }
	every wrong in [null, "", "own interest", "Contract", 7, true] { _with({"lawful_basis": wrong}) == {_finding("lawful_basis_missing", {})} }
}

test_special_categories_are_personal_data_whatever_is_said if {
	_with({"personal_data": false, "lawful_basis": null, "special_categories": ["health"]}) == {_finding("lawful_basis_missing", {})}
}

test_none_or_a_draft_is_missing if {
	missing := {_finding("evidence_missing", {"type": "dataset_datasheet"})}
	_found(story.model) == missing
	_found(_holding([object.union(_document(_body), {"status": "draft"})])) == missing
	_found(_holding([object.union(_document(_body), {"subject": "model/scorer/2"})])) == missing
}

test_who_does_not_hold_the_role_or_wrote_it_approves_nothing if {
	wrong := {_finding("evidence_wrong_approver", {"type": "dataset_datasheet", "roles": "model_owner or ds_team_lead"})}
	_found(_holding([object.union(_document(_body), {"approved_by": [{"person": "u-biz", "role": "ds_team_lead"}]})])) == wrong
	_found(_holding([object.union(_document(_body), {"created_by": "u-lead"})])) == wrong
}

test_a_document_from_the_future_is_no_document if {
	_found(_holding([object.union(_document({}), {"created_at": "2026-11-12T09:00:01Z"})])) == {_finding("evidence_from_the_future", {"type": "dataset_datasheet"})}
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
	found := provenance.findings with input as _holding([old]) with data.config.evidence.dataset_datasheet.max_days as living
	found == {_finding("evidence_stale", {"type": "dataset_datasheet", "days": 11, "limit": 10})}
}
