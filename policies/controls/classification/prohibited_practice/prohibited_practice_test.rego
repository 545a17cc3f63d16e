package mlgate.controls.classification.prohibited_practice_test

import data.mlgate.controls.classification.prohibited_practice
import data.mlgate.story_test as story

_all_flags := {"a", "b", "c", "d", "e", "f", "g", "h", "ba", "bb"}

_found(facts) := found if {
	found := prohibited_practice.findings with input as facts
}

_flagged(changes) := _found(story.answering(story.system, object.union(story.answers, {"art5": changes})))

_finding(code, flag) := {"code": code, "scope": flag, "args": {"use_case": "use-case/A"}}

_missing := {"code": "questionnaire_missing", "scope": "", "args": {"use_case": "use-case/A"}}

test_ten_denials_pass if {
	_found(story.system) == set()
	_found(story.model) == set()
}

test_every_flag_prohibits if {
	every flag in _all_flags { _flagged({flag: true}) == {_finding("prohibited_practice", flag)} }
	_flagged({"c": true, "bb": true}) == {_finding("prohibited_practice", "c"), _finding("prohibited_practice", "bb")}
}

test_a_flag_that_is_open_is_named if {
	_flagged({"c": null}) == {_finding("flag_open", "c")}
	_flagged({"c": "no"}) == {_finding("flag_open", "c")}
	_flagged({"c": 0}) == {_finding("flag_open", "c")}
}

test_an_open_flag_does_not_hide_an_admitted_one if {
	_flagged({"a": null, "c": true}) == {_finding("flag_open", "a"), _finding("prohibited_practice", "c")}
}

test_flags_of_the_wrong_shape_are_all_open if {
	every art5 in [null, "none", [], 0] {
		_found(story.answering(story.system, object.union(story.answers, {"art5": art5}))) == {_finding("flag_open", flag) | some flag in _all_flags}
	}
	_found(story.answering(story.system, {})) == {_finding("flag_open", flag) | some flag in _all_flags}
}

test_without_a_questionnaire_nobody_has_denied if {
	_found(story.filing(story.system, [])) == {_missing}
	_found(object.union(story.system, {"evidence": {"risk_classification": [story.questionnaire("use-case/B", story.answers)]}})) == {_missing}
	monitored := object.union(story.filing(story.model, []), {"request": {"to_stage": null, "check": "MON"}})
	_found(monitored) == {_missing}
}

test_registration_judges_only_what_is_there if {
	registering := story.moving(story.system, "poc", "poc")
	_found(story.filing(registering, [])) == set()
	_found(story.answering(registering, object.union(story.answers, {"art5": {"c": true}}))) == {_finding("prohibited_practice", "c")}
}

test_a_draft_that_admits_is_enough if {
	admitted := object.union(story.questionnaire("use-case/A", object.union(story.answers, {"art5": {"c": true}})), {"status": "draft"})
	_found(story.filing(story.system, [admitted])) == {_finding("prohibited_practice", "c")}
	denied := story.questionnaire("use-case/A", story.answers)
	_found(story.filing(story.system, [admitted, denied])) == {_finding("prohibited_practice", "c")}
}

test_a_draft_does_not_take_back_what_was_admitted if {
	admitted := story.questionnaire("use-case/A", object.union(story.answers, {"art5": {"c": true}}))
	denied := story.questionnaire("use-case/A", story.answers)
	_found(story.filing(story.system, [object.union(denied, {"status": "in_review"}), admitted])) == {_finding("prohibited_practice", "c")}
	_found(story.filing(story.system, [denied, admitted])) == set()
}

test_a_model_answers_for_each_of_its_use_cases if {
	second := object.union(story.use_case, {"ref": "use-case/B"})
	documents := [story.questionnaire("use-case/A", story.answers), story.questionnaire("use-case/B", object.union(story.answers, {"art5": {"f": true}}))]
	_found(object.union(story.filing(story.model, documents), {"use_cases": [story.use_case, second]})) == {{
		"code": "prohibited_practice",
		"scope": "f",
		"args": {"use_case": "use-case/B"},
	}}
}
