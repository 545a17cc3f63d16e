package mlgate.controls.transparency.affected_persons_test

import data.mlgate.controls.transparency.affected_persons
import data.mlgate.story_test as story

_g := story.moving(story.model, "pre_production", "production")

_found(facts) := found if {
	found := affected_persons.findings with input as facts
}

_body := {
	"text_ref": "doc://notices/credit/3",
	"channel": "web",
	"language": ["de"],
	"accessible": true,
	"explanation_route": "On request by letter, mail or in a branch.",
	"human_review_route": "In any branch; another underwriter decides.",
	"sla_days": 10,
}

_document(body) := story.document("use-case/A", "u-biz", "business_risk_owner", body)

_holding(documents) := story.holding(_g, "affected_person_notice", documents)

_of(body) := _found(_holding([_document(body)]))

_put(field, value) := _of(object.union(object.remove(_body, [field]), {field: value}))

_finding(code, args) := {"code": code, "scope": "", "args": args}

test_a_whole_notice_passes if {
	_of(_body) == set()
	_of(object.remove(_body, ["accessible"])) == set()
}

test_what_lacks_is_listed_in_one_finding if {
	every part in ["channel", "explanation_route", "human_review_route", "language", "text_ref"] {
		every wrong in [null, "", " ", [], 7, true, "tbd"] { _put(part, wrong) == {_finding("notice_incomplete", {"parts": part})} }
	}
	_of({}) == {
		_finding("notice_incomplete", {"parts": "channel, explanation_route, human_review_route, language, text_ref"}),
		_finding("answer_unlimited", {}),
	}
}

test_a_way_says_how_it_is_gone if {
	every route in ["explanation_route", "human_review_route"] {
		_put(route, "Write to the branch.") == set()
		every wrong in ["Write to the branch", "n/a", ["On request by letter."]] {
			_put(route, wrong) == {_finding("route_empty", {"route": route, "least": 20})}
		}
	}
}

test_an_answer_is_owed_within_a_month if {
	_put("sla_days", 30) == set()
	_put("sla_days", 0) == set()
	_put("sla_days", 31) == {_finding("answer_late", {"days": 31, "limit": 30})}
	every wrong in [null, "10", -1, 1.5, [10]] { _put("sla_days", wrong) == {_finding("answer_unlimited", {})} }
}

test_who_says_that_it_is_not_accessible_is_believed if {
	_put("accessible", false) == {_finding("not_accessible", {})}
}

_answering(changes) := _found(story.answering(_g, object.union(story.answers, changes)))

_missing := {_finding("evidence_missing", {"type": "affected_person_notice"})}

_no_effect := {"decision_effect": {"legal_or_similar_effect": false}}

_product := {"annex_iii": [], "annex_i": {"listed": true, "is_product": true, "third_party_assessment": true}}

test_it_is_due_from_annex_iii_save_for_the_second_point if {
	_answering(_no_effect) == _missing
	_answering(object.union(_no_effect, {"annex_iii": ["2"]})) == set()
	_answering(object.union(_no_effect, {"annex_iii": ["2", "4a"]})) == _missing
	_answering(object.union(_no_effect, _product)) == set()
	_answering(object.union_n([_no_effect, _product, {"annex_iii": ["5b"]}])) == _missing
}

test_it_is_due_from_whatever_has_effects_on_people if {
	_answering({"annex_iii": ["2"]}) == _missing
	_answering(_product) == _missing
	_answering({"annex_iii": ["2"], "decision_effect": {"legal_or_similar_effect": null}}) == _missing
}

test_it_is_due_while_nobody_answered if {
	_found(story.filing(_g, [])) == _missing
	_found(object.union(_g, {"use_cases": []})) == _missing
}

test_what_a_use_case_files_that_need_not_is_not_judged if {
	facts := story.filing(_both([_document(_body), _of_other({})]), [
		story.questionnaire("use-case/A", story.answers),
		story.questionnaire("use-case/B", object.union_n([story.answers, _no_effect, {"annex_iii": ["2"]}])),
	])
	_found(facts) == set()
}

test_none_or_a_draft_is_missing if {
	missing := {_finding("evidence_missing", {"type": "affected_person_notice"})}
	_found(_g) == missing
	_found(_holding([object.union(_document(_body), {"status": "draft"})])) == missing
	_found(_holding([object.union(_document(_body), {"subject": "use-case/B"})])) == missing
}

test_who_does_not_hold_the_role_or_wrote_it_approves_nothing if {
	wrong := {_finding("evidence_wrong_approver", {"type": "affected_person_notice", "roles": "business_risk_owner"})}
	_found(_holding([object.union(_document(_body), {"approved_by": [{"person": "u-validator", "role": "business_risk_ownerx"}]})])) == wrong
	_found(_holding([object.union(_document(_body), {"created_by": _document(_body).approved_by[0].person})])) == wrong
}

test_a_document_from_the_future_is_no_document if {
	_found(_holding([object.union(_document({}), {"created_at": "2026-11-12T09:00:01Z"})])) == {_finding("evidence_from_the_future", {"type": "affected_person_notice"})}
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
	"affected_person_notice",
	documents,
)

_of_other(body) := object.union(_document(body), {"subject": "use-case/B"})

_scoped(scope, finding) := object.union(finding, {"scope": scope})

test_each_use_case_files_its_own if {
	_found(_both([_document(_body), _of_other(_body)])) == set()
	_found(_both([_document(_body)])) == {_scoped("use-case/B", _finding("evidence_missing", {"type": "affected_person_notice"}))}
	_found(_both([_of_other(_body)])) == {_scoped("use-case/A", _finding("evidence_missing", {"type": "affected_person_notice"}))}
}

test_a_fault_is_that_of_the_use_case_that_has_it if {
	bad := object.union(_body, {"sla_days": 31})
	_found(_both([_document(_body), _of_other(bad)])) == {_scoped("use-case/B", _finding("answer_late", {"days": 31, "limit": 30}))}
	_found(_both([_document(bad), _of_other(_body)])) == {_scoped("use-case/A", _finding("answer_late", {"days": 31, "limit": 30}))}
}

test_a_copy_on_the_model_does_not_stand_for_its_use_case if {
	_found(_holding([object.union(_document(_body), {"subject": "model/scorer/1"})])) == {_scoped("use-case/A", _finding("evidence_missing", {"type": "affected_person_notice"}))}
}

_living(documents, days) := found if {
	found := affected_persons.findings with input as _holding(documents) with data.config.evidence.affected_person_notice.max_days as {"high": days, "limited": days, "minimal": days}
}

test_a_life_that_policy_data_sets_ends if {
	_living([object.union(_document(_body), {"created_at": "2026-11-02T09:00:00Z", "recorded_at": "2026-11-02T09:00:00Z"})], 10) == set()
	_living([object.union(_document(_body), {"created_at": "2026-11-02T08:59:59Z", "recorded_at": "2026-11-02T09:00:00Z"})], 10) == {_finding("evidence_stale", {"type": "affected_person_notice", "days": 10, "limit": 10})}
}
