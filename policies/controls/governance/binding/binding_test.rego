package mlgate.controls.governance.binding_test

import data.mlgate.controls.governance.binding
import data.mlgate.story_test as story

_owner := story.vote("model_owner", "u-owner")

_validator := story.vote("model_validator", "u-validator")

_found(facts) := found if {
	found := binding.findings with input as facts
}

_with(votes) := _found(story.voting(story.model, votes))

_at(vote, moment) := object.union(vote, {"at": moment})

_too_old(days, limit) := {"code": "vote_too_old", "scope": "model_owner", "args": {"person": "u-owner", "days": days, "limit": limit}}

_early(type) := {"code": "vote_before_evidence", "scope": "model_owner", "args": {"person": "u-owner", "type": type}}

_document(changes) := object.union({"subject": "model/scorer/1", "status": "approved", "recorded_at": "2026-11-11T10:00:00Z"}, changes)

_filed(type, changes) := object.union(story.voting(story.model, [_owner]), {"evidence": {type: [_document(changes)]}})

test_recent_votes_pass if _with([_owner, _validator]) == set()

test_no_votes_are_asked_for_elsewhere if _with([]) == set()

test_a_vote_on_a_high_risk_move_is_good_for_thirty_days if {
	_with([_at(_owner, "2026-10-13T09:00:00Z")]) == set()
	_with([_at(_owner, "2026-10-12T21:00:00Z")]) == {_too_old(30.5, 30)}
}

test_a_vote_on_any_other_move_is_good_for_ninety_days if {
	questionnaire := object.union(story.questionnaire("use-case/A", story.light_answers), {"recorded_at": "2026-08-01T09:00:00Z"})
	light := story.filing(story.model, [questionnaire])
	_found(story.voting(light, [_at(_owner, "2026-08-14T09:00:00Z")])) == set()
	_found(story.voting(light, [_at(_owner, "2026-08-13T21:00:00Z")])) == {_too_old(90.5, 90)}
}

test_the_newest_vote_of_a_role_is_judged if {
	_with([_at(_owner, "2026-09-20T09:00:00Z"), story.vote("model_owner", "u-other")]) == set()
}

test_a_vote_is_younger_than_what_was_reviewed if {
	_found(_filed("model_card", {})) == {_early("model_card")}
	_found(_filed("model_card", {"recorded_at": "2026-11-11T09:00:00Z"})) == set()
	_found(_filed("model_card", {"recorded_at": "2026-11-11T09:00:01Z"})) == {_early("model_card")}
}

test_drafts_and_what_nobody_reviews_may_be_younger if {
	_found(_filed("model_card", {"status": "draft"})) == set()
	_found(_filed("monitoring_report", {})) == set()
	_found(_filed("qms", {})) == set()
}

test_a_vote_dated_ahead_is_refused if {
	ahead := "2026-11-12T09:00:01Z"
	_with([_at(_owner, ahead)]) == {{"code": "vote_from_the_future", "scope": "model_owner", "args": {"person": "u-owner", "at": ahead}}}
	_with([_at(_owner, story.now)]) == set()
}

test_stale_votes_and_votes_against_are_not_judged_here if {
	old := _at(_owner, "2026-01-01T00:00:00Z")
	_with([object.union(old, {"subject_digest": "sha256:0000"})]) == set()
	_with([object.union(old, {"decision": "rejected"})]) == set()
	_with([object.union(old, {"gate": "G2"})]) == set()
	_with([object.union(_at(_owner, "2027-01-01T00:00:00Z"), {"subject_digest": "sha256:0000"})]) == set()
}

test_a_gate_that_reviews_nothing_asks_only_for_age if {
	found := binding.findings with input as _filed("model_card", {}) with data.config.lifecycle.facts.reviewed as {}
	found == set()
}
