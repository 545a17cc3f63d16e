package mlgate.controls.documentation.model_card_test

import data.mlgate.controls.documentation.model_card
import data.mlgate.story_test as story

_g4 := story.moving(story.model, "pre_production", "production")

_found(facts) := found if {
	found := model_card.findings with input as facts
}

_g2 := story.moving(story.model, "development", "qa")

_body := {
	"model_overview": {"model_name": "scorer"},
	"intended_uses": {"purpose_of_model": "Credit."},
	"business_details": {"business_problem": "Default."},
	"training_details": {"objective_function": "Log loss."},
	"evaluation_details": [{"name": "Test."}],
	"additional_information": {"ethical_considerations": "Age."},
}

_document(body) := story.document("model/scorer/1", "u-owner", "model_owner", body)

_holding(documents) := story.holding(_g4, "model_card", documents)

_with(changes) := _found(_holding([_document(object.union(_body, changes))]))

_early(changes) := _found(story.holding(_g2, "model_card", [object.union(_document(_body), changes)]))

_finding(code, args) := {"code": code, "scope": "", "args": args}

test_a_whole_card_passes if _with({}) == set()

test_sections_that_lack_are_listed_in_one_finding if {
	_with({"training_details": null}) == {_finding("section_missing", {"sections": "training_details"})}
	_with({"evaluation_details": [], "additional_information": null}) == {_finding("section_missing", {"sections": "additional_information, evaluation_details"})}
	_found(_holding([_document({})])) == {_finding("section_missing", {"sections": "additional_information, business_details, evaluation_details, intended_uses, model_overview, training_details"})}
}

test_at_the_first_gate_a_draft_is_enough if {
	every status in ["draft", "in_review", "approved"] { _early({"status": status, "approved_by": []}) == set() }
	every status in ["withdrawn", "superseded"] {
		_early({"status": status}) == {_finding("evidence_missing", {"type": "model_card"})}
	}
	_found(_g2) == {_finding("evidence_missing", {"type": "model_card"})}
}

test_at_the_first_gate_sections_are_asked_for if {
	_early({"status": "draft", "body": {"uses": "x", "intended_uses": null}}) == {_finding("section_missing", {"sections": "intended_uses"})}
}

test_at_the_first_gate_no_draft_comes_from_the_future if {
	_early({"status": "draft", "created_at": "2026-11-12T09:00:00Z"}) == set()
	every moment in ["created_at", "recorded_at"] {
		_early({"status": "draft", moment: "2026-11-12T09:00:01Z"}) == {_finding("evidence_from_the_future", {"type": "model_card"})}
	}
}

test_a_draft_is_not_enough_later if {
	every status in ["draft", "in_review"] {
		_found(_holding([object.union(_document(_body), {"status": status})])) == {_finding("evidence_missing", {"type": "model_card"})}
		_found(story.holding(story.model, "model_card", [object.union(_document(_body), {"status": status})])) == {_finding("evidence_missing", {"type": "model_card"})}
	}
}

test_none_or_a_draft_is_missing if {
	missing := {_finding("evidence_missing", {"type": "model_card"})}
	_found(_g4) == missing
	_found(_holding([object.union(_document(_body), {"status": "draft"})])) == missing
	_found(_holding([object.union(_document(_body), {"subject": "model/scorer/2"})])) == missing
}

test_who_does_not_hold_the_role_or_wrote_it_approves_nothing if {
	wrong := {_finding("evidence_wrong_approver", {"type": "model_card", "roles": "model_owner"})}
	_found(_holding([object.union(_document(_body), {"approved_by": [{"person": "u-validator", "role": "model_ownerx"}]})])) == wrong
	_found(_holding([object.union(_document(_body), {"created_by": _document(_body).approved_by[0].person})])) == wrong
}

test_a_document_from_the_future_is_no_document if {
	_found(_holding([object.union(_document({}), {"created_at": "2026-11-12T09:00:01Z"})])) == {_finding("evidence_from_the_future", {"type": "model_card"})}
	_found(_holding([object.union(_document(_body), {"created_at": "2026-11-12T09:00:00Z"})])) == set()
}

test_odd_values_are_no_errors if {
	every field in object.keys(_body) {
		every value in [null, "x", "", 1, -1, 1.5, true, [], [null], ["x"], [[]], {}, {"x": 1}, "2026-13-40T00:00:00Z"] {
			is_set(_found(_holding([_document(object.union(object.remove(_body, [field]), {field: value}))])))
		}
	}
}

_living(documents, days) := found if {
	found := model_card.findings with input as _holding(documents) with data.config.evidence.model_card.max_days as {"high": days, "limited": days, "minimal": days}
}

test_a_life_that_policy_data_sets_ends if {
	_living([object.union(_document(_body), {"created_at": "2026-11-02T09:00:00Z", "recorded_at": "2026-11-02T09:00:00Z"})], 10) == set()
	_living([object.union(_document(_body), {"created_at": "2026-11-02T08:59:59Z", "recorded_at": "2026-11-02T09:00:00Z"})], 10) == {_finding("evidence_stale", {"type": "model_card", "days": 10, "limit": 10})}
}
