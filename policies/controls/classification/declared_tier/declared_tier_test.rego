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
