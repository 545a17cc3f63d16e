package mlgate.controls.classification.current_test

import data.mlgate.controls.classification.current
import data.mlgate.story_test as story

_found(facts) := found if {
	found := current.findings with input as facts
}

_finding(code) := {"code": code, "scope": "", "args": {"use_case": "use-case/A"}}

_old(days, limit) := {"code": "classification_old", "scope": "", "args": {"use_case": "use-case/A", "days": days, "limit": limit}}

# A questionnaire that was completed, written and recorded at one moment.
_completed(answers, moment) := object.union(
	story.questionnaire("use-case/A", object.union(answers, {"completed_at": moment})),
	{"created_at": moment, "recorded_at": moment},
)

_aged(answers, moment) := _found(story.filing(story.model, [_completed(answers, moment)]))

_answering(changes) := _found(story.answering(story.model, object.union(story.answers, changes)))

_purpose(text) := _found(object.union(story.model, {"use_cases": [object.union(story.use_case, {"intended_purpose": text})]}))

_light := object.union(story.light_answers, {"art50": {"interacts_with_persons": true}})

test_a_recent_classification_for_the_present_purpose_passes if {
	_found(story.model) == set()
	_found(story.system) == set()
}

test_a_high_risk_classification_lives_365_days if {
	_aged(story.answers, "2025-11-12T09:00:00Z") == set()
	_aged(story.answers, "2025-11-12T08:59:59Z") == {_old(365, 365)}
	_aged(story.answers, "2024-11-12T09:00:00Z") == {_old(730, 365)}
}

test_a_lower_one_lives_730_days if {
	every answers in [_light, story.light_answers, object.union(story.answers, {"is_ai_system": false})] {
		_aged(answers, "2024-11-12T09:00:00Z") == set()
		_aged(answers, "2024-11-12T08:59:59Z") == {_old(730, 730)}
	}
}

test_what_is_unacceptable_or_open_lives_as_long_as_high if {
	every answers in [object.union(story.answers, {"art5": {"c": true}}), object.union(story.light_answers, {"profiling": null})] {
		_aged(answers, "2025-11-12T09:00:00Z") == set()
		_aged(answers, "2025-11-12T08:59:59Z") == {_old(365, 365)}
	}
}

test_the_earliest_date_counts if {
	recent := "2026-11-01T09:00:00Z"
	old := "2025-11-01T09:00:00Z"
	document := _completed(story.answers, recent)
	_found(story.filing(story.model, [document])) == set()
	_found(story.filing(story.model, [object.union(document, {"created_at": old})])) == {_old(376, 365)}
	_found(story.filing(story.model, [object.union(document, {"recorded_at": old})])) == {_old(376, 365)}
	_found(story.filing(story.model, [object.union(document, {"body": {"completed_at": old}})])) == {_old(376, 365)}
}

test_a_date_ahead_is_found if {
	_answering({"completed_at": story.now}) == set()
	_answering({"completed_at": "2026-11-12T09:00:01Z"}) == {_finding("completed_ahead")}
	document := story.questionnaire("use-case/A", story.answers)
	_found(story.filing(story.model, [object.union(document, {"recorded_at": "2026-11-12T09:00:01Z"})])) == {_finding("completed_ahead")}
}

test_when_it_was_completed_is_a_moment if {
	every odd in [null, "", "2026-09-09", "2026-13-40T00:00:00Z", 20260909, ["2026-09-09T15:00:00Z"], true] {
		_answering({"completed_at": odd}) == {_finding("completion_undated")}
	}
	_found(story.answering(story.model, object.remove(story.answers, ["completed_at"]))) == {_finding("completion_undated")}
}

test_an_undated_questionnaire_ages_by_what_is_recorded if {
	document := object.union(_completed(story.answers, "2025-01-01T09:00:00Z"), {"body": {"completed_at": null}})
	_found(story.filing(story.model, [document])) == {_finding("completion_undated"), _old(680, 365)}
}

test_another_purpose_needs_another_questionnaire if {
	_purpose("Decide how high a rent may be.") == {_finding("purpose_differs")}
	_purpose("estimate the probability that an applicant defaults.") == {_finding("purpose_differs")}
	_purpose(" Estimate the probability that an applicant defaults.\n") == set()
	every odd in [null, "", " ", 7, ["x"]] { _answering({"intended_purpose": odd}) == {_finding("purpose_differs")} }
}

test_a_use_case_without_a_purpose_has_nothing_to_be_classified_for if {
	every none in [null, "", " \n"] { _purpose(none) == {_finding("purpose_unregistered")} }
}

test_without_an_approved_questionnaire_nothing_is_current if {
	missing := {_finding("classification_missing")}
	_found(story.filing(story.model, [])) == missing
	_found(story.filing(story.system, [])) == missing
	approved := story.questionnaire("use-case/A", story.answers)
	every status in ["draft", "in_review", "superseded"] {
		_found(story.filing(story.model, [object.union(approved, {"status": status})])) == missing
		_found(story.filing(story.model, [object.union(approved, {"status": status}), approved])) == missing
	}
	_found(story.filing(story.model, [story.questionnaire("use-case/B", story.answers)])) == missing
	_found(story.filing(story.model, [object.union(_completed(story.answers, "2020-01-01T09:00:00Z"), {"status": "in_review"})])) == missing
}

test_in_production_it_is_asked_as_well if {
	monitored := object.union(story.model, {"request": {"to_stage": null, "check": "MON"}, "subject": {"stage": "production"}})
	_found(monitored) == set()
	_found(story.filing(monitored, [])) == {_finding("classification_missing")}
	_found(story.filing(monitored, [_completed(story.answers, "2025-11-12T08:59:59Z")])) == {_old(365, 365)}
}

test_every_use_case_of_a_model_is_classified if {
	second := object.union(story.use_case, {"ref": "use-case/B", "intended_purpose": "Forecast demand."})
	facts := object.union(story.model, {"use_cases": [story.use_case, second]})
	other := story.questionnaire("use-case/B", object.union(story.light_answers, {"intended_purpose": "Forecast demand."}))
	both := story.filing(facts, [story.questionnaire("use-case/A", story.answers), other])
	_found(both) == set()
	_found(facts) == {{"code": "classification_missing", "scope": "use-case/B", "args": {"use_case": "use-case/B"}}}
	aged := object.union(other, {"recorded_at": "2025-01-01T09:00:00Z"})
	_found(story.filing(facts, [aged, story.questionnaire("use-case/A", story.answers)])) == set()
}

test_a_model_without_a_use_case_is_classified_by_nothing if {
	_found(object.union(story.model, {"use_cases": []})) == {{"code": "no_use_case", "scope": "", "args": {}}}
}

test_the_lives_are_policy_data if {
	found := _found(story.model) with data.config.thresholds.default as object.union(
		data.config.thresholds.default,
		{"classification.max_days_high": {"value": 30, "stricter": "lower"}},
	)
	found == {_old(64, 30)}
}
