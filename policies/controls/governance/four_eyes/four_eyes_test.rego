package mlgate.controls.governance.four_eyes_test

import data.mlgate.controls.governance.four_eyes
import data.mlgate.story_test as story

_owner := story.vote("model_owner", "u-owner")

_validator := story.vote("model_validator", "u-validator")

_found(facts) := found if {
	found := four_eyes.findings with input as facts
}

_with(votes) := _found(story.voting(story.model, votes))

_finding(code, person) := {"code": code, "scope": person, "args": {"role": "model_owner"}}

_report(body) := {"evidence": {"validation_report": [{"subject": "model/scorer/1", "created_by": "svc", "status": "approved", "body": body}]}}

test_distinct_and_independent_people_pass if _with([_owner, _validator]) == set()

test_no_votes_are_no_fault_of_theirs if _with([]) == set()

test_the_requester_does_not_approve if {
	_with([story.vote("model_owner", "u-asks"), _validator]) == {_finding("approver_is_requester", "u-asks")}
}

test_an_author_does_not_approve if {
	_with([story.vote("model_owner", "u-author"), _validator]) == {_finding("approver_is_author", "u-author")}
}

test_authors_are_named_before_anybody_approves if {
	unnamed := object.union(story.model, {"subject": {"authors": []}})
	unknown := {{"code": "authors_unknown", "scope": "", "args": {}}}
	_found(story.voting(unnamed, [_owner, _validator])) == unknown
	_found(story.voting(unnamed, [_owner])) == unknown
	_found(story.voting(unnamed, [])) == set()
}

test_an_author_may_vote_against if {
	_with([object.union(story.vote("model_owner", "u-author"), {"decision": "rejected"}), _validator]) == set()
}

test_nobody_fills_two_roles if {
	_with([story.vote("model_owner", "u-validator"), _validator]) == {{
		"code": "approver_fills_two_roles",
		"scope": "u-validator",
		"args": {"roles": "model_owner, model_validator"},
	}}
}

test_a_service_approves_nothing if {
	_with([_owner, _validator, story.vote("model_owner", "svc")]) == {_finding("approver_is_service", "svc")}
}

test_votes_that_do_not_count_are_not_judged if {
	every change in [{"gate": "G2"}, {"subject_digest": "sha256:0000"}, {"authenticated": false}, {"role": "governance_officer"}] {
		_with([object.union(story.vote("model_owner", "u-asks"), change)]) == set()
	}
	_with([object.union(story.vote("model_owner", "svc"), {"subject_digest": "sha256:0000"})]) == set()
	_with([story.vote("model_owner", "u-nobody")]) == set()
}

test_the_validator_votes_as_validator_only if {
	facts := story.voting(story.model, [story.vote("model_owner", "u-validator")])
	_found(object.union(facts, _report({"validator": "u-validator"}))) == {_finding("validator_in_other_role", "u-validator")}
	_found(object.union(story.voting(story.model, [_owner, _validator]), _report({"validator": "u-validator"}))) == set()
}

test_a_report_that_names_no_validator_harms_nobody if {
	facts := story.voting(story.model, [_owner, _validator])
	every body in [{}, {"validator": null}, {"validator": 7}, {"validator": ["u-owner"]}] {
		_found(object.union(facts, _report(body))) == set()
	}
}

test_who_filed_the_report_counts_as_validator if {
	report := {"subject": "model/scorer/1", "created_by": "u-owner", "status": "approved", "body": {}}
	facts := object.union(story.voting(story.model, [_owner]), {"evidence": {"validation_report": [report]}})
	_found(facts) == {_finding("validator_in_other_role", "u-owner")}
	other := object.union(facts, {"evidence": {"validation_report": [object.union(report, {"subject": "model/x/1"})]}})
	_found(other) == set()
}

test_a_use_case_is_approved_by_others_than_its_requester if {
	at_g1 := {"gate": "G1"}
	votes := [
		object.union(story.vote("business_risk_owner", "u-biz"), at_g1),
		object.union(story.vote("governance_officer", "u-gov"), at_g1),
	]
	_found(story.voting(story.system, votes)) == set()
	_found(object.union(story.voting(story.system, votes), {"request": {"requester": "u-biz"}})) == {{
		"code": "approver_is_requester",
		"scope": "u-biz",
		"args": {"role": "business_risk_owner"},
	}}
}
