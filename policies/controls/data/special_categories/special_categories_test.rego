package mlgate.controls.data.special_categories_test

import data.mlgate.controls.data.special_categories
import data.mlgate.story_test as story

_finding(code, args) := {"code": code, "scope": "", "args": args}

_document(body) := story.document("model/scorer/1", "u-lead", "ds_team_lead", body)

_holding(documents) := story.holding(story.model, "dataset_datasheet", documents)

_found(facts) := found if {
	found := special_categories.findings with input as facts
}

_of(body) := _found(_holding([_document(body)]))

_with(changes) := _of(object.union(_body, changes))

_without(field) := _of(object.remove(_body, [field]))

_body := {
	"dataset": "loans",
	"special_categories": [],
	"provenance": [{"source": "Loan origination.", "kind": "own_records"}, {"source": "Posts.", "kind": "social_network"}],
}

_condition := {"met": true, "reason": "It is so."}

_record := {
	"dataset": "loans",
	"categories": ["health", "religion"],
	"conditions": {name: _condition | some name in ["a", "b", "c", "d", "e", "f"]},
	"delete_by": "2026-11-12",
}

_dpo := {"directory": {"people": {"u-dpo": {"kind": "person", "roles": ["data_protection_officer"], "reporting_line": "legal"}}}}

_recorded(facts, record) := object.union(story.holding(facts, "art4a_record", [story.document("model/scorer/1", "u-dpo", "data_protection_officer", record)]), _dpo)

_special := object.union(_body, {"special_categories": ["health"]})

_covered(changes) := _found(_recorded(_holding([_document(_special)]), object.union(_record, changes)))

_plain(code, scope) := {"code": code, "scope": scope, "args": {}}

test_data_without_special_categories_pass if _of(_body) == set()

test_special_categories_need_a_record if {
	_of(_special) == {_finding("evidence_missing", {"type": "art4a_record"})}
	_covered({}) == set()
}

test_a_record_of_nothing_is_not_asked_for if {
	_found(_recorded(_holding([_document(_body)]), {})) == set()
}

test_the_record_is_the_data_protection_officer_s if {
	facts := _recorded(_holding([_document(_special)]), _record)
	wrong := {_finding("evidence_wrong_approver", {"type": "art4a_record", "roles": "data_protection_officer"})}
	_found(story.holding(facts, "art4a_record", [story.document("model/scorer/1", "u-gov", "governance_officer", _record)])) == wrong
}

test_every_category_is_covered if {
	_covered({"categories": ["religion"]}) == {_plain("category_uncovered", "health")}
	every wrong in [null, "health", {"health": true}, []] { _covered({"categories": wrong}) == {_plain("category_uncovered", "health")} }
}

test_all_six_conditions_are_met_with_reasons if {
	every name in ["a", "b", "c", "d", "e", "f"] {
		every wrong in [null, true, {"met": false}, {"met": "true"}, {"reason": " "}, {"reason": null}, {"reason": 7}] {
			_covered({"conditions": {name: wrong}}) == {_finding("condition_open", {"conditions": name})}
		}
	}
	every wrong in [null, true, [], "all", {}] {
		_found(_recorded(_holding([_document(_special)]), object.union(object.remove(_record, ["conditions"]), {"conditions": wrong}))) == {_finding("condition_open", {"conditions": "a, b, c, d, e, f"})}
	}
}

test_the_record_is_about_these_data if {
	every wrong in ["cards", null, 7] { _covered({"dataset": wrong}) == {_plain("dataset_other", "")} }
	_found(_recorded(_holding([_document(object.remove(_special, ["dataset"]))]), object.remove(_record, ["dataset"]))) == {_plain("dataset_other", "")}
}

test_the_data_are_kept_until_the_end_of_the_day_that_is_set if {
	_covered({"delete_by": "2026-11-12"}) == set()
	_covered({"delete_by": "2026-11-11"}) == {_finding("deletion_due", {"day": "2026-11-11"})}
	midnight := object.union(_recorded(_holding([_document(_special)]), _record), {"now": "2026-11-13T00:00:00Z"})
	_found(midnight) == {_finding("deletion_due", {"day": "2026-11-12"})}
	_found(object.union(midnight, {"now": "2026-11-12T23:59:59Z"})) == set()
	every wrong in [null, "", "soon", "2026-02-30", 7, "2026-11-12T00:00:00Z"] { _covered({"delete_by": wrong}) == {_plain("deletion_unset", "")} }
}

test_special_categories_are_a_list_of_words if {
	every wrong in [null, "none", false, {}, [null], [7], [""], 0] {
		_of(object.union(object.remove(_body, ["special_categories"]), {"special_categories": wrong})) - {_finding("evidence_missing", {"type": "art4a_record"})} == {_plain("categories_unanswered", "")}
	}
	_without("special_categories") == {_plain("categories_unanswered", "")}
	every wrong in [7, ["religion"], null] {
		_found(_recorded(_holding([_document(object.union(_body, {"special_categories": ["health", wrong]}))]), _record)) == {_plain("categories_unanswered", "")}
	}
}

_lending(body) := found if {
	found := special_categories.findings with input as _holding([_document(body)]) with data.config.use_cases as {"A": {"overlays": ["fin"]}}
}

test_social_networks_are_barred_for_consumer_credit_only if {
	_lending(_body) == {_plain("source_barred", "social_network")}
	_lending(object.union(_body, {"provenance": [_body.provenance[0]]})) == set()
	elsewhere := special_categories.findings with input as _holding([_document(_body)]) with data.config.use_cases as {"A": {"overlays": ["fraud"]}}
	elsewhere == set()
}

test_what_is_agreed_for_the_use_case_goes_before_the_overlay if {
	agreed := {"A": {"overlays": ["fin"], "thresholds": {"data.barred_sources": ["own_records"]}}}
	found := special_categories.findings with input as _holding([_document(_body)]) with data.config.use_cases as agreed
	found == {_plain("source_barred", "own_records")}
}

test_the_shipped_credit_use_case_bars_social_networks if {
	use_case := object.union(story.use_case, {"ref": "use-case/UC-CR-001"})
	facts := object.union(story.filing(_holding([_document(_body)]), [story.questionnaire("use-case/UC-CR-001", story.answers)]), {"use_cases": [use_case]})
	_found(facts) == {_plain("source_barred", "social_network")}
}

test_where_kinds_are_barred_every_source_says_its_kind if {
	every wrong in [null, "Loan origination.", {"source": "x"}, {"kind": 7}] {
		_lending(object.union(_body, {"provenance": [_body.provenance[0], wrong]})) == {_finding("source_unnamed", {"number": 2})}
		_with({"provenance": [wrong]}) == set()
	}
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
	found := special_categories.findings with input as _holding([old]) with data.config.evidence.dataset_datasheet.max_days as living
	found == {_finding("evidence_stale", {"type": "dataset_datasheet", "days": 11, "limit": 10})}
}
