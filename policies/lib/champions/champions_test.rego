package mlgate.lib.champions_test

import data.mlgate.lib.champions
import data.mlgate.story_test as story

_version(ref, changes) := object.union({"ref": ref, "role": "decision", "stage": "production", "status": "deployed", "active": true}, changes)

_beside(models) := object.union(story.model, {"use_cases": [object.union(story.use_case, {"models": array.concat(story.use_case.models, models)})]})

_serving(models) := found if {
	found := champions.serving with input as _beside(models)
}

test_another_version_of_the_group_in_production_serves if {
	_serving([]) == set()
	_serving([_version("model/scorer/0", {})]) == {"scorer/0"}
	every other in [_version("model/scorer/0", {"stage": "pre_production"}), _version("model/scorer/0", {"active": false}), _version("model/fraud/1", {}), _version("model/scorer/1", {})] {
		_serving([other]) == set()
	}
}

test_the_subject_is_called_as_reports_call_it if {
	found := champions.challenger with input as story.model
	found == "scorer/1"
}

_named(champion) := found if {
	found := champions.named with input as story.holding(story.model, "evaluation_report", [story.document("model/scorer/1", "u-validator", "model_validator", {"champion": champion})])
}

test_the_evaluation_report_names_what_it_compares_with if {
	_named({"model": "scorecard/7", "auc": 0.7, "brier": 0.1}) == {"scorecard/7"}
	_named(null) == set()
	every wrong in ["scorecard/7", {}, {"model": 7}, [], true] {
		_named(wrong) == {""}
	}
}
