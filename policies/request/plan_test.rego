package mlgate.request_test

import data.mlgate.request
import data.mlgate.story_test as story

_leave := {"approval_status": null, "stage": null, "stage_status": null, "granting": false}

_to_development := {"approval_status": "Rejected", "stage": "Development", "stage_status": "Rejected", "granting": false}

_asking(stage, to_stage) := plan if {
	plan := request.plan with input as story.moving(story.model, stage, to_stage)
}

_checked := object.union(story.model, {"request": {"to_stage": null, "check": "MON"}, "subject": {"stage": "production"}})

test_an_approval_grants_the_stage_in_sagemakers_words if {
	plan := _asking("qa", "pre_production")
	plan.gate == "G3"
	plan.risk_tier == "high"
	plan.effects.approved == {"approval_status": "Approved", "stage": "PreProduction", "stage_status": "Approved", "granting": true}
}

test_votes_that_are_missing_only_change_the_description if _asking("qa", "pre_production").effects.pending == _leave

test_a_rejection_in_place_shows_at_the_first_gate_only if {
	_asking("development", "qa").effects.rejected == _to_development
	_asking("qa", "pre_production").effects.rejected == _leave
	_asking("pre_production", "production").effects.rejected == _leave
}

test_a_model_is_sent_back_to_development if {
	plan := _asking("qa", "pre_production")
	plan.actions == [{"action": "send_back", "to_stage": "development"}]
	plan.effects.send_back == _to_development
	plan.effects.demote == _leave
}

test_who_is_in_development_is_not_sent_there if {
	plan := _asking("development", "qa")
	plan.actions == []
	plan.effects.send_back == _leave
}

test_a_check_in_production_may_demote if {
	plan := request.plan with input as _checked
	plan.gate == "MON"
	plan.actions == [{"action": "demote", "to_stage": "development"}]
	plan.effects.demote == _to_development
	plan.effects.approved == _leave
}

test_retirement_takes_the_approval_away if {
	effect := _asking("production", "retired").effects.approved
	effect == {"approval_status": "Rejected", "stage": "Archived", "stage_status": "Retired", "granting": false}
}

test_a_request_for_both_a_stage_and_a_check_has_no_plan if {
	both := object.union(story.model, {"request": {"to_stage": "production", "check": "MON"}})
	count([plan | plan := request.plan with input as both]) == 0
}

test_going_back_takes_the_approval_away if {
	_asking("production", "qa").effects.approved == {"approval_status": "Rejected", "stage": "Qa", "stage_status": "Rejected", "granting": false}
	_asking("qa", "development").effects.approved == _to_development
}

test_a_use_case_is_in_no_registry if {
	plan := request.plan with input as story.system
	plan.gate == "G1"
	{effect | some effect in plan.effects} == {null}
}

test_every_move_has_a_plan if {
	every stage in ["poc", "development", "qa", "pre_production", "production", "retired"] {
		every to_stage in ["poc", "development", "qa", "pre_production", "production", "retired"] {
			is_string(_asking(stage, to_stage).gate)
		}
	}
}

test_a_plan_names_the_scopes_that_are_excused if {
	waiver := {
		"id": "WVR-1",
		"control": "FAIR-003",
		"subject": "model/scorer/1",
		"scopes": ["age=65+", "age=18-24"],
		"reason": "few cases",
		"compensating_controls": ["manual review"],
		"granted_by": [{"person": "u-gov", "role": "governance_officer"}, {"person": "u-biz", "role": "business_risk_owner"}],
		"granted_at": "2026-11-01T09:00:00Z",
		"expires_at": "2026-12-01T09:00:00Z",
		"renews": null,
		"authenticated": true,
	}
	plan := request.plan with input as object.union(story.model, {"waivers": [waiver]})
	{excuse | some excuse in plan.valid_waivers} == {
		{"id": "WVR-1", "control": "FAIR-003", "scope": "age=65+"},
		{"id": "WVR-1", "control": "FAIR-003", "scope": "age=18-24"},
	}
}
