package mlgate.controls.retirement.clean_retirement_test

import data.mlgate.controls.retirement.clean_retirement
import data.mlgate.story_test as story

_plan(body) := story.document("use-case/A", "u-adm", "ml_admin", object.union(
	{
		"endpoints_removed": true,
		"access_revoked": true,
		"successor": "scorer/2",
		"data_disposition": "Training data stay under the rules of the datasheet.",
		"archive_ref": "s3://archive/scorer/1/",
		"last_placed_on_market_at": "2026-10-20T09:00:00Z",
		"retention_until": "2036-10-20",
	},
	body,
))

_admin := {"directory": {"people": {"u-adm": {"kind": "person", "roles": ["ml_admin"], "reporting_line": "platform"}}}}

_retiring(facts) := object.union(story.moving(facts, "production", "retired"), _admin)

_facts(documents) := _retiring(story.holding(story.model, "retirement_plan", documents))

_found(facts) := found if found := clean_retirement.findings with input as facts

_of(body) := _found(_facts([_plan(body)]))

_codes(body) := {finding.code | some finding in _of(body)}

test_a_clean_plan_passes if _of({}) == set()

test_a_plan_is_needed if {
	_found(_facts([])) == {{"code": "evidence_missing", "scope": "", "args": {"type": "retirement_plan"}}}
	wrong := object.union(_plan({}), {"approved_by": [{"person": "u-gov", "role": "governance_officer", "at": story.now}]})
	{finding.code | some finding in _found(_facts([wrong]))} == {"evidence_wrong_approver"}
}

test_what_is_to_be_done_is_done if {
	every field in ["endpoints_removed", "access_revoked"] {
		every value in [false, null, "true", 1, {}] {
			_of({field: value}) == {{"code": "not_done", "scope": "", "args": {"what": field}}}
		}
	}
}

test_data_and_record_are_settled if {
	every field in ["data_disposition", "archive_ref"] {
		every value in [null, "", "  ", true, ["x"], 7] {
			_of({field: value}) == {{"code": "not_settled", "scope": "", "args": {"what": field}}}
		}
	}
}

test_that_nothing_takes_over_is_an_answer_and_silence_is_none if {
	_of({"successor": null}) == set()
	every value in ["", 7, ["x"], false] {
		_of({"successor": value}) == {{"code": "not_settled", "scope": "", "args": {"what": "successor"}}}
	}
	envelope := object.remove(_plan({}), ["body"])
	silent := object.union(envelope, {"body": object.remove(_plan({}).body, ["successor"])})
	_found(_facts([silent])) == {{"code": "not_settled", "scope": "", "args": {"what": "successor"}}}
}

test_the_record_of_a_high_risk_system_is_kept_ten_years if {
	_of({"retention_until": "2036-10-19"}) == {{"code": "retention_short", "scope": "", "args": {"until": "2036-10-19", "needed": "2036-10-20"}}}
	_of({"retention_until": "2040-01-01"}) == set()
	every wrong in [null, "later", "2036-13-01", 2036] {
		_codes({"retention_until": wrong}) == {"retention_missing"}
	}
}

test_when_it_was_placed_is_a_moment_that_has_come if {
	every wrong in ["", "2026-10-20", 1, "2026-11-12T09:00:01Z"] {
		_codes({"last_placed_on_market_at": wrong}) == {"placing_unsound"}
	}
}

test_what_was_in_production_was_placed if {
	_codes({"last_placed_on_market_at": null}) == {"placing_denied"}
	never := object.union(_facts([_plan({"last_placed_on_market_at": null})]), {"subject": {"stage": "qa"}})
	_found(never) == set()
	passed := object.union(never, {"subject": {"passed": {"G4": {"decision_id": "d", "at": "2026-10-01T00:00:00Z"}}}})
	{finding.code | some finding in _found(passed)} == {"placing_denied"}
	_found(object.union(never, {"subject": {"passed": {"G3": {"decision_id": "d", "at": "2026-10-01T00:00:00Z"}}}})) == set()
}

test_a_lighter_tier_is_asked_for_no_ten_years if {
	light := story.answering(_facts([_plan({"retention_until": null})]), story.light_answers)
	_found(light) == set()
	_found(story.answering(_facts([_plan({"retention_until": "2027-01-01"})]), story.light_answers)) == set()
}

test_a_use_case_follows_its_models if {
	model := object.union(story.use_case.models[0], {"stage": "production"})
	serving := [
		model,
		object.union(model, {"ref": "model/scorer/2", "active": false}),
		object.union(model, {"ref": "model/scorer/3", "stage": "retired"}),
	]
	facts := _retiring(story.holding(
		object.union(story.system, {"use_cases": [object.union(story.use_case, {"models": serving})]}),
		"retirement_plan",
		[_plan({})],
	))
	_found(facts) == {{"code": "model_in_production", "scope": "model/scorer/1", "args": {}}}
	_found(object.union(_facts([_plan({})]), {"use_cases": facts.use_cases})) == set()
}
