package mlgate.controls.transparency.exposure_notice_test

import data.mlgate.controls.transparency.exposure_notice
import data.mlgate.story_test as story

_g := story.answering(story.moving(story.model, "pre_production", "production"), _chatty)

_found(facts) := found if {
	found := exposure_notice.findings with input as facts
}

_notice(trigger) := {
	"trigger": trigger,
	"text_ref": "doc://notices/chat/1",
	"channel": "in_product",
	"language": ["en"],
	"accessible": true,
	"at_first_exposure": true,
	"machine_readable": true,
}

_body := {"notices": [_notice("interaction")]}

_admitting(art50) := object.union(story.answers, {"art50": art50})

_chatty := _admitting({"interacts_with_persons": true})

_document(body) := story.document("use-case/A", "u-biz", "business_risk_owner", body)

_holding(documents) := story.holding(_g, "transparency_notice", documents)

_of(body) := _found(_holding([_document(body)]))

_put(field, value) := _of(object.union(object.remove(_body, [field]), {field: value}))

_finding(code, args) := {"code": code, "scope": "", "args": args}

_about(answers, notices) := _found(story.answering(_holding([_document({"notices": notices})]), answers))

_without(answers) := _found(story.answering(_g, answers))

_triggered := {
	"interacts_with_persons": "interaction",
	"generates_synthetic_content": "synthetic_content",
	"emotion_or_biometric_categorisation": "emotion_or_biometric_categorisation",
	"deep_fake": "deep_fake",
	"public_interest_text": "public_interest_text",
}

test_each_trigger_has_its_own_notice if {
	every question, trigger in _triggered {
		answers := _admitting({question: true})
		_without(answers) == {_finding("evidence_missing", {"type": "transparency_notice"})}
		_about(answers, [_notice(trigger)]) == set()
		_about(answers, []) == {_finding("notice_missing", {"trigger": trigger})}
		others := [_notice(other) | some other in _triggered; other != trigger]
		_about(answers, others) == {_finding("notice_missing", {"trigger": trigger})}
	}
}

test_all_that_apply_are_covered if {
	answers := _admitting({question: true | some question, _ in _triggered})
	_about(answers, [_notice(trigger) | some trigger in _triggered]) == set()
	_about(answers, [_notice("interaction"), _notice("deep_fake")]) == {_finding("notice_missing", {"trigger": trigger}) |
		some trigger in ["synthetic_content", "emotion_or_biometric_categorisation", "public_interest_text"]
	}
}

test_what_is_exempt_needs_none if {
	_without(_admitting({"interacts_with_persons": true, "obvious_from_context": true})) == set()
	_without(_admitting({"public_interest_text": true, "editorial_responsibility": true})) == set()
	_without(story.answers) == set()
	obvious := _admitting({"interacts_with_persons": true, "obvious_from_context": true, "deep_fake": true})
	_about(obvious, [_notice("deep_fake")]) == set()
	_about(obvious, []) == {_finding("notice_missing", {"trigger": "deep_fake"})}
}

test_an_answer_that_is_open_is_not_a_no if {
	open := {_finding("triggers_open", {"use_case": "use-case/A"})}
	_without(_admitting({"interacts_with_persons": null})) == open
	_without(object.union(story.answers, {"art50": null})) == open
	_found(story.filing(_g, [])) == open
}

_noticing(changes) := _about(_chatty, [object.union(_notice("interaction"), changes)])

test_a_notice_says_what_where_and_in_which_language if {
	_noticing({"language": []}) == {_finding("notice_incomplete", {"trigger": "interaction", "parts": "language"})}
	_noticing({"text_ref": null, "channel": ""}) == {_finding("notice_incomplete", {"trigger": "interaction", "parts": "channel, text_ref"})}
}

test_it_is_accessible_and_given_at_first_exposure if {
	every answer in [false, null, "yes", 1] {
		_noticing({"accessible": answer}) == {_finding("not_accessible", {"trigger": "interaction"})}
		_noticing({"at_first_exposure": answer}) == {_finding("not_at_first_exposure", {"trigger": "interaction"})}
	}
}

test_synthetic_content_is_marked_for_machines_and_only_that if {
	answers := _admitting({"generates_synthetic_content": true})
	every answer in [false, null, "yes"] {
		_about(answers, [object.union(_notice("synthetic_content"), {"machine_readable": answer})]) == {_finding("marking_missing", {})}
	}
	_about(answers, [object.remove(_notice("synthetic_content"), ["machine_readable"])]) == {_finding("marking_missing", {})}
	_noticing({"machine_readable": false}) == set()
}

# The customer chatbot of a bank: limited by Art. 50(1) alone.
_chatbot := object.union(story.light_answers, {"declared_tier": "limited", "art50": {"interacts_with_persons": true}})

_before := {"created_at": "2026-07-01T09:00:00Z", "recorded_at": "2026-07-01T09:00:00Z"}

_chatbot_moves := object.union(
	story.filing(_g, [object.union(story.questionnaire("use-case/A", _chatbot), _before)]),
	{"now": "2026-08-02T00:00:00Z"},
)

_tier(facts) := tier if tier := data.mlgate.classification.tier with input as facts

test_a_customer_chatbot_is_limited_and_refused_without_its_notice if {
	_tier(_chatbot_moves) == "limited"
	_found(_chatbot_moves) == {_finding("evidence_missing", {"type": "transparency_notice"})}
	_found(story.holding(_chatbot_moves, "transparency_notice", [object.union(_document(_body), _before)])) == set()
}

test_each_use_case_owes_its_own if {
	two := object.union(_holding([_document(_body)]), {"use_cases": [story.use_case, object.union(story.use_case, {"ref": "use-case/B"})]})
	quiet := story.filing(two, [story.questionnaire("use-case/A", _chatty), story.questionnaire("use-case/B", story.answers)])
	_found(quiet) == set()
	_found(story.holding(quiet, "transparency_notice", [_document(_body), object.union(_document({}), {"subject": "use-case/B"})])) == set()
}

test_what_the_model_files_itself_covers_all_its_systems if {
	own := object.union(_document({"notices": []}), {"subject": "model/scorer/1"})
	_found(_holding([_document(_body), own])) == {{"code": "notice_missing", "scope": "model/scorer/1", "args": {"trigger": "interaction"}}}
}

test_none_or_a_draft_is_missing if {
	missing := {_finding("evidence_missing", {"type": "transparency_notice"})}
	_found(_g) == missing
	_found(_holding([object.union(_document(_body), {"status": "draft"})])) == missing
	_found(_holding([object.union(_document(_body), {"subject": "use-case/B"})])) == missing
}

test_who_does_not_hold_the_role_or_wrote_it_approves_nothing if {
	wrong := {_finding("evidence_wrong_approver", {"type": "transparency_notice", "roles": "business_risk_owner"})}
	_found(_holding([object.union(_document(_body), {"approved_by": [{"person": "u-validator", "role": "business_risk_ownerx"}]})])) == wrong
	_found(_holding([object.union(_document(_body), {"created_by": _document(_body).approved_by[0].person})])) == wrong
}

test_a_document_from_the_future_is_no_document if {
	_found(_holding([object.union(_document({}), {"created_at": "2026-11-12T09:00:01Z"})])) == {_finding("evidence_from_the_future", {"type": "transparency_notice"})}
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
		story.filing(_g, [story.questionnaire("use-case/A", _chatty), story.questionnaire("use-case/B", _chatty)]),
		{"use_cases": [story.use_case, object.union(story.use_case, {"ref": "use-case/B"})]},
	),
	"transparency_notice",
	documents,
)

_of_other(body) := object.union(_document(body), {"subject": "use-case/B"})

_scoped(scope, finding) := object.union(finding, {"scope": scope})

test_each_use_case_files_its_own if {
	_found(_both([_document(_body), _of_other(_body)])) == set()
	_found(_both([_document(_body)])) == {_scoped("use-case/B", _finding("evidence_missing", {"type": "transparency_notice"}))}
	_found(_both([_of_other(_body)])) == {_scoped("use-case/A", _finding("evidence_missing", {"type": "transparency_notice"}))}
}

test_a_fault_is_that_of_the_use_case_that_has_it if {
	bad := object.union(_body, {"notices": []})
	_found(_both([_document(_body), _of_other(bad)])) == {_scoped("use-case/B", _finding("notice_missing", {"trigger": "interaction"}))}
	_found(_both([_document(bad), _of_other(_body)])) == {_scoped("use-case/A", _finding("notice_missing", {"trigger": "interaction"}))}
}

test_a_copy_on_the_model_does_not_stand_for_its_use_case if {
	_found(_holding([object.union(_document(_body), {"subject": "model/scorer/1"})])) == {_scoped("use-case/A", _finding("evidence_missing", {"type": "transparency_notice"}))}
}

_living(documents, days) := found if {
	found := exposure_notice.findings with input as _holding(documents) with data.config.evidence.transparency_notice.max_days as {"high": days, "limited": days, "minimal": days}
}

test_a_life_that_policy_data_sets_ends if {
	_living([object.union(_document(_body), {"created_at": "2026-11-02T09:00:00Z", "recorded_at": "2026-11-02T09:00:00Z"})], 10) == set()
	_living([object.union(_document(_body), {"created_at": "2026-11-02T08:59:59Z", "recorded_at": "2026-11-02T09:00:00Z"})], 10) == {_finding("evidence_stale", {"type": "transparency_notice", "days": 10, "limit": 10})}
}
