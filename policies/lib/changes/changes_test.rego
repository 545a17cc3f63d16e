package mlgate.lib.changes_test

import data.mlgate.lib.changes
import data.mlgate.lib.time as clock
import data.mlgate.story_test as story

change(body) := story.document("model/scorer/1", "u-owner", "model_owner", object.union(
	{
		"change_id": "CHG-1",
		"title": "A change",
		"kind": "retrain",
		"predetermined_plan_ref": "doc://plan/1",
		"within_predetermined_limits": true,
		"changed_at": "2026-11-01T09:00:00Z",
		"status": "open",
	},
	body,
))

_judged(body) := [substantial, restart] if {
	document := change(body)
	restart := changes.restart(document) with input as story.model
	substantial := count([document | changes.is_substantial(document) with input as story.model])
}

_table := {
	"intended_purpose": [1, "G1"],
	"affected_population": [1, "G1"],
	"decision_context": [1, "G1"],
	"tier_answer": [1, "G1"],
	"feature_class": [1, "G2"],
	"algorithm_family": [1, "G2"],
	"base_model": [1, "G2"],
	"training_population": [1, "G2"],
	"retrain": [0, "G3"],
	"infrastructure": [0, "G4"],
	"documentation": [0, null],
	"something": [1, "G1"],
}

test_the_table_says_what_is_substantial_and_where_to_restart if {
	wrong := {kind: found |
		some kind, expected in _table
		found := _judged({"kind": kind})
		found != expected
	}
	wrong == {}
}

test_a_claim_of_the_record_itself_is_not_believed if {
	_judged({"kind": "base_model", "substantial": false}) == [1, "G2"]
	_judged({"kind": "infrastructure", "substantial": true}) == [0, "G4"]
}

test_a_retraining_is_small_only_inside_a_plan if {
	every body in [
		{"predetermined_plan_ref": null},
		{"predetermined_plan_ref": "  "},
		{"predetermined_plan_ref": ["doc://plan/1"]},
		{"within_predetermined_limits": null},
		{"within_predetermined_limits": false},
		{"within_predetermined_limits": "true"},
	] {
		_judged(body) == [1, "G2"]
	}
}

test_a_threshold_is_judged_by_what_moved if {
	_judged({"kind": "threshold", "max_metric_move": 0.02}) == [0, "G3"]
	_judged({"kind": "threshold", "max_metric_move": 0}) == [0, "G3"]
	every move in [0.0201, 1, null, "0.01", -0.01, 2, [0.01]] {
		_judged({"kind": "threshold", "max_metric_move": move}) == [1, "G3"]
	}
	_judged({"kind": "threshold"}) == [1, "G3"]
}

test_what_moved_figures_is_neither_documentation_nor_infrastructure if {
	every kind, restart in {"documentation": null, "infrastructure": "G4"} {
		every move in [0.02, 0, null] { _judged({"kind": kind, "max_metric_move": move}) == [0, restart] }
		every move in [0.0201, 1, "0.01", -0.01, [0.01]] { _judged({"kind": kind, "max_metric_move": move}) == [1, "G3"] }
	}
}

test_an_unknown_kind_is_the_gravest if {
	every kind in [null, 1, ["retrain"], ""] {
		_judged({"kind": kind}) == [1, "G1"]
	}
	changes.kind(change({"kind": 1})) == "unknown"
}

test_what_has_to_be_renewed_goes_by_the_kind if {
	_renewed({"kind": "base_model"}) == {"risk_classification", "validation_report", "conformity_assessment"}
	_renewed({"kind": "retrain"}) == {"validation_report"}
	_renewed({"kind": "infrastructure"}) == set()
}

_renewed(body) := types if types := {type | some type, _ in changes.renewals(change(body))} with input as story.model

test_a_change_has_a_moment_that_has_come if {
	_moments("2026-11-12T09:00:00Z") == {clock.moment(story.now)}
	every wrong in ["2026-11-12T09:00:01Z", "2026-11-12", null, 1] {
		_moments(wrong) == set()
	}
}

_moments(changed_at) := found if {
	found := {moment | moment := changes.moment(change({"changed_at": changed_at}))} with input as story.model
}

test_a_change_without_an_id_goes_by_its_digest if {
	changes.name(change({})) == "CHG-1"
	every id in ["", null, 1] {
		changes.name(change({"change_id": id})) == "sha256:ffff"
	}
}
