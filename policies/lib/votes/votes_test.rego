package mlgate.lib.votes_test

import data.mlgate.lib.votes
import data.mlgate.story_test as story

_vote := story.vote("model_owner", "u-owner")

_but(changes) := object.union(_vote, changes)

_counted(cast, change) := found if {
	found := votes.counted with input as object.union(story.voting(story.model, cast), change)
}

test_policy_data_names_the_roles if {
	votes.roles == {"model_owner", "model_validator"} with input as story.model
	votes.roles == {"model_owner"} with input as story.answering(story.model, story.light_answers)
	votes.required == null with input as story.model with data.config.approvals as {}
	votes.roles == set() with input as story.model with data.config.approvals as {}
}

test_a_vote_by_who_holds_the_role_counts if _counted([_vote], {}) == {_vote}

test_only_votes_that_deserve_it_count if {
	every vote in [
		_but({"gate": "G2"}),
		_but({"role": "governance_officer", "person": "u-gov"}),
		_but({"person": "u-gov"}),
		_but({"person": "svc"}),
		_but({"person": "system:rollup"}),
		_but({"authenticated": false}),
		_but({"at": "2026-11-12T09:00:01Z"}),
	] {
		_counted([vote], {}) == set()
	}
}

test_a_vote_of_this_very_moment_counts if count(_counted([_but({"at": story.now})], {})) == 1

test_nobody_need_vouch_in_a_sandbox if {
	every kind in ["sandbox", "local"] {
		count(_counted([_but({"authenticated": false})], {"registry": {"kind": kind}})) == 1
	}
}

test_the_latest_vote_of_a_person_in_a_role_counts if {
	later := _but({"decision": "rejected", "at": "2026-11-11T10:00:00Z"})
	_counted([_vote, later], {}) == {later}
	_counted([later, _vote], {}) == {later}
}

test_moments_are_compared_across_zones if {
	earlier := _but({"decision": "rejected", "at": "2026-11-11T10:30:00+02:00"})
	_counted([_vote, earlier], {}) == {_vote}
}

test_votes_of_two_people_both_count if {
	other := _but({"person": "u-other", "at": "2026-11-10T09:00:00Z"})
	_counted([_vote, other], {}) == {_vote, other}
}

test_current_votes_are_sorted_by_what_they_say if {
	rejected := _but({"person": "u-other", "decision": "rejected"})
	outdated := _but({"person": "u-asks", "subject_digest": "sha256:0000"})
	facts := story.voting(story.model, [_vote, rejected, outdated])
	votes.approving == {_vote} with input as facts
	votes.rejecting == {rejected} with input as facts
	votes.stale == {outdated} with input as facts
}

test_going_back_asks_for_nobodys_vote if {
	back := story.moving(story.model, "production", "qa")
	votes.roles == set() with input as back
	votes.required == [] with input as back
}
