package mlgate.controls.governance.transition_test

import data.mlgate.controls.governance.transition
import data.mlgate.story_test as story

_found(facts) := found if {
	found := transition.findings with input as facts
}

_model(stage, to_stage, at) := _found(object.union(
	story.moving(story.model, stage, to_stage),
	{"use_cases": [object.union(story.use_case, {"stage": at})]},
))

_system(stage, to_stage) := _found(story.moving(story.system, stage, to_stage))

_skipped(stage, to_stage, next) := {
	"code": "stage_skipped",
	"scope": "",
	"args": {"from_stage": stage, "to_stage": to_stage, "next": next},
}

_ahead(stage, to_stage) := {
	"code": "ahead_of_use_case",
	"scope": "use-case/A",
	"args": {"stage": stage, "to_stage": to_stage},
}

_there(stage) := {"code": "already_there", "scope": "", "args": {"stage": stage}}

test_the_next_stage_is_open if {
	_system("poc", "development") == set()
	_system("development", "qa") == set()
	_system("pre_production", "production") == set()
	_model("development", "qa", "development") == set()
	_model("qa", "pre_production", "qa") == set()
	_model("pre_production", "production", "pre_production") == set()
}

test_no_stage_is_skipped if {
	_system("poc", "qa") == {_skipped("poc", "qa", "development")}
	_system("poc", "production") == {_skipped("poc", "production", "development")}
	_model("development", "pre_production", "development") == {_skipped("development", "pre_production", "qa")}
}

test_going_back_is_never_refused if {
	_system("production", "poc") == set()
	_system("qa", "development") == set()
	_model("production", "development", "poc") == set()
	_model("pre_production", "qa", "production") == set()
}

test_everything_but_the_retired_may_retire if {
	every stage in ["poc", "development", "qa", "pre_production", "production"] { _system(stage, "retired") == set() }
	every stage in ["development", "qa", "pre_production", "production"] { _model(stage, "retired", "poc") == set() }
	_found(object.union(story.moving(story.model, "qa", "retired"), {"use_cases": []})) == set()
}

test_nothing_leaves_retirement if {
	_system("retired", "production") == {{"code": "retired", "scope": "", "args": {}}}
	_model("retired", "development", "qa") == {{"code": "retired", "scope": "", "args": {}}}
	_model("retired", "retired", "qa") == {_there("retired")}
}

test_staying_is_no_move if {
	_there("poc") in _model("poc", "poc", "qa")
	_model("qa", "qa", "qa") == {_there("qa")}
	_system("production", "production") == {_there("production")}
}

test_a_use_case_is_registered_where_it_begins if _system("poc", "poc") == set()

test_a_model_has_no_poc if {
	unknown := {"code": "stage_unknown", "scope": "", "args": {"to_stage": "poc", "kind": "model"}}
	_model("development", "poc", "development") == {unknown}
}

test_a_request_without_a_stage_is_no_move if {
	unknown := {"code": "stage_unknown", "scope": "", "args": {"to_stage": "no stage", "kind": "model"}}
	_model("qa", null, "qa") == {unknown}
}

test_a_model_is_at_most_one_stage_ahead_of_its_use_case if {
	_model("development", "qa", "poc") == {_ahead("poc", "qa")}
	_model("qa", "pre_production", "development") == {_ahead("development", "pre_production")}
	_model("pre_production", "production", "production") == set()
}

test_each_use_case_of_a_model_is_asked if {
	behind := object.union(story.use_case, {"ref": "use-case/B", "stage": "development"})
	facts := object.union(story.model, {"use_cases": [story.use_case, behind]})
	_found(facts) == {object.union(_ahead("development", "pre_production"), {"scope": "use-case/B"})}
}

test_a_retired_use_case_holds_its_models_back if _model("qa", "pre_production", "retired") == {_ahead("retired", "pre_production")}

test_a_model_without_a_use_case_goes_nowhere if {
	nobody := {"code": "no_use_case", "scope": "", "args": {}}
	_found(object.union(story.model, {"use_cases": []})) == {nobody}
	_found(object.union(story.moving(story.model, "production", "qa"), {"use_cases": []})) == set()
	_found(object.union(story.moving(story.system, "poc", "development"), {"use_cases": []})) == set()
}
