package mlgate.controls.classification.declared_tier_test

import data.mlgate.controls.classification.declared_tier
import data.mlgate.story_test as story

_found(facts) := found if {
	found := declared_tier.findings with input as facts
}

_declaring(answers, tier) := _found(story.answering(story.model, object.union(answers, {"declared_tier": tier})))

_below(declared, computed) := {"code": "declared_below_computed", "scope": "", "args": {
	"use_case": "use-case/A",
	"declared": declared,
	"computed": computed,
}}

_undeclared := {"code": "declaration_missing", "scope": "", "args": {"use_case": "use-case/A"}}

_missing := {"code": "questionnaire_missing", "scope": "", "args": {"use_case": "use-case/A"}}

_chatbot := object.union(story.light_answers, {"art50": {"interacts_with_persons": true}})

_prohibited := object.union(story.answers, {"art5": {"c": true}})

_elsewhere := object.union(story.answers, {"is_ai_system": false})

test_the_computed_tier_declared_passes if {
	_found(story.model) == set()
	_found(story.system) == set()
	_declaring(_chatbot, "limited") == set()
	_declaring(_prohibited, "unacceptable") == set()
	_declaring(_elsewhere, "out_of_scope") == set()
}

test_declaring_more_is_allowed if {
	_declaring(story.light_answers, "limited") == set()
	_declaring(_chatbot, "high") == set()
	_declaring(_elsewhere, "minimal") == set()
}

test_declaring_less_is_not if {
	_declaring(story.answers, "limited") == {_below("limited", "high")}
	_declaring(story.answers, "minimal") == {_below("minimal", "high")}
	_declaring(_chatbot, "minimal") == {_below("minimal", "limited")}
	_declaring(story.light_answers, "out_of_scope") == {_below("out_of_scope", "minimal")}
	_declaring(_prohibited, "high") == {_below("high", "unacceptable")}
}

test_a_tier_that_is_none_is_no_declaration if {
	every word in [null, "", "High", "severe", 3, ["high"], {"tier": "high"}] {
		_declaring(story.answers, word) == {_undeclared}
	}
	_found(story.answering(story.model, object.remove(story.answers, ["declared_tier"]))) == {_undeclared}
}

test_while_an_answer_is_open_nothing_follows if {
	_declaring(object.union(story.answers, {"profiling": null}), "minimal") == set()
	_found(story.answering(story.model, {})) == {_undeclared}
}

test_without_a_questionnaire_nothing_is_declared if {
	_found(story.filing(story.model, [])) == {_missing}
	_found(story.filing(story.model, [story.questionnaire("use-case/B", story.answers)])) == {_missing}
}

test_registration_judges_only_what_is_there if {
	registering := story.moving(story.system, "poc", "poc")
	_found(story.filing(registering, [])) == set()
	_found(story.answering(registering, object.union(story.answers, {"declared_tier": "minimal"}))) == {_below("minimal", "high")}
}

test_the_newest_questionnaire_counts if {
	low := story.questionnaire("use-case/A", object.union(story.answers, {"declared_tier": "minimal"}))
	right := story.questionnaire("use-case/A", story.answers)
	_found(story.filing(story.model, [low, right])) == {_below("minimal", "high")}
	_found(story.filing(story.model, [right, low])) == set()
}

_dated(body, at) := object.union(story.questionnaire("use-case/A", body), {"created_at": at, "recorded_at": at})

_light := _dated(story.light_answers, "2026-11-01T09:00:00Z")

_lowered(facts, newest, passed) := _found(object.union(story.filing(facts, array.concat(newest, [_dated(story.answers, "2026-09-09T15:30:00Z")])), {"subject": {"passed": passed}}))

_came_down(before, after, gate) := {"code": "tier_lowered", "scope": "use-case/A", "args": {"use_case": "use-case/A", "before": before, "after": after, "gate": gate}}

_at(moment) := {"at": moment, "digest": story.digest}

test_a_tier_that_came_down_starts_at_the_first_gate_again if {
	down := {_came_down("high", "minimal", "G2")}
	_lowered(story.model, [_light], {}) == down
	_lowered(story.model, [_light], {"G2": _at("2026-11-01T09:00:00Z")}) == down
	_lowered(story.model, [_light], {"G2": _at("2026-11-01T09:00:01Z")}) == set()
	_lowered(story.model, [_light], {"G3": _at("2026-11-05T09:00:00Z")}) == down
	_lowered(story.moving(story.model, "development", "qa"), [_light], {}) == set()
	outside := _dated(object.union(story.answers, {"is_ai_system": false, "declared_tier": "out_of_scope"}), "2026-11-01T09:00:00Z")
	_lowered(story.model, [outside], {}) == {_came_down("high", "out_of_scope", "G2")}
}

test_a_use_case_starts_at_its_own_first_gate if {
	testing := story.moving(story.system, "development", "qa")
	_lowered(testing, [_light], {}) == {_came_down("high", "minimal", "G1")}
	_lowered(testing, [_light], {"G1": _at("2026-11-02T09:00:00Z")}) == set()
	_lowered(story.system, [_light], {}) == set()
}

test_a_later_questionnaire_of_the_lower_tier_lowers_nothing if {
	again := _dated(story.light_answers, "2026-11-10T09:00:00Z")
	_lowered(story.model, [again, _light], {"G2": _at("2026-11-02T09:00:00Z")}) == set()
	_lowered(story.model, [again, _light], {"G2": _at("2026-10-30T09:00:00Z")}) == {_came_down("high", "minimal", "G2")}
}

test_what_nobody_entitled_approved_was_no_tier if {
	every changes in [{"approved_by": []}, {"created_by": "u-gov"}, {"approved_by": [{"person": "u-gov", "role": "model_owner"}]}, {"body": object.union(story.answers, {"profiling": null})}] {
		_found(story.filing(story.model, [_light, object.union(_dated(story.answers, "2026-09-09T15:30:00Z"), changes)])) == set()
	}
	_found(story.filing(story.model, [_light, _dated(story.light_answers, "2026-09-09T15:30:00Z")])) == set()
	_lowered(story.model, [_dated(story.answers, "2026-11-01T09:00:00Z"), _light], {}) == set()
}
