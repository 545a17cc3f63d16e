package mlgate.controls.governance.roll_up_test

import data.mlgate.controls.governance.roll_up
import data.mlgate.story_test as story

_scorer := {"ref": "model/scorer/1", "role": "decision", "stage": "pre_production", "status": "pending", "active": true}

_fraud := {"ref": "model/fraud/1", "role": "fraud", "stage": "pre_production", "status": "pending", "active": true}

_found(facts) := found if {
	found := roll_up.findings with input as facts
}

_asking(stage, to_stage, models) := _found(object.union(
	story.moving(story.system, stage, to_stage),
	{"use_cases": [object.union(story.use_case, {"stage": stage, "models": models})]},
))

_with(models) := _asking("qa", "pre_production", models)

_behind(ref, stage) := {"code": "model_behind", "scope": ref, "args": {"stage": stage, "use_case_stage": "qa"}}

_none := {"code": "no_active_model", "scope": "", "args": {}}

test_models_past_the_stage_carry_their_use_case if {
	_with([_scorer, _fraud]) == set()
	_with([object.union(_scorer, {"stage": "production", "status": "deployed"})]) == set()
}

test_a_model_in_the_same_stage_or_before_holds_it if {
	_with([_scorer, object.union(_fraud, {"stage": "qa"})]) == {_behind("model/fraud/1", "qa")}
	_with([object.union(_scorer, {"stage": "development"})]) == {_behind("model/scorer/1", "development")}
}

test_every_model_that_holds_it_is_named if {
	_with([object.union(_scorer, {"stage": "qa"}), object.union(_fraud, {"stage": "qa"})]) == {
		_behind("model/scorer/1", "qa"),
		_behind("model/fraud/1", "qa"),
	}
}

test_an_approval_in_the_stage_is_not_enough if {
	_with([object.union(_scorer, {"stage": "qa", "status": "approved"})]) == {_behind("model/scorer/1", "qa")}
}

test_detached_and_retired_models_are_left_out if {
	_with([_scorer, object.union(_fraud, {"stage": "qa", "active": false})]) == set()
	_with([_scorer, object.union(_fraud, {"stage": "retired"})]) == set()
}

test_without_an_active_model_it_moves_nowhere if {
	_with([]) == {_none}
	_with([object.union(_fraud, {"active": false})]) == {_none}
	_with([object.union(_fraud, {"stage": "retired"})]) == {_none}
	_found(object.union(story.moving(story.system, "qa", "pre_production"), {"use_cases": []})) == {_none}
	of_another := object.union(story.use_case, {"ref": "use-case/B", "models": [_scorer]})
	_found(object.union(story.moving(story.system, "qa", "pre_production"), {"use_cases": [of_another]})) == {_none}
}

test_a_flag_of_the_wrong_type_makes_no_model_active if _with([object.union(_scorer, {"active": "yes"})]) == {_none}

test_going_back_asks_no_model if {
	_asking("production", "qa", []) == set()
	_asking("production", "qa", [_scorer]) == set()
}
