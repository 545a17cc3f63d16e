package mlgate.controls.break_glass.action_test

import data.mlgate.controls.break_glass.action
import data.mlgate.story_test as story

_none := {"weights": false, "features": false, "thresholds": false, "purpose": false, "tier": false}

# A break-glass document that nobody reviewed yet, and the facts of a version that serves and asks for it.
document(body) := object.union_n([
	story.document("model/scorer/1", "u-gov", "governance_officer", {}),
	{"status": "in_review", "approved_by": [], "created_by": "u-asks"},
	{"body": object.union(
		{
			"break_glass_id": "BG-1",
			"action": "rollback",
			"target": "model/scorer/0",
			"incident_id": "INC-1",
			"reason_code": "wrong_decisions",
			"actors": [{"person": "u-asks", "role": "ml_engineer"}, {"person": "u-gov", "role": "governance_officer"}],
			"changes": object.union(_none, {"weights": true}),
			"started_at": "2026-11-12T08:00:00Z",
			"expires_at": "2026-11-13T08:00:00Z",
			"extension": null,
			"review_due": "2026-11-17T08:00:00Z",
		},
		body,
	)},
])

_before := {"ref": "model/scorer/0", "role": "decision", "stage": "production", "status": "deployed", "active": true}

facts(documents) := object.union(story.holding(story.model, "break_glass", documents), {
	"subject": {"stage": "production"},
	"request": {"to_stage": null, "check": "BG"},
	"use_cases": [object.union(story.use_case, {"stage": "production", "models": array.concat(story.use_case.models, [_before])})],
})

_found(held) := found if found := action.findings with input as held

_of(body) := {[finding.code, finding.scope] | some finding in _found(facts([document(body)]))}

_says(code) := {[code, "BG-1"]}

test_going_back_to_a_version_that_stands_is_open if {
	_of({}) == set()
	data.mlgate.request.gate == "BG" with input as facts([document({})])
}

test_an_action_is_asked_for if {
	_found(facts([])) == {{"code": "action_missing", "scope": "", "args": {}}}
	_found(facts([object.union(document({}), {"status": "draft"})])) == {{"code": "action_missing", "scope": "", "args": {}}}
	_found(facts([object.union(document({}), {"subject": "model/scorer/2"})])) == {{"code": "action_missing", "scope": "", "args": {}}}
}

test_only_four_actions_are_known if {
	every word in ["release", "", null, 1, ["rollback"]] {
		_of({"action": word}) == _says("action_unknown")
	}
	some finding in _found(facts([document({"action": "release"})]))
	finding.args.actions == "rollback, fallback, disable_endpoint, hotfix"
}

test_it_is_no_way_to_a_first_release if {
	every action_word in ["rollback", "fallback", "hotfix"] {
		every stage in ["development", "qa", "pre_production", "retired"] {
			held := object.union(facts([document({"action": action_word, "changes": _none})]), {"subject": {"stage": stage}})
			_found(held) == {{"code": "never_released", "scope": "BG-1", "args": {"stage": stage}}}
		}
	}
}

_other_models(changes) := object.union(facts([document({})]), {"use_cases": [object.union(story.use_case, {"models": [object.union(_before, changes)]})]})

test_the_target_was_approved_and_stands if {
	not_approved := {{"code": "target_not_approved", "scope": "BG-1", "args": {"target": "model/scorer/0"}}}
	every changes in [{"stage": "development"}, {"stage": "pre_production"}, {"stage": "retired"}, {"active": false}, {"ref": "model/scorer/9"}] {
		_found(_other_models(changes)) == not_approved
	}
	_found(_other_models({})) == set()
	_of({"target": "model/scorer/1"}) == _says("target_not_approved")
	itself := object.union(facts([document({"target": "model/scorer/1"})]), {"use_cases": [object.union(story.use_case, {"models": [object.union(_before, {"ref": "model/scorer/1"})]})]})
	{finding.code | some finding in _found(itself)} == {"target_not_approved"}
	_of({"target": "the version before"}) == _says("target_not_approved")
	every target in [null, "", "  ", 0, ["model/scorer/0"]] {
		_of({"target": target}) == _says("target_missing")
	}
}

test_the_target_serves_every_use_case if {
	held := facts([document({})])
	both := array.concat(held.use_cases, [object.union(story.use_case, {"ref": "use-case/B"})])
	codes := {finding.code | some finding in _found(object.union(held, {"use_cases": both}))}
	"target_not_approved" in codes
	without := {finding.code | some finding in _found(object.union(held, {"use_cases": []}))}
	without == {"target_not_approved", "tier_barred"}
}

test_a_hotfix_rules_out_every_change_of_the_model if {
	_of({"action": "hotfix", "target": null, "changes": _none}) == set()
	every what in ["weights", "features", "thresholds", "purpose", "tier"] {
		every answer in [true, null, "no", 0] {
			_found(facts([document({"action": "hotfix", "changes": object.union(_none, {what: answer})})])) == {{
				"code": "changes_more",
				"scope": "BG-1",
				"args": {"what": what},
			}}
		}
	}
	every changes in [null, "none", []] {
		count(_found(facts([document({"action": "hotfix", "changes": changes})]))) == 5
	}
}

test_no_action_changes_the_tier if {
	every word in ["rollback", "fallback"] {
		_of({"action": word, "changes": object.union(_none, {"tier": true})}) == _says("changes_more")
		_of({"action": word, "changes": object.union(_none, {"tier": null})}) == _says("changes_more")
	}
}

_flagged := object.union(story.answers, {"art5": object.union(story.no_flags, {"c": true})})

test_for_an_unacceptable_or_open_tier_there_are_only_stops if {
	_found(story.answering(facts([document({})]), _flagged)) == {{"code": "tier_barred", "scope": "BG-1", "args": {"tier": "unacceptable"}}}
	_found(story.filing(facts([document({})]), [])) == {{"code": "tier_barred", "scope": "BG-1", "args": {"tier": "undetermined"}}}
}

test_a_stop_is_always_open if {
	stop := document({"action": "disable_endpoint", "target": null, "changes": null})
	_found(story.answering(facts([stop]), _flagged)) == set()
	_found(story.filing(facts([stop]), [])) == set()
	_found(object.union(facts([stop]), {"subject": {"stage": "development"}, "use_cases": []})) == set()
}

test_the_newest_document_is_what_is_asked if {
	_found(facts([document({"break_glass_id": "BG-2", "action": "hotfix", "changes": _none}), document({"action": "release"})])) == set()
}
