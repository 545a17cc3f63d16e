package mlgate.controls.break_glass.actors_test

import data.mlgate.controls.break_glass.action_test
import data.mlgate.controls.break_glass.actors
import data.mlgate.story_test as story

_vote(role, person, changes) := object.union_n([story.vote(role, person), {"gate": "BG"}, changes])

_engineer := _vote("ml_engineer", "u-asks", {})

_officer := _vote("governance_officer", "u-gov", {})

_more := {"directory": {"people": {
	"u-both": {"kind": "person", "roles": ["ml_engineer", "governance_officer"], "reporting_line": "x"},
	"u-deputy": {"kind": "person", "roles": ["governance_deputy"], "reporting_line": "x"},
}}}

_facts(body, votes) := object.union(story.voting(action_test.facts([action_test.document(body)]), votes), _more)

_found(facts) := {[finding.code, finding.scope] | some finding in found} if {
	found := actors.findings with input as facts
}

_unnamed := {"actors": []}

_of(votes) := _found(_facts(_unnamed, votes))

test_an_engineer_and_an_officer_act_together if {
	_of([_engineer, _officer]) == set()
	_of([_engineer, _vote("governance_deputy", "u-deputy", {})]) == set()
	_found(_facts({}, [_engineer, _officer])) == set()
}

test_whose_signature_is_missing_is_told if {
	_of([]) == {["signature_missing", "on_call"], ["signature_missing", "officer"]}
	_of([_engineer]) == {["signature_missing", "officer"]}
	_of([_officer]) == {["signature_missing", "on_call"]}
	found := actors.findings with input as _facts(_unnamed, [_engineer])
	found == {{"code": "signature_missing", "scope": "officer", "args": {"roles": "governance_officer or governance_deputy"}}}
}

test_only_signatures_that_deserve_it_count if {
	every wrong in [
		{"gate": "G4"},
		{"subject_digest": "sha256:0000"},
		{"at": "2026-11-12T09:00:01Z"},
		{"authenticated": false},
		{"person": "u-owner"},
		{"person": "svc"},
		{"person": "u-nobody"},
	] {
		_of([_engineer, object.union(_officer, wrong)]) == {["signature_missing", "officer"]}
	}
	_of([_engineer, object.union(_officer, {"at": story.now})]) == set()
}

test_one_person_is_not_two if {
	both := [_vote("ml_engineer", "u-both", {}), _vote("governance_officer", "u-both", {})]
	_of(both) == {["one_person", "u-both"]}
	_of(array.concat(both, [_engineer])) == set()
}

test_the_latest_vote_of_a_person_counts if {
	against := object.union(_officer, {"decision": "rejected", "at": "2026-11-11T10:00:00Z"})
	_of([_engineer, _officer, against]) == {["vote_against", "u-gov"], ["signature_missing", "officer"]}
	again := object.union(_officer, {"at": "2026-11-11T11:00:00Z"})
	_of([_engineer, against, again]) == set()
}

test_nobody_outvotes_another_nor_another_role if {
	against := object.union(_officer, {"decision": "rejected"})
	later := {"at": "2026-11-11T11:00:00Z"}
	_of([_engineer, against, _vote("governance_officer", "u-both", later)]) == {["vote_against", "u-gov"]}
	_of([_vote("ml_engineer", "u-both", {}), _vote("governance_officer", "u-both", later)]) == {["one_person", "u-both"]}
}

test_a_vote_in_a_role_that_is_not_asked_stops_nothing if {
	_of([_engineer, _officer, _vote("model_owner", "u-owner", {"decision": "rejected"})]) == set()
}

test_an_action_that_is_no_stop_asks_for_signatures_whoever_requests_it if {
	_found(object.union(_facts(_unnamed, []), {"request": {"requester": "u-biz"}})) == {["signature_missing", "on_call"], ["signature_missing", "officer"]}
}

test_who_is_named_as_acting_signed if {
	third := {"actors": [{"person": "u-asks", "role": "ml_engineer"}, {"person": "u-owner", "role": "model_owner"}]}
	_found(_facts(third, [_engineer, _officer])) == {["actor_unsigned", "u-owner"]}
	other := {"actors": [{"person": "u-asks", "role": "governance_officer"}]}
	_found(_facts(other, [_engineer, _officer])) == {["actor_unsigned", "u-asks"]}
	_found(_facts({"actors": ["u-asks", {"person": 1, "role": null}]}, [_engineer, _officer])) == {["actor_unsigned", "nobody"]}
	_found(_facts({"actors": "u-asks"}, [_engineer, _officer])) == set()
}

_stop := {"action": "disable_endpoint"}

test_one_person_stops if {
	_found(_facts(_stop, [])) == set()
	_found(object.union(_facts(_stop, []), {"request": {"requester": "u-gov"}})) == set()
	by_nobody := object.union(_facts(_stop, []), {"request": {"requester": "u-biz"}})
	_found(by_nobody) == {["stop_unentitled", ""]}
	_found(story.voting(by_nobody, [_engineer])) == set()
	_found(story.voting(by_nobody, [object.union(_engineer, {"decision": "rejected"})])) == {["stop_unentitled", ""]}
	_found(object.union(_facts(_stop, []), {"request": {"requester": "svc"}})) == {["stop_unentitled", ""]}
	_found(_facts(_stop, [_vote("ml_engineer", "u-both", {}), _vote("governance_officer", "u-both", {})])) == set()
}

test_without_a_document_two_people_are_needed if {
	_found(story.voting(action_test.facts([]), [])) == {["signature_missing", "on_call"], ["signature_missing", "officer"]}
}
