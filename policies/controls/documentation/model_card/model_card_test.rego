package mlgate.controls.documentation.model_card_test

import data.mlgate.controls.documentation.model_card
import data.mlgate.story_test as story

_g4 := story.moving(story.model, "pre_production", "production")

_found(facts) := found if {
	found := model_card.findings with input as facts
}

_g2 := story.moving(story.model, "development", "qa")

_body := {
	"model_overview": {"model_name": "scorer", "model_description": "Default within a year.", "model_owner": "u-owner", "algorithm_type": "Trees", "problem_type": "Binary classification"},
	"intended_uses": {"purpose_of_model": "Credit.", "intended_uses": "At application time.", "risk_rating": "High", "explanations_for_risk_rating": "Annex III 5(b)."},
	"business_details": {"business_problem": "Default.", "line_of_business": "retail"},
	"training_details": {"objective_function": {"function": {"facet": "AUC"}}},
	"evaluation_details": [{"name": "Test."}],
	"additional_information": {"ethical_considerations": "Age.", "caveats_and_recommendations": "Not for companies."},
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

test_a_section_is_not_filled_by_what_says_nothing if {
	every section in object.keys(_body) {
		every wrong in [true, 7, [null], {"x": null}, {"x": 1}, "", "TBD", [], {}] {
			_found(_holding([_document(object.union(object.remove(_body, [section]), {section: wrong}))])) == {_finding("section_missing", {"sections": section})}
		}
	}
}

test_what_a_section_has_to_say_is_listed if {
	_with({"model_overview": {"model_owner": null, "problem_type": 7}}) == {_finding("section_missing", {"sections": "model_overview.model_owner, model_overview.problem_type"})}
	_with({"additional_information": {"ethical_considerations": "To be defined"}}) == {_finding("section_missing", {"sections": "additional_information.ethical_considerations"})}
	_with({"business_details": {"line_of_business": " "}}) == {_finding("section_missing", {"sections": "business_details.line_of_business"})}
	_with({"intended_uses": {"risk_rating": null}}) == {_finding("section_missing", {"sections": "intended_uses.risk_rating"})}
	_with({"intended_uses": "For credit."}) == {_finding("section_missing", {"sections": "intended_uses.explanations_for_risk_rating, intended_uses.intended_uses, intended_uses.purpose_of_model, intended_uses.risk_rating"})}
}

test_every_evaluation_has_a_name if {
	_with({"evaluation_details": [{"name": "Test."}, {"evaluation_observation": "Good."}]}) == {_finding("section_missing", {"sections": "evaluation_details.name"})}
	_with({"evaluation_details": "Good."}) == {_finding("section_missing", {"sections": "evaluation_details.name"})}
}

test_at_the_first_gate_a_draft_is_enough if {
	every status in ["draft", "in_review", "approved"] { _early({"status": status, "approved_by": []}) == set() }
	every status in ["withdrawn", "superseded"] {
		_early({"status": status}) == {_finding("evidence_missing", {"type": "model_card"})}
	}
	_found(_g2) == {_finding("evidence_missing", {"type": "model_card"})}
}

test_at_the_first_gate_sections_are_asked_for if {
	_early({"status": "draft", "body": {"uses": "x", "training_details": null}}) == {_finding("section_missing", {"sections": "training_details"})}
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
