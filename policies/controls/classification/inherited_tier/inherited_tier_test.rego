package mlgate.controls.classification.inherited_tier_test

import data.mlgate.controls.classification.inherited_tier
import data.mlgate.story_test as story

_system := story.questionnaire("use-case/A", story.answers)

_found(facts) := found if {
	found := inherited_tier.findings with input as facts
}

_claiming(answers) := _found(story.filing(story.model, [story.questionnaire("model/scorer/1", answers), _system]))

_below(own, inherited) := {"code": "below_use_case", "scope": "use-case/A", "args": {"model_tier": own, "use_case_tier": inherited}}

_fraud_only := object.union(story.answers, {"sole_purpose_financial_fraud_detection": true})

_open := {"code": "own_tier_open", "scope": "", "args": {}}

test_a_model_without_a_claim_inherits if {
	_found(story.model) == set()
	_found(story.filing(story.model, [])) == set()
}

test_the_same_tier_or_a_stricter_passes if {
	_claiming(story.answers) == set()
	_claiming(object.union(story.answers, {"art5": {"c": true}})) == set()
	light := story.questionnaire("use-case/A", story.light_answers)
	_found(story.filing(story.model, [story.questionnaire("model/scorer/1", story.answers), light])) == set()
}

test_a_lower_claim_is_refused if {
	_claiming(_fraud_only) == {_below("minimal", "high")}
	_claiming(object.union(story.answers, {"is_ai_system": false})) == {_below("out_of_scope", "high")}
}

test_a_claim_that_leaves_answers_open_is_refused if {
	_claiming(object.union(story.answers, {"profiling": null})) == {_open}
	_claiming({}) == {_open}
	_claiming(object.union(story.answers, {"annex_iii": "5b"})) == {_open}
}

test_while_the_use_case_is_open_there_is_nothing_to_compare if {
	_found(story.filing(story.model, [story.questionnaire("model/scorer/1", _fraud_only)])) == set()
}

test_every_use_case_is_compared if {
	second := object.union(story.use_case, {"ref": "use-case/B"})
	documents := [
		story.questionnaire("model/scorer/1", _fraud_only),
		_system,
		story.questionnaire("use-case/B", story.light_answers),
	]
	_found(object.union(story.filing(story.model, documents), {"use_cases": [story.use_case, second]})) == {_below("minimal", "high")}
}

test_the_newest_claim_counts if {
	whole := story.questionnaire("model/scorer/1", story.answers)
	low := story.questionnaire("model/scorer/1", _fraud_only)
	_found(story.filing(story.model, [low, whole, _system])) == {_below("minimal", "high")}
	_found(story.filing(story.model, [whole, low, _system])) == set()
}

test_the_claim_of_another_model_is_not_this_ones if {
	_found(story.filing(story.model, [story.questionnaire("model/scorer/2", _fraud_only), _system])) == set()
}
