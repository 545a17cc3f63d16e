package mlgate.controls.governance.approvals_test

import data.mlgate.controls.governance.approvals
import data.mlgate.story_test as story

_owner := story.vote("model_owner", "u-owner")

_validator := story.vote("model_validator", "u-validator")

_found(facts) := found if {
	found := approvals.findings with input as facts
}

_with(votes) := _found(story.voting(story.model, votes))

_missing(role) := {"code": "vote_missing", "scope": role, "args": {}}

_rejected(reason) := {"code": "vote_rejected", "scope": "model_owner", "args": {"person": "u-owner", "reason": reason}}

_stale := {"code": "vote_stale", "scope": "model_owner", "args": {"person": "u-owner"}}

test_all_required_votes_pass if _with([_owner, _validator]) == set()

test_a_missing_vote_is_asked_for if {
	_with([]) == {_missing("model_owner"), _missing("model_validator")}
	_with([_validator]) == {_missing("model_owner")}
}

test_a_vote_that_does_not_count_is_missing if {
	every change in [
		{"gate": "G2"},
		{"person": "u-gov"},
		{"person": "svc"},
		{"person": "system:rollup"},
		{"authenticated": false},
		{"at": "2026-11-12T09:00:01Z"},
	] {
		_with([object.union(_owner, change), _validator]) == {_missing("model_owner")}
	}
}

test_a_vote_that_nobody_vouches_for_counts_in_a_sandbox if {
	facts := story.voting(story.model, [object.union(_owner, {"authenticated": false}), _validator])
	_found(object.union(facts, {"registry": {"kind": "sandbox"}})) == set()
}

test_a_vote_on_another_digest_is_stale if {
	_with([object.union(_owner, {"subject_digest": "sha256:0000"}), _validator]) == {_stale}
}

test_a_stale_rejection_is_stale_too if {
	_with([object.union(_owner, {"subject_digest": "sha256:0000", "decision": "rejected"}), _validator]) == {_stale}
}

test_a_current_vote_in_the_role_makes_up_for_a_stale_one if {
	other := object.union(story.vote("model_owner", "u-other"), {"at": "2026-11-10T09:00:00Z"})
	_with([object.union(_owner, {"subject_digest": "sha256:0000"}), other, _validator]) == set()
}

test_one_vote_against_rejects if {
	against := object.union(_owner, {"decision": "rejected", "reason": "No oversight plan."})
	_with([against, _validator]) == {_rejected("No oversight plan.")}
	_with([against, story.vote("model_owner", "u-other"), _validator]) == {_rejected("No oversight plan.")}
}

test_a_rejection_without_a_reason_says_so if {
	_with([object.union(_owner, {"decision": "rejected"}), _validator]) == {_rejected("no reason given")}
}

test_who_votes_again_changes_their_vote if {
	later := object.union(_owner, {"decision": "rejected", "at": "2026-11-11T10:00:00Z"})
	_with([_owner, later, _validator]) == {_rejected("no reason given")}
	earlier := object.union(_owner, {"decision": "rejected", "at": "2026-11-10T10:00:00Z"})
	_with([_owner, earlier, _validator]) == set()
}

test_a_role_that_is_not_required_neither_helps_nor_harms if {
	against := object.union(story.vote("governance_officer", "u-gov"), {"decision": "rejected"})
	_with([_owner, _validator, against]) == set()
}

test_a_use_case_follows_its_models if {
	_found(object.union(story.moving(story.system, "qa", "pre_production"), {})) == set()
	_found(story.system) == {_missing("business_risk_owner"), _missing("governance_officer")}
}

test_nothing_settled_asks_the_roles_of_high if {
	_found(story.filing(story.model, [])) == {_missing("model_owner"), _missing("model_validator")}
	_found(story.answering(story.model, story.light_answers)) == {_missing("model_owner")}
}

test_a_silent_matrix_denies if {
	silent := {"code": "matrix_silent", "scope": "", "args": {"kind": "model", "tier": "high", "gate": "G3"}}
	found := approvals.findings with input as story.voting(story.model, [_owner]) with data.config.approvals as {}
	found == {silent}
}
